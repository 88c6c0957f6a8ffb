"""Plans that are pictures: pages made upright, their tables found by the ruling lines, read."""

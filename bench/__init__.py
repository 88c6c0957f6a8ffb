"""What the product promises in numbers, measured beside a baseline in the same run."""

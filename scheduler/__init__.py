"""Time: when to wake, what is due, and the lane that sends it."""

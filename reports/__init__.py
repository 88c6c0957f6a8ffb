"""What is seen: the week, the state of a task, lists."""

"""The domain, pure: a plan, its tasks, and when to remind."""

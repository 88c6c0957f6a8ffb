"""The schema, step by step, forward; each step reviewed by eye."""

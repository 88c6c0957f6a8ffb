"""The only SQL: a module a table, functions with the transaction first."""

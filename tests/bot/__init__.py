"""The conversation, said by people of the sample school."""

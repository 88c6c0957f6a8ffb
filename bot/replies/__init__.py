"""Reading what was typed: words to intents, never an act."""

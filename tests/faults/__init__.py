"""What goes wrong on purpose: processes killed, platforms down, databases away, clocks moved.

`make test` runs each once and short; `make chaos` (pytest --chaos) long and many times.
"""

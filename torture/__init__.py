"""Trials of what the contract promises when the machine does not play along; not part of the program."""

"""Bytes from disk → nodes that know their line and column; the only reader of content."""

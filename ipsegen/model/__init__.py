"""Nodes → frozen records, the archive and its indexes, and every check."""

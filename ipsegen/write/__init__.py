"""Bytes → output: whole files only, and only files that are ours; the only writer of a site."""

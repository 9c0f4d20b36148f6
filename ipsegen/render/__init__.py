"""Pages → bytes. Pure."""

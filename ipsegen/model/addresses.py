"""Addresses that may be shown as links.

Owns which addresses are safe to offer a reader. Does not visit any.
"""

import re
from typing import Final
from urllib.parse import urlsplit

SAFE_SCHEMES: Final = frozenset({"http", "https"})
_BAD_CHARACTER: Final = re.compile(r"[\s\x00-\x20\x7f\\<>\"{}|^`]")

_PLAIN: Final = re.compile(r"https?://[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:/[A-Za-z0-9._~/?&=%#,;:!*()'$+-]*)?")
"""What nearly all addresses look like; none of these has a fault, which takes long to find out."""


def fault_of_address(text: str) -> tuple[str, str] | None:
    """Why `text` may not be linked, as message and hint; None for http or https with a plain host."""
    if _PLAIN.fullmatch(text):
        return None
    if _BAD_CHARACTER.search(text):
        return (
            'an address holds no blank and none of \\ < > " { } | ^ `',
            "copy it again from the browser's address bar",
        )
    if text.startswith("//"):
        return f"'{text}' has no scheme", f"write https:{text}"
    if not text or text.startswith(("/", ".", "?", "#")):
        return f"'{text}' is not a whole address", "write it with https:// and the host"
    try:
        parts = urlsplit(text)
        port_is_valid = parts.port is None or parts.port > 0
    except ValueError:
        return f"'{text}' is not an address", "copy it again from the browser's address bar"
    if not parts.scheme or (parts.scheme not in SAFE_SCHEMES and "://" not in text and "." in parts.scheme):
        return f"'{text}' has no scheme", f"write https://{text}"
    if parts.scheme not in SAFE_SCHEMES:
        return f"addresses with '{parts.scheme}:' are not allowed", "use an address that starts with https://"
    if not parts.hostname or not port_is_valid:
        return f"'{text}' names no host", "copy it again from the browser's address bar"
    if "@" in parts.netloc:
        return (
            "an address may not hold a user name ('@' before the host)",
            f"write {parts.scheme}://{parts.hostname}{parts.path}",
        )
    return None

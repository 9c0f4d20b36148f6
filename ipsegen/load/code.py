"""Which program this is: the digest of its own code and of what it stands on.

Owns what makes one version another, releases and working copies alike. Reads nothing but the package itself.
"""

import hashlib
import sys
from pathlib import Path

import markdown
import msgspec
import yaml

_PACKAGE = Path(__file__).resolve().parents[1]


def code_digest() -> bytes:
    """32 bytes that differ wherever another program might make other pages of the same content."""
    import babel  # these two take longer to import than a check of one file should take
    import jinja2

    return _digest(reader_digest() + repr((babel.__version__, jinja2.__version__)).encode())


def reader_digest() -> bytes:
    """32 bytes that differ wherever another program might read something else in the same content."""
    versions = (sys.version, markdown.__version__, msgspec.__version__, yaml.__version__)
    found = hashlib.sha256(repr(versions).encode(), usedforsecurity=False)
    for path in sorted(_PACKAGE.rglob("*.py")):
        found.update(str(path.relative_to(_PACKAGE)).encode())
        found.update(_digest(path.read_bytes()))
    return found.digest()


def _digest(data: bytes) -> bytes:
    return hashlib.sha256(data, usedforsecurity=False).digest()

"""Which program this is: the digest of its own code and of what it stands on.

Owns what makes one version another, releases and working copies alike. Reads nothing but the package itself.
"""

import hashlib
import sys
from pathlib import Path

import babel
import jinja2
import markdown
import msgspec
import yaml

_PACKAGE = Path(__file__).resolve().parents[1]


def code_digest() -> bytes:
    """32 bytes that differ wherever another program might make other pages of the same content."""
    versions = (sys.version, babel.__version__, jinja2.__version__, markdown.__version__, msgspec.__version__)
    found = hashlib.sha256(repr((*versions, yaml.__version__)).encode(), usedforsecurity=False)
    for path in sorted(_PACKAGE.rglob("*.py")):
        found.update(str(path.relative_to(_PACKAGE)).encode())
        found.update(hashlib.sha256(path.read_bytes(), usedforsecurity=False).digest())
    return found.digest()

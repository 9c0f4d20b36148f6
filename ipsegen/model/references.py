"""References: how one record names another.

Owns the kinds of records, their folders, the form of an id, and `kind:id`. Does not know which records exist.
"""

import re
import unicodedata
from typing import Final, Literal

import msgspec

Kind = Literal["quote", "context", "author", "entity", "country", "source", "page"]

FOLDERS: Final[dict[Kind, str]] = {
    "quote": "quotes",
    "context": "contexts",
    "author": "authors",
    "entity": "entities",
    "country": "countries",
    "source": "sources",
    "page": "pages",
}

SUBJECT_KINDS: Final[tuple[Kind, ...]] = ("author", "entity", "country")
"""Those who speak and those who are spoken of."""

ID_PATTERN: Final = "[a-z0-9]+(-[a-z0-9]+)*"
_ID: Final = re.compile(ID_PATTERN)
MAX_ID_LENGTH: Final = 80
RESERVED_IDS: Final = frozenset(
    {"unnamed", "unknown", "page", "index", "con", "prn", "aux", "nul"}
    | {f"{device}{number}" for device in ("com", "lpt") for number in range(10)}
)
"""Words of the model, parts of list addresses, and names that Windows keeps for devices."""


_LETTERS: Final = str.maketrans(
    {
        "ß": "ss", "ẞ": "ss", "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe", "ø": "o", "Ø": "o", "đ": "d", "Đ": "d",
        "ð": "d", "Ð": "d", "þ": "th", "Þ": "th", "ł": "l", "Ł": "l", "ħ": "h", "Ħ": "h", "ı": "i", "ŋ": "n", "Ŋ": "n",
    }
)  # fmt: skip
"""Latin letters that Unicode does not take apart."""


class Reference(msgspec.Struct, frozen=True, order=True, array_like=True, gc=False):
    """One record, named by another."""

    kind: Kind
    id: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}"


def fault_of_id(text: str) -> tuple[str, str] | None:
    """Why `text` cannot be an id, as message and hint; None if it can (content-model.md)."""
    if _ID.fullmatch(text) is None:
        hint = f"try '{near}'" if (near := make_id(text)) else "use a-z, 0-9 and single hyphens"
        return f"'{text}' is not an id: lower-case letters a-z, digits and single hyphens", hint
    if len(text) > MAX_ID_LENGTH:
        return f"this id has {len(text)} characters", f"an id has at most {MAX_ID_LENGTH}"
    if text in RESERVED_IDS:
        return f"the id '{text}' is reserved", "choose another"
    return None


def make_id(text: str) -> str:
    """An id out of any words, or nothing where they have no letter from a to z and no digit."""
    plain = unicodedata.normalize("NFKD", text.translate(_LETTERS)).encode("ascii", "ignore").decode().lower()
    return re.sub("[^a-z0-9]+", "-", plain).strip("-")[:MAX_ID_LENGTH].strip("-")

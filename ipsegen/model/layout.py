"""Which file of `content/` is which record.

Owns the folders and file names of content-model.md. Does not read any file.
"""

import re
from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import Final, NamedTuple

from ipsegen.diagnostics import Problem
from ipsegen.load.content import MEDIA_FOLDER
from ipsegen.model.countries import country_code
from ipsegen.model.reference_types import hint_for_country
from ipsegen.model.references import FOLDERS, ID_PATTERN, MAX_ID_LENGTH, RESERVED_IDS, Kind, fault_of_id, make_id
from ipsegen.model.suggest import did_you_mean

SITE_FILE: Final = "content/site.yaml"
_KINDS: Final[dict[str, Kind]] = {folder: kind for kind, folder in FOLDERS.items()}
_ENDINGS: Final[dict[Kind, tuple[str, ...]]] = {"context": (".yaml", ".md"), "page": (".md",)}


_PLAIN_QUOTE: Final = re.compile(
    rf"content/quotes/(?:[^/]+/)*(?=[^/]{{1,{MAX_ID_LENGTH + len('.yaml')}}}$)({ID_PATTERN})\.yaml"
)
"""What nearly all paths look like, which are told fast."""


class Slot(NamedTuple):
    """The record that a file holds."""

    kind: Kind
    id: str


def slot_of(path: str) -> Slot | Problem:
    """Which record the file at `path` (relative to the root) is, or why it is none."""
    plain = _PLAIN_QUOTE.fullmatch(path)
    if plain is not None and plain[1] not in RESERVED_IDS:
        return Slot("quote", plain[1])
    parts = path.split("/")
    if len(parts) < 3 or parts[1] not in _KINDS:
        return _unexpected(path, parts)
    kind = _KINDS[parts[1]]
    name = parts[-1]
    endings = _ENDINGS.get(kind, (".yaml",))
    stem, dot, ending = name.rpartition(".")
    if f"{dot}{ending}" not in endings or not stem:
        return _wrong_ending(path, kind, PurePosixPath(name), endings)
    if len(parts) > 3 and kind != "quote":
        hint = f"move it to content/{parts[1]}/{name}"
        return Problem(path, 1, 1, "unexpected-file", f"{parts[1]} have no folders below them", hint)
    if kind == "country":
        return _country(path, stem)
    fault = fault_of_id(stem)
    return Problem(path, 1, 1, "bad-id", *fault) if fault is not None else Slot(kind, stem)


def slot_meant(path: str) -> Slot | None:
    """The record that the file at `path` is, or would be if its name were as it must be."""
    name = PurePosixPath(path)
    for ending in (".yaml", ".md"):
        slot = slot_of(str(name.with_name(f"{make_id(name.stem)}{ending}")))
        if isinstance(slot, Slot):
            return slot
    return None


def _country(path: str, stem: str) -> Slot | Problem:
    if country_code(stem) != stem:
        hint = f"rename it to {stem.lower()}.yaml" if country_code(stem) else hint_for_country(stem)
        return Problem(path, 1, 1, "unknown-country", f"no country '{stem}'", hint)
    return Slot("country", stem)


def _unexpected(path: str, parts: Sequence[str]) -> Problem:
    if len(parts) == 2 and parts[1] in {"site.yml", "config.yaml", "settings.yaml"}:
        return Problem(path, 1, 1, "unexpected-file", "this file has no place here", "rename it to content/site.yaml")
    where = parts[1] if len(parts) > 2 else PurePosixPath(path).stem
    near = did_you_mean(where, [*_KINDS, "media"]).removesuffix("?")
    hint = near.replace("did you mean", "did you mean the folder") + "?" if near and len(parts) > 2 else ""
    folders = ", ".join([*_KINDS, "media"])
    return Problem(
        path,
        1,
        1,
        "unexpected-file",
        "this file has no place here",
        hint or f"the folders of content/ are {folders}",
    )


def _wrong_ending(path: str, kind: Kind, name: PurePosixPath, endings: tuple[str, ...]) -> Problem:
    hint = f"rename it to {make_id(name.stem) or 'some-id'}{endings[0]}"
    if name.suffix.lower() in {".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg"}:
        hint = f"move it to {MEDIA_FOLDER}/"
    article = "an" if kind[0] in "aeiou" else "a"
    message = f"{article} {kind} is a {' or '.join(endings)} file, and this is '{name.name}'"
    return Problem(path, 1, 1, "unexpected-file", message, hint)

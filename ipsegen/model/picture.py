"""Pictures as records name them.

Owns the keys of an image. Does not know what the file holds.
"""

from typing import Annotated

import msgspec

from ipsegen.load.nodes import Node
from ipsegen.model.field_types import Address, Line
from ipsegen.model.reading import FieldType, Key, Reader


class MediaPath(FieldType[str]):
    """A file below `content/media/`, by its path from there."""

    label = "the path of a picture from content/media/"

    def read(self, node: Node, reader: Reader) -> str | None:
        """The path; it never leaves the folder."""
        text = Line().read(node, reader)
        if text is None:
            return None
        plain = text.removeprefix("content/").removeprefix("media/")
        parts = plain.split("/")
        if text.startswith("/") or "\\" in text or "%" in text or not all(parts) or {".", ".."} & set(parts):
            reader.fault(
                node,
                "bad-path",
                f"'{text}' is not a path below content/media/",
                "write it as portraits/rutte.jpg",
            )
            return None
        if plain != text:
            reader.fault(node, "bad-path", "paths of pictures start below content/media/", f"write {plain}")
        return plain

    def schema(self) -> dict[str, object]:
        """A relative path."""
        return {"type": "string", "pattern": r"^[^/\\%][^\\%]*$"}


class Image(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A picture with what must be said about it."""

    file: Annotated[str, Key(MediaPath(), "its path from `content/media/`", required=True)]
    alt: Annotated[str, Key(Line(), "what it shows, for those who cannot see it")] = ""
    caption: Annotated[str, Key(Line(), "a line below it")] = ""
    credit: Annotated[str, Key(Line(), "who made it")] = ""
    licence: Annotated[str, Key(Line(), "under which licence it may be shown")] = ""
    url: Annotated[str, Key(Address(), "where it comes from")] = ""

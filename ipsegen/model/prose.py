"""Prose: what Markdown with `[[…]]` references becomes.

Owns what a parsed text is: safe HTML with holes, and its flaws. Does not parse (`prose_parser`), and does not know
which records exist, where their pages are, or how a reference looks: each is a hole that a later stage fills. So
Markdown is parsed once, and whatever a page shows is known before it is rendered.
"""

import msgspec

from ipsegen.model.prose_limits import fault_of_size
from ipsegen.model.prose_references import LINKED_KINDS, Flaw, Hole, HoleForm

__all__ = ["LINKED_KINDS", "Flaw", "Hole", "HoleForm", "Prose", "parse_prose"]


class Prose(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Parsed prose: HTML and holes in turn, and what is wrong with it. `headings` are (level, id, text)."""

    source: str
    pieces: tuple[str | Hole, ...]
    flaws: tuple[Flaw, ...] = ()
    headings: tuple[tuple[int, str, str], ...] = ()

    @property
    def holes(self) -> tuple[Hole, ...]:
        """The references, in order."""
        return tuple(piece for piece in self.pieces if isinstance(piece, Hole))


def parse_prose(text: str, *, top_heading: int = 3) -> Prose:
    """Parse Markdown; its highest heading becomes `top_heading`, and no level is skipped below it."""
    too_much = fault_of_size(text)
    if too_much is not None:
        return Prose(text, (), (Flaw("too-deep", *too_much),))
    # Here and not above: a process that reads quotes alone parses no prose, and the parsers take long to load.
    from ipsegen.model.prose_parser import parse

    parsed = parse(text, top_heading)
    return Prose(text, parsed.pieces, parsed.flaws, parsed.headings)

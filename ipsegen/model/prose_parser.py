"""Markdown with `[[…]]` references → safe HTML with holes.

Owns the grammar of prose: which Markdown, how references are written, that raw HTML is shown as text and that only safe
addresses are linked. Does not know how much Markdown is too much (`prose_limits`).
"""

import functools
import html
import re
import sys
from typing import Final, NamedTuple

import msgspec
import nh3
from markdown import Markdown

from ipsegen.diagnostics import Severity
from ipsegen.load.text import needs_a_look, unfit_characters
from ipsegen.model.prose_markdown import ENTITY, HOLE_MARK, Ipse, as_read, fault_of_link
from ipsegen.model.prose_references import Flaw, Hole

MAX_FLAWS: Final = 100
"""So many flaws of one text are named: a page of HTML by mistake would have one for every tag."""


class Parsed(NamedTuple):
    """HTML and holes in turn, what is wrong with them, and the headings as (level, id, text)."""

    pieces: tuple[str | Hole, ...]
    flaws: tuple[Flaw, ...]
    headings: tuple[tuple[int, str, str], ...] = ()


_HOLE: Final = re.compile(r'(<p>)?<data value="(\d+)">[^<]*</data>(?(1)</p>)')
_TAGS: Final = frozenset(
    {
        "a", "blockquote", "br", "code", "em", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre",
        "strong", "table", "tbody", "td", "th", "thead", "tr", "ul",
    }
)  # fmt: skip
_ATTRIBUTES: Final = {"a": {"href", "title"}, **{f"h{level}": {"id"} for level in range(2, 7)}}


def parse(text: str, top_heading: int) -> Parsed:
    """Parse Markdown; its highest heading becomes `top_heading`, and no level is skipped below it."""
    parser = _parser()
    extension = parser.ipse
    extension.start(top_heading)
    parser.markdown.reset()
    try:
        made = parser.markdown.convert(text.encode("utf-8", "replace").decode())
    except RecursionError:
        _parser.cache_clear()  # it stopped half-way, and would parse the next text as if inside this one
        flaw = Flaw("too-deep", "lists or quotations are nested too deep here", "write it flatter")
        return Parsed((), (flaw,))
    clean = sanitised(made)
    flaws = [*extension.flaws, *_hidden_characters(text, clean)]
    flaws.extend(_definitions_at_fault(parser.markdown, {flaw.raw for flaw in flaws}))
    return Parsed(_cut(clean, extension.holes), _first(flaws), tuple(extension.headings))


def sanitised(made: str) -> str:
    """HTML with what prose may hold, and nothing else, whatever made it."""
    return nh3.clean(
        made,
        tags={*_TAGS, HOLE_MARK},
        attributes={**_ATTRIBUTES, HOLE_MARK: {"value"}},
        link_rel=None,
        url_schemes={"http", "https", "mailto"},
    )


def _first(flaws: list[Flaw]) -> tuple[Flaw, ...]:
    """The first MAX_FLAWS, and one that says so if there are more."""
    named, rest = flaws[:MAX_FLAWS], flaws[MAX_FLAWS:]
    if rest:
        severity: Severity = "error" if any(flaw.severity == "error" for flaw in rest) else "warning"
        message = f"this text has {len(rest):,} more faults like these"
        named.append(Flaw("too-many-problems", message, "mend the first ones, and look again", severity))
    return tuple(named)


def _definitions_at_fault(markdown: Markdown, known: set[str]) -> list[Flaw]:
    """`[Reporter]: Why?` defines a link by name, and vanishes from the text; so it must hold an address."""
    hint = "write \\[ if this is no link by name"
    links = [link for link, _title in markdown.references.values()]
    return [
        Flaw("bad-url", fault[0], hint, raw=link)
        for link in links
        if link not in known and (fault := fault_of_link(as_read(link))) is not None
    ]


def _hidden_characters(text: str, clean: str) -> list[Flaw]:
    """Characters that no file may hold, written as entities; the file was searched when it was read."""
    if not needs_a_look(clean) or any(unfit_characters(text)):
        return []
    entities = {_character(entity): entity for entity in ENTITY.findall(text)}
    return [
        Flaw(unfit.code, unfit.message, unfit.hint, raw=entities.get(clean[unfit.offset], ""))
        for unfit in unfit_characters(clean)
    ]


def _character(entity: str) -> str:
    """What a browser makes of an entity; `html.unescape` drops control characters."""
    if not entity.startswith("&#"):
        return html.unescape(entity)
    digits = entity[2:-1].lower()
    number = int(digits[1:], 16) if digits.startswith("x") else int(digits)
    return chr(number) if number <= sys.maxunicode else ""


def _cut(clean: str, holes: list[Hole]) -> tuple[str | Hole, ...]:
    """The HTML cut at its holes; a paragraph that is nothing but an embedded quote goes with its hole."""
    pieces: list[str | Hole] = []
    end = 0
    for match in _HOLE.finditer(clean):
        alone = match[1] is not None
        hole = holes[int(match[2])]
        block = alone and hole.reference.kind == "quote" and hole.form != "link"
        start = match.start() if block or not alone else match.start() + len("<p>")
        pieces.append(clean[end:start])
        pieces.append(_as_block(hole) if block else _as_inline(hole))
        end = match.end() if block or not alone else match.end() - len("</p>")
    pieces.append(clean[end:])
    return tuple(piece for piece in pieces if piece != "")


def _as_block(hole: Hole) -> Hole:
    return msgspec.structs.replace(hole, form="card") if hole.form == "fragment" else hole


def _as_inline(hole: Hole) -> Hole:
    return msgspec.structs.replace(hole, form="link") if hole.form == "embed" else hole


class _Parser(NamedTuple):
    markdown: Markdown
    ipse: Ipse


@functools.cache
def _parser() -> _Parser:
    ipse = Ipse()
    return _Parser(Markdown(extensions=["sane_lists", "tables", ipse], output_format="html"), ipse)

"""What a page is made of, apart from what it says.

Owns the tree of elements and names of attributes, as browsers read it (html5lib follows the HTML standard's parser).
Does not know which page it is, nor what may differ.
"""

from collections.abc import Iterator, Sequence
from typing import Final
from xml.etree.ElementTree import Element

import html5lib

from torture.every_field import PROSE_ENDS, PROSE_STARTS

_PROSE: Final[dict[str, frozenset[str]]] = {
    **dict.fromkeys(
        (
            "blockquote", "br", "code", "em", "hr", "li", "ol", "p", "pre", "strong", "table", "tbody", "td", "th",
            "thead", "tr", "ul",
        ),
        frozenset(),
    ),
    **dict.fromkeys(("h2", "h3", "h4", "h5", "h6"), frozenset({"id"})),
    "a": frozenset({"href", "title"}),
    "bdi": frozenset(),
}  # fmt: skip
"""What Markdown and references may make, with the attributes they may give."""


def tree_of(page: bytes) -> Element:
    """A page as a browser reads it, with scripts on."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    tree: Element = parser.parse(page, transport_encoding="utf-8", scripting=True)
    return tree


def skeleton(tree: Element) -> tuple[str, ...]:
    """Every element with its depth and the names of its attributes; of a text in Markdown that it is there."""
    return tuple(_lines(tree, 0))


def _lines(element: Element, depth: int) -> Iterator[str]:
    yield f"{depth} {element.tag} {' '.join(sorted(element.attrib))}"
    children = [child for child in element if not _is_address_in_citation(element, child)]
    position = 0
    while position < len(children):
        end = _end_of_prose(children, position)
        if end > position:
            yield f"{depth + 1} (prose)"
            for child in children[position:end]:
                yield from _foreign(child)
            position = end
        else:
            yield from _lines(children[position], depth + 1)
            position += 1


def _is_address_in_citation(element: Element, child: Element) -> bool:
    """Words of a citation with `://` in them stand in a direction of their own, which does nothing else."""
    return (element.tag, child.tag, child.attrib, len(child)) == ("pre", "bdi", {}, 0)


def _end_of_prose(children: Sequence[Element], start: int) -> int:
    """Behind the end of the text in Markdown that begins at `start`; `start` itself if none does."""
    if children[start].tag != "p" or children[start].text != PROSE_STARTS:
        return start
    ends = (at for at in range(start + 1, len(children)) if children[at].text == PROSE_ENDS)
    return next(ends, start - 1) + 1


def _foreign(element: Element) -> Iterator[str]:
    """What stands in a text in Markdown although no Markdown makes it."""
    if not set(element.attrib) <= _PROSE.get(str(element.tag), frozenset()) or element.tag not in _PROSE:
        yield f"foreign {element.tag} {' '.join(sorted(element.attrib))}"
    for child in element:
        yield from _foreign(child)


def addresses(tree: Element) -> Iterator[str]:
    """Every address that a page leads to or loads."""
    for element in tree.iter():
        for name in ("href", "src", "action", "formaction", "data", "poster", "srcset", "ping", "xlink:href"):
            if name in element.attrib:
                yield element.attrib[name]


def data_of(tree: Element) -> Iterator[str]:
    """The texts of a page that are data for machines (JSON-LD)."""
    for element in tree.iter("script"):
        if element.get("type") == "application/ld+json":
            yield element.text or ""

"""Markdown with `[[…]]` references → safe HTML with holes.

Owns the grammar of prose: which Markdown, how references are written, that raw HTML is shown as text and that only safe
addresses are linked. Does not know which records exist, where their pages are, or how a reference looks: each is a hole
that a later stage fills. So Markdown is parsed once, and whatever a page shows is known before it is rendered.
"""

import functools
import re
from typing import Final, Literal, NamedTuple
from xml.etree.ElementTree import Element

import msgspec
import nh3
from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import HTML_RE, InlineProcessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from ipsegen.diagnostics import Severity
from ipsegen.model.addresses import fault_of_address
from ipsegen.model.countries import country_code
from ipsegen.model.references import Kind, Reference, fault_of_id, make_id
from ipsegen.model.suggest import did_you_mean

LINKED_KINDS: Final[tuple[Kind, ...]] = ("author", "entity", "context", "country", "quote", "source", "page")

HoleForm = Literal["link", "fragment", "embed", "card", "note"]


class Hole(msgspec.Struct, frozen=True):
    """A reference in prose.

    link: to a record's page, with `label` or the record's name. fragment: words of a quote, in a sentence. embed: a whole
    quote as a block. card: a quote as a block with the words of `label` only. note: a number that leads to a source.
    """

    form: HoleForm
    reference: Reference
    label: str
    raw: str


class Flaw(msgspec.Struct, frozen=True):
    """Something wrong in prose; `raw` is the piece of Markdown at fault, where there is one."""

    code: str
    message: str
    hint: str
    severity: Severity = "error"
    raw: str = ""


class Prose(msgspec.Struct, frozen=True):
    """Parsed prose: HTML and holes in turn, and what is wrong with it. `headings` are (level, id, text)."""

    source: str
    pieces: tuple[str | Hole, ...]
    flaws: tuple[Flaw, ...] = ()
    headings: tuple[tuple[int, str, str], ...] = ()

    @property
    def holes(self) -> tuple[Hole, ...]:
        """The references, in order."""
        return tuple(piece for piece in self.pieces if isinstance(piece, Hole))


_REFERENCE: Final = r"\[\[([^\[\]\n]{1,500})\]\]"
_BLOCK_REFERENCE: Final = re.compile(r'\[\[\s*quote:[a-z0-9-]+\s*(\|\s*["“„«»”\'‘‚].*)?\]\]')
_MAX_OPEN: Final = 64
_QUOTED: Final = re.compile(r"^[\"“„«»”'‘‚‹](?P<words>.+)[\"”“»«'’‘›]$", re.DOTALL)
_HOLE: Final = re.compile(r"<p>\x01(\d+)\x01</p>|\x01(\d+)\x01")
_TAGS: Final = frozenset(
    "p a em strong code pre blockquote ul ol li br hr h2 h3 h4 h5 h6 table thead tbody tr th td".split()
)
_ATTRIBUTES: Final = {"a": {"href", "title"}, **{f"h{level}": {"id"} for level in range(2, 7)}}
_HEADINGS: Final = {f"h{level}": level for level in range(1, 7)}


def parse_prose(text: str, *, top_heading: int = 3) -> Prose:
    """Parse Markdown; its highest heading becomes `top_heading`, and no level is skipped below it."""
    if _is_tangled(text):
        message = f"more than {_MAX_OPEN} brackets are open at once in one paragraph"
        return Prose(text, (), (Flaw("too-deep", message, "close them; write \\\\[ for a bracket that stands alone"),))
    parser = _parser()
    extension = parser.ipse
    extension.start(top_heading)
    parser.markdown.reset()
    try:
        html = parser.markdown.convert(text)
    except RecursionError:
        flaw = Flaw("too-deep", "lists or quotations are nested too deep here", "write it flatter")
        return Prose(text, (), (flaw,))
    html = nh3.clean(html, tags=set(_TAGS), attributes=_ATTRIBUTES, link_rel=None, url_schemes={"http", "https", "mailto"})
    return Prose(text, _cut(html, extension.holes), tuple(extension.flaws), tuple(extension.headings))


def _is_tangled(text: str) -> bool:
    """Whether a paragraph leaves so many brackets open that Python-Markdown would look for their ends all day."""
    for block in re.split(r"\n[ \t]*\n", text):
        links = block.count("](") - block.count(")")
        if block.count("[") - block.count("]") > _MAX_OPEN or links > _MAX_OPEN:
            return True
    return False


def _cut(html: str, holes: list[Hole]) -> tuple[str | Hole, ...]:
    """The HTML cut at its holes; a paragraph that is nothing but an embedded quote goes with its hole."""
    pieces: list[str | Hole] = []
    end = 0
    for match in _HOLE.finditer(html):
        alone = match[1] is not None
        hole = holes[int(match[1] or match[2])]
        block = alone and hole.reference.kind == "quote" and hole.form != "link"
        start = match.start() if block or not alone else match.start() + len("<p>")
        pieces.append(html[end:start])
        pieces.append(_as_block(hole) if block else _as_inline(hole))
        end = match.end() if block or not alone else match.end() - len("</p>")
    pieces.append(html[end:])
    return tuple(piece for piece in pieces if piece != "")


def _as_block(hole: Hole) -> Hole:
    return msgspec.structs.replace(hole, form="card") if hole.form == "fragment" else hole


def _as_inline(hole: Hole) -> Hole:
    return msgspec.structs.replace(hole, form="link") if hole.form == "embed" else hole


class _Parser(NamedTuple):
    markdown: Markdown
    ipse: "_Ipse"


@functools.cache
def _parser() -> _Parser:
    ipse = _Ipse()
    return _Parser(Markdown(extensions=["sane_lists", "tables", ipse], output_format="html"), ipse)


class _Ipse(Extension):
    """Python-Markdown's rules less raw HTML and pictures, with references."""

    def __init__(self) -> None:
        super().__init__()
        self.start(3)

    def start(self, top_heading: int) -> None:
        """Forget the text before."""
        self.top_heading = top_heading
        self.holes: list[Hole] = []
        self.flaws: list[Flaw] = []
        self.headings: list[tuple[int, str, str]] = []

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (the library names it)
        md.preprocessors.deregister("html_block")
        md.inlinePatterns.deregister("html")
        md.preprocessors.register(_BlockReferences(md), "ipse_blocks", 25)
        md.inlinePatterns.register(_References(_REFERENCE, self), "ipse_references", 175)
        md.inlinePatterns.register(_RawHtml(HTML_RE, self), "ipse_raw_html", 90)
        md.treeprocessors.register(_Links(md, self), "ipse_links", 15)
        md.treeprocessors.register(_Headings(md, self), "ipse_headings", 14)


class _BlockReferences(Preprocessor):
    """A quote alone on its line is a paragraph of its own, with or without blank lines around it."""

    def run(self, lines: list[str]) -> list[str]:
        parted: list[str] = []
        for line in lines:
            alone = _BLOCK_REFERENCE.fullmatch(line.strip()) and not line.startswith(("    ", "\t"))
            parted.extend(("", line.strip(), "") if alone else (line,))
        return parted


class _References(InlineProcessor):
    def __init__(self, pattern: str, ipse: _Ipse) -> None:
        super().__init__(pattern)
        self.ipse = ipse

    def handleMatch(  # type: ignore[override]  # noqa: N802 (the library names it; its stub knows an older form)
        self, m: re.Match[str], data: str
    ) -> tuple[str | Element, int, int]:
        hole = _read_reference(m[1], m[0])
        if isinstance(hole, Flaw):
            self.ipse.flaws.append(hole)
            return AtomicString(m[0]), m.start(), m.end()
        self.ipse.holes.append(hole)
        return f"\x01{len(self.ipse.holes) - 1}\x01", m.start(), m.end()


class _RawHtml(InlineProcessor):
    def __init__(self, pattern: str, ipse: _Ipse) -> None:
        super().__init__(pattern)
        self.ipse = ipse

    def handleMatch(  # type: ignore[override]  # noqa: N802
        self, m: re.Match[str], data: str
    ) -> tuple[str | Element, int, int]:
        hint = "use Markdown; in a text about HTML put it in `backticks`"
        shown = m[0] if len(m[0]) <= 40 else m[0][:39] + "…"
        self.ipse.flaws.append(Flaw("raw-html", f"HTML is shown as text: {shown}", hint, "warning", m[0]))
        return AtomicString(m[0]), m.start(), m.end()


class _Links(Treeprocessor):
    def __init__(self, md: Markdown, ipse: _Ipse) -> None:
        super().__init__(md)
        self.ipse = ipse

    def run(self, root: Element) -> None:
        for element in root.iter():
            if element.tag == "img":
                hint = "name it as the 'image' of the record; nothing is loaded from elsewhere"
                self.ipse.flaws.append(Flaw("picture-in-prose", "a picture cannot stand in a text", hint))
            elif element.tag == "a":
                self._check(element.get("href", ""))

    def _check(self, address: str) -> None:
        plain = _unescape(address)
        if plain.startswith(("mailto:", "#")):
            return
        fault = fault_of_address(plain)
        if fault is None:
            return
        message, hint = fault
        if plain.startswith("/") and not plain.startswith("//"):
            hint = "link to a page of this archive as [[author:id]], [[context:id]] …"
        self.ipse.flaws.append(Flaw("bad-url", message, hint, raw=plain))


def _unescape(address: str) -> str:
    """Python-Markdown writes the characters of a mail address as `\\x02amp\\x03#109;`."""
    text = address.replace("\x02amp\x03", "&")
    return re.sub(r"&#(\d+);", lambda match: chr(int(match[1])), text)


class _Headings(Treeprocessor):
    def __init__(self, md: Markdown, ipse: _Ipse) -> None:
        super().__init__(md)
        self.ipse = ipse

    def run(self, root: Element) -> None:
        found = [element for element in root.iter() if element.tag in _HEADINGS]
        if not found:
            return
        highest = min(_HEADINGS[element.tag] for element in found)
        last = self.ipse.top_heading - 1
        used: dict[str, int] = {}
        for element in found:
            level = min(_HEADINGS[element.tag] - highest + self.ipse.top_heading, last + 1, 6)
            last = level
            element.tag = f"h{level}"
            text = _plain("".join(element.itertext()))
            anchor = _unused(f"section-{make_id(text) or 'x'}", used)
            element.set("id", anchor)
            self.ipse.headings.append((level, anchor, text))


def _plain(text: str) -> str:
    return re.sub("\x01\\d+\x01|\x02|\x03", "", text).strip()


def _unused(anchor: str, used: dict[str, int]) -> str:
    """The anchor, numbered from its second use; `.` keeps numbered anchors apart from those that end in a number."""
    used[anchor] = used.get(anchor, 0) + 1
    return anchor if used[anchor] == 1 else f"{anchor}.{used[anchor]}"


def _read_reference(text: str, raw: str) -> Hole | Flaw:
    target, bar, label = text.partition("|")
    kind_name, colon, identifier = target.strip().partition(":")
    label = " ".join(label.split())
    kind = next((kind for kind in LINKED_KINDS if kind == kind_name), None)
    if not colon or kind is None:
        near = did_you_mean(kind_name, LINKED_KINDS) if colon else f"write [[author:{target.strip()}]], [[entity:…]] …"
        hint = near or f"the kinds are {', '.join(LINKED_KINDS)}"
        return Flaw("bad-reference", f"'{raw}' does not say what it refers to", hint, raw=raw)
    if bar and not label:
        return Flaw("bad-reference", f"'{raw}' has an empty label", "take the '|' out, or write words behind it", raw=raw)
    if kind == "country":
        identifier = country_code(identifier) or identifier.lower()
    fault = fault_of_id(identifier)
    if fault is not None:
        return Flaw("bad-id", *fault, raw=raw)
    return _hole(Reference(kind, identifier), label, raw)


def _hole(reference: Reference, label: str, raw: str) -> Hole:
    if reference.kind == "source":
        return Hole("note", reference, label, raw)
    if reference.kind != "quote":
        return Hole("link", reference, label, raw)
    if not label:
        return Hole("embed", reference, "", raw)
    quoted = _QUOTED.match(label)
    return Hole("fragment", reference, quoted["words"], raw) if quoted else Hole("link", reference, label, raw)

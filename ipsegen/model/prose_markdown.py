"""Python-Markdown as the archive uses it.

Owns what is taken out of its rules (raw HTML, pictures), what is added (references), and how headings are
numbered anew. Does not know which HTML is safe in the end, nor what is put into the holes.
"""

import html
import re
from typing import Any, Final
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import HTML_RE, InlineProcessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import HTML_PLACEHOLDER_RE, INLINE_PLACEHOLDER_RE, AtomicString

from ipsegen.model.addresses import fault_of_address
from ipsegen.model.prose_references import (
    BLOCK_REFERENCE,
    REFERENCE,
    UNCLOSED,
    Flaw,
    Hole,
    read_reference,
    words_of,
)
from ipsegen.model.references import make_id

ENTITY: Final = re.compile("&(?:#[0-9]{1,7}|#x[0-9a-f]{1,6}|[a-z0-9]{1,40});", re.IGNORECASE)
HOLE_MARK: Final = "data"
"""The element that marks a hole until it is cut out; no Markdown makes one."""

_BLOCK_REFERENCE: Final = re.compile(BLOCK_REFERENCE)
_ESCAPED: Final = re.compile("\x02([0-9]+)\x03")
_HEADINGS: Final = {f"h{level}": level for level in range(1, 7)}


class Ipse(Extension):
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
        """Take rules out of `md`, and put ours in."""
        md.preprocessors.deregister("html_block")
        md.inlinePatterns.deregister("html")
        md.preprocessors.register(_BlockReferences(md), "ipse_blocks", 25)
        md.inlinePatterns.register(_References(REFERENCE, md, self), "ipse_references", 175)
        md.inlinePatterns.register(_Unclosed(UNCLOSED, md, self), "ipse_unclosed", 172)
        md.inlinePatterns.register(_RawHtml(HTML_RE, md, self), "ipse_raw_html", 90)
        md.treeprocessors.register(_Links(md, self), "ipse_links", 15)
        md.treeprocessors.register(_Headings(md, self), "ipse_headings", 14)


class _BlockReferences(Preprocessor):
    """A quote alone on its line is a paragraph of its own, with or without blank lines around it."""

    def run(self, lines: list[str]) -> list[str]:
        parted: list[str] = []
        is_code = False
        for line in lines:
            is_code ^= line.strip().startswith("```")
            alone = _BLOCK_REFERENCE.fullmatch(line.strip()) and not line.startswith(("    ", "\t"))
            parted.extend(("", line.strip(), "") if alone and not is_code else (line,))
        return parted


class _Written(InlineProcessor):
    """What stays as it is written, whatever Markdown has already made of the pieces inside."""

    def __init__(self, pattern: str, md: Markdown, ipse: Ipse) -> None:
        super().__init__(pattern, md)
        self.ipse = ipse

    def written(self, text: str) -> str:
        inline: Any = self.md.treeprocessors["inline"] if self.md is not None else None

        def put_back(match: re.Match[str]) -> str:
            node: str | Element = inline.stashed_nodes.get(match[1], "")
            if isinstance(node, str):
                return node
            inner = as_read("".join(node.itertext()))
            return f"`{inner}`" if node.tag == "code" else inner

        while INLINE_PLACEHOLDER_RE.search(text):
            text = INLINE_PLACEHOLDER_RE.sub(put_back, text)
        return _ESCAPED.sub(lambda match: chr(int(match[1])), text)


class _References(_Written):
    def handleMatch(  # type: ignore[override]  # noqa: N802 (its stub knows an older form)
        self,
        m: re.Match[str],
        data: str,  # noqa: ARG002 (the library hands it in)
    ) -> tuple[str | Element, int, int]:
        raw = self.written(m[0])
        hole = read_reference(raw[2:-2], raw)
        if isinstance(hole, Flaw):
            self.ipse.flaws.append(hole)
            return AtomicString(raw), m.start(), m.end()
        mark = Element(HOLE_MARK, {"value": str(len(self.ipse.holes))})
        mark.text = AtomicString(raw)
        self.ipse.holes.append(hole)
        return mark, m.start(), m.end()


class _Unclosed(_Written):
    def handleMatch(  # type: ignore[override]  # noqa: N802
        self,
        m: re.Match[str],
        data: str,  # noqa: ARG002
    ) -> tuple[str | Element, int, int]:
        raw = self.written(m[0])
        hint = "close it with ']]'; in a table write \\| for '|'"
        message = f"'{raw.split()[0]}' starts a reference that does not end"
        self.ipse.flaws.append(Flaw("bad-reference", message, hint, raw=raw))
        return AtomicString(raw), m.start(), m.end()


class _RawHtml(_Written):
    def handleMatch(  # type: ignore[override]  # noqa: N802
        self,
        m: re.Match[str],
        data: str,  # noqa: ARG002
    ) -> tuple[str | Element, int, int]:
        raw = self.written(m[0])
        hint = "use Markdown; in a text about HTML put it in `backticks`"
        shown = raw if len(raw) <= 40 else raw[:39] + "…"
        self.ipse.flaws.append(Flaw("raw-html", f"HTML is shown as text: {shown}", hint, "warning", raw))
        return AtomicString(raw), m.start(), m.end()


class _Links(Treeprocessor):
    def __init__(self, md: Markdown, ipse: Ipse) -> None:
        super().__init__(md)
        self.ipse = ipse

    def run(self, root: Element) -> None:
        for element in root.iter():
            if element.tag == "img":
                hint = "name it as the 'image' of the record; nothing is loaded from elsewhere"
                message, raw = "a picture cannot stand in a text", f"![{element.get('alt', '')}]"
                self.ipse.flaws.append(Flaw("picture-in-prose", message, hint, raw=raw))
            elif element.tag == "a":
                self._check(element)

    def _check(self, link: Element) -> None:
        for mark in link.iter(HOLE_MARK):
            raw = mark.text or ""
            message = f"'{raw}' is a link of its own and cannot stand inside another"
            self.ipse.flaws.append(Flaw("bad-reference", message, "put it beside the other link", raw=raw))
        written = link.get("href", "")
        fault = fault_of_link(as_read(written))
        if fault is not None:
            link.attrib.pop("href", None)
            self.ipse.flaws.append(Flaw("bad-url", *fault, raw=written))


def fault_of_link(address: str) -> tuple[str, str] | None:
    """Why prose may not link to `address`, as message and hint; mail and its own headings are free."""
    fault = None if address.startswith(("mailto:", "#")) else fault_of_address(address)
    if fault is not None and address.startswith("/") and not address.startswith("//"):
        return fault[0], "link to a page of this archive as [[author:id]], [[context:id]] …"
    return fault


def as_read(text: str) -> str:
    """Text as a browser will read it; Python-Markdown writes the `&` of mail addresses in its own way."""
    return ENTITY.sub(lambda match: html.unescape(match[0]), text.replace("\x02amp\x03", "&"))


class _Headings(Treeprocessor):
    def __init__(self, md: Markdown, ipse: Ipse) -> None:
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
            text = self._plain("".join(element.itertext()))
            anchor = _unused(f"section-{make_id(text) or 'x'}", used)
            element.set("id", anchor)
            self.ipse.headings.append((level, anchor, text))

    def _plain(self, text: str) -> str:
        """The words of a heading: of a reference its label, or else the words of its id."""
        stash = self.md.htmlStash.rawHtmlBlocks
        text = re.sub(REFERENCE, lambda match: words_of(match[1]), text)
        text = HTML_PLACEHOLDER_RE.sub(lambda match: as_read(str(stash[int(match[1])])), text)
        text = re.sub("\x02amp\x03#([0-9]+);", lambda match: chr(int(match[1])), text)
        return " ".join(_ESCAPED.sub(lambda match: chr(int(match[1])), text).split())


def _unused(anchor: str, used: dict[str, int]) -> str:
    """The anchor, numbered from its second use; `.` parts the number from anchors that end in one."""
    used[anchor] = used.get(anchor, 0) + 1
    return anchor if used[anchor] == 1 else f"{anchor}.{used[anchor]}"

"""Whole sites for the tests: how they are built, what their content says, and how their pages are read.

What the content says is read here from the YAML itself, without ipsegen, so that a fault there cannot hide itself.
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import yaml
from lxml import html
from lxml.html import HtmlElement

PROJECT: Final = Path(__file__).resolve().parents[2]
NOW: Final = "2025-01-21T18:00:00Z"
"""When the pages that the real archive was made of were captured."""

FLAGGED: Final = ("disputed", "misattributed", "retracted")


def build(root: Path, output: Path, *options: str, now: str = NOW, **environment: str) -> str:
    """Build the site in `root` as a person would; what was told to people."""
    command = [
        sys.executable,
        "-m",
        "ipsegen",
        "-C",
        str(root),
        "build",
        "--output",
        str(output),
        "--now",
        now,
        *options,
    ]
    run = subprocess.run(command, env={**os.environ, **environment}, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    return run.stderr


def files_of(folder: Path) -> dict[str, bytes]:
    """Every file below `folder`."""
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


class Site:
    """A site that was built: what went in, and what came out."""

    def __init__(self, name: str, root: Path, output: Path) -> None:
        self.name = name
        self.root = root
        self.output = output

    def __repr__(self) -> str:
        return f"<{self.name}>"

    @cached_property
    def settings(self) -> dict[str, Any]:
        """What `site.yaml` says."""
        settings = read_yaml(self.root / "content" / "site.yaml")
        return {"language": "en", "per_page": "50", "order": "newest", "recent_hours": "24", **settings}

    @property
    def base(self) -> str:
        """The path below which the site stands: `/`, or `/archive/`."""
        return urlsplit(str(self.settings["base_url"])).path

    @property
    def origin(self) -> str:
        """Scheme and host."""
        return str(self.settings["base_url"]).removesuffix(self.base)

    @property
    def window(self) -> str:
        """The address of the list of recent quotes."""
        return f"last-{self.settings['recent_hours']}h/"

    @cached_property
    def quotes(self) -> dict[str, dict[str, Any]]:
        """Every quote file by id, drafts left out; `text` is the list of its paragraphs."""
        found = {path.stem: read_yaml(path) for path in sorted((self.root / "content" / "quotes").rglob("*.yaml"))}
        return {key: record for key, record in found.items() if "draft" not in record}

    @cached_property
    def listed(self) -> dict[str, dict[str, Any]]:
        """Every quote that a list may show."""
        return {key: record for key, record in self.quotes.items() if record.get("status") != "removed"}

    @cached_property
    def files(self) -> dict[str, bytes]:
        """Every file of the output."""
        return files_of(self.output)

    @cached_property
    def all_pages(self) -> dict[str, HtmlElement]:
        """Every HTML file by its address below the base: `` is home, `quotes/x/`, `404.html`."""
        return {
            address_of(path): html.document_fromstring(data.decode(), parser=html.HTMLParser(encoding="utf-8"))
            for path, data in self.files.items()
            if path.endswith(".html")
        }

    @cached_property
    def redirects(self) -> dict[str, HtmlElement]:
        """The pages at old addresses."""
        return {a: page for a, page in self.all_pages.items() if page.xpath("//meta[@http-equiv='refresh']")}

    @cached_property
    def pages(self) -> dict[str, HtmlElement]:
        """Every page but those at old addresses."""
        return {address: page for address, page in self.all_pages.items() if address not in self.redirects}

    def list_pages(self, address: str) -> list[HtmlElement]:
        """The pages of the list at `address`: `page/1/` …, then its own, which holds the newest."""
        numbers = [int(found[1]) for a in self.pages if (found := re.fullmatch(rf"{address}page/(\d+)/", a))]
        assert sorted(numbers) == list(range(1, len(numbers) + 1))
        return [*(self.pages[f"{address}page/{number}/"] for number in sorted(numbers)), self.pages[address]]

    def oldest_first(self, address: str) -> list[str]:
        """The quotes of the list at `address`, over all its pages."""
        newest_first = self.settings["order"] == "newest"
        pages = (quotes_in(main_list(page)) for page in self.list_pages(address))
        return [key for page in pages for key in (reversed(page) if newest_first else page)]

    def lists(self) -> Iterator[str]:
        """The addresses of all lists that may run over several pages."""
        for address, page in self.pages.items():
            if "/page/" not in address and not address.startswith(("last-", "on-this-day")) and address:
                yield from (address,) if main_lists(page) and not page.xpath("//section[@class='group']") else ()


def address_of(path: str) -> str:
    """The address of a file of the output."""
    return path.removesuffix("index.html") if path == "index.html" or path.endswith("/index.html") else path


def main_lists(page: HtmlElement) -> list[HtmlElement]:
    """The containers of the lists on a page, without the quotes that are set apart."""
    return [found for found in page.xpath("//*[@data-total]") if "apart" not in found.get("class", "")]


def main_list(page: HtmlElement) -> HtmlElement:
    """The container of the only list on a page."""
    (found,) = main_lists(page)
    return found


def quotes_in(element: HtmlElement) -> list[str]:
    """The ids of the quotes below an element, in order."""
    return [str(key) for key in element.xpath(".//article[contains(@class, 'quote')]/@data-quote")]


def with_class(element: HtmlElement, name: str) -> list[HtmlElement]:
    """The elements below `element` that have a class."""
    return list(element.xpath(f".//*[contains(concat(' ', normalize-space(@class), ' '), ' {name} ')]"))


def text_of(element: HtmlElement, *without: str) -> str:
    """The text content of an element, without what has one of some classes."""
    if set(element.get("class", "").split()) & set(without):
        return ""
    inner = "".join(text_of(child, *without) + (child.tail or "") for child in element)
    return (element.text or "") + inner


def words_of(article: HtmlElement) -> list[str]:
    """The paragraphs of a quote as they stand on a page, letter for letter."""
    (block,) = article.xpath(".//blockquote")
    return [text_of(paragraph, "qm", "lead-in") for paragraph in block.xpath("./p")]


def inserted(record: Mapping[str, Any]) -> datetime:
    """When a quote entered the archive."""
    return datetime.fromisoformat(record["inserted"]).astimezone(UTC)


def read_yaml(path: Path) -> dict[str, Any]:
    """A record as text, its words as paragraphs (content-model.md, "Paragraphs")."""
    node = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)
    record: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)
    assert isinstance(node, yaml.MappingNode)
    for key, value in node.value:
        if key.value == "text":
            record["text"] = _paragraphs(value, keep="line_breaks" in record)
    return record


def _paragraphs(node: yaml.ScalarNode, *, keep: bool) -> list[str]:
    text = str(node.value).strip()
    if node.style != "|":
        return [line.strip() for line in text.split("\n") if line.strip()]
    return [part if keep else " ".join(part.split("\n")) for part in re.split(r"\n\s*\n", text)]

"""Write the documentation as a site: `python scripts/docs_site.py FOLDER`.

Owns which files are pages, and how what they link to is found again. Their look is that of the default theme. Does not
know what the documentation says.
"""

import posixpath
import re
import shutil
import sys
from pathlib import Path
from typing import Final
from urllib.parse import urldefrag

from jinja2 import Environment
from lxml import html
from markdown import Markdown
from markupsafe import Markup

PROJECT: Final = Path(__file__).resolve().parents[1]
ASSETS: Final = PROJECT / "templates" / "assets"
SHEET: Final = Path(__file__).with_suffix(".css")
LISTED: Final = ("docs/decisions",)
"""Folders that get a page which names theirs."""

PAGE: Final = Environment(autoescape=True, trim_blocks=True).from_string("""\
<!doctype html>
<html lang="en" dir="ltr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ title }}</title>
<link rel="stylesheet" href="{{ up }}assets/site.css">
<link rel="stylesheet" href="{{ up }}assets/docs.css">
</head>
<body>
<header class="masthead"><div class="wrap">
<a class="wordmark" href="{{ up }}index.html">ipsegen</a>
<nav aria-label="Documentation"><ul>
{% for path, label in menu %}
<li><a href="{{ up }}{{ path }}"{% if path == here %} aria-current="page"{% endif %}>{{ label }}</a></li>
{% endfor %}
</ul></nav>
</div></header>
<main class="wrap digest">
{{ text }}
</main>
</body>
</html>
""")
MENU: Final = (
    ("docs/editors.html", "Editors"), ("docs/theme.html", "Theme makers"), ("docs/operators.html", "Operators"),
    ("CONTRIBUTING.html", "Contributors"), ("docs/diagnostics.html", "Diagnostics"), ("docs/index.html", "All"),
)  # fmt: skip


class DeadLinkError(Exception):
    """Pages lead to files that are not there: a line for each, with its place and the way out."""


def sources(project: Path) -> list[str]:
    """The paths of all pages below the project: those at its top, and those of `docs/`."""
    found = [*project.glob("*.md"), *(project / "docs").rglob("*.md"), *(project / "benchmarks").glob("*.md")]
    return sorted(path.relative_to(project).as_posix() for path in found)


def target_of(path: str) -> str:
    """Where a page stands in the site: a README is what a folder shows."""
    return re.sub(r"README\.md$", "index.md", path).removesuffix(".md") + ".html"


def write_site(project: Path, folder: Path) -> None:
    """Write all pages, and what they show and lead to, in place of the folder. Raises DeadLinkError."""
    pages, files = make_pages(project)
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(ASSETS, folder / "assets")
    shutil.copyfile(SHEET, folder / "assets" / "docs.css")
    for path, page in pages.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(page, encoding="utf-8")
    for file in sorted(files):
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(project / file, folder / file)


def make_pages(project: Path) -> tuple[dict[str, str], set[str]]:
    """All pages by their paths in the site, and the other files that they lead to. Raises DeadLinkError."""
    pages = {path: (project / path).read_text(encoding="utf-8") for path in sources(project)}
    for listed in LISTED:
        names = [path for path in pages if posixpath.dirname(path) == listed]
        items = [f"- [{_title(pages[path])}]({posixpath.basename(path)})" for path in names]
        pages[f"{listed}/README.md"] = "\n".join([f"# {posixpath.basename(listed).title()}", "", *items])
    made: dict[str, str] = {}
    files: set[str] = set()
    faults: list[str] = []
    for path, text in pages.items():
        here = target_of(path)
        body = html.fragment_fromstring(_as_html(text), create_parent="div")
        for element in body.xpath(".//*[@href or @src]"):
            name = "href" if "href" in element.attrib else "src"
            address, file = _led(element.get(name), path, pages)
            if file and not (project / file).is_file():
                line = text[: max(0, text.find(f"]({address}"))].count("\n") + 1
                faults.append(
                    f"{path}:{line}: there is no {file}: write the path as it is from this page, or add the file"
                )
            element.set(name, address)
            files.update({file} - {""})
        up = "../" * here.count("/")
        made[here] = PAGE.render(title=_title(text), up=up, here=here, menu=MENU, text=_inside(body))
    if faults:
        raise DeadLinkError("\n".join(faults))
    return made, files


def _as_html(text: str) -> str:
    return Markdown(extensions=["tables", "fenced_code", "toc", "sane_lists"]).convert(text)


def _inside(body: html.HtmlElement) -> Markup:
    """What an element holds, as HTML that needs no escape: it was written from a tree."""
    return Markup("".join(html.tostring(child, encoding="unicode") for child in body))


def _title(text: str) -> str:
    found = re.search(r"^# (.+)$", text, re.MULTILINE)
    return found[1].replace("`", "") if found else "ipsegen"


def _led(address: str, path: str, pages: dict[str, str]) -> tuple[str, str]:
    """The address in the site of what a page of the project leads to, and the file that this is where it is no page."""
    where, fragment = urldefrag(address)
    if not where or ":" in where:
        return address, ""
    file = posixpath.normpath(posixpath.join(posixpath.dirname(path), where))
    file = f"{file}/README.md" if f"{file}/README.md" in pages else file
    if file in pages:
        found = posixpath.relpath(target_of(file), posixpath.dirname(target_of(path)) or ".")
        return (f"{found}#{fragment}" if fragment else found), ""
    return address, file


def main() -> None:
    """Write the site into the folder that is named on the command line, in place of the one that it wrote before."""
    if len(sys.argv) != 2:
        sys.exit("usage: docs_site.py FOLDER")
    folder = Path(sys.argv[1])
    if folder.exists() and not (folder / "docs" / "diagnostics.html").is_file():
        sys.exit(f"{folder} holds something else: name another folder, or empty it")
    try:
        write_site(PROJECT, folder)
    except DeadLinkError as error:
        sys.exit(str(error))
    print(f"{len(list(folder.rglob('*.html')))} pages in {folder}")


if __name__ == "__main__":
    main()

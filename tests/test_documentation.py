"""What the README and `docs/` say and what the program does cannot drift apart.

The pages are read for commands, links, names and examples; nothing that they show is run (but see test_hosting.py).
"""

import re
import shlex
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, NamedTuple

import click
import jinja2
import pytest
from markupsafe import Markup

from ipsegen import cli, ending
from ipsegen.diagnostics import Problem
from ipsegen.load.content import sort_out
from ipsegen.load.documents import load_document
from ipsegen.load.snapshot import File
from ipsegen.model.examine import examine
from ipsegen.model.layout import Slot
from ipsegen.model.reading import fields_of
from ipsegen.model.recipe import Origin, Recipe, read_recipe
from ipsegen.model.records import read_record
from ipsegen.model.site import Site
from ipsegen.plan import pages, values
from ipsegen.plan.urls import make_urls
from ipsegen.render.environment import Frame
from ipsegen.render.interface import Interface
from ipsegen.render.messages import ENGLISH
from ipsegen.render.pages import Press

ROOT: Final = Path(__file__).resolve().parents[1]
NOW: Final = datetime(2025, 3, 1, tzinfo=UTC)
PAGES: Final = {
    path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
    for path in (
        *(ROOT / name for name in ("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "NOTICE.md")),
        # What was asked for speaks of commands and pages that are still to come.
        *sorted(page for page in (ROOT / "docs").rglob("*.md") if page.parent.name != "design"),
    )
}
THEMES: Final = PAGES["docs/theme.md"]
OPERATORS: Final = PAGES["docs/operators.md"]

_BLOCK: Final = re.compile(r"^```(?P<language>[\w+-]*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK: Final = re.compile(r"!?\[[^\]\n]*\]\((?P<target>[^)\s]+)\)")
_IMAGE: Final = re.compile(r'<img[^>]* src="(?P<target>[^"]+)"')
_NAMED_COMMAND: Final = re.compile(r"`(?P<line>ipsegen(?: [^`]*)?)`")
_NAME_IN_TABLE: Final = re.compile(r"^\| `(?P<name>\w+)` \|", re.MULTILINE)
_PATH_ABOVE: Final = re.compile(r"# (?P<path>content/\S+)\n")
_NEW: Final = re.compile(r"ipsegen new (?P<kind>\w+)")


class Block(NamedTuple):
    """A fenced block: the page that holds it, its language, its text."""

    page: str
    language: str
    text: str


def blocks(*languages: str) -> list[Block]:
    return [
        Block(page, match["language"], match["text"])
        for page, text in PAGES.items()
        for match in _BLOCK.finditer(text)
        if match["language"] in languages
    ]


def without_blocks(text: str) -> str:
    return _BLOCK.sub("", text)


def test_the_page_on_themes_names_every_component() -> None:
    macros = (ROOT / "templates" / "parts" / "macros.html").read_text(encoding="utf-8")
    names = set(re.findall(r"{% macro (\w+)\(", macros))
    assert names == set(re.findall(r"`m\.(\w+)\(", THEMES))


def test_the_page_on_themes_names_every_script() -> None:
    scripts = {path.name for path in (ROOT / "templates" / "assets").glob("*.js")}
    assert scripts == set(re.findall(r"`([\w-]+\.js)`", section(THEMES, "## Scripts")))


# Commands.


def commands_in(text: str) -> Iterator[str]:
    """The command lines of a console block, those that go on behind a `\\` in one piece."""
    for line in text.replace("\\\n", " ").splitlines():
        found = re.search(r"(?:^\$ |\brun: )(?P<line>(?:\S*/)?ipsegen\b.*)", line.strip())
        if found is not None:
            yield found["line"]


def parse(line: str) -> None:
    """Parse a command line against the tree of commands as the program would, and run nothing."""
    words = shlex.split(line, comments=True)[1:]
    stops = [place for place, word in enumerate(words) if word in {"|", "&&", ">", "&"}]
    words = words[: stops[0]] if stops else words
    if words:
        _descend(cli.cli, "ipsegen", words, None)


def _descend(command: click.Command, name: str, words: list[str], parent: click.Context | None) -> None:
    with command.make_context(name, list(words), parent=parent) as context:
        if isinstance(command, click.Group):
            left = [*context._protected_args, *context.args]
            found_name, found, rest = command.resolve_command(context, left)
            assert found is not None
            _descend(found, found_name or "", rest, context)


SHOWN: Final = [
    *((block.page, line) for block in blocks("console", "yaml") for line in commands_in(block.text)),
    *(
        (page, match["line"])
        for page, text in PAGES.items()
        if not page.startswith("docs/decisions/")
        for match in _NAMED_COMMAND.finditer(without_blocks(text))
        if "…" not in match["line"]
    ),
]


@pytest.mark.parametrize(("page", "line"), SHOWN)
def test_every_command_that_is_shown_is_understood(
    page: str, line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # a file that an option names is opened when the option is parsed
    for word in line.split():
        if word.endswith((".json", ".csv", ".xlsx", ".yaml", ".md")):
            (tmp_path / word).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / word).touch()
    try:
        parse(line)
    except click.exceptions.Exit:  # --help and --version
        return
    except click.UsageError as error:
        if not isinstance(error, click.MissingParameter) or line.startswith("ipsegen new "):
            pytest.fail(f"{page}: {line}: {error.format_message()}")


@pytest.mark.parametrize(
    "line", ["ipsegen buld", "ipsegen build --watch", "ipsegen build --jobs many", "ipsegen -z check"]
)
def test_a_command_that_does_not_exist_is_found(line: str) -> None:
    with pytest.raises(click.UsageError):
        parse(line)


def test_every_command_is_told_of_somewhere() -> None:
    told = {word for _page, line in SHOWN for word in shlex.split(line, comments=True)}
    assert set(cli.cli.commands) <= told


# Links and pictures.


def targets(page: str) -> Iterator[str]:
    text = without_blocks(PAGES[page])
    for pattern in (_LINK, _IMAGE):
        yield from (match["target"] for match in pattern.finditer(re.sub(r"`[^`\n]*`", "", text)))


def anchors(text: str) -> set[str]:
    """The anchors that a forge makes of headings."""
    titles = re.findall(r"^#+ (.+)$", without_blocks(text), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("page", list(PAGES))
def test_every_relative_link_leads_to_something(page: str) -> None:
    for target in targets(page):
        path, _, anchor = target.partition("#")
        if "://" in target or target.startswith("mailto:"):
            continue
        file = (ROOT / page).parent / path if path else ROOT / page
        assert file.exists(), f"{page}: {target}"
        assert file.resolve().is_relative_to(ROOT), f"{page}: {target}"
        if anchor and file.suffix == ".md":
            assert anchor in anchors(file.read_text(encoding="utf-8")), f"{page}: {target}"


def test_every_page_is_reached_from_the_overview() -> None:
    reached = {((ROOT / "docs") / target).resolve() for target in targets("docs/README.md")}
    decisions = set((ROOT / "docs" / "decisions").glob("*.md"))
    assert {ROOT / page for page in PAGES if page.startswith("docs/")} - {
        ROOT / "docs" / "README.md"
    } - decisions <= reached
    assert decisions <= reached


def test_every_test_that_a_page_names_is_there() -> None:
    named = {name for text in PAGES.values() for name in re.findall(r"`(tests/[\w/]+\.py(?:::\w+)?)`", text)}
    assert len(named) > 30
    for name in sorted(named):
        file, _, test = name.partition("::")
        assert f"def {test}" in (ROOT / file).read_text(encoding="utf-8"), name


def test_decisions_are_short_and_numbered_without_a_gap() -> None:
    files = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    assert [file.name[:4] for file in files] == [f"{number:04}" for number in range(1, len(files) + 1)]
    for file in files:
        lines = file.read_text(encoding="utf-8").splitlines()
        assert lines[0].startswith(f"# {int(file.name[:4])}. "), file.name
        assert [line for line in lines if line.startswith("## ")] == ["## Context", "## Decision", "## Consequence"]
        assert len(lines) <= 40, file.name


# Themes.


def press() -> Press:
    site = Site(title="Archive", base_url="https://archive.example/")
    frame = Frame(site, make_urls(site.base_url, 24), Interface("en", ENGLISH), (), {}, {})
    return Press({}, frame, lambda key: Markup(key.quote))


def section(text: str, heading: str) -> str:
    """What stands below a heading, up to the next one."""
    return re.split(r"^#+ ", text.split(f"{heading}\n", 1)[1], maxsplit=1, flags=re.MULTILINE)[0]


def bare_environment() -> jinja2.Environment:
    environment = jinja2.Environment(extensions=["jinja2.ext.i18n"], autoescape=True)
    environment.install_null_translations(newstyle=True)  # type: ignore[attr-defined]
    return environment


def test_the_globals_of_templates_are_those_that_the_page_lists() -> None:
    listed = set(_NAME_IN_TABLE.findall(section(THEMES, "### Globals")))
    assert listed == press().environment.globals.keys() - bare_environment().globals.keys()


def test_the_filters_of_templates_are_those_that_the_page_lists() -> None:
    listed = set(_NAME_IN_TABLE.findall(section(THEMES, "### Filters")))
    assert listed == press().environment.filters.keys() - bare_environment().filters.keys()


def test_the_table_of_templates_names_those_that_exist_with_what_they_see() -> None:
    table = section(THEMES, "## The templates")
    rows = re.findall(r"^\| `([\w.]+)` \| .* \| (?:`(\w+)`)? ?\|$", table, re.MULTILINE)
    assert {name for name, _data in rows} == {path.name for path in (ROOT / "templates").glob("*.html")} - {"base.html"}
    for _name, data in rows:
        assert not data or hasattr(pages, data), data


def test_what_a_page_sees_is_listed_whole() -> None:
    told = section(THEMES, "## What a page sees").split("- `data`")[0]
    assert set(re.findall(r"`(\w+)`", told)) - {"page", "Page"} == set(pages.Page.__struct_fields__) - {"data"}
    for name in ("Card", "QuoteList", "Text"):
        assert hasattr(values, name)


def test_the_tokens_are_those_of_the_style_sheet() -> None:
    sheet = (ROOT / "templates" / "assets" / "site.css").read_text(encoding="utf-8")
    for token in re.findall(r"`(--[\w-]+)`", section(THEMES, "## Tokens")):
        assert f"{token}:" in sheet, token


@pytest.mark.parametrize("block", blocks("jinja"))
def test_every_template_that_is_shown_can_be_read(block: Block) -> None:
    assert bare_environment().parse(block.text)


# Operators.


def test_the_exit_statuses_are_those_of_the_program() -> None:
    rows = re.findall(r"^\| (\d+) \| (.+) \|$", section(OPERATORS, "## Exit statuses"), re.MULTILINE)
    assert [int(status) for status, _meaning in rows] == [
        ending.DONE, ending.FAULTS, ending.USAGE, ending.FAILED, ending.HELD, ending.INTERRUPTED,
    ]  # fmt: skip


def test_the_options_of_build_are_all_told() -> None:
    options = {
        option for parameter in cli.cli.commands["build"].params for option in parameter.opts if option.startswith("--")
    }
    assert options - {"--help"} <= set(re.findall(r"--[a-z-]+", OPERATORS))


# Examples of content. A block that starts with `# content/…` is a whole file; the others are some keys of a quote.


def whole_files(page: str) -> Iterator[File]:
    for block in blocks("yaml"):
        above = _PATH_ABOVE.match(block.text)
        if block.page == page and above is not None:
            yield File(above["path"], block.text.encode())


def problems_of_site(page: str) -> tuple[Problem, ...]:
    files = {file.path: file for file in whole_files(page)}
    site = File("content/site.yaml", b"title: Archive\nbase_url: https://archive.example/\n")
    files.setdefault(site.path, site)
    return examine(sort_out(files[path] for path in sorted(files)), NOW).problems


@pytest.mark.parametrize("page", sorted({block.page for block in blocks("yaml")}))
def test_the_files_that_a_page_shows_are_a_site_without_a_problem(page: str) -> None:
    assert problems_of_site(page) == ()


SOME_KEYS: Final = [
    block for block in blocks("yaml") if block.page == "docs/editors.md" and _PATH_ABOVE.match(block.text) is None
]
BASE: Final = {
    "text": "Words.", "author": "ada", "pronounced": "1843", "inserted": "2025-01-21T16:00:00Z",
    "source": "{title: Notes, locator: note G}",
}  # fmt: skip


@pytest.mark.parametrize("block", SOME_KEYS, ids=[block.text.partition(":")[0] for block in SOME_KEYS])
def test_the_keys_that_a_page_shows_can_be_read(block: Block) -> None:
    given = set(re.findall(r"^(\w+):", block.text, re.MULTILINE))
    rest = "".join(f"{key}: {value}\n" for key, value in BASE.items() if not given & {key, f"{key}s"})
    document, problems = load_document("content/quotes/x.yaml", (block.text + rest).encode())
    assert problems == []
    assert document is not None
    record, problems = read_record(Slot("quote", "x"), document)
    assert problems == []
    assert record is not None


@pytest.mark.parametrize("block", [block for block in blocks("yml") if block.page == "docs/importing.md"])
def test_the_mapping_files_that_a_page_shows_can_be_read(block: Block) -> None:
    recipe, problems = read_recipe("columns.yaml", block.text.encode())
    assert recipe is not None
    assert problems == []


def test_every_key_of_a_mapping_file_is_told() -> None:
    listed = set(_NAME_IN_TABLE.findall(section(PAGES["docs/importing.md"], "## Columns")))
    assert listed == {name for record in (Recipe, Origin) for field in fields_of(record) for name in field.names}


def test_every_code_of_a_problem_that_is_shown_exists() -> None:
    source = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "ipsegen").rglob("*.py"))
    codes = {
        code
        for block in blocks("text", "console")
        for code in re.findall(r"(?:error|warning)\[([a-z0-9-]+)\]", block.text)
    }
    assert codes
    for code in codes:
        kind = code.removeprefix("unknown-")
        assert f'"{code}"' in source or (code != kind and f"unknown_{kind}" in source), code


def test_no_page_names_a_folder_of_someones_machine() -> None:
    for page, text in PAGES.items():
        assert re.search(r"/(?:home|Users|root|work)/", text) is None, page


def test_the_records_that_new_is_shown_to_make_are_of_kinds_that_it_makes() -> None:
    command = cli.cli.commands.get("new")
    kinds = command.params[0].type if command is not None else click.Choice([])
    assert isinstance(kinds, click.Choice)
    for page, line in SHOWN:
        for match in _NEW.finditer(line):
            assert match["kind"] in kinds.choices, page


def test_what_module_heads_cite_can_be_read_here() -> None:
    cited = {
        name
        for module in (ROOT / "ipsegen").rglob("*.py")
        for name in re.findall(
            r"\b(?:contract|content-model|domain|hostile-inputs)\.md", module.read_text(encoding="utf-8")
        )
    }
    assert cited
    assert all((ROOT / "docs" / "design" / name).is_file() for name in cited)

"""What a theme maker does: other colours, other type, one other template, and nothing of the rest."""

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.site.conftest import Find
from tests.site.server import served
from tests.site.sites import PROJECT, Site, build, files_of

HOUSE = """@font-face { font-family: House; src: url(house.woff2) format("woff2"); font-display: block; }
:root { --serif: House, serif; --accent: rgb(29, 78, 137); }
@media (prefers-color-scheme: dark) { :root { --accent: rgb(156, 195, 240); } }
"""


@pytest.fixture
def mine(find: Find, tmp_path: Path) -> Site:
    """The small archive with a theme of its own to come."""
    shutil.copytree(find("small").root / "content", tmp_path / "content")
    (tmp_path / "templates" / "assets").mkdir(parents=True)
    return Site("mine", tmp_path, tmp_path / "output")


def test_colours_and_type_are_changed_by_their_tokens_alone(mine: Site, browser: Browser) -> None:
    assets = mine.root / "templates" / "assets"
    (assets / "house.css").write_text(HOUSE)
    shutil.copy(PROJECT / "templates" / "assets" / "fonts" / "libre-franklin.woff2", assets / "house.woff2")
    build(mine.root, mine.output)
    with served(mine.output, mine.base) as address:
        context = browser.new_context(color_scheme="light")
        page = context.new_page()
        page.goto(f"{address}quotes/parole-01/")
        for scheme, color in (("light", "rgb(29, 78, 137)"), ("dark", "rgb(156, 195, 240)")):
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type] # one of the two that there are
            assert page.locator(".qm").first.evaluate("mark => getComputedStyle(mark).color") == color
        page.evaluate("document.fonts.ready.then(() => true)")
        status = "[...document.fonts].filter(face => face.family === 'House').map(face => face.status)"
        assert page.evaluate(status) == ["loaded"]
        assert page.locator("blockquote").evaluate("e => getComputedStyle(e).fontFamily").startswith("House")
        context.close()


def test_a_script_of_ones_own_runs_where_its_page_vouches_for_it_and_nowhere_else(mine: Site, browser: Browser) -> None:
    templates = mine.root / "templates"
    (templates / "assets" / "parts.js").write_text("export const told = document.title;\n")
    (templates / "assets" / "house.js").write_text('import { told } from "./parts.js";\nconsole.log(`ran ${told}`);\n')
    (templates / "assets" / "other.js").write_text("console.log('never');\n")
    (templates / "corrections.html").write_text(
        '{% extends "base.html" %}{% block title %}Errata{% endblock %}'
        '{% block scripts %}{{ m.script("house.js") }}<script src="{{ asset(\'other.js\') }}"></script>'
        "<script integrity=\"{{ integrity('house.js') }}\" src=\"{{ asset('other.js') }}\"></script>"
        "<script>console.log('never')</script>{% endblock %}"
    )
    told = build(mine.root, mine.output)
    assert told.count("warning[script-blocked]") == 2
    scripts = {path.name.split(".")[0] for path in (mine.output / "assets").glob("*.js")}
    assert scripts >= {"house", "other", "search"}
    assert scripts.isdisjoint({"parts", "search-index", "search-words"})
    with served(mine.output, mine.base) as address:
        context = browser.new_context()
        said: list[str] = []
        context.on("console", lambda message: said.append(message.text))
        context.new_page().goto(f"{address}corrections/")
        context.close()
    assert [text for text in said if text.startswith("ran Errata")], said
    assert "never" not in said
    assert sum("Content Security Policy" in text or "integrity" in text for text in said) == 3, said


def test_a_script_that_is_not_there_ends_the_build(mine: Site) -> None:
    (mine.root / "templates" / "corrections.html").write_text('\n{{ integrity("house.js") }}')
    fault = r"corrections.html:2:1: error\[template-error\]: there is no script 'house.js'"
    with pytest.raises(AssertionError, match=fault):
        build(mine.root, mine.output)


def test_one_template_is_changed_and_no_other_page(mine: Site, find: Find) -> None:
    (mine.root / "templates" / "corrections.html").write_text(
        '{% extends "base.html" %}{% block title %}Errata{% endblock %}{% block content %}<h1>Errata</h1>{% endblock %}'
    )
    build(mine.root, mine.output)
    before, after = find("small").files, files_of(mine.output)
    changed = {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
    assert changed == {"corrections/index.html", "manifest.json"}
    assert b"<h1>Errata</h1>" in after["corrections/index.html"]

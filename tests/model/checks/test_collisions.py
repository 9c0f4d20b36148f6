"""Addresses that two things claim."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from ipsegen.judgement import read
from ipsegen.model.checks.collisions import OWN_PATHS
from ipsegen.model.indexing import build_archive
from tests.plan.planning import plan_all

from .scenario import check

GOOD_SITE = Path(__file__).parents[2] / "sites" / "good-small"

KINDS = ["quotes", "contexts", "authors", "entities", "pages"]


def test_whatever_the_plan_puts_at_the_root_is_known_here() -> None:
    now = datetime(2025, 1, 21, 18, tzinfo=UTC)
    examined, _tree = read(GOOD_SITE, now)
    assert examined.records.site is not None
    archive = build_archive(examined.records, examined.records.site, examined.pictures)
    pages = plan_all(archive, now).pages
    roots = {page.folder.split("/")[0].removesuffix(".html") for page in pages if page.folder}
    assert roots - set(archive.pages) - {"last-24h"} <= OWN_PATHS


def line(folder: str) -> int:
    """The line on which a record starts: a page has front matter."""
    return 2 if folder == "pages" else 1


@pytest.mark.parametrize("folder", KINDS)
def test_an_old_id_that_another_record_has_now(folder: str) -> None:
    places = f"{folder}/a:{line(folder)}:11", f"{folder}/b:1:1"
    first, second = check("url-collision", *places, records={folder: {"a": "aliases: [b]", "b": ""}})
    assert f"content/{folder}/b" in first.message
    assert f"content/{folder}/a" in second.message


@pytest.mark.parametrize("folder", KINDS)
def test_an_old_id_that_two_records_had(folder: str) -> None:
    places = f"{folder}/a:{line(folder)}:14", f"{folder}/b:{line(folder)}:11"
    records = {"a": "aliases: [x, y]", "b": "aliases: [y]"}
    first, second = check("url-collision", *places, records={folder: records})
    assert f"content/{folder}/b" in first.message
    assert f"content/{folder}/a" in second.message


def test_an_old_id_that_the_record_has_still() -> None:
    (problem,) = check("url-collision", "authors/a:1:11", authors={"a": "aliases: [a]"})
    assert problem.message == "'a' is the id that this author has now"


def test_an_old_id_that_three_records_claim() -> None:
    places = "authors/a:1:11", "authors/b:1:1", "authors/b:1:11", "authors/c:1:11"
    check("url-collision", *places, authors=dict.fromkeys("abc", "aliases: [b]"))


def test_ids_of_different_kinds_have_different_addresses() -> None:
    check("", authors={"a": "aliases: [b]"}, entities={"b": "aliases: [a]"}, quotes={"b": ""})


@pytest.mark.parametrize("slug", ["quotes", "search", "data", "corrections", "last-24h", "last-9h", "404"])
def test_a_page_where_the_site_has_its_own(slug: str) -> None:
    check("url-collision", f"pages/{slug}:1:1", pages={slug: ""})
    check("url-collision", "pages/a:2:11", pages={"a": f"aliases: [{slug}]"})


@pytest.mark.parametrize("slug", ["about", "sources", "last-day", "searching"])
def test_other_pages(slug: str) -> None:
    check("", pages={slug: "", "a": f"aliases: [old-{slug}]"})

"""Pictures on pages: what their words say is what their tables hold."""

import re

import pytest
from lxml.html import HtmlElement

from tests.site.hosts import Hosts
from tests.site.sites import Site, text_of, with_class


def charts(site: Site, kind: str) -> list[tuple[str, HtmlElement]]:
    """Every picture of a kind with the address of its page."""
    return [(address, found) for address, page in site.pages.items() for found in with_class(page, kind)]


def words_of_picture(figure: HtmlElement) -> str:
    """The text alternative of a picture: its `<desc>`."""
    (text,) = figure.xpath("./*[local-name()='svg'][@aria-labelledby]/*[local-name()='desc']")
    return " ".join(text_of(text).split())


def rows(figure: HtmlElement) -> list[list[str]]:
    """The cells of the table behind a picture."""
    return [
        [" ".join(text_of(cell).split()) for cell in row.xpath("./th | ./td")]
        for row in figure.xpath(".//details/table/tbody/tr")
    ]


def numbers(text: str) -> list[int]:
    return [int(found) for found in re.findall(r"\d+", text)]


@pytest.mark.parametrize("kind", ["sparkline", "lanes", "net", "world"])
def test_every_picture_has_a_name_words_and_a_table(real: Site, kind: str) -> None:
    found = charts(real, kind)
    assert found
    for address, figure in found:
        (drawing,) = figure.xpath("./*[local-name()='svg']")
        ids = drawing.get("aria-labelledby").split()
        named = [real.pages[address].get_element_by_id(each) for each in ids]
        assert [each.tag.rpartition("}")[2] for each in named] == ["title", "desc"]
        assert all(text_of(each).strip() for each in named)
        assert drawing.get("role") in {"img", "group"}
        assert rows(figure)
        (caption,) = figure.xpath(".//table/caption")
        assert text_of(caption).strip()


def test_a_sparkline_tells_as_many_quotes_as_its_table_and_its_page(real: Site) -> None:
    for address, figure in charts(real, "sparkline"):
        told = [int(row[1]) for row in rows(figure)]
        words = words_of_picture(figure)
        assert words.startswith(f"{sum(told)} IPSEs ")
        assert f"Most, {max(told)}: " in words
        apart = re.search(r"(\d+) more", words)
        last = [int(text_of(cell)) for cell in figure.xpath(".//tfoot/tr/td[1]")]
        assert last == ([int(apart[1])] if apart else [])
        total = sum(told) + sum(last)
        assert total == int(real.pages[address].xpath("//*[@id='statements']//@data-total")[0])


def test_a_line_of_time_has_one_mark_and_one_row_a_quote(real: Site) -> None:
    figures = [(a, found) for a, found in charts(real, "lanes") if a.startswith("contexts/")]
    assert figures
    for address, figure in figures:
        marks = [str(each) for each in figure.xpath("./*[local-name()='svg']/*[local-name()='a']/@href")]
        links = [str(each) for each in figure.xpath(".//tbody//a/@href")]
        assert sorted(marks) == sorted(links)
        assert len(set(marks)) == len(marks)
        total, *_lanes = numbers(words_of_picture(figure))
        assert total == len(marks)
        assert set(marks) <= set(real.pages[address].xpath("//a/@href"))


def test_the_net_says_every_pair_of_its_table(real: Site) -> None:
    figures = charts(real, "net")
    assert figures
    for _address, figure in figures:
        pairs = [f"{voice} mentions {named}: {count}" for voice, named, count in rows(figure)]
        assert words_of_picture(figure) == "; ".join(pairs) + "."
        assert len(figure.xpath(".//*[local-name()='circle']")) == len(pairs)


def test_the_map_shows_the_countries_that_spoke(site: Site) -> None:
    found = dict(charts(site, "world"))
    assert set(found) == {"", "countries/"}
    for figure in found.values():
        table = rows(figure)
        assert len(table) == numbers(words_of_picture(figure))[0]
        marks = [str(each) for each in figure.xpath(".//*[local-name()='a'][@tabindex]/@href")]
        assert sorted(marks) == sorted(str(each) for each in figure.xpath(".//tbody//a/@href"))
    assert rows(found[""]) == rows(found["countries/"])


def test_a_year_tells_as_many_days_as_its_months_have(real: Site) -> None:
    figure = with_class(real.pages["dates/2024/"], "year")[0]
    cells = real.pages["dates/2024/"].xpath("//table[@class='month']//td//a")
    total, days, *_ = numbers(words_of_picture(figure))
    assert days == len(cells)
    assert total == sum(int(numbers(text_of(with_class(cell, "hidden")[0]))[0]) for cell in cells)


def test_the_months_of_all_years_stand_in_strips_and_in_a_table(real: Site) -> None:
    page = real.pages["dates/"]
    strips = page.xpath("//ul[@class='years']//*[local-name()='svg']/*[local-name()='title']")
    told = sum(sum(map(int, re.findall(r" (\d+)(?:,|$)", text_of(each)))) for each in strips)
    assert told == sum(int(text_of(cell)) for cell in page.xpath("//details/table/tbody/tr/td")) > 0


def test_a_context_of_one_moment_has_no_picture_of_time(small: Site) -> None:
    page = small.pages["contexts/vide/"]
    assert not with_class(page, "chart")


def test_marks_lead_to_quotes_and_countries_to_their_pages(hosts: Hosts) -> None:
    """In a browser, with the headers that a host sends: the map is another file."""
    with hosts.page("real") as page:
        land = page.locator(".world .land").bounding_box()
        assert land is not None
        assert land["width"] > 500
        page.locator(".world svg a[href$='/countries/ua/']").click()
        assert page.url.endswith("/countries/ua/")
        page.goto(f"{hosts.addresses['real']}contexts/joint-statement-on-north-korean-troops/")
        page.locator(".lanes circle").first.click()
        assert "/quotes/" in page.url

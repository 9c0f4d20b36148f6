"""Which quote stands on which page (contract.md, "URLs" and below): lists, sides, window, counts, dates, old ids."""

from math import ceil
from pathlib import Path

import pytest
from lxml.html import HtmlElement

from tests.site.conftest import Find
from tests.site.sites import FLAGGED, Site, build, inserted, main_list, quotes_in, text_of, with_class
from tests.site.small_archive import PER_PAGE, QUOTES, SERIES, as_yaml, quote, write_small_archive


def total(page: HtmlElement) -> int:
    """What the only list on a page says of its length."""
    return int(main_list(page).get("data-total"))


def apart(page: HtmlElement) -> list[str]:
    """The quotes that are set apart on the page of a subject."""
    return [key for section in page.xpath("//section[@class='apart']") for key in quotes_in(section)]


# Addresses


def test_all_addresses_of_the_contract_are_there(site: Site) -> None:
    addresses = set(site.all_pages)
    fixed = ["", site.window, f"{site.window}authors/", "quotes/", "contexts/", "authors/", "entities/", "countries/"]
    fixed += ["dates/", "on-this-day/", "corrections/", "404.html", *(f"{slug}/" for slug in site.settings["menu"])]
    assert [address for address in fixed if address not in addresses] == []
    names = ["feed.xml", "feed.json", "sitemap.xml", "robots.txt", "_redirects", "_headers", "manifest.json"]
    assert [name for name in names if name not in site.files] == []


def test_every_record_has_its_pages(site: Site) -> None:
    for folder, below in (
        ("quotes", []),
        ("contexts", ["authors/", "entities/", "countries/", "feed.xml", "feed.json"]),
        ("authors", ["mentions/", "feed.xml", "feed.json"]),
        ("entities", ["mentions/", "feed.xml", "feed.json"]),
        ("countries", ["mentions/", "feed.xml", "feed.json"]),
    ):
        records = [path for path in (site.root / "content" / folder).rglob("*.*") if "draft" not in path.read_text()]
        assert records, folder
        for record in records:
            for name in ["", *below]:
                address = f"{folder}/{record.stem}/{name}"
                assert address in site.pages or address in site.files, address


def test_assets_are_named_after_what_they_hold(site: Site) -> None:
    names = [path.removeprefix("assets/") for path in site.files if path.startswith("assets/")]
    assert names
    for name in names:
        stem, digest, extension = name.rsplit(".", 2)
        assert stem
        assert extension
        assert len(digest) >= 8
        assert set(digest) <= set("0123456789abcdef")


# Lists


def test_pages_are_filled_from_the_oldest_end(site: Site) -> None:
    per_page = int(site.settings["per_page"])
    lists = list(site.lists())
    assert lists
    for address in lists:
        *full, own = site.list_pages(address)
        count = total(own)
        assert len(full) == max(0, ceil(count / per_page) - 1), address
        assert [len(quotes_in(main_list(page))) for page in full] == [per_page] * len(full), address
        assert len(quotes_in(main_list(own))) == count - per_page * len(full), address
        assert {total(page) for page in full} <= {count}, address
        assert len(set(site.oldest_first(address))) == count, address


def test_some_lists_of_each_order_have_several_pages(find: Find) -> None:
    for name, order in (("narrow", "newest"), ("small", "oldest")):
        found = find(name)
        assert found.settings["order"] == order
        kinds = {address.split("/")[0] for address in found.lists() if f"{address}page/1/" in found.pages}
        assert kinds >= {"quotes", "contexts", "authors" if name == "small" else "entities", "countries"}


def test_all_quotes_run_by_insertion(site: Site) -> None:
    by_insertion = sorted(site.listed, key=lambda key: (inserted(site.listed[key]), key))
    assert site.oldest_first("quotes/") == by_insertion


def test_a_context_runs_by_pronouncement(small: Site) -> None:
    others = ["contestee", "sans-nom", "inconnu", "extraite", "hostile"]
    assert small.oldest_first("contexts/grand-debat/") == [*SERIES, *others]
    assert quotes_in(main_list(small.pages["contexts/grand-debat/page/2/"])) == list(SERIES[PER_PAGE : 2 * PER_PAGE])


def test_the_order_turns_quotes_round_on_their_page_only(find: Find) -> None:
    narrow = find("narrow")
    context = "contexts/north-korea-troops-in-russia/"
    pages = [quotes_in(main_list(page)) for page in narrow.list_pages(context)]
    real = find("real")
    turned = list(reversed(quotes_in(main_list(real.pages[context]))))
    assert real.settings["order"] == "newest"
    assert [key for page in pages for key in reversed(page)] == turned
    assert len(pages) > 2


def test_pages_of_a_list_lead_to_one_another(site: Site) -> None:
    for address in site.lists():
        pages = site.list_pages(address)
        addresses = [f"{site.base}{address}page/{number}/" for number in range(1, len(pages))] + [
            f"{site.base}{address}"
        ]
        for position, page in enumerate(pages):
            pager = main_list(page).xpath("./following-sibling::nav[@class='pager']")
            assert len(pager) == (len(pages) > 1), address
            older = [href for nav in pager for href in nav.xpath("./a[@rel='prev']/@href")]
            newer = [href for nav in pager for href in nav.xpath("./a[@rel='next']/@href")]
            assert older == addresses[:position][-1:], address
            assert newer == addresses[position + 1 :][:1], address


def test_newer_quotes_move_nothing_on_older_pages(small: Site, tmp_path: Path) -> None:
    write_small_archive(tmp_path)
    for number in range(1, 8):
        later = quote("Plus tard.", "claire-dubois", f"2025-01-{number:02}", f"2025-01-{number:02}T12:00:00Z")
        (tmp_path / "content" / "quotes" / f"plus-tard-{number}.yaml").write_text(as_yaml(later))
    build(tmp_path, tmp_path / "output")
    grown = Site("grown", tmp_path, tmp_path / "output")
    full = [address for address in small.pages if "/page/" in address]
    assert len(grown.pages["authors/claire-dubois/"].xpath("//article")) <= PER_PAGE
    for address in full:
        before, after = main_list(small.pages[address]), main_list(grown.pages[address])
        assert quotes_in(before) == quotes_in(after), address
    assert len([address for address in grown.pages if "/page/" in address]) > len(full)


def test_equal_dates_go_by_position(small: Site) -> None:
    assert small.oldest_first("dates/2024/05/23/") == ["premier-du-jour", "second-du-jour"]


# Two sides, and counts


def test_an_author_s_page_lists_what_was_said_and_sets_apart_what_was_not(site: Site) -> None:
    for address, page in site.pages.items():
        if not address.startswith("authors/") or address.count("/") != 2:
            continue
        author = address.split("/")[1]
        by = {key for key, record in site.listed.items() if author in names_of(record)}
        flagged = {key for key in by if site.listed[key].get("status") in FLAGGED}
        assert set(site.oldest_first(address)) == by - flagged, address
        assert set(apart(page)) == flagged, address


def names_of(record: dict[str, object]) -> set[object]:
    """The persons who signed a quote."""
    many = record.get("authors") or record["author"]
    return {one["author"] if isinstance(one, dict) else one for one in (many if isinstance(many, list) else [many])}


def test_what_does_not_count_as_said_is_not_counted(small: Site) -> None:
    assert set(apart(small.pages["authors/claire-dubois/"])) == {"contestee", "mal-attribuee", "retiree"}
    assert total(small.pages["authors/claire-dubois/"]) == len(small.oldest_first("authors/claire-dubois/"))
    assert "contestee" not in small.oldest_first("entities/ministere/")
    assert "contestee" in small.oldest_first("contexts/grand-debat/")


def test_what_mentions_a_subject_stands_on_the_other_side(site: Site) -> None:
    for kind, folder in (("author", "authors"), ("entity", "entities"), ("country", "countries")):
        for address in site.pages:
            if address.startswith(f"{folder}/") and address.endswith("/mentions/"):
                name = f"{kind}:{address.split('/')[1]}"
                mentioning = {key for key, record in site.listed.items() if name in record.get("mentions", [])}
                assert set(site.oldest_first(address)) == mentioning, address


def test_a_country_s_two_sides_do_not_mix(small: Site) -> None:
    assert small.oldest_first("countries/tn/mentions/") == list(SERIES)
    said = small.oldest_first("countries/tn/")
    assert set(said) & set(SERIES) == set()
    assert {"commune", "en-arabe", "verifiee"} <= set(said)


def test_what_is_said_in_own_capacity_stands_under_its_author_alone(small: Site) -> None:
    assert "a-titre-prive" in small.oldest_first("authors/claire-dubois/")
    for address in ("entities/ministere/", "entities/gouvernement/", "countries/fr/"):
        assert "a-titre-prive" not in small.oldest_first(address)


def test_roles_decide_on_whose_behalf_it_was_said(small: Site) -> None:
    """A minister from March to December; before, a member of parliament; from January on, nobody's."""
    ministry, country = small.oldest_first("entities/ministere/"), small.oldest_first("countries/fr/")
    assert set(SERIES) <= set(ministry)
    assert set(SERIES) <= set(country)
    assert "sans-nom" in ministry


def test_a_whole_shows_what_its_parts_said_and_names_them(small: Site) -> None:
    page = small.pages["entities/gouvernement/page/1/"]
    assert set(small.oldest_first("entities/gouvernement/")) == set(small.oldest_first("entities/ministere/"))
    assert f"{small.base}entities/ministere/" in page.xpath("//main//a/@href")


def test_a_joint_quote_is_one_quote_under_each_signatory(small: Site) -> None:
    for address in ("authors/claire-dubois/", "authors/amina-haddad/", "countries/tn/", "entities/union-europeenne/"):
        assert small.oldest_first(address).count("commune") == 1
    assert small.oldest_first("quotes/").count("commune") == 1
    assert len(with_class(small.pages["quotes/commune/"].xpath("//article")[0], "author")) == 4


def test_the_real_joint_statement_is_counted_once_under_all_eleven(real: Site) -> None:
    signatories = real.quotes["joint-statement-dprk-troops"]["authors"]
    assert len(signatories) == 11
    for signatory in signatories:
        kind, key = signatory.split(":")
        address = f"{'countries' if kind == 'country' else 'entities'}/{key}/"
        assert real.oldest_first(address).count("joint-statement-dprk-troops") == 1


def test_letters_lead_to_every_record_with_its_count(site: Site) -> None:
    for folder in ("authors", "entities", "countries", "contexts"):
        items = site.pages[f"{folder}/"].xpath("//ul[@class='names']/li")
        counts = {item.find("a").get("href"): int(text_of(with_class(item, "count")[0])) for item in items}
        records = {a for a in site.pages if a.startswith(f"{folder}/") and a.count("/") == 2}
        assert counts == {f"{site.base}{address}": total(site.pages[address]) for address in records}


@pytest.mark.parametrize("by", ["authors", "entities", "countries"])
def test_grouped_pages_hold_every_voice_once_with_an_anchor(small: Site, by: str) -> None:
    page = small.pages[f"contexts/grand-debat/{by}/"]
    groups = {group.get("id"): group for group in page.xpath("//section[@class='group']")}
    singular = {"authors": "author", "entities": "entity", "countries": "country"}[by]
    speaker = {"authors": "claire-dubois", "entities": "ministere", "countries": "fr"}[by]
    said = quotes_in(groups[f"{singular}-{speaker}"])
    assert set(SERIES) <= set(said)
    assert int(groups[f"{singular}-{speaker}"].get("data-total")) == len(said) - said.count("contestee")
    if by == "authors":
        assert quotes_in(groups["unnamed"]) == ["sans-nom"]
        assert quotes_in(groups["unknown"]) == ["inconnu"]


# The window


def test_the_window_ends_now_and_begins_just_after_its_hours(small: Site) -> None:
    window = small.pages[small.window]
    assert quotes_in(main_list(window)) == ["a-l-instant", "de-justesse"]
    assert total(window) == 2
    assert quotes_in(main_list(small.pages[""])) == ["a-l-instant", "de-justesse"]
    authors = small.pages[f"{small.window}authors/"].xpath("//main//ul//a/@href")
    assert authors == [f"{small.base}authors/claire-dubois/", f"{small.base}authors/dov-levi/"]


def test_the_home_page_shows_what_its_readers_saw(real: Site) -> None:
    """The page that the archive was made of, at the hour of its capture."""
    spine = main_list(real.pages[""])
    shown: list[tuple[str, str]] = []
    age = ""
    for child in spine:
        if child.tag == "h3":
            age = text_of(child)
        else:
            shown.append((text_of(with_class(child, "author")[0]), age))
    assert shown == [
        ("Mahmoud Abbas", "2 hours ago"),
        ("Craig Kennedy", "2 hours ago"),
        ("Recep Tayyip Erdogan", "2 hours ago"),
        ("Emmanuel Macron", "3 hours ago"),
        ("Yara Hawari", "7 hours ago"),
        ("Joe Biden", "7 hours ago"),
        ("Ali Jarbawi", "17 hours ago"),
        ("Ibrahim Madhoun", "17 hours ago"),
    ]
    assert total(real.pages[""]) == 8
    faces = real.pages[""].xpath("//ul[contains(@class, 'faces')]//bdi")
    assert [text_of(face) for face in faces] == [name for name, _age in shown]


def test_an_empty_window_says_so_and_shows_the_latest(real: Site, tmp_path_factory: pytest.TempPathFactory) -> None:
    output = tmp_path_factory.mktemp("later") / "output"
    build(real.root, output, now="2026-06-01T12:00:00Z")
    later = Site("later", real.root, output)
    home = later.pages[""]
    assert len(with_class(home, "nothing")) == 1
    latest = list(reversed(real.oldest_first("quotes/")))[:10]
    assert quotes_in(main_list(home)) == latest
    assert total(later.pages[later.window]) == 0
    assert len(with_class(later.pages[later.window], "nothing")) == 1
    assert len(with_class(later.pages[f"{later.window}authors/"], "nothing")) == 1


def test_what_is_still_to_come_is_not_among_the_latest(small: Site) -> None:
    assert "trop-tard" not in quotes_in(small.pages[""])
    assert "trop-tard" in small.oldest_first("quotes/")


# Dates


@pytest.mark.parametrize(
    ("address", "quotes"),
    [
        ("dates/", ["entre-deux-ans", "pas-apres", "sans-date"]),
        ("dates/2022/", ["l-annee"]),
        ("dates/2022/10/", ["le-mois"]),
        ("dates/2022/10/03/", ["vers"]),
        ("dates/2024/05/", ["entre-deux"]),
        ("dates/2024/05/15/", ["billet"]),
        ("dates/2024/03/01/", ["parole-01"]),
        ("on-this-day/", ["ce-jour"]),
    ],
)
def test_a_quote_stands_in_the_smallest_part_of_the_calendar_that_holds_it(
    small: Site, address: str, quotes: list[str]
) -> None:
    assert small.oldest_first(address) == quotes


def test_each_quote_stands_on_one_page_of_the_calendar(site: Site) -> None:
    lists = [address for address in site.lists() if address.startswith("dates/")]
    assert sorted(key for address in lists for key in site.oldest_first(address)) == sorted(site.listed)


def test_the_calendar_leads_to_its_days_and_counts_them(small: Site) -> None:
    month = small.pages["dates/2024/03/"]
    assert [a.get("href") for a in month.xpath("//table//td/a")] == [
        f"{small.base}dates/2024/03/{day:02}/" for day in range(1, len(SERIES) + 1)
    ]
    assert "dates/2024/03/14/" not in small.pages
    in_2022 = text_of(with_class(small.pages["dates/2022/"].xpath("//h1")[0], "count")[0])
    assert in_2022.startswith("3 ")


# Old ids


OLD = {
    "quotes/ancien-nom/": "quotes/en-allemand/",
    "quotes/plus-ancien-nom/": "quotes/en-allemand/",
    "authors/claire-dupont/": "authors/claire-dubois/",
    "entities/ancien-ministere/": "entities/ministere/",
    "contexts/debat/": "contexts/grand-debat/",
    "qui-sommes-nous/": "a-propos/",
}


@pytest.mark.parametrize("old", list(OLD))
def test_an_old_address_leads_to_the_new_one(small: Site, old: str) -> None:
    page, new = small.redirects[old], f"{small.base}{OLD[old]}"
    assert page.xpath("//meta[@http-equiv='refresh']/@content") == [f"0; url={new}"]
    assert page.xpath("//link[@rel='canonical']/@href") == [f"{small.origin}{new}"]
    assert page.xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert [a.get("href") for a in page.xpath("//body//a") if text_of(a).strip()] == [new]


def test_there_are_no_other_old_addresses_and_hosts_know_all_of_them(small: Site) -> None:
    assert set(small.redirects) == set(OLD)
    rules = [line.split() for line in small.files["_redirects"].decode().splitlines()]
    assert {(source, target) for source, target, _status in rules if source.endswith("/")} == {
        (f"{small.base}{old}", f"{small.base}{new}") for old, new in OLD.items()
    }
    assert {status for _source, _target, status in rules} == {"301"}


def test_the_small_archive_is_whole(small: Site) -> None:
    """The tests above mean something only while all of it is published."""
    assert set(small.quotes) == set(QUOTES) - {"a-venir"}

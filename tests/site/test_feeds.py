"""Feeds as programs read them (contract.md, "Feeds")."""

import json
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import feedparser
import pytest

from tests.site.sites import Site, inserted


def feeds(site: Site) -> dict[str, Any]:
    """Every Atom feed of a site by its address."""
    found = {path: feedparser.parse(data) for path, data in site.files.items() if path.endswith("feed.xml")}
    assert len(found) > 10
    return found


def key_of(site: Site, link: str) -> str:
    """The quote that an entry leads to."""
    return link.removeprefix(f"{site.origin}{site.base}quotes/").removesuffix("/")


def test_every_feed_is_well_formed_and_says_where_it_is(site: Site) -> None:
    for path, feed in feeds(site).items():
        assert not feed.bozo, path
        own = f"{site.origin}{site.base}{path}"
        links = {link["rel"]: link["href"] for link in feed.feed.links}
        assert links == {"self": own, "alternate": own.removesuffix("feed.xml")}, path
        assert feed.feed.id, path
        assert feed.feed.title, path


def test_the_feed_of_the_site_holds_the_newest_quotes(site: Site) -> None:
    feed = feeds(site)["feed.xml"]
    keys = [key_of(site, entry.link) for entry in feed.entries]
    newest = list(reversed(site.oldest_first("quotes/")))
    assert keys == newest[: int(site.settings.get("feed_entries", "50"))]


def test_an_entry_keeps_the_id_of_its_first_day(site: Site) -> None:
    host = urlsplit(site.settings["base_url"]).hostname
    for path, feed in feeds(site).items():
        for entry in feed.entries:
            record = site.listed[key_of(site, entry.link)]
            first = record.get("aliases", [key_of(site, entry.link)])[0]
            assert entry.id == f"tag:{host},{record['inserted'][:10]}:quotes/{first}", path


def test_an_entry_is_as_new_as_its_last_correction(site: Site) -> None:
    for path, feed in feeds(site).items():
        for entry in feed.entries:
            record = site.listed[key_of(site, entry.link)]
            moments = [inserted(record)]
            moments += [datetime.fromisoformat(c["date"]).replace(tzinfo=UTC) for c in record.get("corrections", [])]
            assert moment(entry.updated) == max(moments), path
            assert moment(entry.published) == inserted(record), path


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def test_a_feed_is_as_new_as_its_newest_entry(site: Site) -> None:
    for path, feed in feeds(site).items():
        if feed.entries:
            assert moment(feed.feed.updated) == max(moment(entry.updated) for entry in feed.entries), path


def test_entries_hold_the_words(small: Site) -> None:
    feed = feeds(small)["contexts/petit-debat/feed.xml"]
    entries = {key_of(small, entry.link): entry for entry in feed.entries}
    assert "plain words" in entries["en-anglais"].content[0].value
    assert entries["en-arabe"].summary_detail.language == "ar"
    assert 'dir="rtl" lang="ar"' in entries["en-arabe"].content[0].value
    assert [author.name for author in entries["commune"].authors] == [
        "Claire Dubois", "Tunisie", "Union européenne", "أمينة حداد",
    ]  # fmt: skip


def test_both_kinds_of_feed_say_the_same(site: Site) -> None:
    for path, atom in feeds(site).items():
        data = json.loads(site.files[path.replace("feed.xml", "feed.json")])
        assert data["feed_url"] == f"{site.origin}{site.base}{path.replace('.xml', '.json')}"
        for item, entry in zip(data["items"], atom.entries, strict=True):
            assert (item["id"], item["url"], item["title"]) == (entry.id, entry.link, entry.title), path


@pytest.mark.parametrize("status", ["disputed", "misattributed", "retracted"])
def test_what_does_not_count_as_said_is_marked_in_feeds_too(small: Site, status: str) -> None:
    (key,) = [key for key, record in small.listed.items() if record.get("status") == status]
    entries = [e for feed in feeds(small).values() for e in feed.entries if key_of(small, e.link) == key]
    assert entries
    name = small.listed[key]["author"]
    assert name == "claire-dubois"
    assert not any(entry.title.startswith("Claire Dubois") for entry in entries)

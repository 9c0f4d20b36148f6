"""What a feed says of a quote, and that no quote can break a feed."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import feedparser
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree, html

from ipsegen.model.edtf import Date, parse_date, parse_instant
from ipsegen.model.site import Site
from ipsegen.plan.pages import Feed, FeedEntry
from ipsegen.plan.urls import make_urls
from ipsegen.plan.values import Card, CardKey, Face, Link, Signed
from ipsegen.render.feed_entries import ShowDate, plain_words
from ipsegen.render.feeds import FeedPress
from ipsegen.render.messages import ENGLISH, Messages

ATOM = "{http://www.w3.org/2005/Atom}"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
SCHEMA = etree.RelaxNG(etree.parse(str(Path(__file__).with_name("atom.rng"))))
SITE = Site(title="IPSE & friends", base_url="https://ipse.example/archive/", description="What was said.")
URLS = make_urls(SITE.base_url, 24)
RUTTE = Signed("author", "Mark Rutte", "/archive/authors/mark-rutte/", "NATO Secretary General", "", Face("MR", 1))
UNNAMED = Signed("unnamed", "", "", "a Pentagon official", "", Face("", 1))
UNKNOWN = Signed("unknown", "", "", "", "", Face("", 1))
HOSTILE = (
    "]]>",
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)> &amp; & &lt; \"'",
    "{{ 7*7 }} {% raw %}",
    "<!-- --> <?xml ?> <!DOCTYPE x>",
    "مرحبا (العالم) 👨‍👩‍👧 🏴󠁧󠁢󠁳󠁣󠁴󠁿",
    "\N{LINE SEPARATOR}\N{PARAGRAPH SEPARATOR}\N{REPLACEMENT CHARACTER}",
)


def card(*text: str, **changes: Any) -> Card:
    """A card by Mark Rutte, with other values where `changes` has them."""
    plain = Card(
        id="rutte", url="/archive/quotes/rutte/", title="", text=text or ("Today, I can confirm.",),
        is_excerpt=False, starts_midway=False, keeps_lines=False, lead_in="", language="en", insertions="square",
        fidelity="verbatim", translated_from="", status="attributed", own_capacity=False, signed=(RUTTE,),
        flags=(), pronounced=parse_date("2024-10-28"), context=None, post=None, said_by=None,
    )  # fmt: skip
    return msgspec.structs.replace(plain, **changes)


def entry(quote: Card, **changes: Any) -> FeedEntry:
    """The entry of a card."""
    plain = FeedEntry(
        id=f"tag:ipse.example,2025-01-21:quotes/{quote.id}",
        url=quote.url,
        title_names=tuple(signed.name for signed in quote.signed if signed.name),
        anonymous=next((signed.kind for signed in quote.signed if not signed.name), ""),
        card=CardKey(quote.id),
        published=parse_instant("2025-01-21T16:00:00Z"),
        updated="2025-01-21T16:00:00Z",
        contexts=(),
    )
    return msgspec.structs.replace(plain, **changes)


def show_date(date: Date) -> str:
    return f"on <{date.text}>"


def press(
    cards: Mapping[CardKey, Card], site: Site = SITE, show: ShowDate = show_date, say: Messages = ENGLISH
) -> FeedPress:
    """What writes the feeds of a site with these cards."""
    return FeedPress(cards.__getitem__, site, URLS, show, say)


def feed_of(quotes: Mapping[str, Card], entries: tuple[FeedEntry, ...]) -> tuple[Any, dict[str, Any]]:
    """The feed in both formats, parsed, and valid by RFC 4287 and by the keys that JSON Feed 1.1 asks for."""
    feed = Feed("", "/archive/", "IPSE", "https://ipse.example/archive/", entries)
    cards = {CardKey(key): quote for key, quote in quotes.items()}
    atom = etree.fromstring(press(cards).atom(feed))
    SCHEMA.assertValid(atom)
    # The rules of RFC 4287, appendix B, that RELAX NG cannot say.
    assert atom.find(f"{ATOM}author") is not None
    for found in atom.iter(f"{ATOM}entry"):
        assert found.find(f"{ATOM}content") is not None
        assert found.find(f"{ATOM}link[@rel='alternate']") is not None
    whole = json.loads(press(cards).json(feed))
    assert {"version", "title", "items"} <= whole.keys()
    assert whole["version"] == "https://jsonfeed.org/version/1.1"
    assert all(item.keys() >= {"id", "content_html"} for item in whole["items"])
    return atom, whole


def written(quote: Card, **changes: Any) -> tuple[Any, dict[str, Any]]:
    """The one entry of a feed, as Atom and as JSON."""
    atom, whole = feed_of({quote.id: quote}, (entry(quote, **changes),))
    return atom.find(f"{ATOM}entry"), whole["items"][0]


def title(quote: Card) -> str:
    found: str = written(quote)[1]["title"]
    return found


def body(quote: Card) -> Any:
    """The HTML of an entry, as a browser reads it."""
    return html.fragment_fromstring(written(quote)[1]["content_html"], create_parent="div")


def quoted(quote: Card) -> str:
    """The words of an entry as a browser shows them."""
    return "\n\n".join("".join(p.itertext()) for p in body(quote).iterfind(".//blockquote/p"))


def test_a_feed_says_whose_it_is_and_where_it_stands() -> None:
    atom, whole = feed_of({}, ())
    assert atom.get(LANGUAGE) == whole["language"] == "en"
    assert atom.findtext(f"{ATOM}id") == "https://ipse.example/archive/"
    assert atom.findtext(f"{ATOM}author/{ATOM}name") == whole["authors"][0]["name"] == "IPSE & friends"
    assert atom.findtext(f"{ATOM}subtitle") == whole["description"] == "What was said."
    links = {link.get("rel"): link.get("href") for link in atom.iterfind(f"{ATOM}link")}
    assert links == {
        "self": "https://ipse.example/archive/feed.xml",
        "alternate": "https://ipse.example/archive/",
    }
    assert whole["feed_url"] == "https://ipse.example/archive/feed.json"
    assert whole["home_page_url"] == "https://ipse.example/archive/"


def test_the_description_of_the_site_is_not_that_of_a_feed_below() -> None:
    feed = Feed("authors/x", "/archive/authors/x/", "IPSE: X", "https://ipse.example/archive/authors/x/", ())
    licensed = msgspec.structs.replace(SITE, licence="CC BY 4.0")
    atom = etree.fromstring(press({}, site=licensed).atom(feed))
    assert atom.find(f"{ATOM}subtitle") is None
    assert atom.findtext(f"{ATOM}rights") == "CC BY 4.0"
    assert "description" not in json.loads(press({}, site=licensed).json(feed))


def test_a_feed_is_as_new_as_its_latest_entry_in_whatever_zone() -> None:
    quotes = {key: card(id=key) for key in ("a", "b", "c")}
    moments = ("2025-01-21T16:00:00Z", "2025-01-21T18:30:00+02:00", "2025-01-21T12:00:00-05:00")
    entries = tuple(entry(quotes[key], updated=moment) for key, moment in zip("abc", moments, strict=True))
    atom, _ = feed_of(quotes, entries)
    assert atom.findtext(f"{ATOM}updated") == "2025-01-21T12:00:00-05:00"


def test_an_empty_feed_does_not_say_when_it_was_built() -> None:
    atom, whole = feed_of({}, ())
    assert atom.findtext(f"{ATOM}updated") == "1970-01-01T00:00:00Z"
    assert whole["items"] == []


def test_an_entry() -> None:
    found, item = written(card(), contexts=("War & peace",), updated="2025-02-01T00:00:00Z")
    assert found.findtext(f"{ATOM}id") == item["id"] == "tag:ipse.example,2025-01-21:quotes/rutte"
    assert found.findtext(f"{ATOM}title") == item["title"] == "Mark Rutte: “Today, I can confirm.”"
    assert found.findtext(f"{ATOM}published") == item["date_published"] == "2025-01-21T16:00:00Z"
    assert found.findtext(f"{ATOM}updated") == item["date_modified"] == "2025-02-01T00:00:00Z"
    assert found.find(f"{ATOM}link").get("href") == item["url"] == "https://ipse.example/archive/quotes/rutte/"
    assert found.find(f"{ATOM}category").get("term") == item["tags"][0] == "War & peace"
    assert found.findtext(f"{ATOM}author/{ATOM}uri") == "https://ipse.example/archive/authors/mark-rutte/"
    assert found.findtext(f"{ATOM}summary") == item["content_text"] == "“Today, I can confirm.”"
    assert found.find(f"{ATOM}content").get("type") == "html"
    assert found.findtext(f"{ATOM}content") == item["content_html"]


def test_the_html_of_an_entry() -> None:
    found = body(card())
    assert dict(found.find("blockquote").attrib) == {"lang": "en", "dir": "ltr"}
    assert found.find(".//a").get("href") == "https://ipse.example/archive/authors/mark-rutte/"
    assert found.findtext(".//bdi") == "Mark Rutte"
    assert found.find(".//time").get("datetime") == "2024-10-28"
    assert found.findtext(".//time") == "on <2024-10-28>"
    assert "— Mark Rutte, NATO Secretary General" in found.text_content()
    assert found.find(".//strong") is None


def test_a_date_that_is_not_known_has_no_form_for_machines() -> None:
    assert body(card(pronounced=parse_date("unknown"))).find(".//time").attrib == {}


@pytest.mark.parametrize("status", ["disputed", "misattributed", "retracted"])
def test_a_false_quote_says_so_wherever_it_may_be_read_alone(status: str) -> None:
    found, item = written(card("Never said.", status=status))
    word = status.capitalize()
    assert item["title"] == f"{word}: Mark Rutte: “Never said.”"
    assert found.findtext(f"{ATOM}summary") == item["content_text"] == f"{word}: “Never said.”"
    assert item["content_html"].startswith(f"<p><strong>{word}</strong></p>")


def test_who_did_not_say_it_is_no_author_without_the_word() -> None:
    said_by = Link("A <b> & C", "/archive/authors/abc/")
    found, item = written(card(status="misattributed", said_by=said_by))
    assert item["authors"][0]["name"] == "Mark Rutte (misattributed)"
    assert found.findtext(f"{ATOM}author/{ATOM}name") == "Mark Rutte (misattributed)"
    assert "really said by" in item["content_html"]
    shown = html.fragment_fromstring(item["content_html"], create_parent="div")
    assert shown.findtext(".//p/a/bdi") == "A <b> & C"


def test_a_speaker_whom_nobody_names() -> None:
    assert title(card(signed=(UNNAMED,))).startswith("Unnamed speaker: ")
    assert title(card(signed=(UNKNOWN,))).startswith("Unknown speaker: ")
    assert written(card(signed=(UNNAMED,)))[1]["authors"] == [{"name": "Unnamed speaker"}]
    assert "— Unnamed speaker, a Pentagon official" in body(card(signed=(UNNAMED,))).text_content()


def test_a_statement_of_many_has_all_authors_and_a_short_title() -> None:
    names = ("Norway", "Japan", "France", "Italy")
    signed = tuple(
        Signed("country", name, f"/archive/countries/{name[:2].lower()}/", "", "", Face("", 1)) for name in names
    )
    found, item = written(card(title="Joint statement", signed=signed))
    assert item["title"] == "Norway, Japan, 2 others: Joint statement"
    assert [author["name"] for author in item["authors"]] == list(names)
    assert len(found.findall(f"{ATOM}author")) == 4
    assert body(card(title="A < B", signed=signed)).findtext(".//strong") == "A < B"


def test_three_authors_stand_in_the_title_one_nobody_names_among_them() -> None:
    found = title(card(signed=(RUTTE, msgspec.structs.replace(RUTTE, name="B"), UNNAMED)))
    assert found.startswith("Mark Rutte, B, Unnamed speaker: ")


def test_a_long_title_ends_between_words() -> None:
    found = title(card("word " * 40))
    assert found.endswith("word…”")
    assert len(found) < 80


def test_a_title_without_blanks_is_cut_all_the_same() -> None:
    assert title(card("字" * 500)) == f"Mark Rutte: “{'字' * 60}…”"


def test_paragraphs_are_opened_each_and_closed_once() -> None:
    quote = card("One.", "Two.", lead_in="Time will tell")
    assert plain_words(quote) == "Time will tell “One.\n\n“Two.”"
    assert quoted(quote) == plain_words(quote)


def test_reported_speech_has_no_quotation_marks() -> None:
    quote = card("That it was so.", fidelity="indirect")
    assert title(quote) == "Mark Rutte: That it was so."
    assert quoted(quote) == plain_words(quote) == "That it was so."


def test_an_excerpt_from_within_a_sentence_starts_with_a_gap() -> None:
    assert plain_words(card("and so on", is_excerpt=True, starts_midway=True)) == "“[…] and so on”"
    assert plain_words(card("And so on", is_excerpt=True)) == "“And so on”"


def test_lines_are_kept_where_the_quote_keeps_them() -> None:
    assert len(body(card("a\nb", keeps_lines=True)).findall(".//blockquote/p/br")) == 1
    assert body(card("a\nb")).find(".//blockquote/p/br") is None


def test_words_of_another_direction_do_not_turn_the_title_round() -> None:
    quote = card("سلام", language="fa")
    assert title(quote) == "Mark Rutte: \u2068«سلام»\u2069"
    assert body(quote).find("blockquote").get("dir") == "rtl"
    found, item = written(quote)
    assert found.find(f"{ATOM}summary").get(LANGUAGE) == item["language"] == "fa"


def test_messages_come_in_the_language_of_the_site() -> None:
    quote = card(signed=(UNNAMED,), status="disputed")
    feed = Feed("", "/archive/", "IPSE", "https://ipse.example/archive/", (entry(quote),))
    french = {"Unnamed speaker": "Voix anonyme", "Disputed": "Contesté"}
    cards = {CardKey(quote.id): quote}
    whole = json.loads(press(cards, say=Messages.of(french)).json(feed))
    assert whole["items"][0]["title"].startswith("Contesté: Voix anonyme: ")


def test_a_feed_of_a_part_says_of_which_part() -> None:
    feed = Feed("authors/x", "/archive/authors/x/", "IPSE", "https://ipse.example/archive/authors/x/", (), "X")
    french = Messages.of({": ": "\N{NO-BREAK SPACE}: "})
    whole = json.loads(press({}, say=french).json(feed))
    atom = etree.fromstring(press({}).atom(feed))
    assert whole["title"] == "IPSE\N{NO-BREAK SPACE}: X"
    assert atom.findtext(f"{ATOM}title") == "IPSE: X"


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_shown_as_text(text: str) -> None:
    signed = msgspec.structs.replace(RUTTE, name=text, role=text)
    quote = card(text, title=text, lead_in=text, signed=(signed,))
    found, item = written(quote, contexts=(text,))
    assert item["content_text"] == f"{text} “{text}”"
    assert text in quoted(quote)
    shown = body(quote)
    assert {element.tag for element in shown.iter()} <= {
        "div", "p", "strong", "blockquote", "a", "bdi", "time",
    }  # fmt: skip
    assert found.find(f"{ATOM}category").get("term") == text
    assert shown.findtext(".//a/bdi") == text


@pytest.mark.parametrize("text", HOSTILE)
def test_feedparser_takes_the_feed_for_well_formed(text: str) -> None:
    quote = card(text)
    feed = Feed("", "/archive/", text, "https://ipse.example/archive/", (entry(quote),))
    parsed = feedparser.parse(press({CardKey(quote.id): quote}).atom(feed))
    assert not parsed.bozo
    assert parsed.version == "atom10"
    assert parsed.entries[0].id == "tag:ipse.example,2025-01-21:quotes/rutte"
    assert parsed.entries[0].author == "Mark Rutte"


def test_what_xml_forbids_is_left_out() -> None:
    quote = card("a\0b\x0b\x1b\ufffe\uffff\ud800c")
    found, item = written(quote, contexts=("x\0",))
    assert found.findtext(f"{ATOM}summary") == item["content_text"] == "“abc”"


@given(st.lists(st.text(), min_size=1, max_size=3), st.text(), st.sampled_from(["en", "ar", "fr", "und", "ja"]))
def test_any_text_comes_out_of_both_formats_as_it_went_in(words: list[str], name: str, language: str) -> None:
    signed = msgspec.structs.replace(RUTTE, name=name, role=name)
    quote = card(*words, language=language, signed=(signed,), title=name)
    found, item = written(quote)
    allowed = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "", plain_words(quote))
    assert item["content_text"] == allowed
    # XML 1.0, 2.11: a parser turns every line end into a line feed.
    assert found.findtext(f"{ATOM}summary") == re.sub("\r\n?", "\n", allowed)


def test_the_same_values_give_the_same_bytes() -> None:
    quote = card()
    feed = Feed("", "/archive/", "IPSE", "https://ipse.example/archive/", (entry(quote),))
    cards = {CardKey(quote.id): quote}
    assert press(cards).atom(feed) == press(cards).atom(feed)
    assert press(cards).atom(feed).startswith(b"<?xml version='1.0' encoding='utf-8'?>\n")


def test_an_entry_is_put_into_words_once_for_all_feeds_and_formats() -> None:
    asked: list[str] = []

    def show(date: Date) -> str:
        asked.append(date.text)
        return date.text

    one, two = card("One."), card("Two.", id="two", url="/archive/quotes/two/")
    cards = {CardKey(quote.id): quote for quote in (one, two)}
    home = Feed("", "/archive/", "IPSE", "https://ipse.example/archive/", (entry(one), entry(two)))
    author = Feed("authors/x", "/archive/authors/x/", "X", "https://ipse.example/archive/authors/x/", (entry(two),))
    one_press = press(cards, show=show)
    written = [one_press.atom(home), one_press.json(home), one_press.atom(author), one_press.json(author)]
    assert len(asked) == 2
    assert written == [
        press(cards, show=show).atom(home),
        press(cards, show=show).json(home),
        press(cards, show=show).atom(author),
        press(cards, show=show).json(author),
    ]


# A reader of XML takes a carriage return for a line feed, so what was written cannot be seen there.
TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\r"))


@given(TEXTS, TEXTS, TEXTS)
def test_both_formats_are_written_as_the_libraries_of_python_write_them(title: str, words: str, tag: str) -> None:
    quote = card(words or "x", title=title)
    cards = {CardKey(quote.id): quote}
    feed = Feed("", "/archive/", title, "https://ipse.example/archive/", (entry(quote, contexts=(tag,)),))
    atom = press(cards).atom(feed)
    root = ElementTree.fromstring(atom)
    ElementTree.register_namespace("", ATOM[1:-1])
    assert ElementTree.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n" == atom
    whole = json.loads(press(cards).json(feed))
    assert json.dumps(whole, ensure_ascii=False, indent=1).encode() + b"\n" == press(cards).json(feed)

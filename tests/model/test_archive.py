"""The archive: who said what, who is mentioned where, and in which order."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipsegen.model.archive import Archive, ancestors, first_words, order_of
from ipsegen.model.indexing import build_archive
from tests.model.builders import SITE, archive, quote_text, records, ref

RUTTE = {"authors/mark-rutte.yaml": "name: Mark Rutte\nroles: [{title: Secretary General, entity: nato}]\n"}
NATO = {"entities/nato.yaml": "name: NATO\nkind: organisation\n"}


def said(**quotes: dict[str, str | None]) -> Archive:
    """The archive of these quotes by id, beside Rutte and NATO."""
    files = {f"quotes/{name.replace('_', '-')}.yaml": quote_text(**keys) for name, keys in quotes.items()}
    return archive({**RUTTE, **NATO, **files})


DATES_IN_ORDER = [
    "../2023-05", "2024", "2024~", "2024-10", "2024-10/2024-12", "2024-10-28", "2024-10-28T09:00:00+02:00",
    "2024-10-28T08:00:00Z", "2024-10-29", "2024-11",
]  # fmt: skip


def test_quotes_stand_in_order_of_pronouncement() -> None:
    quotes: dict[str, dict[str, str | None]] = {f"q{i}": {"pronounced": date} for i, date in enumerate(DATES_IN_ORDER)}
    found = said(**quotes)
    assert found.pronounced == tuple(f"q{index}" for index in range(len(DATES_IN_ORDER)))


@pytest.mark.parametrize(
    ("quotes", "order"),
    [
        # Equal dates: position, then insertion, then id.
        ({"a": {"position": "2"}, "b": {"position": "-1"}, "c": {}}, "bca"),
        ({"a": {"inserted": "2025-01-02T00:00:00Z"}, "b": {"inserted": "2025-01-01T00:00:00Z"}}, "ba"),
        ({"a": {"inserted": "2025-01-01T02:00:00Z"}, "b": {"inserted": "2025-01-01T02:30:00+01:00"}}, "ba"),
        ({"b": {}, "a": {}}, "ab"),
        ({"a": {"position": "1", "inserted": "2025-01-01T00:00:00Z"}, "b": {"inserted": "2025-01-02T00:00:00Z"}}, "ba"),
        # An unknown date goes by insertion, as a day and an instant.
        (
            {
                "a": {"pronounced": "2025-01-20"},
                "b": {"pronounced": "unknown", "inserted": "2025-01-20T12:00:00Z"},
                "c": {"pronounced": "2025-01-21"},
            },
            "abc",
        ),
        ({"a": {"pronounced": "2025-01-19"}, "b": {"pronounced": "unknown"}, "c": {"pronounced": "2025-02"}}, "abc"),
    ],
)
def test_equal_and_unknown_dates_have_an_order_too(quotes: dict[str, dict[str, str | None]], order: str) -> None:
    assert said(**quotes).pronounced == tuple(order)


@given(st.permutations(range(len(DATES_IN_ORDER))))
def test_the_order_of_the_files_makes_no_difference(order: list[int]) -> None:
    known = records({f"quotes/q{i}.yaml": quote_text(pronounced=date) for i, date in enumerate(DATES_IN_ORDER)})
    shuffled = {f"q{index}": known.quotes[f"q{index}"] for index in order}
    assert sorted(shuffled, key=lambda name: order_of(shuffled[name])) == [f"q{i}" for i in range(len(order))]


def test_insertion_goes_by_the_instant_then_by_id() -> None:
    found = said(
        late={"inserted": "2025-01-20T12:00:00Z", "pronounced": "1990"},
        early={"inserted": "2025-01-20T12:30:00+01:00", "pronounced": "2025-01-01"},
        same={"inserted": "2025-01-20T12:00:00+00:00"},
    )
    assert found.inserted == ("early", "late", "same")
    assert found.pronounced == ("late", "same", "early")


def test_said_by_on_behalf_of_and_about() -> None:
    found = said(
        first={"mentions": "[country:kp, author:vladimir-putin]"},
        second={"author": "entity:nato", "pronounced": "2024-10-29", "mentions": "[country:kp, entity:nato]"},
        third={"author": "country:no", "pronounced": "2024-10-30"},
    )
    assert found.said[ref("author:mark-rutte")] == ("first",)
    assert found.said[ref("entity:nato")] == ("first", "second")
    assert found.said[ref("country:no")] == ("third",)
    assert found.mentioned[ref("country:kp")] == ("first", "second")
    assert found.mentioned[ref("author:vladimir-putin")] == ("first",)
    assert found.mentioned[ref("entity:nato")] == ("second",)
    assert ref("author:vladimir-putin") not in found.said


def test_a_joint_quote_is_one_quote_listed_once_under_each_signatory() -> None:
    found = said(joint={"author": "[country:us, mark-rutte, entity:nato]"})
    assert found.pronounced == ("joint",)
    assert {str(key): ids for key, ids in found.said.items()} == dict.fromkeys(
        ["country:us", "author:mark-rutte", "entity:nato"], ("joint",)
    )


def test_a_scholar_is_not_listed_under_oxford() -> None:
    files = {
        "authors/samuel-ramani.yaml": "name: Samuel Ramani\nentities: [oxford]\ncountries: [gb]\n",
        "entities/oxford.yaml": "name: Oxford\nkind: organisation\nparent: universities\n",
        "entities/universities.yaml": "name: Universities\nkind: group\n",
        "quotes/q.yaml": quote_text(author="samuel-ramani", capacity="own"),
    }
    found = archive(files)
    assert list(found.said) == [ref("author:samuel-ramani")]
    assert found.through == {}
    assert found.filings["q"].entities == ("oxford",)


@pytest.mark.parametrize("status", ["disputed", "misattributed", "retracted"])
def test_what_does_not_count_as_said_is_listed_apart(status: str) -> None:
    found = said(true={}, false={"status": status, "status_note": "Nobody heard it."})
    assert found.said[ref("author:mark-rutte")] == ("true",)
    assert found.flagged[ref("author:mark-rutte")] == ("false",)
    assert found.flagged[ref("entity:nato")] == ("false",)
    assert set(found.pronounced) == {"true", "false"}


def test_a_removed_quote_is_listed_nowhere_but_has_its_page() -> None:
    keys: dict[str, str | None] = {
        "status": "removed", "status_note": "Taken down.", "text": None, "mentions": "[country:kp]", "contexts": "[c]",
        "replies_to": "[other]", "aliases": "[old]",
    }  # fmt: skip
    found = said(gone=keys, other={"author": "country:no"})
    assert "gone" in found.quotes
    everywhere = [found.pronounced, found.inserted, *found.said.values(), *found.flagged.values()]
    everywhere += [*found.mentioned.values(), *found.in_context.values(), *found.replies.values()]
    assert "gone" not in itertools.chain(*everywhere)
    assert found.aliases["quote"] == {"old": "gone"}


def test_drafts_are_shown_on_demand_only() -> None:
    files = {
        "quotes/q.yaml": quote_text(draft="true", aliases="[old-q]"),
        "contexts/c.yaml": "title: C\ndraft: true\n",
        "pages/p.md": "---\ntitle: P\ndraft: true\n---\nText.\n",
    }
    published, all_of_it = archive(files), archive(files, drafts=True)
    assert (published.quotes, published.contexts, published.pages, published.pronounced) == ({}, {}, {}, ())
    assert published.aliases["quote"] == {}
    assert not published.has(ref("quote:q"))
    assert (set(all_of_it.quotes), set(all_of_it.contexts), set(all_of_it.pages)) == ({"q"}, {"c"}, {"p"})
    assert all_of_it.pronounced == ("q",)


def family(**parents: str) -> dict[str, str]:
    """Entities by id, each with its parent."""
    return {
        f"entities/{name}.yaml": f"name: {name}\nkind: government\n" + (f"parent: {parent}\n" if parent else "")
        for name, parent in parents.items()
    }


def test_the_whole_shows_what_its_parts_said() -> None:
    files = {
        **family(mission="office", office="cabinet", cabinet=""),
        "quotes/a.yaml": quote_text(author="entity:mission"),
        "quotes/b.yaml": quote_text(author="entity:office", pronounced="2024-10-29"),
        "quotes/c.yaml": quote_text(author="entity:cabinet", pronounced="2024-10-30"),
        "quotes/d.yaml": quote_text(author="[entity:mission, entity:cabinet]", pronounced="2024-10-31"),
        "quotes/e.yaml": quote_text(
            author="entity:mission", pronounced="2024-11-01", status="disputed", status_note="Who?"
        ),
    }
    found = archive(files)
    assert found.said[ref("entity:mission")] == ("a", "d")
    assert found.said[ref("entity:office")] == ("a", "b", "d")
    assert found.said[ref("entity:cabinet")] == ("a", "b", "c", "d")
    assert found.flagged[ref("entity:cabinet")] == ("e",)
    assert found.through["office"] == {"a": "mission", "d": "mission", "e": "mission"}
    assert found.through["cabinet"] == {"a": "mission", "b": "office", "e": "mission"}
    assert "mission" not in found.through


@pytest.mark.parametrize(
    ("parents", "expected"),
    [
        ({"a": "b", "b": "c", "c": ""}, ["b", "c"]),
        ({"a": "a"}, []),
        ({"a": "b", "b": "a"}, ["b"]),
        ({"a": "b", "b": "c", "c": "b"}, ["b", "c"]),
        ({"a": "not-there"}, ["not-there"]),
        ({}, []),
    ],
)
def test_a_circle_of_parents_ends_where_it_closes(parents: dict[str, str], expected: list[str]) -> None:
    assert list(ancestors("a", records(family(**parents)).entities)) == expected


def test_a_quote_in_a_circle_of_parents_is_listed_once() -> None:
    found = archive({**family(a="b", b="a"), "quotes/q.yaml": quote_text(author="entity:a")})
    assert found.said[ref("entity:a")] == found.said[ref("entity:b")] == ("q",)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("contexts/c.yaml", "title: C\ntopics: [country:kp]\n"),
        ("contexts/c.yaml", "title: C\nsummary: In [[country:KP]].\n"),
        ("contexts/c.yaml", "title: C\ngo_deeper: [country:kp]\n"),
        ("contexts/c.yaml", "title: C\nquestions: [{question: Who?, answer: '[[country:kp]]'}]\n"),
        ("contexts/c.yaml", "title: C\ntimeline: [{date: 2024, text: '[[country:kp]]'}]\n"),
        ("contexts/c.md", "---\ntitle: C\n---\nIn [[country:kp]].\n"),
        ("pages/p.md", "---\ntitle: P\n---\nIn [[country:kp]].\n"),
        ("authors/a.yaml", "name: A\ndescription: Of [[country:kp]].\n"),
        ("authors/a.yaml", "name: A\ncountries: [kp]\n"),
        ("authors/a.yaml", "name: A\nroles: [{title: B, country: kp}]\n"),
        ("entities/e.yaml", "name: E\nkind: party\ncountry: kp\n"),
        ("quotes/q.yaml", quote_text(note="On [[country:kp]].")),
        ("quotes/q.yaml", quote_text(status="disputed", status_note="Says [[country:kp]].")),
        ("quotes/q.yaml", quote_text(mentions="[country:kp]")),
        ("quotes/q.yaml", quote_text(countries="[kp]")),
        ("quotes/q.yaml", quote_text(author="country:kp", countries="[]")),
        ("quotes/q.yaml", quote_text(via="country:kp")),
        ("quotes/q.yaml", quote_text(status="misattributed", status_note="No.", said_by="country:kp")),
    ],
)
def test_a_country_that_anything_names_is_there_with_its_name(path: str, text: str) -> None:
    found = archive({path: text})
    assert found.name(ref("country:kp")) == "North Korea"
    assert found.has(ref("country:kp"))


def test_countries_have_the_names_of_the_site_s_language_or_their_own() -> None:
    files = {
        "quotes/q.yaml": quote_text(mentions="[country:de, country:no]"),
        "countries/no.yaml": "name: Noregs rike\n",
        "countries/gb.yaml": "sort_name: United Kingdom\n",
    }
    found = build_archive(records(files), type(SITE)(title="I", base_url=SITE.base_url, language="fr"), {})
    assert {code: country.name for code, country in found.countries.items()} == {
        "de": "Allemagne", "gb": "Royaume-Uni", "no": "Noregs rike",
    }  # fmt: skip


def test_contexts_and_replies_list_their_quotes_in_order() -> None:
    found = said(
        later={"contexts": "[troops]", "replies_to": "[first, first]", "pronounced": "2024-11"},
        first={"contexts": "[troops, gas, troops]", "pronounced": "2024-10"},
        other={"replies_to": "[first]", "pronounced": "2024-12"},
    )
    assert found.in_context == {"troops": ("first", "later"), "gas": ("first",)}
    assert found.replies == {"first": ("later", "other")}


def test_old_ids_lead_to_the_new_ones_each_kind_for_itself() -> None:
    files = {
        "authors/mark-rutte.yaml": "name: Mark Rutte\naliases: [rutte, mr]\n",
        "entities/nato.yaml": "name: NATO\nkind: organisation\naliases: [rutte]\n",
        "contexts/troops.yaml": "title: T\naliases: [soldiers]\n",
        "pages/about.md": "---\ntitle: A\naliases: [who]\n---\nWe.\n",
        "quotes/q.yaml": quote_text(aliases="[q-1]"),
    }
    assert archive(files).aliases == {
        "quote": {"q-1": "q"},
        "context": {"soldiers": "troops"},
        "author": {"rutte": "mark-rutte", "mr": "mark-rutte"},
        "entity": {"rutte": "nato"},
        "page": {"who": "about"},
    }


def test_records_are_named_by_reference() -> None:
    found = said(q={"title": "Remarks"}, long={"text": "word " * 40})
    assert found.name(ref("author:mark-rutte")) == "Mark Rutte"
    assert found.name(ref("quote:q")) == "Remarks"
    assert found.name(ref("quote:long")) == "word " * 11 + "word…"
    assert found.subject(ref("entity:nato")).name == "NATO"
    with pytest.raises(KeyError, match="quote:q"):
        found.subject(ref("quote:q"))


@given(st.text(alphabet="ab ,.—\n", max_size=200), st.integers(5, 80))
def test_first_words_are_whole_and_few(text: str, most: int) -> None:
    quote = records({"quotes/q.yaml": quote_text()}).quotes["q"]
    words = first_words(type(quote)(
        id="q", file="q", text=(text,), signatures=(), pronounced=quote.pronounced, inserted=quote.inserted, sources=(),
    ), most)  # fmt: skip
    folded = " ".join(text.split())
    assert words == folded or words.endswith("…")
    assert folded.startswith(words.removesuffix("…"))
    assert len(words) <= most + 1

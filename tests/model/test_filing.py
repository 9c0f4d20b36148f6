"""Under whom a quote stands: the roles in force on the day, on whose behalf, in which capacity."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipsegen.model.filing import Filing, file_quote
from ipsegen.model.quote import Quote
from tests.model.builders import quote_text, record, records, ref

FILES = {
    "authors/mark-rutte.yaml": """\
name: Mark Rutte
countries: [nl]
roles:
  - {title: Secretary General of NATO, entity: nato, from: 2024-10-01}
  - {title: Prime Minister of the Netherlands, country: nl, from: 2010-10-14, to: 2024-07-02}
""",
    "authors/sabrina-singh.yaml": """\
name: Sabrina Singh
roles:
  - {title: Deputy Press Secretary, entity: pentagon, country: us, from: 2022-04, to: 2024-10-27}
  - {title: Press Secretary, entity: pentagon, country: us, from: 2024-10-28}
""",
    "authors/lloyd-austin.yaml": """\
name: Lloyd Austin
roles:
  - {title: Secretary of Defense, entity: pentagon, country: us, from: 2021-01-22, to: 2025-01-20}
  - {title: Chair of the contact group, entity: contact-group, from: 2022-04-26, to: 2025-01}
""",
    "authors/samuel-ramani.yaml": "name: Samuel Ramani\nentities: [university-of-oxford]\ncountries: [gb]\n",
    "authors/kim-yo-jong.yaml": "name: Kim Yo Jong\ncountries: [kp]\nroles: [{title: Deputy Director, entity: wpk}]\n",
    "authors/nobody.yaml": "name: Nobody in particular\n",
    "entities/nato.yaml": "name: NATO\nkind: organisation\n",
    "entities/pentagon.yaml": "name: Department of Defense\nkind: government\ncountry: us\n",
    "entities/contact-group.yaml": "name: Contact Group\nkind: group\n",
    "entities/university-of-oxford.yaml": "name: Oxford\nkind: organisation\ncountry: gb\n",
    "entities/wpk.yaml": "name: Workers' Party\nkind: party\ncountry: kp\n",
    "entities/european-union.yaml": "name: European Union\nkind: organisation\n",
}  # fmt: skip
KNOWN = records(FILES)


def file(**keys: str | None) -> Filing:
    quote = record(Quote, "content/quotes/x.yaml", quote_text(**keys))
    return file_quote(quote, KNOWN.authors, KNOWN.entities)


def sides(filing: Filing) -> tuple[list[str], list[str], list[str]]:
    """The printed roles, and the entities and countries."""
    return [signatory.role for signatory in filing.signatories], list(filing.entities), list(filing.countries)


@pytest.mark.parametrize(
    ("author", "pronounced", "expected"),
    [
        # A spokesperson promoted between two statements.
        ("sabrina-singh", "2024-10-27", (["Deputy Press Secretary"], ["pentagon"], ["us"])),
        ("sabrina-singh", "2024-10-28", (["Press Secretary"], ["pentagon"], ["us"])),
        ("sabrina-singh", "2024-10-28T01:00:00+03:00", (["Press Secretary"], ["pentagon"], ["us"])),
        ("sabrina-singh", "2024-10", ([""], ["pentagon"], ["us"])),
        ("sabrina-singh", "2024-10-20/2024-10-26", (["Deputy Press Secretary"], ["pentagon"], ["us"])),
        ("sabrina-singh", "2024-10-20/2024-10-30", ([""], ["pentagon"], ["us"])),
        ("sabrina-singh", "../2024-10-20", ([""], ["pentagon"], ["us"])),
        ("sabrina-singh", "unknown", ([""], ["pentagon"], ["us"])),
        ("sabrina-singh", "2022-04", (["Deputy Press Secretary"], ["pentagon"], ["us"])),
        ("sabrina-singh", "2022", ([""], ["pentagon"], ["us"])),
        ("sabrina-singh", "2024-10-27~", (["Deputy Press Secretary"], ["pentagon"], ["us"])),
        # One office after another, with summer months in none: then the author's own country.
        ("mark-rutte", "2024-07-02", (["Prime Minister of the Netherlands"], [], ["nl"])),
        ("mark-rutte", "2024-08", ([""], [], ["nl"])),
        ("mark-rutte", "2024-10", (["Secretary General of NATO"], ["nato"], [])),
        ("mark-rutte", "2024", ([""], ["nato"], ["nl"])),
        ("mark-rutte", "2030-01-01", (["Secretary General of NATO"], ["nato"], [])),
        # Two offices at once: on behalf of both, and no guess which of them is printed.
        ("lloyd-austin", "2024-11-13", ([""], ["pentagon", "contact-group"], ["us"])),
        ("lloyd-austin", "2025-01-25", (["Chair of the contact group"], ["contact-group"], [])),
        ("lloyd-austin", "2021-06-01", (["Secretary of Defense"], ["pentagon"], ["us"])),
        # A role without dates always holds, and its country is not the author's.
        ("kim-yo-jong", "1999", (["Deputy Director"], ["wpk"], [])),
        ("kim-yo-jong", "unknown", (["Deputy Director"], ["wpk"], [])),
        # No roles at all.
        ("samuel-ramani", "2024-10-28", ([""], ["university-of-oxford"], ["gb"])),
        ("nobody", "2024-10-28", ([""], [], [])),
    ],
)
def test_the_roles_of_the_day_say_who_speaks_for_whom(
    author: str, pronounced: str, expected: tuple[list[str], list[str], list[str]]
) -> None:
    assert sides(file(author=author, pronounced=pronounced)) == expected


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ({}, (["nato"], [])),
        ({"entities": "[]"}, ([], [])),
        ({"countries": "[]"}, (["nato"], [])),
        ({"countries": "[nl]"}, (["nato"], ["nl"])),
        ({"entities": "[pentagon, pentagon]", "countries": "[us, gb, us]"}, (["pentagon"], ["us", "gb"])),
        ({"author": "samuel-ramani", "entities": "[]"}, ([], ["gb"])),
    ],
)
def test_what_the_quote_names_counts_and_none_is_not_left_out(
    keys: dict[str, str | None], expected: tuple[list[str], list[str]]
) -> None:
    filing = file(**keys)
    assert (list(filing.entities), list(filing.countries)) == expected


@pytest.mark.parametrize(
    ("keys", "roles"),
    [
        ({"role": "Chair"}, ["Chair"]),
        ({"author": "{author: mark-rutte, role: Chair}"}, ["Chair"]),
        ({"author": "{author: mark-rutte, role: Chair}", "role": "Guest"}, ["Chair"]),
        ({"author": "unnamed", "role": "Pentagon official"}, ["Pentagon official"]),
        ({"author": "unknown"}, [""]),
        ({"author": "[mark-rutte, kim-yo-jong]", "role": "Speakers"}, ["Secretary General of NATO", "Deputy Director"]),
        ({"author": "[{author: mark-rutte, role: Host}, samuel-ramani]"}, ["Host", ""]),
        ({"author": "entity:nato", "role": "Press office"}, ["Press office"]),
    ],
)
def test_a_printed_role_stands_before_any_of_the_author_s(keys: dict[str, str | None], roles: list[str]) -> None:
    assert [signatory.role for signatory in file(**keys).signatories] == roles


def test_an_unnamed_official_speaks_for_whom_the_quote_says() -> None:
    filing = file(author="unnamed", role="Pentagon official", entities="[pentagon]", countries="[us]")
    assert filing.signatories[0].author == "unnamed"
    assert filing.speakers == (ref("entity:pentagon"), ref("country:us"))
    assert file(author="unnamed").speakers == ()


def test_a_body_speaks_for_itself_and_its_country() -> None:
    assert file(author="entity:pentagon").speakers == (ref("entity:pentagon"), ref("country:us"))
    assert file(author="entity:nato").speakers == (ref("entity:nato"),)
    assert file(author="entity:not-there").speakers == (ref("entity:not-there"),)


def test_a_state_speaks_for_itself() -> None:
    assert file(author="country:no").speakers == (ref("country:no"),)


def test_a_joint_statement_by_ten_states_and_the_eu() -> None:
    states = ["us", "au", "ca", "fr", "de", "it", "jp", "kr", "nz", "gb"]
    named = ", ".join([*(f"country:{state}" for state in states), "entity:european-union"])
    filing = file(author=None, authors=f"[{named}]")
    assert len(filing.signatories) == 11
    assert list(filing.countries) == states
    assert filing.entities == ("european-union",)
    assert set(filing.speakers) == {*(ref(f"country:{state}") for state in states), ref("entity:european-union")}
    assert len(filing.speakers) == 11


def test_a_joint_quote_is_filed_under_the_union_over_its_authors_each_once() -> None:
    filing = file(author="[sabrina-singh, lloyd-austin, mark-rutte]", pronounced="2024-11-13")
    assert (filing.entities, filing.countries) == (("pentagon", "contact-group", "nato"), ("us",))


@pytest.mark.parametrize(
    ("author", "expected"),
    [
        ("{author: mark-rutte, on_behalf_of: [country:nl, entity:wpk]}", (["wpk"], ["nl"])),
        ("{author: mark-rutte, on_behalf_of: []}", ([], [])),
        ("[{author: mark-rutte, on_behalf_of: [country:nl]}, kim-yo-jong]", (["wpk"], ["nl"])),
        ("{author: unnamed, on_behalf_of: [entity:pentagon]}", (["pentagon"], [])),
        ("{author: entity:pentagon, on_behalf_of: [entity:nato]}", (["nato"], [])),
    ],
)
def test_on_behalf_of_overrides_the_roles_of_that_author(author: str, expected: tuple[list[str], list[str]]) -> None:
    filing = file(author=author)
    assert (list(filing.entities), list(filing.countries)) == expected


def test_entities_of_the_quote_stand_before_those_of_its_signatures() -> None:
    filing = file(author="{author: mark-rutte, on_behalf_of: [entity:wpk]}", entities="[nato]")
    assert (filing.entities, filing.countries) == (("nato",), ())


def test_a_scholar_does_not_speak_for_oxford() -> None:
    filing = file(author="samuel-ramani", capacity="own")
    assert filing.entities == ("university-of-oxford",)
    assert filing.countries == ("gb",)
    assert not filing.on_behalf
    assert filing.speakers == (ref("author:samuel-ramani"),)


def test_mentions_are_named_once_in_their_order() -> None:
    filing = file(mentions="[country:kp, entity:nato, country:KP]")
    assert filing.mentions == (ref("country:kp"), ref("entity:nato"))


def test_an_author_who_is_not_known_is_left_as_named() -> None:
    filing = file(author="nobody-knows")
    assert filing.speakers == (ref("author:nobody-knows"),)
    assert sides(filing) == ([""], [], [])


DATES = st.dates().map(str) | st.sampled_from(["2024", "2024-10", "2024-10-28~", "../2023", "2010/2025", "unknown"])
AUTHORS = st.sampled_from([path.split("/")[1].removesuffix(".yaml") for path in FILES if path.startswith("authors")])


@given(AUTHORS, DATES, st.sampled_from(["official", "own"]))
def test_filing_never_invents(author: str, pronounced: str, capacity: Any) -> None:
    filing = file(author=author, pronounced=pronounced, capacity=capacity)
    person = KNOWN.authors[author]
    assert set(filing.entities) <= {*person.entities, *(role.entity for role in person.roles)}
    assert set(filing.countries) <= {*person.countries, *(role.country for role in person.roles)}
    assert filing.signatories[0].role in {"", *(role.title for role in person.roles)}
    assert filing.speakers[0] == ref(f"author:{author}")
    assert len(set(filing.speakers)) == len(filing.speakers)
    assert (len(filing.speakers) == 1) >= (capacity == "own")

"""Authors, entities and countries: those who speak and those who are spoken of."""

import pytest

from ipsegen.model.edtf import parse_date
from ipsegen.model.subjects import Author, Country, Entity, OtherName
from tests.model.builders import places, read, record, ref

AUTHOR = "content/authors/x.yaml"
ENTITY = "content/entities/x.yaml"
COUNTRY = "content/countries/no.yaml"


def test_a_person_needs_no_more_than_a_name() -> None:
    found = record(Author, AUTHOR, "name: Mark Rutte\n")
    assert (found.id, found.name, found.roles, found.unnamed) == ("x", "Mark Rutte", (), False)


def test_a_person_with_everything() -> None:
    text = """\
name: Mark Rutte
sort_name: Rutte, Mark
other_names: [Rutte, {name: Марк Рютте, language: ru}]
description: Dutch politician at [[entity:nato]].
countries: [NL]
entities: [nato]
roles:
  - {title: Secretary General of NATO, entity: nato, from: 2024-10-01}
  - {title: Prime Minister, country: nl, from: 2010-10-14, to: 2024-07-02}
born: 1967-02-14
identifiers: {wikidata: Q57792, viaf: 113230702, isni: 0000 0001 2103 2683, orcid: 0000-0002-1825-0097}
links: [{title: NATO, url: https://nato.example/}]
image: {file: portraits/rutte.jpg, alt: A man, credit: NATO, licence: CC BY 4.0}
aliases: [rutte]
"""
    found = record(Author, AUTHOR, text)
    assert found.other_names == (OtherName("Rutte"), OtherName("Марк Рютте", "ru"))
    assert found.countries == ("nl",)
    assert [(role.title, role.entity, role.country) for role in found.roles] == [
        ("Secretary General of NATO", "nato", ""),
        ("Prime Minister", "", "nl"),
    ]
    assert (found.roles[1].since, found.roles[1].until) == (parse_date("2010-10-14"), parse_date("2024-07-02"))
    assert found.description is not None
    assert [hole.reference for hole in found.description.holes] == [ref("entity:nato")]
    assert found.identifiers is not None
    assert found.identifiers.viaf == "113230702"
    assert found.aliases == ("rutte",)


def test_a_speaker_nobody_names_but_who_recurs() -> None:
    found = record(Author, AUTHOR, "name: A former North Korean soldier\nunnamed: true\n")
    assert found.unnamed


def test_an_entity_is_of_a_kind_and_part_of_another() -> None:
    text = "name: UK at the UN\nkind: government\ncountry: GB\nparent: foreign-office\nflag: un\n"
    found = record(Entity, ENTITY, text)
    assert (found.kind, found.country, found.parent, found.flag) == ("government", "gb", "foreign-office", "un")


def test_a_country_needs_nothing_and_may_be_called_otherwise() -> None:
    found = record(Country, COUNTRY, "name: Kingdom of Norway\nother_names: [Noreg]\n")
    assert (found.id, found.name, found.other_names) == ("no", "Kingdom of Norway", (OtherName("Noreg"),))


@pytest.mark.parametrize(
    ("path", "text", "place", "words"),
    [
        (AUTHOR, "sort_name: Rutte\n", (1, 1, "missing-key"), "'name' is missing"),
        (AUTHOR, "name: A\nroles: [{entity: nato}]\n", (2, 10, "missing-key"), "'title' is missing"),
        (AUTHOR, "name: A\nroles: [{title: B, since: 2024}]\n", (2, 20, "unknown-key"), "no key 'since'"),
        (AUTHOR, "name: A\nroles: [{title: B, from: soon}]\n", (2, 26, "bad-date"), "soon"),
        (AUTHOR, "name: A\ncountries: [Holland]\n", (2, 13, "unknown-country"), "no country 'Holland'"),
        (AUTHOR, "name: A\nentities: [entity:nato]\n", (2, 12, "bad-id"), "only the id of an entity"),
        (AUTHOR, "name: A\nidentifiers: {wikidata: 57792}\n", (2, 25, "bad-value"), "not a Wikidata id"),
        (AUTHOR, "name: A\nidentifiers: {orcid: 0000-0002}\n", (2, 22, "bad-value"), "not an ORCID iD"),
        (AUTHOR, "name: A\nlinks: [{title: B}]\n", (2, 10, "missing-key"), "'url' is missing"),
        (AUTHOR, "name: A\nkind: person\n", (2, 1, "unknown-key"), "no key 'kind'"),
        (ENTITY, "name: A\n", (1, 1, "missing-key"), "'kind' is missing"),
        (ENTITY, "name: A\nkind: org\n", (2, 7, "unknown-value"), "'org' is not known here"),
        (ENTITY, "name: A\nkind: media\nflag: EU\n", (3, 7, "bad-value"), "'EU' is not a code of the flag set"),
        (COUNTRY, "code: NO\n", (1, 1, "unknown-key"), "no key 'code'"),
        (COUNTRY, "aliases: [norway]\n", (1, 1, "unknown-key"), "no key 'aliases'"),
    ],
)  # fmt: skip
def test_each_mistake_is_reported_at_its_place(path: str, text: str, place: tuple[int, int, str], words: str) -> None:
    _, problems = read(path, text)
    assert places(problems) == [place]
    assert words in problems[0].message

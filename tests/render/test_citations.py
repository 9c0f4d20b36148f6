"""Citations of a quote: what they say, and that the readers of each format read just that."""

import json
from pathlib import Path
from typing import Any, Final

import citeproc
import pytest
import rispy
from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares import SeparateCoAuthors
from citeproc.source.json import CiteProcJSON
from hypothesis import given
from hypothesis import strategies as st

from ipsegen.model.edtf import parse_date
from ipsegen.model.quote import Original
from ipsegen.plan.pages import QuoteData
from ipsegen.plan.values import Link, Signed, SourceShown
from ipsegen.render.citation_formats import bibtex, csl_json, plain_citation, ris
from ipsegen.render.citations import Citation, cite, one_line
from ipsegen.render.interface import Interface
from ipsegen.render.messages import ENGLISH
from tests.render.planned import FACE, HERE, HOSTILE, RUTTE, SITE, URLS, card, page, quote

INTERFACE: Final = Interface("en", ENGLISH)
NATO: Final = Signed("entity", "NATO, the Alliance and others", "/archive/entities/nato/", "", "", FACE)
NORWAY: Final = Signed("country", "Norway", "/archive/countries/no/", "", "", FACE)
SOURCE: Final = SourceShown(
    title="Statement", url="https://nato.example/s?a=1&b=2", highlight="", publisher="NATO",
    published=parse_date("2024-10-29"), accessed=parse_date("2025-01-02"), archived_url="https://archive.example/s",
    kind="primary", locator="p. 3", language="en",
)  # fmt: skip
TEXTS: Final = st.text(max_size=30)


def cited(data: QuoteData, title: str = "Today, I can confirm…") -> Citation:
    return cite(page(data, title=title), data, SITE, URLS, INTERFACE, INTERFACE.date)


def of(**changes: Any) -> Citation:
    """The citation of a quote whose card differs in this."""
    return cited(quote(card(**changes)))


def in_bibtex(citation: Citation) -> dict[str, str]:
    """The fields of the one entry, as BibTeX reads them."""
    library = parse_string(bibtex(citation))
    assert library.failed_blocks == []
    (entry,) = library.entries
    assert (entry.entry_type, entry.key) == ("misc", "rutte")
    return {field.key: field.value for field in entry.fields}


def in_ris(citation: Citation) -> dict[str, Any]:
    """The one record, as readers of RIS read it."""
    (record,) = rispy.loads(ris(citation))
    found: dict[str, Any] = record
    return found


def in_csl(citation: Citation) -> dict[str, Any]:
    (item,) = json.loads(csl_json(citation))
    found: dict[str, Any] = item
    return found


def styled(citation: Citation) -> str:
    """What a style of the Citation Style Language makes of the citation."""
    source = CiteProcJSON(json.loads(csl_json(citation)))
    data = Path(citeproc.__file__).parent / "data" / "styles"
    style = citeproc.CitationStylesStyle(str(data / "harvard-cite-them-right.csl"), validate=False)
    bibliography = citeproc.CitationStylesBibliography(style, source, citeproc.formatter.plain)
    bibliography.register(citeproc.Citation([citeproc.CitationItem(citation.id)]))
    (entry,) = bibliography.bibliography()
    return str(entry)


def test_a_statement_with_all_that_is_known_of_it() -> None:
    data = quote(
        medium="speech", event=Link("NATO briefing", ""), place=Link("Brussels", ""), sources=(SOURCE,),
        sort_names=("Rutte, Mark",),
    )  # fmt: skip
    found = cited(data)
    note = (
        "Source: Statement, NATO, 29 October 2024, p. 3, https://nato.example/s?a=1&b=2, "
        "archived copy: https://archive.example/s, accessed 2 January 2025"
    )
    assert plain_citation(found) == (
        "Mark Rutte, NATO Secretary General: “Today, I can confirm…” Speech, NATO briefing, Brussels, "
        f"28 October 2024. IPSE, {HERE}quotes/rutte/. {note}."
    )
    assert in_bibtex(found) == {
        "author": "{Rutte}, {Mark}",
        "title": "{“Today, I can confirm…”}",
        "howpublished": "Speech, NATO briefing, Brussels",
        "year": "2024",
        "month": "oct",
        "day": "28",
        "organization": "{IPSE}",
        "url": f"{HERE}quotes/rutte/",
        "language": "en",
        "note": note.replace("&", r"\&"),
    }
    assert in_ris(found) == {
        "type_of_reference": "GEN",
        "id": "rutte",
        "authors": ["Rutte, Mark"],
        "title": "“Today, I can confirm…”",
        "year": "2024",
        "date": "2024/10/28/",
        "type_of_work": "Speech",
        "secondary_title": "NATO briefing",
        "place_published": "Brussels",
        "language": "en",
        "name_of_database": "IPSE",
        "urls": [f"{HERE}quotes/rutte/"],
        "notes": [note],
    }
    assert in_csl(found) == {
        "id": "rutte",
        "type": "speech",
        "title": "“Today, I can confirm…”",
        "author": [{"family": "Rutte", "given": "Mark"}],
        "issued": {"date-parts": [[2024, 10, 28]]},
        "genre": "Speech",
        "event-title": "NATO briefing",
        "event-place": "Brussels",
        "archive": "IPSE",
        "URL": f"{HERE}quotes/rutte/",
        "language": "en",
        "note": note,
    }


def test_a_style_sets_the_citation() -> None:
    found = styled(cited(quote(medium="speech", sort_names=("Rutte, Mark",))))
    assert "Rutte" in found
    assert "2024" in found
    assert "Today, I can confirm" in found


@pytest.mark.parametrize("status", ["disputed", "retracted", "misattributed"])
def test_a_style_sets_the_status_of_a_false_quote(status: str) -> None:
    assert f"[{status.capitalize()}" in styled(of(status=status))


def test_a_name_is_parted_only_where_the_archive_says_how() -> None:
    assert in_csl(cited(quote()))["author"] == [{"literal": "Mark Rutte"}]
    assert in_csl(cited(quote(sort_names=("Xi Jinping",))))["author"] == [{"literal": "Mark Rutte"}]
    assert in_ris(cited(quote()))["authors"] == ["Mark Rutte"]


def test_bodies_and_states_are_authors_as_they_are_called() -> None:
    data = quote(card(signed=(RUTTE, NATO, NORWAY)), sort_names=("Rutte, Mark", "Alliance, the", ""))
    found = cited(data)
    assert in_csl(found)["author"][1:] == [{"literal": "NATO, the Alliance and others"}, {"literal": "Norway"}]
    assert in_bibtex(found)["author"] == "{Rutte}, {Mark} and {NATO, the Alliance and others} and {Norway}"
    assert in_ris(found)["authors"] == ["Rutte, Mark", "NATO the Alliance and others", "Norway"]
    assert plain_citation(found).startswith("Mark Rutte, NATO, the Alliance and others, Norway: “")


def test_co_authors_are_parted_by_bibtex_as_we_mean_it() -> None:
    data = quote(card(signed=(RUTTE, NATO, NORWAY)), sort_names=("Rutte, Mark", "", ""))
    library = parse_string(bibtex(cited(data)), append_middleware=[SeparateCoAuthors()])
    assert library.entries[0]["author"] == ["{Rutte}, {Mark}", "{NATO, the Alliance and others}", "{Norway}"]


@pytest.mark.parametrize(
    ("kind", "role", "authors", "opening"),
    [
        ("unnamed", "an official", [{"literal": "an official"}], "Unnamed speaker, an official: "),
        ("unnamed", "", None, "Unnamed speaker: "),
        ("unknown", "", None, "Unknown speaker: "),
    ],
)
def test_nobody_is_cited_as_nobody(kind: Any, role: str, authors: Any, opening: str) -> None:
    found = of(signed=(Signed(kind, "", "", role, "", FACE),))
    assert in_csl(found).get("author") == authors
    assert plain_citation(found).startswith(opening)


@pytest.mark.parametrize("status", ["disputed", "retracted"])
def test_a_doubtful_quote_is_never_cited_without_its_status(status: str) -> None:
    found = cited(quote(card(status=status), status_note=("<p>No record has it.</p>",)))
    word = status.capitalize()
    for title in (found.title, in_bibtex(found)["title"], in_ris(found)["title"], in_csl(found)["title"]):
        assert f"[{word}] “" in title
    assert f"{word}: Mark Rutte. No record has it." in plain_citation(found)


def test_a_misattributed_quote_is_cited_as_of_who_really_said_it() -> None:
    said_by = Link("Jan Peter Balkenende", "/archive/authors/balkenende/")
    found = cited(quote(card(status="misattributed", said_by=said_by), sort_names=("Rutte, Mark",)))
    assert found.title.startswith("[Misattributed to Mark Rutte] “")
    assert in_csl(found)["author"] == [{"literal": "Jan Peter Balkenende"}]
    assert "author" not in in_csl(of(status="misattributed"))
    assert "Really said by Jan Peter Balkenende." in plain_citation(found)


@pytest.mark.parametrize(
    ("date", "csl", "year", "in_words"),
    [
        ("2024", {"date-parts": [[2024]]}, "2024", "2024"),
        ("2024-10", {"date-parts": [[2024, 10]]}, "2024", "October 2024"),
        ("0476-09-04", {"date-parts": [[476, 9, 4]]}, "0476", "4 September 476"),
        ("2024-10-28T14:30:00Z", {"date-parts": [[2024, 10, 28]]}, "2024", "28 October 2024, 14:30 UTC"),
        ("2024-10~", {"date-parts": [[2024, 10]], "circa": True}, "about October 2024", "about October 2024"),
        ("2024?", {"date-parts": [[2024]], "circa": True}, "perhaps 2024", "perhaps 2024"),
    ],
)
def test_a_date_is_as_precise_as_it_is_known(date: str, csl: object, year: str, in_words: str) -> None:
    found = cited(quote(card(pronounced=parse_date(date)), medium="speech"))
    assert in_csl(found)["issued"] == csl
    assert in_bibtex(found)["year"] == year
    assert in_words in plain_citation(found)
    is_exact = year.isdigit()
    assert ("year" in in_ris(found)) is is_exact
    assert ([in_words] == in_ris(found).get("notes")) is not is_exact


@pytest.mark.parametrize("date", ["2024-10/2024-12", "../2024-10-28"])
def test_a_date_between_two_is_told_in_words(date: str) -> None:
    found = of(pronounced=parse_date(date))
    words = INTERFACE.date(parse_date(date))
    assert in_csl(found)["issued"] == {"literal": words}
    assert in_bibtex(found)["year"] == words
    assert in_ris(found)["notes"] == [words]


def test_no_date_is_made_up() -> None:
    found = of(pronounced=parse_date("unknown"))
    assert "issued" not in in_csl(found)
    assert not {"year", "month", "day"} & in_bibtex(found).keys()
    assert not {"year", "date", "notes"} & in_ris(found).keys()


def test_a_translation_names_its_original_and_its_translator() -> None:
    data = quote(card(fidelity="translated"), original=Original("nl", (), translator="Anna de Vries"))
    found = cited(data)
    assert in_csl(found)["translator"] == [{"literal": "Anna de Vries"}]
    assert in_bibtex(found)["translator"] == "{Anna de Vries}"
    assert "Translated from Dutch." in plain_citation(found)


def test_reported_speech_has_no_quotation_marks() -> None:
    found = of(fidelity="indirect")
    assert found.title == "Today, I can confirm…"
    assert "Reported speech." in plain_citation(found)


def test_a_document_has_its_own_title_and_the_marks_are_those_of_the_language() -> None:
    assert of(title="Joint statement").title == "Joint statement"
    assert of(language="de").title == "„Today, I can confirm…“"


def test_what_latex_would_take_for_itself_is_escaped() -> None:
    title = cited(quote(), title=r"50% of $5 & #1 _x_ {y} ~z^2 \input")
    assert in_bibtex(title)["title"] == (
        r"{“50\% of \$5 \& \#1 \_x\_ \textbraceleft{}y\textbraceright{} \textasciitilde{}z\textasciicircum{}2 "
        r"\textbackslash{}input”}"
    )


def test_every_line_of_ris_is_a_tag_with_its_value() -> None:
    lines = ris(cited(quote(sources=(SOURCE,)), title="One\nTY  - HACK\r\nER  - ")).split("\r\n")
    assert lines[0] == "TY  - GEN"
    assert lines[-2:] == ["ER  - ", ""]
    assert all(line[2:6] == "  - " for line in lines[:-1])
    assert sum(line.startswith("TY") for line in lines) == 1


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_in_its_field(text: str) -> None:
    check_any(text, text, text)


@given(TEXTS, TEXTS, TEXTS)
def test_any_text_comes_out_as_it_went_in(words: str, name: str, place: str) -> None:
    check_any(words, name, place)


def check_any(words: str, name: str, place: str) -> None:
    """Every format holds these texts in their fields, and nothing else comes of them."""
    signed = Signed("entity", name, "/archive/entities/x/", "", "", FACE)
    found = cited(quote(card(title=words, signed=(signed,)), place=Link(place, ""), sort_names=("",)))
    title = one_line(words) or "“Today, I can confirm…”"
    assert in_csl(found).get("title", "") == found.title
    assert in_csl(found).get("author", []) == ([{"literal": one_line(name)}] if one_line(name) else [])
    assert in_csl(found).get("event-place", "") == one_line(place)
    assert found.title in {title, one_line(words)}
    entry = in_bibtex(found)
    assert set(entry) <= {
        "author", "title", "howpublished", "year", "month", "day", "organization", "url", "language",
    }  # fmt: skip
    assert all(value.count("{") == value.count("}") for value in entry.values())
    record = in_ris(found)
    assert record.get("place_published", "") == one_line(place).strip()
    assert {key for key in record if key.startswith("unknown")} == set()

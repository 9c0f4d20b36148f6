"""Sources, shared or written inside a quote."""

import pytest

from ipsegen.model.context import Context
from ipsegen.model.quote import Quote
from ipsegen.model.source import Source, SourceDetails
from tests.model.builders import places, quote_text, read, record

SHARED = "content/sources/briefing.yaml"
LINK = "https://nato.example/1"


def sources(value: str) -> tuple[SourceDetails | str, ...]:
    return record(Quote, "content/quotes/x.yaml", quote_text(source=value)).sources


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("briefing", ("briefing",)),
        (f"{{url: '{LINK}'}}", (SourceDetails(url=LINK),)),
        (
            f"[briefing, {{title: Transcript, url: '{LINK}'}}]",
            ("briefing", SourceDetails(title="Transcript", url=LINK)),
        ),
        ("{title: Memoirs, locator: p. 12, kind: primary}", (
            SourceDetails(title="Memoirs", locator="p. 12", kind="primary"),
        )),
    ],
)  # fmt: skip
def test_a_source_is_named_or_written_out(value: str, expected: tuple[SourceDetails | str, ...]) -> None:
    assert sources(value) == expected


def test_a_shared_source_has_the_same_keys() -> None:
    text = f"title: Briefing\nurl: {LINK}\npublished: 2024-10\naccessed: 2025-01-20\nlanguage: EN\n"
    found = record(Source, SHARED, text)
    assert (found.id, found.title, found.language) == ("briefing", "Briefing", "en")


@pytest.mark.parametrize(
    ("path", "text", "place", "severity"),
    [
        (SHARED, "publisher: NATO\n", (1, 1, "missing-key"), "error"),
        (SHARED, "# who?\ntitle: Briefing\n", (2, 1, "source-without-address"), "warning"),
        ("content/quotes/x.yaml", quote_text(source="{title: Briefing}"), (5, 10, "source-without-address"), "warning"),
        ("content/quotes/x.yaml", quote_text(source="{publisher: NATO}"), (5, 10, "missing-key"), "error"),
        (
            "content/contexts/x.yaml",
            "title: Troops\nsources:\n  - id: a\n    publisher: NATO\n",
            (3, 5, "missing-key"),
            "error",
        ),
        (
            "content/contexts/x.yaml",
            "title: Troops\nsources:\n  - {id: a, title: Briefing}\n",
            (3, 6, "source-without-address"),
            "warning",
        ),
    ],
)
def test_a_source_that_cannot_be_found_again_is_reported_wherever_it_stands(
    path: str, text: str, place: tuple[int, int, str], severity: str
) -> None:
    _, problems = read(path, text)
    assert places(problems) == [place]
    assert problems[0].severity == severity
    assert problems[0].hint


def test_the_sources_of_a_context_have_ids_for_notes() -> None:
    text = f"title: Troops\nsources:\n  - id: article\n    url: {LINK}\n"
    found = record(Context, "content/contexts/x.yaml", text)
    assert [(source.id, source.url) for source in found.sources] == [("article", LINK)]


def test_an_address_alone_is_almost_a_source() -> None:
    _, problems = read("content/quotes/x.yaml", quote_text(source=LINK))
    assert problems[0].hint == f"write {{url: {LINK}}}"

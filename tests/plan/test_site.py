"""The plan of a whole edition: what stands on which page, and what nowhere."""

from datetime import UTC, datetime

from ipsegen.plan.edition import Edition
from ipsegen.plan.pages import ContextData, GroupsData, IndexData, Page, QuoteData, SubjectData
from ipsegen.plan.site import routes_of
from ipsegen.plan.values import CardKey, FragmentPiece, LinkPiece
from tests.model.builders import archive, quote_text
from tests.plan.planning import Planned, plan_all

NOW = datetime(2025, 1, 21, 18, tzinfo=UTC)
CONTEXT = "title: The engine\nsummary: What happened.\n"
ANN = "name: Ann\n"


def plan(files: dict[str, str]) -> Planned:
    """The plan of a site with these files below content/, by path."""
    return plan_all(archive(files), NOW)


def page(found: Planned, folder: str) -> Page:
    return next(page for page in found.pages if page.folder == folder)


def said(**keys: str | None) -> str:
    return quote_text(**{"author": "ann", **keys})


def test_what_an_author_said_falsely_is_marked_where_only_its_words_stand() -> None:
    false = said(status="misattributed", status_note="Made up.", contexts="[c]")
    digest = "title: C\nsummary: 'See [[quote:q|\"We.\"]] and [[quote:q|that]].'\ntimeline: [{date: 2024, quote: q}]\n"
    found = plan({"authors/ann.yaml": ANN, "contexts/c.yaml": digest, "quotes/q.yaml": false})
    data = page(found, "contexts/c").data
    assert isinstance(data, ContextData)
    assert data.digest is not None
    marked = [piece.status for piece in data.digest.summary if isinstance(piece, FragmentPiece | LinkPiece)]
    assert marked == ["misattributed", "misattributed"]
    assert data.digest.timeline[0].quote is not None
    assert data.digest.timeline[0].quote.status == "misattributed"
    assert page(found, "quotes/q").status == "misattributed"


def test_a_removed_quote_is_named_by_nothing_but_its_id() -> None:
    removed = said(
        text=None, status="removed", status_note="By order.", title="Secret", mentions="['country:jp']", aliases="[old]"
    )
    about = "---\ntitle: About\n---\nSee [[quote:gone]].\n"
    found = plan({"authors/ann.yaml": ANN, "quotes/gone.yaml": removed, "pages/about.md": about})
    assert [redirect.label for redirect in found.redirects] == ["gone"]
    assert "Secret" not in repr(found)
    assert not [page for page in found.pages if page.folder.startswith("countries/jp")]


def test_groups_stand_in_the_order_of_the_site() -> None:
    first, second = said(pronounced="2020", contexts="[c]"), said(pronounced="2021", contexts="[c]")
    found = plan({"authors/ann.yaml": ANN, "contexts/c.yaml": CONTEXT, "quotes/a.yaml": first, "quotes/b.yaml": second})
    data = page(found, "contexts/c/authors").data
    assert isinstance(data, GroupsData)
    assert [[card.quote for card in group.said.cards] for group in data.groups] == [["b", "a"]]


def test_a_large_context_has_as_many_cards_in_its_groups_as_a_page_can_hold_then_links() -> None:
    authors = {f"authors/{name}.yaml": f"name: {name.title()}\n" for name in ("ann", "bea", "cid")}
    quotes = {
        f"quotes/{author}-{number}.yaml": said(author=author, pronounced=f"20{number % 90 + 10}", contexts="[c]")
        for author, count in (("ann", 250), ("bea", 30), ("cid", 2))
        for number in range(count)
    }
    data = page(plan({**authors, "contexts/c.yaml": CONTEXT, **quotes}), "contexts/c/authors").data
    assert isinstance(data, GroupsData)
    shown = [(group.total, len(group.said.cards), len(group.said.links), group.said.left) for group in data.groups]
    assert shown == [(250, 24, 194, 32), (30, 24, 6, 0), (2, 2, 0, 0)]
    assert not any(group.flagged.cards for group in data.groups)


def test_flagged_quotes_stand_apart_in_the_order_of_the_site() -> None:
    keys = {"status": "disputed", "status_note": "By whom?"}
    quotes = {f"quotes/{year}.yaml": said(pronounced=str(year), **keys) for year in (2020, 2021)}
    data = page(plan({"authors/ann.yaml": ANN, **quotes}), "authors/ann").data
    assert isinstance(data, SubjectData)
    assert [card.quote for card in data.flagged] == ["2021", "2020"]
    assert data.quotes.total == 0


def test_a_draft_makes_no_country() -> None:
    found = plan({"contexts/c.yaml": "title: C\nsummary: '[[country:br]]'\ndraft: true\n"})
    data = page(found, "countries").data
    assert isinstance(data, IndexData)
    assert data.total == 0


def test_a_quote_page_shows_the_whole_text_beside_its_excerpt() -> None:
    found = plan({"authors/ann.yaml": ANN, "quotes/q.yaml": said(text="One two three.", excerpt="two")})
    data = page(found, "quotes/q").data
    assert isinstance(data, QuoteData)
    assert (data.card.text, data.card.is_excerpt) == (("One two three.",), False)
    author = page(found, "authors/ann").data
    assert isinstance(author, SubjectData)
    assert [card for group in author.quotes.groups for card in group.cards] == [CardKey("q", "two")]


def test_a_kind_whose_template_is_empty_is_left_out() -> None:
    files = {"authors/ann.yaml": ANN, "quotes/q.yaml": said()}
    whole, less = plan_all(archive(files), NOW), plan_all(archive(files), NOW, {"mentions.html", "feed.xml"})
    gone = {page.folder for page in whole.pages} - {page.folder for page in less.pages}
    assert gone == {"authors/ann/mentions"}
    assert whole.feeds
    assert not less.feeds


def test_every_page_stands_in_a_folder_of_its_own() -> None:
    quotes = {f"quotes/{n}.yaml": said(pronounced="2024", mentions="['author:ann']") for n in range(151)}
    found = plan({"authors/ann.yaml": ANN, **quotes})
    folders = [page.folder for page in found.pages]
    assert len(folders) == len(set(folders))
    for folder in ("authors/ann", "authors/ann/mentions", "quotes", "dates/2024"):
        pages = [found for found in folders if found.startswith(f"{folder}/page/")]
        assert pages == [f"{folder}/page/{number}" for number in (1, 2, 3)]


def test_quotes_are_made_by_date_unless_their_pages_show_their_neighbours_in_a_context() -> None:
    filed = {"a": ("2024-03-01", "c"), "b": ("2024-01-01", "d"), "e": ("2024-02-01", "c"), "f": ("2024-04-01", "d")}
    quotes = {f"quotes/{key}.yaml": said(pronounced=day, contexts=f"[{name}]") for key, (day, name) in filed.items()}
    known = archive({"authors/ann.yaml": ANN, "contexts/c.yaml": CONTEXT, "contexts/d.yaml": CONTEXT, **quotes})

    def order(*shown: str) -> list[str]:
        edition = Edition(known, NOW, "https://ipse.example/", frozenset(shown))
        return [route.id for route in routes_of(edition) if route.kind == "quote"]

    assert order() == ["b", "e", "a", "f"]
    assert [filed[key][1] for key in order("in_contexts")] in (["c", "c", "d", "d"], ["d", "d", "c", "c"])

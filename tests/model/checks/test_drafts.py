"""What is published does not depend on what is not."""

import pytest

from .scenario import check

DRAFTS = {
    "quotes": {"q": "draft: true"},
    "contexts": {"c": "draft: true"},
    "pages": {"p": "draft: true"},
}


@pytest.mark.parametrize(
    ("folder", "text", "column"),
    [
        ("quotes", "replies_to: [q]", 14),
        ("quotes", "contexts: [c]", 12),
        ("quotes", "note: By [[page:p]].", 7),
        ("contexts", "related: [c]", 11),
        ("contexts", "go_deeper: [page:p]", 13),
        ("authors", "description: Said [[quote:q]].", 14),
    ],
)
def test_a_draft_that_something_published_refers_to(folder: str, text: str, column: int) -> None:
    records = {**DRAFTS, folder: {**DRAFTS.get(folder, {}), "x": text}}
    (problem,) = check("refers-to-draft", f"{folder}/x:1:{column}", records=records)
    assert "take 'draft: true' out of content/" in problem.hint
    if folder != "authors":
        drafts = {**records[folder], "x": f"{text}\ndraft: true"}
        check("", records={**records, folder: drafts})


def test_the_menu_and_pages_refer_to_no_draft() -> None:
    check("refers-to-draft", "site:1:8", site="menu: [p]", pages=DRAFTS["pages"])
    check("refers-to-draft", "pages/x:4:1", pages={**DRAFTS["pages"], "x": "---\n[[page:p]]"})

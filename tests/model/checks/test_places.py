"""Where faults stand in files that could not be read in whole."""

from .scenario import check

UNREAD = frozenset({"bad-reference", "bad-id", "wrong-type", "empty-value", "unknown-value"})


def test_items_are_counted_as_they_are_written() -> None:
    # The first and third item cannot be read, so the record does not have them.
    text = "mentions: [Ada, author:x, '', author:y]"
    check("unknown-author", "quotes/a:1:17", "quotes/a:1:31", quotes={"a": text}, beside=UNREAD)
    text = "contexts:\n  - {context: Bad Id}\n  - context: x\n  - [y]\n  - z"
    check("unknown-context", "quotes/a:3:14", "quotes/a:5:5", quotes={"a": text}, beside=UNREAD)
    text = "authors: [Ada Lovelace, {author: x, on_behalf_of: [nato, entity:y]}]"
    check("unknown-author", "quotes/a:1:34", quotes={"a": text}, beside=UNREAD | {"unknown-entity"})
    check("unknown-entity", "quotes/a:1:58", quotes={"a": text}, beside=UNREAD | {"unknown-author"})


def test_each_flaw_of_a_body_has_its_own_place() -> None:
    body = "<b>One</b>, `<b>` and ``a`<b>``\n<b>two</b>"
    places = "pages/a:4:1", "pages/a:4:7", "pages/a:5:1", "pages/a:5:7"
    check("raw-html", *places, pages={"a": f"---\n{body}"})


def test_a_body_of_very_many_faults() -> None:
    """The first hundred stand at their places; the rest are counted."""
    body = "\n\n".join(["[[author:x]] and [[author:x|him]]"] * 2_000)
    rest = frozenset({"too-many-problems"})
    problems = check("unknown-author", *_places(50), pages={"a": f"---\n{body}"}, beside=rest)
    assert problems[-1].line == 4 + 2 * 49


def _places(count: int) -> list[str]:
    return [f"pages/a:{4 + 2 * index}:{column}" for index in range(count) for column in (1, 18)]

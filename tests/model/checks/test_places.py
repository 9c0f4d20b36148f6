"""Where faults stand in files that could not be read in whole."""

from ipsegen.load.documents import load_document
from ipsegen.load.nodes import Body
from ipsegen.model.faults import BodyPlaces, Fault, locate, locate_all

from .scenario import check

UNREAD = frozenset({"bad-reference", "bad-id", "wrong-type", "empty-value", "unknown-value"})


def test_items_are_counted_as_they_are_written() -> None:
    # The first and third item cannot be read, so the record does not have them.
    text = "mentions: [Ada, author:x, '', author:y]"
    check("unknown-author", "quotes/a:1:17", "quotes/a:1:31", quotes={"a": text}, beside=UNREAD)
    text = "contexts:\n  - {context: Bad Id}\n  - context: x\n  - [y]\n  - z"
    check("unknown-context", "quotes/a:3:14", "quotes/a:5:5", quotes={"a": text}, beside=UNREAD)
    text = "authors: [Ada Lovelace, {author: x, on_behalf_of: [nato, entity:y]}]"
    places = "quotes/a:1:34", "quotes/a:1:58"
    check_codes = UNREAD | {"unknown-author"}
    check("unknown-entity", places[1], quotes={"a": text}, beside=check_codes)
    check("unknown-author", places[0], quotes={"a": text}, beside=UNREAD | {"unknown-entity"})

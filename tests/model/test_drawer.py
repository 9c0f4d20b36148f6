"""Records that share what they say alike are the same records."""

from collections.abc import Mapping

from hypothesis import given, settings

from ipsegen.model.drawer import Drawer
from ipsegen.model.filing import file_quote
from tests.model.changing import archives, site_of


@given(archives)
@settings(deadline=None)
def test_what_was_put_into_a_drawer_is_what_it_was(quotes: Mapping[str, Mapping[str, str]]) -> None:
    drawer, records = Drawer(), site_of(quotes)
    for quote in records.quotes.values():
        filing = file_quote(quote, records.authors, records.entities)
        assert drawer.quote(quote) == quote
        assert drawer.filing(filing) == filing


def test_what_two_quotes_say_alike_is_one_value() -> None:
    drawer = Drawer()
    one, other = map(drawer.quote, site_of({"q1": {}, "q2": {}}).quotes.values())
    assert one.pronounced is other.pronounced
    assert one.signatures is other.signatures

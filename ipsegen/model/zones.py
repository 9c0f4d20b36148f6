"""Time zones by name.

Owns which names are zones (IANA tz database). Does not convert anything.
"""

import zoneinfo

from ipsegen.load.nodes import Node
from ipsegen.model.field_types import Line
from ipsegen.model.reading import FieldType, Reader
from ipsegen.model.suggest import did_you_mean


class ZoneName(FieldType[str]):
    """A name of the IANA tz database."""

    label = "a time zone such as UTC or Europe/Oslo"

    def read(self, node: Node, reader: Reader) -> str | None:
        """The name."""
        text = Line().read(node, reader)
        if text is None or text in zoneinfo.available_timezones():
            return text
        hint = did_you_mean(text, zoneinfo.available_timezones()) or f"write {self.label}"
        reader.fault(node, "unknown-value", f"no time zone '{text}'", hint)
        return None

    def schema(self) -> dict[str, object]:
        """Any string that is not empty."""
        return Line().schema()

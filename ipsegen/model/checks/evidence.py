"""What a check may look at.

Owns the arguments that every check takes. Does not check anything.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime

import msgspec

from ipsegen.load.pictures import Picture
from ipsegen.model.faults import Fault
from ipsegen.model.records import Records


class Evidence(msgspec.Struct, frozen=True):
    """All records of a site (drafts included), its pictures by path from `content/media/`, and the moment of the build."""

    records: Records
    pictures: Mapping[str, Picture]
    now: datetime


Check = Callable[[Evidence], Iterator[Fault]]

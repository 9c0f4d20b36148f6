"""What came of a trial.

Owns how tries and faults are counted and shown. Does not know what is tried.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, TypeVar

T = TypeVar("T")
_SHOWN: Final = 10


@dataclass
class Outcome:
    """The tries of one trial: how many, what they came to, and what was not as promised."""

    name: str
    tries: int = 0
    ends: Counter[str] = field(default_factory=Counter)
    """How the tries ended, each in a few words."""
    faults: list[str] = field(default_factory=list)

    def count(self, end: str, *faults: str) -> None:
        """One more try."""
        self.tries += 1
        self.ends[end] += 1
        self.faults += [f"{end}: {fault}" for fault in faults]

    def shown(self, seconds: float) -> str:
        """The outcome as text: a line, how the tries ended, and the first faults."""
        lines = [f"{self.name}: {self.tries:,} tries, {len(self.faults)} faults, {seconds:.0f} s"]
        lines += [f"  {count:>9,}  {end}" for end, count in sorted(self.ends.items())]
        lines += [f"  FAULT {fault}" for fault in self.faults[:_SHOWN]]
        if len(self.faults) > _SHOWN:
            lines.append(f"  … and {len(self.faults) - _SHOWN} more")
        return "\n".join(lines)


def some(all_of_them: Sequence[T], count: int) -> Sequence[T]:
    """`count` of them, from the first to near the last; 0: all."""
    if not 0 < count < len(all_of_them):
        return all_of_them
    return [all_of_them[number * len(all_of_them) // count] for number in range(count)]

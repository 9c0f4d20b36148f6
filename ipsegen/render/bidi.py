"""In which direction the letters of a paragraph run.

Owns the implicit part of the Unicode Bidirectional Algorithm (UAX 9): levels from the letters themselves, and the order
of runs in a line. Control characters that embed or isolate are not known: text that is set here has none. Does not know
fonts, nor where a line ends.
"""

import unicodedata
from collections.abc import Sequence
from itertools import groupby
from typing import Final

_NEUTRAL: Final = frozenset({"B", "S", "WS", "ON"})
_EXPLICIT: Final = frozenset({"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"})
_STRONG: Final = frozenset({"L", "R", "AL"})


def levels_of(text: str, base: int) -> list[int]:
    """The embedding level of each character of a paragraph whose own level is `base`: 0 for left to right, else 1.

    Rules W1 to W7, N1, N2, I1 and I2 of UAX 9; brackets are neutral as all punctuation is (N0 is left out).
    """
    types = _resolved_neutrals(_resolved_weak([_type_of(character) for character in text], base), base)
    return [base + _step(found, base) for found in types]


def in_visual_order(levels: Sequence[int]) -> list[int]:
    """The indexes of the runs of a line from left to right (rule L2); `levels` are those of the runs."""
    order = list(range(len(levels)))
    for level in range(max(levels, default=0), 0, -1):
        start = 0
        for is_high, group in groupby([levels[index] >= level for index in order]):
            end = start + len(list(group))
            if is_high:
                order[start:end] = order[start:end][::-1]
            start = end
    return order


def _type_of(character: str) -> str:
    found = unicodedata.bidirectional(character) or "L"
    return "BN" if found in _EXPLICIT else found


def _step(found: str, base: int) -> int:
    """Rules I1 and I2: how far above the paragraph's level a letter stands."""
    if base % 2 == 0:
        return {"L": 0, "R": 1}.get(found, 2)
    return 0 if found == "R" else 1


def _resolved_weak(types: list[str], base: int) -> list[str]:
    """Rules W1 to W7: numbers, and what stands among them."""
    start = "R" if base % 2 else "L"
    previous = strong = start
    for index, found in enumerate(types):
        if found in {"NSM", "BN"}:
            types[index] = previous  # W1, and X9 for what is invisible
        elif found == "EN" and strong == "AL":
            types[index] = "AN"  # W2
        elif found in _STRONG:
            strong = found
        previous = types[index]
    types = ["R" if found == "AL" else found for found in types]  # W3
    _join_separators(types)
    _join_terminators(types)
    strong = start
    for index, found in enumerate(types):
        if found in {"ES", "CS", "ET"}:
            types[index] = "ON"  # W6
        elif found in {"L", "R"}:
            strong = found
        elif found == "EN" and strong == "L":
            types[index] = "L"  # W7
    return types


def _join_separators(types: list[str]) -> None:
    """Rule W4: one separator between two numbers of a kind is part of them."""
    for index in range(1, len(types) - 1):
        before, found, after = types[index - 1 : index + 2]
        if before == after == "EN" and found in {"ES", "CS"}:
            types[index] = "EN"
        elif before == after == "AN" and found == "CS":
            types[index] = "AN"


def _join_terminators(types: list[str]) -> None:
    """Rule W5: signs of currency and the like beside a number are part of it."""
    start = 0
    for found, group in groupby(list(types)):
        end = start + len(list(group))
        beside = {types[start - 1] if start else "", types[end] if end < len(types) else ""}
        if found == "ET" and "EN" in beside:
            types[start:end] = ["EN"] * (end - start)
        start = end


def _resolved_neutrals(types: list[str], base: int) -> list[str]:
    """Rules N1 and N2: what has no direction takes that of both its sides, or that of the paragraph."""
    own = "R" if base % 2 else "L"
    start = 0
    for is_neutral, group in groupby([found in _NEUTRAL for found in types]):
        end = start + len(list(group))
        if is_neutral:
            before = _side(types[start - 1]) if start else own
            after = _side(types[end]) if end < len(types) else own
            types[start:end] = [before if before == after else own] * (end - start)
        start = end
    return types


def _side(found: str) -> str:
    """Numbers count as right to left for what stands beside them."""
    return "L" if found == "L" else "R"

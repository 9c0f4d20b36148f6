"""What libyaml says about a broken file → what an editor should do about it.

Owns the wording and the place of syntax errors. Does not parse. libyaml's own words are matched by their
beginnings (libyaml 0.2.5, scanner.c and parser.c).
"""

import re
from typing import Final, NamedTuple

from yaml.error import MarkedYAMLError

from ipsegen.diagnostics import Problem

_KEY_AND_VALUE: Final = re.compile(r"^(?P<lead>[ ]*(?:- +)*(?P<key>[^\s:#'\"\[\]{},]+):[ ]+)(?P<value>\S.*)$")
_ITEM: Final = re.compile(r"^(?P<lead>[ ]*(?:- +)+)(?P<value>\S.*)$")
_QUOTE: Final = "put the whole value in quotation marks"
_QUOTED_IN_HINT: Final = 60
"""Longer values are not repeated in a hint."""

_Place = tuple[int, int]


class _Fault(NamedTuple):
    """A parser's error and its text: `at` is where it stopped, `start` where the thing it read began."""

    problem: str
    context: str
    at: _Place
    start: _Place
    lines: list[str]

    def line(self, number: int) -> str:
        return self.lines[number - 1] if 0 < number <= len(self.lines) else ""

    @property
    def found(self) -> str:
        """The character at which the parser stopped; nothing at the end of a line or of the file."""
        return self.line(self.at[0])[self.at[1] - 1 : self.at[1]]


class _Finding(NamedTuple):
    place: _Place
    message: str
    hint: str
    code: str = "yaml-syntax"


def explain(file: str, text: str, error: MarkedYAMLError, unclosed: _Place | None) -> Problem:
    """Say what is behind a parser's error; its place is the value at fault where one can be named.

    `unclosed` is where the innermost `[` or `{` stands that was still open.
    """
    at = _mark(error.problem_mark) or _mark(error.context_mark) or (1, 1)
    start = _mark(error.context_mark) or at
    if unclosed is not None and "flow " in str(error.context or ""):
        start = unclosed
    fault = _Fault(str(error.problem or ""), str(error.context or ""), at, start, text.split("\n"))
    found = _of_value(fault) or _of_structure(fault)
    return Problem(file, *found.place, found.code, found.message, found.hint)


def _mark(mark: object) -> _Place | None:
    line, column = getattr(mark, "line", None), getattr(mark, "column", None)
    return (line + 1, column + 1) if isinstance(line, int) and isinstance(column, int) else None


def _of_value(fault: _Fault) -> _Finding | None:
    """Find the value or key that is wrong, as far as the parser's words name one."""
    problem, context = fault.problem, fault.context
    if problem.startswith("mapping values are not allowed"):
        return _stray_colon(fault)
    if problem.startswith("block sequence entries are not allowed"):
        hint = "put each '- ' on a line of its own below the key, or the value in quotation marks"
        return _Finding(fault.at, "a list cannot start on the line of its key", hint)
    if problem.startswith(("found character that cannot start any token", "mapping keys are not allowed")):
        return _bad_start(fault)
    if problem.startswith("did not find expected node content") and fault.found:
        return _bad_start(fault)
    if "quoted scalar" in context:
        return _quoted(fault)
    if "flow " in context:
        return _flow(fault)
    return _of_sign(fault)


def _of_sign(fault: _Fault) -> _Finding | None:
    """Find a sign that starts something which YAML has and an archive has not."""
    problem, context = fault.problem, fault.context
    if "directive" in context:
        return _Finding(fault.start, "a line cannot start with '%'", _QUOTE)
    if problem.startswith("found undefined tag handle") or "tag" in context:
        return _Finding(fault.start, "'!' starts a tag, and tags are not used here", _QUOTE, "yaml-tag")
    if "anchor" in context or "alias" in context:
        message = "'&' and '*' start anchors and aliases, which are not used here"
        return _Finding(fault.start, message, _QUOTE, "yaml-alias")
    if problem.startswith("did not find expected comment or line break"):
        hint = f"start the text on the next line; if it begins with '|' or '>' itself, {_QUOTE}"
        return _Finding(fault.start, "there are words behind the sign that starts a block of text", hint)
    return None


def _stray_colon(fault: _Fault) -> _Finding:
    line, column = fault.at
    match = _KEY_AND_VALUE.match(fault.line(line))
    if match is not None and match.end("lead") < column:
        hint = f"put it in quotation marks: {match['key']}: {_in_quotation_marks(match['value'])}"
        return _Finding((line, match.end("lead") + 1), "this value contains ': '", hint)
    hint = "indent the key like the keys around it; does the line above lack its ':' or its '|'?"
    return _Finding(fault.at, "a ':' stands where no key can be", hint)


def _in_quotation_marks(value: str) -> str:
    if len(value) > _QUOTED_IN_HINT:
        return '"…"'
    if '"' in value or "\\" in value:
        doubled = value.replace("'", "''")
        return f"'{doubled}'"
    return f'"{value}"'


def _bad_start(fault: _Fault) -> _Finding:
    if fault.found == "\t":
        return _tab(fault.at)
    hint = f"{_QUOTE}: {fault.found!r} at its start has a meaning of its own in YAML"
    return _Finding(fault.at, f"an unquoted value cannot start with {fault.found!r}", hint)


def _tab(place: _Place) -> _Finding:
    return _Finding(place, "a tab is used for indentation", "use spaces", "yaml-tab")


def _quoted(fault: _Fault) -> _Finding:
    if fault.problem.startswith(("found unexpected end of stream", "found unexpected document indicator")):
        return _Finding(fault.start, "this quotation mark is never closed", "close it, or use a | block")
    before = fault.line(fault.at[0])[: fault.at[1]]
    escape = fault.line(fault.at[0])[before.rfind("\\") :][:2]
    hint = "write \\\\ for a backslash, or use single quotation marks"
    return _Finding(fault.start, f"the escape {escape} in this value is not known or not complete", hint)


def _flow(fault: _Fault) -> _Finding:
    line, column = fault.start
    is_list = fault.line(line)[column - 1 :].startswith("[")
    opened, closed, what = ("[", "]", "list") if is_list else ("{", "}", "mapping")
    if fault.line(line)[column - 1 :].startswith("[["):
        hint = f"{_QUOTE}: a value that starts with [[ is a list of lists in YAML"
        return _Finding(fault.start, "this value starts with '[['", hint)
    if fault.at[0] == line and closed in fault.line(line)[fault.at[1] - 1 :]:
        return _Finding(fault.start, f"a ',' is missing in this {what}", f"write it before column {fault.at[1]}")
    hint = f"add '{closed}'; a value that only happens to start with '{opened}' goes in quotation marks"
    return _Finding(fault.start, f"this '{opened}' is never closed", hint)


def _of_structure(fault: _Fault) -> _Finding:
    """Find the line that is wrong: often it is the one before that at which the parser stopped."""
    line = fault.at[0]
    text = fault.line(line)
    if "\t" in text[: len(text) - len(text.lstrip())]:
        return _tab((line, text.index("\t") + 1))
    for number in (line, line - 1):
        broken = _broken_start(fault, number)
        if broken is not None:
            return broken
    cut = fault.line(line - 1).find(" #")
    if cut >= 0:
        message = "this ' #' starts a comment in the middle of an unquoted text"
        return _Finding((line - 1, cut + 2), message, f"{_QUOTE}, or write the text below a '|'")
    if fault.problem.startswith(("did not find expected key", "did not find expected '-' indicator")):
        hint = "indent it like them; a text of several lines goes below a '|'"
        return _Finding(fault.at, "this line does not belong to the keys above it", hint)
    if fault.problem.startswith("could not find expected ':'"):
        message = "a key without ':' and a value, or a text that lost its indentation"
        return _Finding(fault.start, message, "write 'key: value'; indent the lines of a text below its '|'")
    if fault.problem.startswith("did not find expected <document start>"):
        hint = "write 'key: value' lines only, with nothing between or behind them"
        return _Finding(fault.at, "the keys of this file have come to an end above", hint)
    return _Finding(fault.at, f"this is not YAML: {fault.problem}", "compare it with a file that works")


def _broken_start(fault: _Fault, line: int) -> _Finding | None:
    """Find a value that starts like a list or a quotation, with more behind it: `[[author:x]] said so`."""
    text = fault.line(line)
    match = _KEY_AND_VALUE.match(text) or _ITEM.match(text)
    if match is None:
        return None
    value, place = match["value"], (line, match.end("lead") + 1)
    stopped_inside = line == fault.at[0] and place[1] < fault.at[1]
    if value.startswith("[") and (stopped_inside or not value.endswith("]")):
        hint = f"{_QUOTE}: a value that starts with '[' is a list in YAML"
        return _Finding(place, "this value starts with '[' and goes on behind ']'", hint)
    if value[0] in "\"'" and (stopped_inside or not value.endswith(value[0])):
        hint = "put the whole value in the other kind of quotation marks, or below a '|'"
        return _Finding(place, "there are words behind the closing quotation mark", hint)
    return None

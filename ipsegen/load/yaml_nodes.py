"""YAML text → nodes, or the problems that make it unusable.

Owns which part of YAML an archive may use: one document, a mapping at its root, at most 32 levels, no key
twice, no anchors, aliases or tags; and every scalar as text (so Norway stays NO). Does not know what any key
means. The events of PyYAML's C parser are read one by one: its composer would recurse in C, and falls over at
deep nesting.
"""

import re
import unicodedata
from typing import Any, Final, NoReturn

import msgspec
import yaml
from yaml._yaml import CParser
from yaml.error import MarkedYAMLError

from ipsegen.diagnostics import Problem
from ipsegen.load.nodes import Mapping, Node, Scalar, Sequence, Style
from ipsegen.load.text import unfit_characters
from ipsegen.load.yaml_overlooked import Overlooked, before_word, behind_quotation, in_block, in_value
from ipsegen.load.yaml_syntax import explain

MAX_DEPTH: Final = 32
MAX_PROBLEMS: Final = 100

_STYLES: Final[dict[str | None, Style]] = {
    None: "plain", "": "plain", "'": "single", '"': "double", "|": "literal", ">": "folded",
}  # fmt: skip

_COMMENT: Final = re.compile(r"[ \t]+#")
_QUOTE: Final = "put the value in quotation marks"


class _UnusableError(Exception):
    """Ends the reading of one file: what follows could not be trusted."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def parse_mapping(file: str, text: str, *, first_line: int = 1) -> tuple[Mapping | None, list[Problem]]:
    """Read the mapping at the root of `text`, and all problems found on the way.

    The mapping is there if it can be used, even beside problems (a repeated key: the first one counts).
    `first_line` is the line of the file on which `text` starts: front matter does not start on line 1.
    """
    reader = _Reader(file, text, first_line)
    try:
        return reader.document(), reader.problems
    except _UnusableError as refused:
        return None, [*reader.problems, refused.problem]
    except MarkedYAMLError as error:
        problem = explain(file, text, error, reader.unclosed[-1] if reader.unclosed else None)
        moved = msgspec.structs.replace(problem, line=problem.line + first_line - 1)
        return None, [*reader.problems, moved]


class _Reader:
    """One pass over the events of one file."""

    def __init__(self, file: str, text: str, first_line: int) -> None:
        self.file = file
        self.text = text
        self.lines = text.split("\n")
        self.shift = first_line
        self.problems: list[Problem] = []
        self.unclosed: list[tuple[int, int]] = []
        self.indents = [-1]
        self.next: Any = CParser(text).get_event
        self.has_comments = " #" in text or "\t#" in text

    def document(self) -> Mapping:
        self.next()  # stream start
        event = self.next()
        if isinstance(event, yaml.StreamEndEvent):
            self.refuse_file("empty-file", "this file holds nothing", "write its keys, or delete it")
        root = self.node(self.next(), 1)
        self.end_of_document()
        if isinstance(root, Mapping):
            return root
        if isinstance(root, Scalar) and not root.text:
            self.refuse_file("empty-file", "this file holds nothing", "write its keys, or delete it")
        what = "a list" if isinstance(root, Sequence) else "a text"
        return self.refuse_file("not-a-mapping", f"this file is {what}", "write 'key: value' lines")

    def end_of_document(self) -> None:
        self.next()  # document end
        event = self.next()
        if not isinstance(event, yaml.StreamEndEvent):
            hint = "keep one file for each record"
            self.refuse(event, "several-documents", "a second document starts here", hint)

    def node(self, event: Any, depth: int) -> Node:
        if isinstance(event, yaml.AliasEvent):
            self.refuse(event, "yaml-alias", "'*' starts an alias, and aliases are not used here", _QUOTE)
        if event.anchor is not None:
            self.refuse(event, "yaml-alias", "'&' starts an anchor, and anchors are not used here", _QUOTE)
        if event.tag is not None:
            self.refuse(event, "yaml-tag", "'!' starts a tag, and tags are not used here", _QUOTE)
        if isinstance(event, yaml.ScalarEvent):
            return self.scalar(event)
        if depth > MAX_DEPTH:
            message = f"more than {MAX_DEPTH} levels of lists and mappings"
            self.refuse(event, "too-deep", message, "write it flatter")
        if isinstance(event, yaml.SequenceStartEvent):
            return self.sequence(event, depth)
        return self.mapping(event, depth)

    def scalar(self, event: Any) -> Scalar:
        mark = event.start_mark
        line, column = mark.line + self.shift, mark.column + 1
        style = _STYLES[event.style]
        value: str = event.value
        cut = style == "plain" and self.has_comments and self.is_cut(event)
        if style == "double":
            # All of them have one place, so each kind is named once.
            for unfit in {found._replace(offset=0): None for found in unfit_characters(value)}:
                if unfit.code == "too-many-marks":
                    self.refuse(event, unfit.code, unfit.message, unfit.hint)
                self.fault(line, column, unfit.code, unfit.message, unfit.hint)
        self.overlooked(self.overlooked_in(event, style))
        return Scalar(value, line, column, style, cut)

    def overlooked_in(self, event: Any, style: Style) -> Overlooked | None:
        start, end = event.start_mark, event.end_mark
        if style in {"literal", "folded"}:
            return in_block(self.lines, start.line + 1, start.column + 1)
        if style == "plain":
            # A value that is not there may be placed behind the last line.
            return before_word(self.lines, start.line + 1, start.column + 1) if event.value else None
        glued = behind_quotation(self.lines, end.line + 1, end.column + 1)
        return glued or in_value(self.lines, start.line + 1, end.line + 1, self.indents[-1])

    def overlooked(self, found: Overlooked | None) -> None:
        if found is not None:
            self.fault(found.line + self.shift - 1, found.column, "yaml-syntax", found.message, found.hint)

    def is_cut(self, event: Any) -> bool:
        """Whether a comment follows on the line on which an unquoted value ends."""
        return bool(event.value) and _COMMENT.match(self.text, event.end_mark.index) is not None

    def sequence(self, start: Any, depth: int) -> Sequence:
        items: list[Node] = []
        self.open(start)
        while not isinstance(event := self.next(), yaml.SequenceEndEvent):
            items.append(self.node(event, depth + 1))
        self.close(start, event)
        return Sequence(tuple(items), start.start_mark.line + self.shift, start.start_mark.column + 1)

    def mapping(self, start: Any, depth: int) -> Mapping:
        entries: list[tuple[Scalar, Node]] = []
        seen: dict[str, Scalar] = {}
        self.open(start)
        while not isinstance(event := self.next(), yaml.MappingEndEvent):
            key = self.node(event, depth + 1)
            value = self.node(self.next(), depth + 1)
            if not isinstance(key, Scalar):
                self.fault(key.line, key.column, "bad-key", "a key is a word", "write 'key: value'")
                continue
            if key.text == "<<" and key.style == "plain":
                self.merged(key)
                continue
            form = unicodedata.normalize("NFC", key.text)
            if form in seen:
                self.repeated(key, seen[form])
                continue
            seen[form] = key
            entries.append((key, value))
        self.close(start, event)
        mark = start.start_mark
        return Mapping(tuple(entries), mark.line + self.shift, mark.column + 1, bool(start.flow_style))

    def open(self, start: Any) -> None:
        if start.flow_style:
            self.unclosed.append((start.start_mark.line + 1, start.start_mark.column + 1))
        else:
            self.indents.append(start.start_mark.column)

    def close(self, start: Any, end: Any) -> None:
        if not start.flow_style:
            self.indents.pop()
            return
        self.unclosed.pop()
        if not self.unclosed:
            first, last = start.start_mark.line + 1, end.end_mark.line + 1
            self.overlooked(in_value(self.lines, first, last, self.indents[-1]))

    def merged(self, key: Scalar) -> None:
        message = "'<<' merges another mapping into this one, which is not done here"
        self.fault(key.line, key.column, "yaml-alias", message, "write the keys out")

    def repeated(self, key: Scalar, first: Scalar) -> None:
        alike = "" if key.text == first.text else " in another Unicode form"
        message = f"the key '{key.text}' stands here a second time{alike}; the first is on line {first.line}"
        self.fault(key.line, key.column, "duplicate-key", message, "keep one of the two")

    def fault(self, line: int, column: int, code: str, message: str, hint: str) -> None:
        problem = Problem(self.file, line, column, code, message, hint)
        if len(self.problems) == MAX_PROBLEMS:
            message = f"this file has more than {MAX_PROBLEMS} faults; the rest of it was not read"
            raise _UnusableError(msgspec.structs.replace(problem, code="too-many-problems", message=message))
        self.problems.append(problem)

    def refuse(self, event: Any, code: str, message: str, hint: str) -> NoReturn:
        mark = event.start_mark
        raise _UnusableError(Problem(self.file, mark.line + self.shift, mark.column + 1, code, message, hint))

    def refuse_file(self, code: str, message: str, hint: str) -> NoReturn:
        raise _UnusableError(Problem(self.file, 1, 1, code, message, hint))

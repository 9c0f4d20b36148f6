"""A file's bytes → a document of nodes.

Owns the way from bytes to nodes for `.yaml` and `.md` files alike, and where the front matter of a Markdown
file ends. Does not know kinds or keys.
"""

import re
from typing import NamedTuple

from ipsegen.diagnostics import Problem
from ipsegen.load.nodes import Body, Document, Mapping
from ipsegen.load.text import SUSPICIOUS, decode, problems_of_text

_FENCE = re.compile(r"^---[ \t]*$", re.MULTILINE)


class Loaded(NamedTuple):
    """What one file gave: a document if its keys could be read, and every problem met on the way."""

    document: Document | None
    problems: list[Problem]


def load_document(file: str, data: bytes) -> Loaded:
    """Read a `.yaml` file, or a `.md` file with front matter, by the ending of its name."""
    text = decode(file, data)
    if isinstance(text, Problem):
        return Loaded(None, [text])
    problems = problems_of_text(file, text)
    if any(problem.code == "too-many-marks" for problem in problems):
        return Loaded(None, problems)
    if problems:
        text = SUSPICIOUS.sub("\N{REPLACEMENT CHARACTER}", text)
    if file.endswith(".md"):
        return _markdown(file, text, problems)
    root, found = _parse(file, text)
    return Loaded(Document(file, root) if root is not None else None, problems + found)


def _markdown(file: str, text: str, problems: list[Problem]) -> Loaded:
    opening = _FENCE.match(text)
    if opening is None:
        problem = Problem(
            file, 1, 1, "no-front-matter", "this file does not start with front matter",
            "start it with '---', the keys one a line, and '---' again; the text goes below",
        )  # fmt: skip
        return Loaded(None, [*problems, problem])
    closing = _FENCE.search(text, opening.end() + 1)
    if closing is None:
        hint = "put '---' on a line below its last key"
        problem = Problem(file, 1, 1, "no-front-matter", "the front matter has no end", hint)
        return Loaded(None, [*problems, problem])
    front = text[opening.end() + 1 : closing.start()]
    root, found = _parse(file, front, first_line=2) if front.strip() else (Mapping((), 1, 1), [])
    body = Body(text[closing.end() + 1 :], text.count("\n", 0, closing.end()) + 2)
    return Loaded(Document(file, root, body) if root is not None else None, problems + found)


def _parse(file: str, text: str, first_line: int = 1) -> tuple[Mapping | None, list[Problem]]:
    # Here and not above: PyYAML takes long to load, and a process that meets plain YAML alone has no need of it.
    from ipsegen.load.yaml_nodes import parse_mapping

    return parse_mapping(file, text, first_line=first_line)


def source_lines(data: bytes) -> list[str]:
    """Split a file into lines as its problems count them; none if it is not UTF-8."""
    text = decode("", data)
    return [] if isinstance(text, Problem) else text.split("\n")

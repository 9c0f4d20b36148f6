"""Problems as SARIF 2.1.0 (OASIS), which code scanning of forges and many editors take.

Owns how a problem becomes a result and an entry of the catalogue a rule. Does not know where it is written to.
"""

import json
from collections.abc import Iterable
from typing import Final
from urllib.parse import quote

from ipsegen import __version__
from ipsegen.diagnostics import Problem, encodable
from ipsegen.load.catalogue import Entry, read_catalogue

_SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def format_sarif(problems: Iterable[Problem]) -> str:
    """One log with one run; columns count code points, and paths are relative to the root (`%SRCROOT%`)."""
    found = sorted(problems)
    codes = sorted({problem.code for problem in found})
    catalogue = read_catalogue()
    run = {
        "tool": {
            "driver": {
                "name": "ipsegen",
                "semanticVersion": __version__,
                "rules": [_rule(code, catalogue[code]) for code in codes],
            }
        },
        "columnKind": "unicodeCodePoints",
        "results": [_result(problem, codes.index(problem.code)) for problem in found],
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2, ensure_ascii=False) + "\n"


def _rule(code: str, entry: Entry) -> dict[str, object]:
    return {"id": code, "shortDescription": {"text": entry.cause}, "help": {"text": f"{entry.cause} {entry.cure}"}}


def _result(problem: Problem, rule: int) -> dict[str, object]:
    said = f"{problem.message}; {problem.hint}" if problem.hint else problem.message
    # What is no UTF-8 in a path stands in the address as the bytes that it is.
    address = quote(problem.file.encode("utf-8", "surrogateescape"))
    place = {
        "artifactLocation": {"uri": address, "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": problem.line, "startColumn": problem.column},
    }
    return {
        "ruleId": problem.code,
        "ruleIndex": rule,
        "level": problem.severity,
        "message": {"text": encodable(said)},
        "locations": [{"physicalLocation": place}],
    }

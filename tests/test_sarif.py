"""Problems as SARIF: what its schema takes, whatever the content says."""

import json
import os
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote

import jsonschema
from hypothesis import given, settings
from hypothesis import strategies as st

from ipsegen.diagnostics import Problem
from ipsegen.load.explanations import read_explanations
from ipsegen.sarif import format_sarif

MODULES: Final = Path(__file__).parent / "node" / "node_modules"
SCHEMA: Final = MODULES / "@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json"

VALIDATOR: Final = jsonschema.Draft7Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))
ANY_TEXT: Final = st.text(st.characters(), max_size=40)
PATHS: Final = st.text(min_size=1, max_size=40) | st.binary(min_size=1, max_size=40).map(os.fsdecode)
"""Every path that the system can name: what is no UTF-8 in it comes as escapes, half a pair of UTF-16 never does."""
PROBLEMS: Final = st.builds(
    Problem,
    file=PATHS,
    line=st.integers(1, 5000),
    column=st.integers(1, 200),
    code=st.sampled_from(sorted(read_explanations())),
    message=ANY_TEXT.filter(bool),
    hint=ANY_TEXT,
    severity=st.sampled_from(["error", "warning"]),
)


def run_of(problems: list[Problem]) -> Any:
    """The one run of the log, which is valid."""
    text = format_sarif(problems)
    text.encode()
    log = json.loads(text)
    assert list(VALIDATOR.iter_errors(log)) == []
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    return run


def test_a_problem_is_a_result_at_its_place_with_its_way_out() -> None:
    file = "content/quotes/2024/10/rutte.yaml"
    run = run_of([Problem(file, 3, 9, "unknown-author", "no author 'mark-rute'", "did you mean 'mark-rutte'?")])
    (result,) = run["results"]
    assert result["message"]["text"] == "no author 'mark-rute'; did you mean 'mark-rutte'?"
    assert (result["ruleId"], result["level"]) == ("unknown-author", "error")
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == file
    assert place["region"] == {"startLine": 3, "startColumn": 9}
    (rule,) = run["tool"]["driver"]["rules"]
    assert rule["shortDescription"]["text"] == read_explanations()["unknown-author"].cause
    assert run["columnKind"] == "unicodeCodePoints"


def test_no_problem_is_a_log_without_results() -> None:
    assert run_of([])["results"] == []


@settings(deadline=None)
@given(st.lists(PROBLEMS, max_size=4))
def test_any_problems_are_a_valid_log_that_names_their_files(problems: list[Problem]) -> None:
    run = run_of(problems)
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    results = zip(sorted(problems), run["results"], strict=True)
    for problem, result in results:
        assert rules[result["ruleIndex"]] == result["ruleId"] == problem.code
        uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        assert unquote(uri, errors="surrogateescape") == problem.file

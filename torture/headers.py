"""What others who judge headers think of those that a site asks its host for.

Owns what is asked of csp_evaluator (npm, Apache-2.0) and of Mozilla's HTTP Observatory (npm, MPL-2.0), and what they
may find. The Observatory is large and used only where it is at hand; nothing is asked of the network. Does not know why
a header is as it is.
"""

import json
import subprocess
import tempfile
from pathlib import Path
from typing import Any, Final

from tests.command import NOW, SITE, run, write
from tests.site.server import read_headers
from torture.outcome import Outcome

OBSERVATORY: Final = Path(".bench/observatory")
"""`npm install --ignore-scripts --prefix .bench/observatory @mdn/mdn-http-observatory` puts it there."""


def headers_and_page() -> tuple[dict[str, str], str]:
    """What `_headers` asks for on the home page of a built site, and that page."""
    with tempfile.TemporaryDirectory() as folder:
        root = write(Path(folder), SITE)
        done = run("build", "--now", NOW, root=root)
        if done.status != 0:
            raise AssertionError(done.err)
        rules = read_headers((root / "output" / "_headers").read_text(encoding="utf-8"))
        page = (root / "output" / "index.html").read_text(encoding="utf-8")
    return {name: value for pattern, found in rules if pattern.fullmatch("/") for name, value in found}, page


def judged(sent: dict[str, str], page: str, observatory: Path | None) -> dict[str, Any]:
    """What headers.mjs says: the findings about the policy, and the grade where `observatory` is at hand."""
    folder = str(observatory.resolve()) if observatory else ""
    asked = json.dumps({"headers": sent, "page": page, "observatory": folder})
    command = ["node", str(Path(__file__).with_name("headers.mjs"))]
    done = subprocess.run(command, input=asked, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise AssertionError(done.stderr)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def headers(outcome: Outcome, _count: int, _seed: int) -> None:
    """No finding about the policy, and the best grade."""
    found = judged(*headers_and_page(), OBSERVATORY if OBSERVATORY.exists() else None)
    for finding in found["policy"]:
        end = f"{finding['severity']} {finding['directive']} {finding['value']}"
        outcome.count(f"csp_evaluator: {end}", finding["description"])
    if not found["policy"]:
        outcome.count("csp_evaluator: no finding")
    for test in found.get("tests", ()):
        outcome.count(f"observatory: {test['result']} ({test['points']:+d})")
    if "grade" in found:
        faults = [] if found["grade"] == "A+" else ["no A+"]
        outcome.count(f"observatory: {found['grade']}, {found['score']} points", *faults)

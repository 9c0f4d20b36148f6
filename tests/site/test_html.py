"""The Nu HTML checker finds no fault in any page."""

import json
import subprocess
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from tests.site.conftest import Find
from tests.site.sites import PROJECT, Site

CHECKER = PROJECT / "tests" / "node" / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"

# The contract wants `<time class="pronounced">` without `datetime` where a date is not known. HTML then wants a date as
# its text, which would say more than is known. This one message is let through, on just such elements.
NO_DATE = "The text content of element “time” was not in the required format"


def dateless(site: Site) -> int:
    """How often a site says when something was said without knowing it."""
    times = (page.xpath("//time[@class='pronounced'][not(@datetime)]") for page in site.pages.values())
    return sum(map(len, times))


def test_no_page_has_a_fault(find: Find, tmp_path: Path) -> None:
    """The checker starts slowly, so it sees all pages at once, and one that shows that it is awake."""
    (tmp_path / "broken.html").write_text("<!doctype html><html lang=en><title>x</title><p><td></html>")
    sites = [find("real"), find("small")]
    messages = check(tmp_path, *(site.output for site in sites))
    excused = excuses(messages)
    faults = [f"{m['url']}:{m['lastLine']}: {m['message']}" for m in messages if m not in excused]
    assert [fault for fault in faults if "broken.html" not in fault] == []
    assert faults != []
    assert dateless(find("real")) == 0, "the real archive needs no excuse"
    assert len(excused) == sum(map(dateless, sites)) > 0


def check(*folders: Path) -> list[dict[str, Any]]:
    """What the checker has to say about every HTML file in some folders."""
    command = ["java", "-jar", str(CHECKER), "--skip-non-html", "--errors-only", "--format", "json"]
    run = subprocess.run([*command, *map(str, folders)], capture_output=True, text=True, check=False)
    messages: list[dict[str, Any]] = json.loads(run.stderr)["messages"]
    return messages


def excuses(messages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What is said against a date that is not known, and of no other element."""
    return [m for m in messages if m["message"].startswith(NO_DATE) and '<time class="pronounced">' in line_of(m)]


def line_of(message: dict[str, Any]) -> str:
    """The line of a page that a message is about."""
    path = Path(unquote(urlsplit(str(message["url"])).path))
    return path.read_text(encoding="utf-8").splitlines()[int(message["lastLine"]) - 1]


def test_every_page_has_a_name_by_which_the_checker_takes_it(site: Site) -> None:
    pages = {path for path, data in site.files.items() if data.lstrip()[:15] == b"<!doctype html>"}
    assert pages == {path for path in site.files if path.endswith(".html")}

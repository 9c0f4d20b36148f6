"""The Nu HTML checker finds no fault in any page."""

import json
import subprocess
from collections import Counter

from tests.site.conftest import Find
from tests.site.sites import PROJECT, Site

CHECKER = PROJECT / "tests" / "node" / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"

# The contract wants `<time class="pronounced">` without `datetime` where a date is not known. HTML then wants a date as its
# text, which would say more than is known. This one message is let through, on just such elements.
NO_DATE = "The text content of element “time” was not in the required format"


def dateless(site: Site) -> int:
    """How often a site says when something was said without knowing it."""
    times = (page.xpath("//time[@class='pronounced'][not(@datetime)]") for page in site.pages.values())
    return sum(map(len, times))


def test_no_page_has_a_fault(find: Find) -> None:
    sites = [find("real"), find("small")]
    folders = [str(site.output) for site in sites]
    command = ["java", "-jar", str(CHECKER), "--skip-non-html", "--errors-only", "--format", "json", *folders]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    messages = json.loads(run.stderr)["messages"]
    excused = [message for message in messages if message["message"].startswith(NO_DATE)]
    faults = [f"{m['url']}:{m['lastLine']}: {m['message']}" for m in messages if m not in excused]
    assert faults == []
    assert len(excused) == sum(map(dateless, sites)) > 0
    # The place that the checker names is the end of the start tag or of the element; either lies on its line.
    for message in excused:
        line = open_line(message["url"], message["lastLine"])
        assert '<time class="pronounced">' in line
        assert "<time>" not in line


def open_line(url: str, number: int) -> str:
    """A line of a page."""
    path = url.removeprefix("file:")
    with open(path, encoding="utf-8") as file:
        return file.read().splitlines()[number - 1]


def test_every_page_was_seen_by_the_checker(find: Find) -> None:
    """`--skip-non-html` goes by the name of a file, and every page has that name."""
    for site in (find("real"), find("small")):
        pages = Counter(path.endswith(".html") for path, data in site.files.items() if b"<!doctype html>" in data[:200])
        assert set(pages) == {True}

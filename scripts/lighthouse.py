"""Ask Lighthouse what it thinks of the pages: `python scripts/lighthouse.py [--runs N] [ADDRESS]…`.

Owns which pages are asked about, on which device, and what is enough. Builds the archive of this repository as it stood
when its pages were captured, serves it compressed as a host would, and prints the median of each category.
"""

import argparse
import gzip
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, Final

PROJECT: Final = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(PROJECT))

from tests.site import server  # noqa: E402 (after the path to tests/)
from tests.site.chromium import NAMES, QUIETLY  # noqa: E402
from tests.site.sites import Site, build  # noqa: E402

VERSION: Final = "12.8.2"
ENOUGH: Final = 99
CATEGORIES: Final = ("performance", "accessibility", "best-practices", "seo")
PAGES: Final = (
    "",
    "contexts/north-korea-troops-in-russia/",
    "quotes/joint-statement-dprk-troops/",
    "search/",
)


class Compressing(server.Handler):
    """The host of the tests, which here compresses what is text."""

    def do_GET(self) -> None:  # noqa: N802 (as the library calls it)
        """One file."""
        path = Path(self.translate_path(self.path))
        file = path / "index.html" if path.is_dir() else path
        if file.suffix not in {".html", ".css", ".js", ".svg", ".json", ".xml"} or not file.is_file():
            super().do_GET()
            return
        data = gzip.compress(file.read_bytes(), 9)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(file)))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


def main() -> None:
    """Print a table; end with 1 where a median is below what is enough."""
    parser = argparse.ArgumentParser(description="Ask Lighthouse what it thinks of the pages.")
    parser.add_argument("addresses", nargs="*", metavar="ADDRESS")
    parser.add_argument("--runs", type=int, default=3)
    arguments = parser.parse_args()
    server.Handler = Compressing  # type: ignore[misc] # what `served` makes
    command = lighthouse()
    least = 100.0
    with tempfile.TemporaryDirectory() as folder:
        site = Site("real", PROJECT, Path(folder))
        build(PROJECT, site.output)
        with server.served(site.output, site.base) as address:
            print(f"| page | device | {' | '.join(CATEGORIES)} |\n|---|---|{'---|' * len(CATEGORIES)}")
            for page in arguments.addresses or PAGES:
                for device in ("mobile", "desktop"):
                    runs = [ask(command, f"{address}{page}", device) for _run in range(arguments.runs)]
                    medians = [statistics.median(run[category] for run in runs) for category in CATEGORIES]
                    least = min(least, *medians)
                    print(f"| /{page} | {device} | {' | '.join(f'{median:.0f}' for median in medians)} |", flush=True)
    sys.exit(least < ENOUGH)


def lighthouse() -> Path:
    """The program, installed below `.bench/` where it is not there yet."""
    folder = PROJECT / ".bench" / f"lighthouse-{VERSION}"
    program = folder / "node_modules" / ".bin" / "lighthouse"
    if not program.exists():
        folder.mkdir(parents=True, exist_ok=True)
        subprocess.run(["npm", "install", "--prefix", folder, f"lighthouse@{VERSION}"], check=True, capture_output=True)
    return program


def ask(command: Path, url: str, device: str) -> dict[str, float]:
    """The scores of one page in one run, from 0 to 100; what costs points goes to stderr."""
    chrome = next(filter(None, map(shutil.which, NAMES)))
    options = ["--quiet", "--output=json", f"--chrome-flags=--headless=new {' '.join(QUIETLY)}"]
    preset = ["--preset=desktop"] if device == "desktop" else []
    run = subprocess.run(
        [command, url, *options, *preset],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "CHROME_PATH": chrome},
    )
    if run.returncode:
        sys.exit(f"Lighthouse could not look at {url} ({device}):\n{run.stderr}")
    report: dict[str, Any] = json.loads(run.stdout)
    for audit in report["audits"].values():
        if audit["score"] is not None and audit["score"] < 0.9:
            print(f"  {device} {url}: {audit['id']}: {audit.get('displayValue', audit['title'])}", file=sys.stderr)
    return {category: 100 * (report["categories"][category]["score"] or 0) for category in CATEGORIES}


if __name__ == "__main__":
    main()

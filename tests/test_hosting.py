"""What docs/hosting.md lets hosts take from `_headers` is what that says."""

import json
import re
import subprocess
from pathlib import Path
from typing import Final

import pytest

from ipsegen.plan.urls import make_urls
from ipsegen.render.text_files import policy, render_headers
from tests.site.server import read_headers

PAGE: Final = Path(__file__).resolve().parents[1] / "docs" / "hosting.md"
SCRIPTS: Final = ("sha256-A+/b=", "sha256-B=")
BASE: Final = "https://ipse.example/archive/"


def made_for(host: str, folder: Path) -> str:
    """What the commands below the heading of a host make of the `_headers` of a site with a form."""
    (folder / "output").mkdir()
    (folder / "output" / "_headers").write_bytes(render_headers(make_urls(BASE, 24), SCRIPTS, has_form=True))
    part = PAGE.read_text(encoding="utf-8").split(f"## {host}\n")[1].split("\n## ")[0]
    (commands,) = re.findall(r"^```sh\n(.*?)^```$", part, re.MULTILINE | re.DOTALL)
    subprocess.run(["sh", "-eu", "-c", commands], cwd=folder, check=True)
    (made,) = (path for path in folder.iterdir() if path.name != "output")
    return made.read_text(encoding="utf-8")


def everywhere() -> list[tuple[str, str]]:
    """The headers of every page."""
    text = render_headers(make_urls(BASE, 24), SCRIPTS).decode()
    return next(headers for pattern, headers in read_headers(text) if pattern.fullmatch("/archive/quotes/x/"))


@pytest.mark.parametrize(("host", "line"), [("nginx", 'add_header {} "{}" always;\n'), ("Caddy", 'header {} "{}"\n')])
def test_every_header_of_every_page_becomes_a_line_for_a_server(host: str, line: str, tmp_path: Path) -> None:
    assert made_for(host, tmp_path) == "".join(line.format(name, value) for name, value in everywhere())
    assert not any(re.search(r'["\\$]', value) for _name, value in everywhere())


def test_cloudfront_is_told_the_policy_and_nothing_that_the_file_does_not_say(tmp_path: Path) -> None:
    made = json.loads(made_for("S3 with CloudFront", tmp_path))
    headers, security = dict(everywhere()), made["SecurityHeadersConfig"]
    assert security["ContentSecurityPolicy"] == {"Override": True, "ContentSecurityPolicy": policy(SCRIPTS)}
    assert security["ReferrerPolicy"]["ReferrerPolicy"] == headers["Referrer-Policy"]
    seconds = security["StrictTransportSecurity"]["AccessControlMaxAgeSec"]
    assert headers["Strict-Transport-Security"] == f"max-age={seconds}"
    items = made["CustomHeadersConfig"]["Items"]
    assert made["CustomHeadersConfig"]["Quantity"] == len(items)
    assert all(headers[item["Header"]] == item["Value"] for item in items)

"""With which headers a file is sent to a bucket: as `_headers` says, else so that pages are fresh."""

import pytest

from ipsegen.object_headers import headers_of
from ipsegen.plan.urls import make_urls
from ipsegen.render.text_files import render_headers

FOREVER = "public, max-age=31536000, immutable"
FRESH = "public, max-age=0, must-revalidate"


@pytest.mark.parametrize("base", ["https://ipse.example/", "https://ipse.example/my%20archive/"])
@pytest.mark.parametrize(
    ("path", "kind", "cache"),
    [
        ("index.html", "text/html; charset=utf-8", FRESH),
        ("quotes/x/index.html", "text/html; charset=utf-8", FRESH),
        ("assets/site.0123456789.css", "text/css; charset=utf-8", FOREVER),
        ("assets/größe.0123456789.woff2", "font/woff2", FOREVER),
        ("search/index/words.0123456789.json", "application/json", FOREVER),
        ("search/index.json", "application/json", FRESH),
        ("feed.xml", "application/atom+xml; charset=utf-8", FRESH),
        ("authors/x/feed.json", "application/feed+json", FRESH),
        ("quotes/x/cite.bib", "application/x-bibtex; charset=utf-8", FRESH),
        ("manifest.json", "application/json", FRESH),
        ("_headers", "text/plain; charset=utf-8", FRESH),
    ],
)
def test_types_and_how_long_files_are_kept(base: str, path: str, kind: str, cache: str) -> None:
    headers = headers_of(render_headers(make_urls(base, 24), [], ["bib"]))(path)
    assert headers["content-type"] == kind
    assert headers["cache-control"] == cache


def test_a_site_without_rules_is_served_fresh_by_the_names_of_its_files() -> None:
    assert headers_of(b"")("index.html") == {"content-type": "text/html; charset=utf-8", "cache-control": FRESH}
    assert headers_of(b"\xff\n  *")("a.css")["content-type"] == "text/css; charset=utf-8"

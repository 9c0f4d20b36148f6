"""The syntax of robots.txt, `_redirects` and `_headers`, and what the headers forbid."""

import re
from urllib.robotparser import RobotFileParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipsegen.model.references import ID_PATTERN
from ipsegen.plan.pages import Redirect
from ipsegen.plan.urls import Urls, make_urls
from ipsegen.render.text_files import allowing, policy, render_headers, render_redirects, render_robots

URLS = make_urls("https://ipse.example/", 24)
SCRIPTS = ("sha256-A+/=", "sha256-B=")
BELOW = make_urls("https://ipse.example/archive/", 24)
FEEDS = ("feed.xml", "authors/mark-rutte/feed.xml", "contexts/x/feed.xml")


def redirect(old: str, new: str, urls: Urls = URLS, label: str = "") -> Redirect:
    return Redirect(f"quotes/{old}", urls.to(f"quotes/{old}/"), urls.to(f"quotes/{new}/"), label)


def rules(urls: Urls, *, has_form: bool = False) -> dict[str, dict[str, str]]:
    """The rules of `_headers` with all files beside quotes: name and value of each header, by path.

    What is taken back has the name `! Name`.
    """
    found: dict[str, dict[str, str]] = {}
    path = ""
    text = render_headers(urls, SCRIPTS, ("json", "bib", "ris", "csl"), has_form=has_form).decode("ascii")
    for line in text.splitlines():
        if line.startswith("  "):
            name, _, value = line.strip().partition(": ")
            assert name not in found[path]
            found[path][name] = value
        elif line:
            path = line
            found[path] = {}
    return found


def headers(path: str, urls: Urls = URLS) -> dict[str, str]:
    """The headers of a request as both hosts find them: `*` matches anything, a placeholder one segment."""
    found: dict[str, str] = {}
    for rule, named in rules(urls).items():
        pattern = re.sub(r":[a-z]+", "[^/]+", re.escape(rule).replace(r"\*", ".*"))
        if re.fullmatch(pattern, urls.to(path)):
            for name, value in named.items():
                assert name not in found, f"{name} would be joined with a comma at {path}"
                found[name] = value
    return found


def directives(headers: dict[str, str]) -> dict[str, str]:
    """The policy by its directives."""
    return dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("quote.json", "application/ld+json"),
        ("cite.bib", "application/x-bibtex; charset=utf-8"),
        ("cite.ris", "application/x-research-info-systems; charset=utf-8"),
        ("cite.csl.json", "application/vnd.citationstyles.csl+json"),
    ],
)
def test_files_beside_a_quote_say_what_they_are(name: str, media_type: str) -> None:
    assert headers(f"quotes/x/{name}", BELOW)["Content-Type"] == media_type


def test_nothing_is_said_of_files_that_no_site_asked_for() -> None:
    assert b"quotes/" not in render_headers(URLS, ())


def test_robots_may_read_everything() -> None:
    robots = RobotFileParser()
    robots.parse(render_robots(BELOW).decode("ascii").splitlines())
    assert robots.can_fetch("anybot", "https://ipse.example/archive/quotes/x/")
    assert robots.site_maps() == ["https://ipse.example/archive/sitemap.xml"]


def test_an_old_address_is_redirected_with_and_without_its_slash() -> None:
    assert render_redirects([redirect("old", "new")], URLS) == (
        b"/quotes/old /quotes/new/ 301\n/quotes/old/ /quotes/new/ 301\n"
    )


def test_redirects_have_the_path_of_the_site() -> None:
    lines = render_redirects([redirect("old", "new", BELOW)], BELOW).decode().splitlines()
    assert lines[1] == "/archive/quotes/old/ /archive/quotes/new/ 301"


def test_no_old_addresses_give_an_empty_file() -> None:
    assert render_redirects([], URLS) == b""


def test_redirects_are_sorted() -> None:
    several = [redirect("b", "x"), redirect("a", "x"), redirect("a-b", "x")]
    data = render_redirects(several, URLS)
    assert data == render_redirects(several[::-1], URLS)
    assert data.splitlines() == sorted(data.splitlines())


@pytest.mark.parametrize("label", ["</script>", "a\nb /evil/ 301", "{{ 7*7 }}", "مرحبا"])
def test_a_name_never_comes_into_the_file(label: str) -> None:
    assert render_redirects([redirect("old", "new", label=label)], URLS) == (
        render_redirects([redirect("old", "new")], URLS)
    )


IDS = st.from_regex(ID_PATTERN, fullmatch=True)


@given(st.lists(st.tuples(IDS, IDS), unique_by=lambda pair: pair[0]), st.sampled_from(["", "/archive", "/архив"]))
def test_every_line_has_three_fields(pairs: list[tuple[str, str]], base: str) -> None:
    urls = Urls("https://ipse.example", base, 24)
    lines = render_redirects([redirect(old, new, urls) for old, new in pairs], urls).decode("ascii").splitlines()
    assert len(lines) == 2 * len(pairs)
    for line in lines:
        old, new, status = line.split(" ")
        assert old.startswith("/")
        assert new.startswith("/")
        assert new.endswith("/")
        assert status == "301"


@pytest.mark.parametrize("urls", [URLS, BELOW])
def test_every_page_has_the_security_headers(urls: Urls) -> None:
    found = headers("quotes/x/", urls)
    assert found["X-Content-Type-Options"] == "nosniff"
    assert found["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert found["Cross-Origin-Opener-Policy"] == "same-origin"
    assert found["Cross-Origin-Resource-Policy"] == "same-origin"
    assert re.fullmatch(r"max-age=\d{8,}", found["Strict-Transport-Security"])
    denied = found["Permissions-Policy"].split(", ")
    assert {"camera=()", "microphone=()", "geolocation=()"} <= set(denied)
    assert all(re.fullmatch(r"[a-z-]+=\(\)", feature) for feature in denied)
    assert denied == sorted(denied)


def test_the_policy_lets_nothing_in_but_files_of_the_site() -> None:
    found = directives(headers("quotes/x/"))
    assert found.pop("require-trusted-types-for") == "'script'"
    assert found.pop("script-src") == "'sha256-A+/=' 'sha256-B='"
    assert found["default-src"] == found["frame-ancestors"] == found["base-uri"] == "'none'"
    assert set(found.values()) == {"'none'", "'self'"}


def test_a_site_without_scripts_runs_none() -> None:
    assert "; script-src 'none'; " in policy()
    assert policy(["sha256-A="]) == policy().replace("script-src 'none'", "script-src 'sha256-A='")
    assert policy(["sha256-A=", "sha256-A="]) == policy(["sha256-A="])


def test_another_script_is_allowed_beside_those_that_are() -> None:
    assert allowing(policy(), []) == policy()
    assert allowing(policy(), ["sha256-B="]) == policy(["sha256-B="])
    assert "; script-src 'sha256-B=' 'sha256-A='; " in allowing(policy(["sha256-A="]), ["sha256-B="])


def test_assets_are_kept_for_ever_and_nothing_else_is() -> None:
    assert headers("assets/flags/no.0123.svg")["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "Cache-Control" not in headers("quotes/x/")
    assert "Cache-Control" not in headers("sitemap.xml")


@pytest.mark.parametrize("path", FEEDS)
@pytest.mark.parametrize("urls", [URLS, BELOW])
def test_feeds_say_what_they_are(path: str, urls: Urls) -> None:
    assert headers(path, urls)["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert headers(path.replace(".xml", ".json"), urls)["Content-Type"] == "application/feed+json"


def test_nothing_but_feeds_has_its_type_set() -> None:
    for path in ("", "quotes/x/", "sitemap.xml", "manifest.json", "assets/feed.xml", "data/quotes.json"):
        assert "Content-Type" not in headers(path)


def test_lines_are_short_enough_for_cloudflare() -> None:
    assert all(len(line) <= 2000 for line in render_headers(BELOW, SCRIPTS).splitlines())


@pytest.mark.parametrize("urls", [URLS, BELOW])
def test_the_form_alone_has_another_policy(urls: Urls) -> None:
    plain, formed = rules(urls), rules(urls, has_form=True)
    assert {path: formed[path] for path in plain} == plain
    (path,) = formed.keys() - plain.keys()
    assert path == urls.to("admin/*")
    form = formed[path]
    assert form["X-Robots-Tag"] == "noindex"
    set_twice = form.keys() & plain[urls.to("*")].keys()
    assert set_twice == {"Content-Security-Policy", "Cross-Origin-Opener-Policy"}
    assert {name for name in form if name.startswith("! ")} == {f"! {name}" for name in set_twice}
    found = directives(form)
    assert found["script-src"] == "'self'"
    assert found["default-src"] == found["frame-ancestors"] == found["base-uri"] == "'none'"

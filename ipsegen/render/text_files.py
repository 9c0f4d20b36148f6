"""Files that hosts and crawlers read: robots.txt, `_redirects` and `_headers`.

Owns their syntax and the security policy of the site. Does not know which old addresses there are. The files
lie at the root of the output; the addresses in them start with the path of `base_url`. `_redirects` and
`_headers` are read by Netlify and Cloudflare Pages; only what both understand is used.
"""

import re
from collections.abc import Iterable
from typing import Final

from ipsegen.load.form import FOLDER as FORM
from ipsegen.plan.beside_quotes import quote_files
from ipsegen.plan.pages import Redirect
from ipsegen.plan.search import FOLDER
from ipsegen.plan.urls import Urls
from ipsegen.render.sitemap import absolute, encoded

LASTING: Final = ("assets/", f"{FOLDER}/")
"""How the paths of files begin whose names hold their own hash (contract.md, "URLs"): what an address gives never
changes."""

_POLICY: Final = (
    "default-src 'none'",
    "style-src 'self'",
    "script-src 'none'",
    "img-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
)
"""The Content-Security-Policy (CSP Level 3; contract.md, Promises) of a site without scripts: nothing inline, all from
here."""

FORM_POLICY: Final = (
    "default-src 'none'",
    "style-src 'self' 'unsafe-inline'",
    "script-src 'self'",
    "img-src 'self' blob: data: https:",
    "font-src 'self' data:",
    "connect-src 'self' blob: data: https:",
    "worker-src 'self' blob:",
    "base-uri 'none'",
    "form-action 'self'",
)
"""The policy of the form in the browser, and of nothing else: it sets styles as it goes, and asks a forge, which its
own page names. Its script comes from here, and nothing inline runs."""

DENIED: Final = (
    "accelerometer",
    "autoplay",
    "browsing-topics",
    "camera",
    "display-capture",
    "encrypted-media",
    "gamepad",
    "geolocation",
    "gyroscope",
    "hid",
    "idle-detection",
    "local-fonts",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "publickey-credentials-get",
    "screen-wake-lock",
    "serial",
    "usb",
    "xr-spatial-tracking",
)
"""Features of browsers that no page here needs. Copying and sharing are not among them: readers cite."""

POLICY_HEADER: Final = "Content-Security-Policy"
_EVERYWHERE: Final = (
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Permissions-Policy", ", ".join(f"{feature}=()" for feature in DENIED)),
    ("Referrer-Policy", "strict-origin-when-cross-origin"),
    # Not for subdomains: others may stand there who still need plain HTTP.
    ("Strict-Transport-Security", "max-age=63072000"),
    ("X-Content-Type-Options", "nosniff"),
)
_ASSETS: Final = (("Cache-Control", "public, max-age=31536000, immutable"),)
_FORM: Final = (
    (POLICY_HEADER, "; ".join((*FORM_POLICY, "frame-ancestors 'none'"))),
    # Whoever signs in at a forge does so in a window of its own, which tells this one.
    ("Cross-Origin-Opener-Policy", "same-origin-allow-popups"),
    ("X-Robots-Tag", "noindex"),
)
_ATOM: Final = (("Content-Type", "application/atom+xml; charset=utf-8"),)
_JSON_FEED: Final = (("Content-Type", "application/feed+json"),)


def render_robots(urls: Urls) -> bytes:
    """`robots.txt` (RFC 9309): everything may be crawled, and where the sitemap is.

    Crawlers look for it at the root of the host alone, so it has no effect on a site that stands deeper.
    """
    return f"User-agent: *\nAllow: /\n\nSitemap: {absolute(urls.to('sitemap.xml'), urls)}\n".encode()


def render_redirects(redirects: Iterable[Redirect], urls: Urls) -> bytes:
    """`_redirects`: for each old address two lines, with and without the `/` at its end, all sorted.

    A host that prefers the file at the old address to its line here shows the page that refreshes to the new
    one. Cloudflare Pages reads 2,000 lines, which is 1,000 old addresses; the others have their pages.
    """
    lines: set[str] = set()
    for redirect in redirects:
        old, target = encoded(urls.to(redirect.folder)), encoded(redirect.target)
        lines.update((f"{old} {target} 301\n", f"{old}/ {target} 301\n"))
    return "".join(sorted(lines)).encode()


def policy(scripts: Iterable[str] = ()) -> str:
    """The policy of a site with these scripts, each by its hash (`sha256-…`), or by another keyword (`self`)."""
    return allowing("; ".join(_POLICY), scripts)


def allowing(policy: str, scripts: Iterable[str]) -> str:
    """A policy that lets these scripts run, too."""
    allowed = "".join(f" '{script}'" for script in dict.fromkeys(scripts))
    return re.sub("script-src(?: 'none')?", f"script-src{allowed}", policy) if allowed else policy


def render_headers(urls: Urls, scripts: Iterable[str], forms: Iterable[str] = (), *, has_form: bool = False) -> bytes:
    """`_headers`: rules of a path and indented headers.

    `scripts` are the hashes of those that may run; `forms` those of the files beside quotes (`quote_files` of
    `site.yaml`).

    The first rule is that of the whole site. A request gets the headers of every rule that fits, and a header that two
    rules set is joined with a comma: so for any address each header stands in one rule. A placeholder matches one
    segment, as feeds below `/authors/<id>/` need. The form alone takes back (`!`) what holds everywhere: Cloudflare
    Pages does so, and Netlify, which does not, holds on to the strict policy.
    """
    everywhere = ((POLICY_HEADER, policy(scripts)), *_EVERYWHERE)
    rules = [
        ("*", everywhere),
        *((f"{folder}*", _ASSETS) for folder in LASTING),
        ("feed.xml", _ATOM),
        (":kind/:id/feed.xml", _ATOM),
        ("feed.json", _JSON_FEED),
        (":kind/:id/feed.json", _JSON_FEED),
        *((f"quotes/:id/{file.name}", (("Content-Type", file.media_type),)) for file in quote_files(forms)),
    ]
    if has_form:
        names = {name for name, _value in everywhere}
        taken_back = tuple((f"! {name}", "") for name, _value in _FORM if name in names)
        rules.append((f"{FORM}/*", (*taken_back, *_FORM)))
    return "\n".join(_rule(encoded(urls.to(path)), headers) for path, headers in rules).encode()


def _rule(path: str, headers: tuple[tuple[str, str], ...]) -> str:
    return "".join([f"{path}\n", *(f"  {name}: {value}\n" if value else f"  {name}\n" for name, value in headers)])

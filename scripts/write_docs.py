"""Write the pages of `docs/` that come from the code: `python scripts/write_docs.py`.

Owns which files those are and the words around their tables. Does not know what the tables say.
"""

from pathlib import Path
from typing import Final

from ipsegen.model.field_tables import KINDS, field_table

ROOT: Final = Path(__file__).parents[1]
FIELDS: Final = "docs/fields.md"

_HEAD: Final = """\
# Keys

What each kind of file in `content/` may say. **Bold** keys are required. Values are read as text, so `NO`, `0476` and
`2024-10` mean what they look like. This page is written by `make docs` from the code that reads the files: change the
record classes in `ipsegen/model/`, not this page.
"""

_FILES: Final = {
    "quote": "`content/quotes/**/<id>.yaml`",
    "context": "`content/contexts/<id>.yaml`, or `.md` with these keys as front matter and the article below",
    "author": "`content/authors/<id>.yaml`",
    "entity": "`content/entities/<id>.yaml`",
    "country": "`content/countries/<code>.yaml`; none is needed: names, flags and shapes are known",
    "source": "`content/sources/<id>.yaml`, for a source that many quotes share; at least `title` or `url`",
    "page": "`content/pages/<slug>.md`: these keys as front matter, the text below",
    "site": "`content/site.yaml`",
}


def documents() -> dict[str, str]:
    """The text of each generated file by its path from the root."""
    parts = [f"## {kind}\n\n{_FILES[kind]}\n\n{field_table(kind)}" for kind in KINDS]
    return {FIELDS: "\n".join([_HEAD, *parts])}


def main() -> None:
    """Write them."""
    for path, text in documents().items():
        (ROOT / path).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()

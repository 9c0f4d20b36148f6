"""The messages of templates and code into `templates/languages/`: `make messages`, `make messages LANGUAGE=de`.

Owns where messages are looked for and how the files are written. Translations stay; a message that is gone goes; one
that is new stands there without a translation, and is named.
"""

import re
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.pofile import read_po, write_po

from ipsegen.load.catalogues import plural_forms

ROOT: Final = Path(__file__).resolve().parents[1]
LANGUAGES: Final = ROOT / "templates" / "languages"
NEW: Final = "messages.pot"
"""What a new language starts from."""

_TOLD: Final = "Translators:"
_COMMENT: Final = re.compile(rf"{{#-?\s*{_TOLD}\s*(.*?)\s*-?#}}")
_KEYWORDS: Final = {**DEFAULT_KEYWORDS, "say": None}
_JINJA: Final = {"trimmed": "true", "trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}


def template() -> Catalog:
    """Every message of the interface, in the order of files and lines."""
    catalog = Catalog(project="ipsegen", charset="utf-8")
    for file, message, comments, context in _found():
        catalog.add(message, locations=[(file, 0)], auto_comments=comments, context=context)
    return catalog


def _found() -> Iterator[tuple[str, str | tuple[str, ...], list[str], str | None]]:
    """Each message with its file, what translators are told of it, and its context."""
    templates = sorted((ROOT / "templates").rglob("*.html"))
    code = sorted((ROOT / "ipsegen" / "render").glob("*.py"))
    for method, options, paths in (("jinja2", _JINJA, templates), ("python", {"encoding": "utf-8"}, code)):
        for path in paths:
            data = path.read_bytes()
            lines = data.decode().splitlines()
            for line, message, comments, context in extract(method, BytesIO(data), _KEYWORDS, (_TOLD,), options):
                told = [" ".join(comments).removeprefix(_TOLD).strip()] if comments else _told(lines, line)
                yield path.relative_to(ROOT).as_posix(), message, told, context


def _told(lines: list[str], number: int) -> list[str]:
    """The comment of a template above a line or on it. Jinja finds few of them: it meets messages out of order."""
    return [found[1] for line in lines[max(number - 2, 0) : number] if (found := _COMMENT.search(line))][-1:]


def renewed(text: str, messages: Catalog) -> Catalog:
    """A catalogue with exactly these messages."""
    catalog = read_po(text.splitlines(keepends=True), abort_invalid=True)
    catalog.update(messages, no_fuzzy_matching=True, update_creation_date=False)
    return catalog


def written(catalog: Catalog, head: str) -> str:
    """A catalogue as a file below its head: without line numbers and dates, which would change with every edit."""
    buffer = BytesIO()
    write_po(buffer, catalog, width=110, ignore_obsolete=True, include_lineno=False, omit_header=True)
    return f"{head}\n\n{buffer.getvalue().decode()}"


def head_of(text: str) -> str:
    """The first paragraph of a file: its comment and its header, as they are."""
    return text.partition("\n\n")[0].rstrip("\n")


def missing(catalog: Catalog) -> list[str]:
    """The messages without a translation, or without one of its forms."""
    return [_shown(message) for message in catalog if message.id and (message.fuzzy or not _complete(message))]


def _complete(message: Message) -> bool:
    return all(message.string) if isinstance(message.string, tuple | list) else bool(message.string)


def _shown(message: Message) -> str:
    return str(message.id if isinstance(message.id, str) else message.id[0])


def head_for(language: str) -> str:
    """The head of a file that is not there yet."""
    return (
        f'msgid ""\nmsgstr ""\n"Language: {language}\\n"\n"MIME-Version: 1.0\\n"\n'
        f'"Content-Type: text/plain; charset=utf-8\\n"\n"Plural-Forms: {plural_forms(language)};\\n"'
    )


def main(languages: list[str]) -> None:
    """Write every file anew, and one for each language that is named."""
    messages = template()
    (LANGUAGES / NEW).write_text(written(messages, head_for("en")), encoding="utf-8")
    names = {path.stem for path in LANGUAGES.glob("*.po")} | set(languages)
    for name in sorted(names):
        path = LANGUAGES / f"{name}.po"
        text = path.read_text(encoding="utf-8") if path.exists() else head_for(name)
        catalog = renewed(text, messages)
        path.write_text(written(catalog, head_of(text)), encoding="utf-8")
        left = missing(catalog)
        print(f"{path.relative_to(ROOT)}: {len(catalog)} messages, {len(left)} to translate")
        for message in left:
            print(f"  {message}")


if __name__ == "__main__":
    main(sys.argv[1:])

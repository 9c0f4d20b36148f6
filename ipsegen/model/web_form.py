"""The form in the browser: the kinds of files of an archive as collections of Sveltia CMS.

Owns which kinds of files the form knows, where each lies and what a new one is called. Does not know how a single value
is asked for, nor who stores the files.
"""

from typing import Final

from ipsegen.model.form_fields import NAME_OF_A_RECORD, Widget, widgets_of
from ipsegen.model.layout import SITE_FILE
from ipsegen.model.records import RECORD_CLASSES
from ipsegen.model.references import FOLDERS, ID_PATTERN, Kind
from ipsegen.model.site import Site

_CONTENT: Final = SITE_FILE.rpartition("/")[0]
_LONGEST: Final = 60
"""Letters of an id that the form makes up; one that an editor writes may be longer."""

_SLUG: Final = f"^{ID_PATTERN}$"
_A_SLUG: Final = "lower-case letters a-z, digits and single hyphens"
_COUNTRY: Final = ["^[a-z]{2}$", "the code of a country, such as no"]
_MONTHS: Final = "/".join(
    [f"{{{{fields.pronounced | date('{part}') | default('undated')}}}}" for part in ("YYYY", "MM")] + ["{{slug}}"]
)

_TITLES: Final[dict[Kind, tuple[str, str]]] = {
    "quote": ("Quotes", "Quote"),
    "context": ("Contexts", "Context"),
    "author": ("Authors", "Author"),
    "entity": ("Entities", "Entity"),
    "source": ("Shared sources", "Source"),
    "country": ("Countries", "Country"),
    "page": ("Pages", "Page"),
}
_HINTS: Final = {
    "text": "the words, without outer quotation marks; an empty line begins a new paragraph",
    "author": "the person who pronounced it; a body, a state or several have a form of their own: Joint quotes",
    "pronounced": "when it was said, as precisely as it is known: 2024-10-28, 2024-10, 2024, 2024~, unknown",
    "source": "where the words can be checked: at least a title or an address",
}
"""What is said of a key where nobody sees YAML."""

_BODY: Final[Widget] = {
    "name": "body", "label": "Text", "widget": "text", "required": True, "hint": "Markdown",
}  # fmt: skip


def form_collections() -> dict[str, object]:
    """What the form knows of the files of an archive: the part of the configuration that follows from the schema."""
    quotes = _quotes()
    contexts, *rest = [_collection(kind) for kind in _TITLES if kind != "quote"]
    site: Widget = {"name": "site", "label": "Site", "file": SITE_FILE, "format": "yaml", "fields": widgets_of(Site)}
    return {
        "collections": [quotes, _joint_quotes(quotes), contexts, _articles(contexts), *rest],
        "singletons": [site],
        "slug": {"encoding": "ascii", "clean_accents": True, "maxlength": _LONGEST},
        "output": {"omit_empty_optional_fields": True, "yaml": {"quote": "none"}},
        "editor": {"preview": False},
    }


def _collection(kind: Kind) -> Widget:
    title, single = _TITLES[kind]
    name = NAME_OF_A_RECORD[kind]
    is_page = kind == "page"
    return {
        "name": FOLDERS[kind],
        "label": title,
        "label_singular": single,
        "folder": f"{_CONTENT}/{FOLDERS[kind]}",
        "extension": "md" if is_page else "yaml",
        "format": "yaml-frontmatter" if is_page else "yaml",
        "identifier_field": name,
        "summary": f"{{{{{name} | truncate(80)}}}}" if kind == "quote" else f"{{{{{name}}}}}",
        "slug": _slug(kind),
        "aliases_field": False,
        "fields": [*widgets_of(RECORD_CLASSES[kind]), *([_BODY] * is_page)],
    }


_NO_AUTHOR: Final[Widget] = {"name": "author", "widget": "hidden"}
"""The filter can only ask for a key that the form knows."""


def _quotes() -> Widget:
    """Quotes of one person, in folders by the month in which they were pronounced, if Sveltia CMS can read it."""
    return {**_collection("quote"), "path": _MONTHS, "fields": _of_quotes("authors")}


def _of_quotes(*without: str) -> list[Widget]:
    widgets = widgets_of(RECORD_CLASSES["quote"], without=frozenset(without))
    return [{**widget, "hint": _HINTS.get(str(widget["name"]), widget["hint"])} for widget in widgets]


def _slug(kind: Kind) -> Widget:
    """What a new file is called. One that is there keeps its name here: what refers to it would not be mended."""
    template = "{{author}}-{{text}}" if kind == "quote" else f"{{{{{NAME_OF_A_RECORD[kind]}}}}}"
    pattern = _COUNTRY if kind == "country" else [_SLUG, _A_SLUG]
    return {"template": template, "editable": ["create"], "pattern": pattern}


def _joint_quotes(quotes: Widget) -> Widget:
    """The same files, of several authors or of one that is no person: the key that says so is another."""
    return {
        **quotes,
        "name": "joint_quotes",
        "label": "Joint quotes, bodies, states",
        "label_singular": "Joint quote",
        "filter": {"field": "author", "value": None},
        "slug": {**_slug("quote"), "template": "{{text}}"},
        "fields": [*_of_quotes("author", "role"), _NO_AUTHOR],
    }


def _articles(contexts: Widget) -> Widget:
    """Contexts whose article stands below their keys, in a Markdown file."""
    fields = contexts["fields"]
    return {
        **contexts,
        "name": "articles",
        "label": "Contexts with an article",
        "extension": "md",
        "format": "yaml-frontmatter",
        "fields": [*(fields if isinstance(fields, list) else []), _BODY],
    }

"""Jinja, set up for this site.

Owns which functions templates may call and how they are found. Templates come from the theme alone: content is data,
and is never compiled.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache, partial
from typing import Any, Final

import msgspec
from jinja2 import Environment, FunctionLoader, StrictUndefined, UndefinedError
from markupsafe import Markup

from ipsegen.model.edtf import parse_date
from ipsegen.model.quote import FLAGGED_STATUSES
from ipsegen.model.site import Site
from ipsegen.plan.urls import Urls
from ipsegen.render.citation_formats import FORMATS, plain_citation
from ipsegen.render.citations import ShowDate, cite
from ipsegen.render.compiler import ThemeEnvironment
from ipsegen.render.dates import format_instant, format_month, format_month_day, month_name
from ipsegen.render.direction import direction
from ipsegen.render.interface import Interface, entity_kind_names, medium_names, own_names, status_names
from ipsegen.render.pictures import drawing
from ipsegen.render.sentences import install_messages
from ipsegen.render.sharing import alternates_of, open_graph_locale
from ipsegen.render.words import words_html

TEMPLATES: Final = "templates"
_KEPT: Final = 4_096
"""So many values of a kind are kept in words, however many pages there are."""


class Frame(msgspec.Struct, frozen=True):
    """What every template knows: the site, its addresses, its interface language, and where its assets are.

    `menu` are the plain pages named in `site.yaml`, as (title, address); `assets` maps names to addresses, `scripts`
    those of scripts to their hashes.
    """

    site: Site
    urls: Urls
    interface: Interface
    menu: tuple[tuple[str, str], ...]
    assets: Mapping[str, str]
    scripts: Mapping[str, str]


def make_environment(templates: Mapping[str, str], frame: Frame) -> Environment:
    """An environment in which every value is escaped and a name that is not defined is an error."""
    environment = ThemeEnvironment(
        loader=FunctionLoader(lambda name: _source(templates, name)),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
        auto_reload=False,
        cache_size=-1,  # all of them: a theme is small
    )
    environment.policies["ext.i18n.trimmed"] = True
    install_messages(environment, frame.interface)
    show_date = lru_cache(_KEPT)(frame.interface.date)  # a list says the same date many times
    environment.globals.update(_globals(frame, show_date))
    environment.filters.update(_filters(frame, show_date))
    return environment


def _source(templates: Mapping[str, str], name: str) -> tuple[str, str, Callable[[], bool]] | None:
    """A template with the path by which problems name it."""
    return (templates[name], f"{TEMPLATES}/{name}", lambda: True) if name in templates else None


def _globals(frame: Frame, show_date: ShowDate) -> dict[str, Any]:
    say = frame.interface.messages
    language = frame.site.language
    return {
        "site": frame.site,
        "urls": frame.urls,
        "menu": frame.menu,
        "asset": frame.assets.get,
        "integrity": partial(_integrity, frame.scripts),
        "own_names": own_names(say),
        "statuses": status_names(say),
        "flagged": FLAGGED_STATUSES,
        "media": medium_names(say),
        "kinds": entity_kind_names(say),
        "weekdays": frame.interface.weekdays(),
        "month_name": lambda month: month_name(month, language),
        "format_month": lru_cache(_KEPT)(lambda year, month: format_month(year, month, language)),
        "language_name": lru_cache(_KEPT)(frame.interface.language_name),
        "direction": direction,
        "draw": drawing(language),
        "words": words_html,
        "home": frame.urls.to(""),
        "citation": lambda page: cite(page, page.data, frame.site, frame.urls, frame.interface, show_date),
        "plain_citation": plain_citation,
        "citation_formats": FORMATS,
        "alternates": alternates_of(frame.site, frame.urls),
        "og_locale": open_graph_locale(language),
    }


def _filters(frame: Frame, show_date: ShowDate) -> dict[str, Callable[..., Any]]:
    zone, language = frame.site.timezone, frame.site.language
    return {
        "date": show_date,
        "age": frame.interface.age,
        "number": lru_cache(_KEPT)(frame.interface.number),
        "instant": lambda moment: format_instant(moment, zone, language),
        "iso_date": lru_cache(_KEPT)(lambda text: frame.interface.date(parse_date(text))),
        "bdi": Markup("<bdi>{}</bdi>").format,
        "listed": frame.interface.listed,
        "month_day": lambda moment: format_month_day(moment, language),
        "absolute": frame.urls.absolute,
        "host": _host,
    }


def _integrity(scripts: Mapping[str, str], name: str) -> str:
    """The hash without which no browser runs a script. Raises UndefinedError where there is none of this name."""
    if name not in scripts:
        raise UndefinedError(f"there is no script '{name}' in templates/assets/, or it is only a part of others")
    return scripts[name]


def _host(url: str) -> str:
    """The host of an address, for a short label."""
    return url.split("//", 1)[-1].split("/", 1)[0].removeprefix("www.")

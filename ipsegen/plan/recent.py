"""What depends on the moment of the build: home, the recent quotes, and this day in other years.

Owns the only pages that may change without a change of content (contract.md, "Window").
"""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from ipsegen.model.references import Reference
from ipsegen.plan.edition import Edition
from ipsegen.plan.lists import dated
from ipsegen.plan.pages import (
    HomeData,
    Moving,
    OnThisDayData,
    Page,
    Recent,
    Speaker,
    WindowAuthorsData,
    WindowData,
)
from ipsegen.plan.rhythm import make_rhythm
from ipsegen.plan.routes import single
from ipsegen.plan.subjects import most_quoted
from ipsegen.plan.values import QuoteList

_ON_HOME = 10
_SPEAKERS_ON_HOME = 12
_WAYS_IN = 8
_MOVING = 6
_SLOTS = 60
"""The most bars of the small picture beside a context."""


def _home(edition: Edition) -> Page:
    archive, site = edition.archive, edition.archive.site
    speakers, countries = edition.derived(_speakers), most_quoted("country", edition)
    latest = () if edition.recent else edition.latest(_ON_HOME)
    data = HomeData(
        window=edition.window,
        window_total=len(edition.recent),
        recent=_recent(edition.recent[:_ON_HOME], edition),
        latest=tuple(edition.list_key(key) for key in latest),
        speakers=speakers[:_SPEAKERS_ON_HOME],
        speakers_total=len(speakers),
        moving=_moving(edition),
        authors=most_quoted("author", edition)[:_WAYS_IN],
        entities=most_quoted("entity", edition)[:_WAYS_IN],
        countries=countries[:_WAYS_IN],
        spoken_for=countries if edition.shows("spoken_for") else (),
        totals=(
            len(archive.pronounced), len(archive.contexts),
            len(archive.authors), len(archive.entities), len(archive.countries),
        ),
    )  # fmt: skip
    return Page("", edition.urls.to(""), "home.html", site.title, data, site.description, feed=edition.urls.to(""))


def _window(edition: Edition) -> Page:
    window = edition.urls.window
    return Page(
        window,
        edition.urls.to(f"{window}/"),
        "window.html",
        "window",
        WindowData(edition.window, _recent(edition.recent, edition), len(edition.derived(_speakers))),
        feed=edition.urls.to(""),
    )


def _window_authors(edition: Edition) -> Page:
    window, speakers = edition.urls.window, edition.derived(_speakers)
    return Page(
        f"{window}/authors",
        edition.urls.to(f"{window}/authors/"),
        "window_authors.html",
        "window-authors",
        WindowAuthorsData(edition.window, speakers, len(speakers)),
        trail=(edition.index_link(window),),
        feed=edition.urls.to(""),
    )


def _recent(keys: Iterable[str], edition: Edition) -> tuple[Recent, ...]:
    """Quotes of the window with their age in whole hours."""
    quotes = edition.archive.quotes
    return tuple(
        Recent(edition.list_key(key), int((edition.now - quotes[key].inserted.utc).total_seconds() // 3600))
        for key in keys
    )


def _speakers(edition: Edition) -> tuple[Speaker, ...]:
    """The authors of the window in the order in which their newest quotes came."""
    said = (key for key in edition.recent if edition.archive.quotes[key].counts_as_said)
    counts = Counter(reference for key in said for reference in edition.speaker_references(key))
    return tuple(
        Speaker(edition.link(reference), edition.face(reference), count) for reference, count in counts.items()
    )


def _moving(edition: Edition) -> tuple[Moving, ...]:
    """The contexts with most quotes in the window; where none moves, those with the latest quotes."""
    archive = edition.archive
    recent: Counter[str] = Counter()
    latest: dict[str, int] = {}
    for rank, key in enumerate(edition.arrived()):
        if rank >= len(edition.recent) and len(latest) >= _MOVING:
            break
        contexts = dict.fromkeys(filed.context for filed in archive.quotes[key].contexts)
        for context in contexts.keys() & archive.contexts.keys():
            latest.setdefault(context, rank)
            recent[context] += rank < len(edition.recent)
    ranked = sorted(latest, key=lambda context: (-recent[context], latest[context], context))
    return tuple(_moving_context(context, recent[context], edition) for context in ranked[:_MOVING])


def _moving_context(context: str, recent: int, edition: Edition) -> Moving:
    keys = edition.archive.in_context.get(context, ())
    authors = {reference for key in keys for reference in edition.speaker_references(key)}
    rhythm = make_rhythm(keys, edition, _SLOTS) if edition.shows("rhythm") else None
    return Moving(edition.link(Reference("context", context)), recent, len(keys), len(authors), rhythm)


def _on_this_day(edition: Edition) -> Page:
    site = edition.archive.site
    today: datetime = edition.now.astimezone(ZoneInfo(site.timezone))
    days = sorted(span for span in edition.archive.dated if span[1:] == (today.month, today.day))
    keys = [key for day in days for key in edition.archive.dated[day]]
    quotes = QuoteList(len(keys), dated(keys, edition), order=site.order)
    return Page(
        "on-this-day",
        edition.urls.to("on-this-day/"),
        "on_this_day.html",
        "on-this-day",
        OnThisDayData(today, quotes),
        feed=edition.urls.to(""),
    )


KINDS = (
    single("home", "home.html", _home),
    single("window", "window.html", _window),
    single("window-authors", "window_authors.html", _window_authors),
    single("on-this-day", "on_this_day.html", _on_this_day),
)

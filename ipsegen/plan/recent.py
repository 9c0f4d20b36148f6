"""What depends on the moment of the build: home, the recent quotes, and this day in other years.

Owns the only pages that may change without a change of content (contract.md, "Window").
"""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from ipsegen.model.references import Reference
from ipsegen.plan.edition import Edition, sort_key
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
from ipsegen.plan.routes import single
from ipsegen.plan.values import Counted, QuoteList

_ON_HOME = 10
_SPEAKERS_ON_HOME = 12
_WAYS_IN = 8
_MOVING = 6


def _home(edition: Edition) -> Page:
    archive, site = edition.archive, edition.archive.site
    speakers = edition.derived(_speakers)
    latest = () if edition.recent else edition.latest(_ON_HOME)
    data = HomeData(
        window=edition.window,
        window_total=len(edition.recent),
        recent=_recent(edition.recent[:_ON_HOME], edition),
        latest=tuple(edition.list_key(archive.quotes[key]) for key in latest),
        speakers=speakers[:_SPEAKERS_ON_HOME],
        speakers_total=len(speakers),
        moving=_moving(edition),
        authors=_most_quoted("author", archive.authors, edition),
        entities=_most_quoted("entity", archive.entities, edition),
        countries=_most_quoted("country", archive.countries, edition),
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
        Recent(edition.list_key(quotes[key]), int((edition.now - quotes[key].inserted.utc).total_seconds() // 3600))
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
    return Moving(edition.link(Reference("context", context)), recent, len(keys), len(authors))


def _most_quoted(kind: str, keys: Iterable[str], edition: Edition) -> tuple[Counted, ...]:
    """Ways in: the subjects of one kind with most quotes, then by name."""
    references = [Reference(k, key) for k in ("author", "entity", "country") if k == kind for key in keys]
    counted = [edition.counted(reference) for reference in references]
    ranked = sorted(counted, key=lambda item: (-item.count, sort_key(item.link.label)))
    return tuple(item for item in ranked[:_WAYS_IN] if item.count)


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

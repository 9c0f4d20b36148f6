"""Pages as values: where each stands, which template sets it, and exactly the data it shows.

Owns one class for the data of each page kind. Does not know how the data are found.
"""

from datetime import datetime

import msgspec

from ipsegen.model.edtf import Date, Instant
from ipsegen.model.quote import Correction, Original
from ipsegen.model.subjects import Identifiers
from ipsegen.plan.pictures import Chronology, Crossings, Rhythm
from ipsegen.plan.values import (
    Card,
    CardKey,
    Counted,
    Face,
    Figure,
    Link,
    Neighbour,
    QuoteList,
    SourceShown,
    Text,
    Topic,
    Window,
)


class Recent(msgspec.Struct, frozen=True):
    """A quote of the window, and how many whole hours before its end it was inserted."""

    card: CardKey
    hours: int


class Speaker(msgspec.Struct, frozen=True):
    """An author of the window with the number of quotes."""

    link: Link
    face: Face
    count: int


class Moving(msgspec.Struct, frozen=True):
    """A context on the home page: how many quotes it has, and how many came in the window."""

    link: Link
    recent: int
    total: int
    authors: int
    rhythm: Rhythm | None = None


class HomeData(msgspec.Struct, frozen=True):
    """The home page. Where the window is empty, `recent` is empty and `latest` holds the last quotes inserted.

    `authors`, `entities` and `countries` are those with most quotes; `spoken_for` are all countries with any.
    """

    window: Window
    window_total: int
    recent: tuple[Recent, ...]
    latest: tuple[CardKey, ...]
    speakers: tuple[Speaker, ...]
    speakers_total: int
    moving: tuple[Moving, ...]
    authors: tuple[Counted, ...]
    entities: tuple[Counted, ...]
    countries: tuple[Counted, ...]
    totals: tuple[int, int, int, int, int]
    spoken_for: tuple[Counted, ...] = ()


class WindowData(msgspec.Struct, frozen=True):
    """Every quote of the window, newest first."""

    window: Window
    recent: tuple[Recent, ...]
    speakers_total: int


class WindowAuthorsData(msgspec.Struct, frozen=True):
    """The authors of the window."""

    window: Window
    speakers: tuple[Speaker, ...]
    total: int


class ListData(msgspec.Struct, frozen=True):
    """A plain list of quotes below a heading."""

    heading: str
    quotes: QuoteList
    subject: Link | None = None


class Beside(msgspec.Struct, frozen=True):
    """What comes before and after a quote in a context, or of one author there."""

    link: Link
    before: Neighbour | None
    after: Neighbour | None


class QuoteData(msgspec.Struct, frozen=True):
    """Everything about one quote. `card` shows its whole text."""

    card: Card
    contexts: tuple[Link, ...]
    entities: tuple[Link, ...]
    countries: tuple[Link, ...]
    mentions: tuple[Link, ...]
    sources: tuple[SourceShown, ...]
    inserted: Instant
    event: Link | None
    place: Link | None
    via: Link | None
    medium: str
    prompt: str
    note: Text
    status_note: Text
    original: Original | None
    translations: tuple[Original, ...]
    corrections: tuple[Correction, ...]
    replies_to: tuple[Neighbour, ...]
    replies: tuple[Neighbour, ...]
    in_contexts: tuple[Beside, ...]
    by_authors: tuple[Beside, ...]
    tags: tuple[str, ...]
    is_joint: bool
    sort_names: tuple[str, ...] = ()
    """By which the archive sorts each author, empty where it does not say: citations need family names."""


class RemovedData(msgspec.Struct, frozen=True):
    """A quote that was taken down: when and why, nothing else."""

    note: Text
    corrections: tuple[Correction, ...]


class Heading(msgspec.Struct, frozen=True):
    """An entry of a page's list of contents."""

    anchor: str
    text: str


class AnalysisShown(msgspec.Struct, frozen=True):
    """A thought behind the headline."""

    heading: str
    text: Text


class PressShown(msgspec.Struct, frozen=True):
    """What one paper says."""

    publisher: str
    title: str
    url: str
    published: Date | None
    text: Text


class MomentShown(msgspec.Struct, frozen=True):
    """One event of a timeline, with the quote that belongs to it."""

    date: Date
    text: Text
    quote: Neighbour | None


class QuestionShown(msgspec.Struct, frozen=True):
    """A question with or without its answer."""

    question: str
    answer: Text


class NoteShown(msgspec.Struct, frozen=True):
    """A source of the digest below its number; 0 if no note leads to it."""

    number: int
    source: SourceShown


class Digest(msgspec.Struct, frozen=True):
    """The prose of a context, each part empty where it has none."""

    lede: Text
    summary: Text
    at_a_glance: tuple[Text, ...]
    why_it_matters: Text
    article: Text
    article_headings: tuple[Heading, ...]
    analysis_heading: str
    analysis: tuple[AnalysisShown, ...]
    press: tuple[PressShown, ...]
    background: Text
    timeline: tuple[MomentShown, ...]
    further_questions: tuple[QuestionShown, ...]
    further_links: tuple[Link, ...]
    questions: tuple[QuestionShown, ...]
    notes: tuple[NoteShown, ...]


class Voice(msgspec.Struct, frozen=True):
    """Someone who speaks in a context, with the number of quotes that count as said.

    `link` leads to the group of this voice; `quotes` are its quotes, where one page holds all quotes of the context.
    """

    link: Link
    count: int
    quotes: tuple[str, ...] = ()


class Voices(msgspec.Struct, frozen=True):
    """Who speaks in a context: authors, entities and countries."""

    authors: tuple[Voice, ...]
    entities: tuple[Voice, ...]
    countries: tuple[Voice, ...]


class ContextData(msgspec.Struct, frozen=True):
    """A context: its digest, its quotes, its voices. Pages below the first show quotes only."""

    title: str
    status: str
    language: str
    started: Date | None
    ended: Date | None
    updated: Date | None
    quotes: QuoteList
    voices: Voices
    digest: Digest | None
    image: Figure | None
    topics: tuple[Topic, ...]
    related: tuple[Link, ...]
    rhythm: Rhythm | None = None
    chronology: Chronology | None = None
    crossings: Crossings | None = None


class Gathered(msgspec.Struct, frozen=True):
    """Quotes in order: the first as cards, those behind them as links; `left` are only counted."""

    cards: tuple[CardKey, ...] = ()
    links: tuple[Neighbour, ...] = ()
    left: int = 0


class Group(msgspec.Struct, frozen=True):
    """The quotes of one author, entity or country within a context; `flagged` are not counted as said."""

    anchor: str
    link: Link
    anonymous: str
    total: int
    """How many were said."""
    said: Gathered
    flagged: Gathered


class GroupsData(msgspec.Struct, frozen=True):
    """The quotes of a context by author, by entity or by country."""

    by: str
    context: Link
    groups: tuple[Group, ...]
    siblings: tuple[Link, ...]


class RoleShown(msgspec.Struct, frozen=True):
    """A role over time."""

    title: str
    since: Date | None
    until: Date | None
    entity: Link | None
    country: Link | None


class SubjectData(msgspec.Struct, frozen=True):
    """An author, an entity or a country. Pages below the first show quotes only.

    `most_mentioned` are those whom its quotes mention most, `mentioned_by` those who mention it most.
    """

    kind: str
    entity_kind: str
    name: str
    other_names: tuple[str, ...]
    face: Face
    image: Figure | None
    description: Text
    born: Date | None
    died: Date | None
    roles: tuple[RoleShown, ...]
    countries: tuple[Link, ...]
    entities: tuple[Link, ...]
    parent: Link | None
    parts: tuple[Link, ...]
    identifiers: Identifiers | None
    links: tuple[Link, ...]
    speaks_in: tuple[Counted, ...]
    quotes: QuoteList
    through: tuple[tuple[str, Link], ...]
    flagged: tuple[CardKey, ...]
    mentions: Counted
    unnamed: bool
    most_mentioned: tuple[Counted, ...] = ()
    mentioned_by: tuple[Counted, ...] = ()


class Letter(msgspec.Struct, frozen=True):
    """The records of an A–Z list that begin with one letter."""

    letter: str
    anchor: str
    items: tuple[Counted, ...]


class IndexData(msgspec.Struct, frozen=True):
    """An A–Z list of authors, entities, countries or contexts; `spoken_for` on that of countries."""

    kind: str
    letters: tuple[Letter, ...]
    total: int
    spoken_for: tuple[Counted, ...] = ()


class Cell(msgspec.Struct, frozen=True):
    """A day or a month of a calendar: its number, how many quotes, and where they are."""

    number: int
    count: int
    url: str


class MonthShown(msgspec.Struct, frozen=True):
    """A month of a year: its days, and what its first day is (Monday 0)."""

    year: int
    month: int
    url: str
    count: int
    first_weekday: int
    days: tuple[Cell, ...]


class YearCell(Cell, frozen=True):
    """A year with its twelve months."""

    months: tuple[Cell, ...]


class DatesData(msgspec.Struct, frozen=True):
    """All years with their counts, and the quotes of which not even the year is known."""

    years: tuple[YearCell, ...]
    quotes: QuoteList


class YearData(msgspec.Struct, frozen=True):
    """A year: its months, its count, and the quotes dated only to the year."""

    year: int
    count: int
    months: tuple[MonthShown, ...]
    quotes: QuoteList
    before: Link | None
    after: Link | None


class MonthData(msgspec.Struct, frozen=True):
    """A month: its days, its count, and the quotes dated only to the month."""

    month: MonthShown
    quotes: QuoteList
    before: Link | None
    after: Link | None


class DayData(msgspec.Struct, frozen=True):
    """A day and its quotes."""

    day: Date
    quotes: QuoteList
    before: Link | None
    after: Link | None


class OnThisDayData(msgspec.Struct, frozen=True):
    """What was said on the same day of other years."""

    today: datetime
    quotes: QuoteList


class CorrectionShown(msgspec.Struct, frozen=True):
    """A correction in the public log."""

    correction: Correction
    quote: Neighbour


class CorrectionsData(msgspec.Struct, frozen=True):
    """All corrections, newest first."""

    corrections: tuple[CorrectionShown, ...]


class ArticleData(msgspec.Struct, frozen=True):
    """A plain page."""

    title: str
    language: str
    text: Text


class SearchData(msgspec.Struct, frozen=True):
    """The search: the ways to all lists, the facets in their order, and the address of the index."""

    ways: tuple[Link, ...]
    facets: tuple[str, ...]
    index: str


class NotFoundData(msgspec.Struct, frozen=True):
    """The page for addresses that lead nowhere."""

    ways: tuple[Link, ...]


PageData = (
    HomeData | WindowData | WindowAuthorsData | ListData | QuoteData | RemovedData | ContextData | GroupsData
    | SubjectData | IndexData | DatesData | YearData | MonthData | DayData | OnThisDayData | CorrectionsData
    | ArticleData | NotFoundData | SearchData
)  # fmt: skip


class Listed(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A page as the sitemap names it: its address, and when it changed last, where that is known."""

    url: str
    modified: str = ""


class Page(msgspec.Struct, frozen=True):
    """One HTML page.

    `folder` is its directory in the output; `url` its address; `trail` the pages above it; `feed` the address below
    which its feed lies; `source_file` the file an editor would change. `modified` is known for quotes only: no page
    says when it was built.
    """

    folder: str
    url: str
    template: str
    title: str
    data: PageData
    description: str = ""
    trail: tuple[Link, ...] = ()
    feed: str = ""
    language: str = ""
    source_file: str = ""
    modified: str = ""
    indexed: bool = True
    status: str = ""
    og_type: str = "website"
    share_picture: Figure | None = None
    """The picture that stands for the page where it is shared."""
    beside: tuple[str, ...] = ()
    """The names of further files in its folder."""


class FeedEntry(msgspec.Struct, frozen=True):
    """A quote in a feed. Ids and dates never change; `updated` moves with a correction."""

    id: str
    url: str
    title_names: tuple[str, ...]
    anonymous: str
    card: CardKey
    published: Instant
    updated: str
    contexts: tuple[str, ...]


class Feed(msgspec.Struct, frozen=True):
    """A feed: Atom at `feed.xml` and JSON at `feed.json` in `folder`; `about` is what it holds, if not all."""

    folder: str
    url: str
    title: str
    id: str
    entries: tuple[FeedEntry, ...]
    about: str = ""


class Redirect(msgspec.Struct, frozen=True):
    """An old address and the page that it leads to now."""

    folder: str
    url: str
    target: str
    label: str

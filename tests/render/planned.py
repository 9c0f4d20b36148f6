"""Pages as plan hands them to render, with whatever a test says of them."""

from typing import Any

import msgspec

from ipsegen.model.edtf import parse_date, parse_instant
from ipsegen.model.site import Site
from ipsegen.plan.pages import (
    ContextData,
    Digest,
    Page,
    PageData,
    QuestionShown,
    QuoteData,
    SubjectData,
    Voices,
)
from ipsegen.plan.urls import make_urls
from ipsegen.plan.values import (
    Card,
    Counted,
    Face,
    Link,
    QuoteList,
    Signed,
    Window,
)

SITE = Site(title="IPSE", base_url="https://ipse.example/archive/", tagline="What was said", description="An archive.")
URLS = make_urls(SITE.base_url, 24)
HERE = "https://ipse.example/archive/"
FACE = Face("MR", 1)
RUTTE = Signed("author", "Mark Rutte", "/archive/authors/mark-rutte/", "NATO Secretary General", "", FACE)
NATO = Link("NATO", "/archive/entities/nato/")
CONTEXT = Link("Troops in Russia", "/archive/contexts/troops/")
WINDOW = Window(24, parse_instant("2025-01-21T18:00:00Z").utc)
HOSTILE = (
    "</script><script>alert(1)</script>",
    "<!--<script>",
    "]]> & &amp; \"'\\",
    "{{ 7*7 }} {% raw %}",
    "مرحبا 👨‍👩‍👧 \u2028 \u2029 \x00",
)


def card(**changes: Any) -> Card:
    plain = Card(
        id="rutte", url="/archive/quotes/rutte/", title="", text=("Today, I can confirm.", "It is so."),
        is_excerpt=False, starts_midway=False, keeps_lines=False, lead_in="", language="en", insertions="square",
        fidelity="verbatim", translated_from="", status="attributed", own_capacity=False, signed=(RUTTE,),
        flags=(), pronounced=parse_date("2024-10-28"), context=CONTEXT, post=None, said_by=None,
    )  # fmt: skip
    return msgspec.structs.replace(plain, **changes)


def quote(shown: Card | None = None, **changes: Any) -> QuoteData:
    shown = shown or card()
    plain = QuoteData(
        card=shown, contexts=(CONTEXT,), entities=(NATO,), countries=(), mentions=(), sources=(),
        inserted=parse_instant("2025-01-21T16:00:00Z"), event=None, place=None, via=None, medium="", prompt="",
        note=(), status_note=(), original=None, translations=(), corrections=(), replies_to=(), replies=(),
        in_contexts=(), by_authors=(), tags=(), is_joint=False, sort_names=("",) * len(shown.signed),
    )  # fmt: skip
    return msgspec.structs.replace(plain, **changes)


def subject(**changes: Any) -> SubjectData:
    plain = SubjectData(
        kind="author", entity_kind="", name="Mark Rutte", other_names=(), face=FACE, image=None, description=(),
        born=None, died=None, roles=(), countries=(), entities=(), parent=None, parts=(), identifiers=None,
        links=(), speaks_in=(), quotes=QuoteList(0, ()), through=(), flagged=(), mentions=Counted(NATO, 0),
        unnamed=False,
    )  # fmt: skip
    return msgspec.structs.replace(plain, **changes)


def context(*questions: QuestionShown, **changes: Any) -> ContextData:
    digest = Digest(
        lede=(), summary=(), at_a_glance=(), why_it_matters=(), article=(), article_headings=(),
        analysis_heading="", analysis=(), press=(), background=(), timeline=(), further_questions=(),
        further_links=(), questions=questions, notes=(),
    )  # fmt: skip
    plain = ContextData(
        title="Troops in Russia", status="", language="en", started=None, ended=None, updated=None,
        quotes=QuoteList(0, ()), voices=Voices((), (), ()), digest=digest, image=None, topics=(), related=(),
    )  # fmt: skip
    return msgspec.structs.replace(plain, **changes)


def page(data: PageData, path: str = "quotes/rutte/", *trail: Link, title: str = "Title") -> Page:
    return Page(path.rstrip("/"), URLS.to(path), "x.html", title, data, trail=trail, modified="2025-02-01T00:00:00Z")

"""A small archive made by hand, with one of everything that content-model.md knows.

It stands below a path, speaks French, runs from oldest to newest and fills several pages of every list. Its twin holds
the same, and speaks Arabic.
"""

import json
import struct
import zlib
from pathlib import Path
from typing import Any, Final

Record = dict[str, Any]

BASE_URL: Final = "https://paroles.example/archive/"
PER_PAGE: Final = 5
HOURS: Final = 48
HOSTILE: Final = '<script>alert(\'x\')</script> {{ 7*7 }} {% raw %} &amp; "]]>" </article> <b onclick="x()">'

SITE: Final[Record] = {
    "title": "Paroles",
    "tagline": "Ce qui fut dit",
    "description": "Une petite archive de paroles publiques.",
    "base_url": BASE_URL,
    "language": "fr",
    "timezone": "Europe/Paris",
    "per_page": str(PER_PAGE),
    "recent_hours": str(HOURS),
    "order": "oldest",
    "feed_entries": "12",
    "licence": "CC BY 4.0",
    "contact": "archive@paroles.example",
    "repository": "https://forge.example/paroles",
    "menu": ["a-propos"],
    "alternates": {"en": "https://statements.example/"},
}

ARABIC: Final[Record] = {
    **SITE,
    "title": "أقوال",
    "tagline": "ما قيل فعلًا",
    "description": "أرشيف صغير لأقوال علنية.",
    "language": "ar",
    "alternates": {"fr": BASE_URL},
}

PICTURE: Final[Record] = {"file": "claire.png", "alt": "Claire Dubois", "credit": "Ada", "licence": "CC0"}

AUTHORS: Final[dict[str, Record]] = {
    "claire-dubois": {
        "name": "Claire Dubois",
        "sort_name": "Dubois, Claire",
        "description": "Élue, puis ministre. Elle parle de [[country:tn]].\n\nElle a dit [[quote:parole-03]].",
        "countries": ["fr"],
        "born": "1961-02",
        "image": PICTURE,
        "roles": [
            {"title": "Ministre", "entity": "ministere", "country": "fr", "from": "2024-03-01", "to": "2024-12-31"},
            {"title": "Députée", "country": "fr", "to": "2024-02-29"},
        ],
        "identifiers": {"wikidata": "Q42"},
        "links": [{"title": "Site", "url": "https://claire.example/"}],
        "aliases": ["claire-dupont"],
    },
    "amina-haddad": {
        "name": "أمينة حداد",
        "sort_name": "Haddad, Amina",
        "other_names": [{"name": "Amina Haddad", "language": "fr"}],
        "countries": ["tn"],
    },
    "dov-levi": {"name": "Dov Levi", "countries": ["il"]},
    "sara-tehrani": {"name": "سارا تهرانی", "countries": ["ir"]},
    "park-ji-woo": {"name": "박지우", "countries": ["kr"]},
    "li-wei": {"name": "李伟", "countries": ["cn"]},
    "un-conseiller": {"name": "Un conseiller du ministère", "unnamed": "true", "entities": ["ministere"]},
    "personne-encore": {"name": "Élodie Muette"},
}

ENTITIES: Final[dict[str, Record]] = {
    "gouvernement": {"name": "Gouvernement", "kind": "government", "country": "fr"},
    "ministere": {
        "name": "Ministère",
        "kind": "organisation",
        "country": "fr",
        "parent": "gouvernement",
        "description": "Une partie du gouvernement.",
        "aliases": ["ancien-ministere"],
    },
    "union-europeenne": {"name": "Union européenne", "kind": "organisation", "flag": "eu"},
    "traite": {"name": "Traité", "kind": "treaty"},
    "ville": {"name": "Ville", "kind": "place", "country": "fr"},
    "sommet": {"name": "Sommet", "kind": "event"},
}

CONTEXTS: Final[dict[str, Record]] = {
    "grand-debat": {
        "title": "Le grand débat",
        "summary": 'On débat. [[author:claire-dubois]] a parlé de [[quote:parole-01|"parole 1"]].[[source:journal]]',
        "started": "2024-03",
        "ended": "2024-12",
        "updated": "2025-01-02",
        "status": "developing",
        "at_a_glance": ["Un point.", "Un autre, sur [[country:tn]]."],
        "why_it_matters": "Parce que.",
        "analysis_heading": "Trois idées",
        "analysis": [{"heading": "La première", "text": "Elle tient."}, {"text": "Sans titre."}],
        "press": [
            {"publisher": "Le Journal", "title": "Débat", "url": "https://journal.example/d", "text": "Il dit *oui*."},
            {"text": "Un autre dit non."},
        ],
        "background": "Autrefois.\n\n[[quote:parole-02]]",
        "timeline": [
            {"date": "2024-03-01", "text": "Début."},
            {"date": "2024-03-04", "quote": "parole-04"},
            {"date": "../2024-05", "text": "Avant."},
        ],
        "questions": [{"question": "Pourquoi ?", "answer": 'Voilà : [[quote:parole-05|"parole 5"]].'}],
        "go_deeper": [
            {"question": "Et après ?"},
            {"title": "Un livre", "url": "https://livre.example/"},
            "entity:traite",
        ],
        "topics": ["author:claire-dubois", "country:tn", "entity:ministere"],
        "related": ["petit-debat"],
        "image": {**PICTURE, "caption": "La ministre", "url": "https://photos.example/1"},
        "sources": [{"id": "journal", "title": "Le Journal", "url": "https://journal.example/s"}],
        "tags": ["débat"],
        "aliases": ["debat"],
    },
    "vide": {"title": "Un contexte sans paroles", "summary": "Rien encore."},
    "brouillon": {"title": "Un brouillon", "summary": "À venir.", "draft": "true"},
}

BRIEFING: Final = """---
title: Le petit débat
lede: Un débat bref.
language: en
---
## First heading

Words with a [[quote:en-anglais|"plain words"]].

[[quote:en-anglais|"plain words"]]

## Second heading

[[quote:en-anglais]]

- a list
- `code` & <b>tags</b>
"""

PAGE: Final = "---\ntitle: À propos\naliases: [qui-sommes-nous]\n---\nUne archive, et [[context:grand-debat]].\n"


def quote(text: str, author: object, pronounced: str, inserted: str, **more: object) -> Record:
    """A quote with the source that every quote needs."""
    authors = {"authors": author} if isinstance(author, list) else {"author": author}
    source = {"title": "Le Journal", "url": "https://journal.example/a", "language": "fr"}
    return {
        **({"text": text} if text else {}),
        **authors,
        "pronounced": pronounced,
        "inserted": inserted,
        "source": source,
        **more,
    }


SERIES: Final = tuple(f"parole-{number:02}" for number in range(1, 14))
"""Thirteen quotes of one author in one context, said one a day, and inserted in the opposite order."""

QUOTES: Final[dict[str, Record]] = {
    **{
        key: quote(
            f"Voici la parole {number}.",
            "claire-dubois",
            f"2024-03-{number:02}",
            f"2024-06-{20 - number:02}T10:00:00+02:00",
            contexts=["grand-debat"],
            mentions=["country:tn", "entity:traite"],
        )
        for number, key in enumerate(SERIES, 1)
    },
    # What it was worth
    "verifiee": quote("Vérifié.", "amina-haddad", "2024-04-01", "2024-07-01T00:00:00Z", status="verified"),
    "contestee": quote(
        "Jamais dit ainsi.", "claire-dubois", "2024-04-02", "2024-07-01T01:00:00Z",
        status="disputed", status_note="Elle le *conteste*.", contexts=["grand-debat"],
    ),
    "mal-attribuee": quote(
        "Qu’ils mangent de la brioche.", "claire-dubois", "2024-04-03", "2024-07-01T02:00:00Z",
        status="misattributed", status_note="D’une autre.", said_by="author:amina-haddad",
    ),
    "retiree": quote(
        "Retiré par le journal.", "claire-dubois", "2024-04-04", "2024-07-01T03:00:00Z",
        status="retracted", status_note="Le journal l’a retiré.",
    ),
    "supprimee": quote(
        "", "claire-dubois", "2024-04-05", "2024-07-01T04:00:00Z",
        status="removed", status_note="À sa demande.", corrections=[{"date": "2024-08-01", "note": "Supprimée."}],
    ),
    "a-venir": quote("Pas encore publié.", "claire-dubois", "2024-04-06", "2024-07-01T05:00:00Z", draft="true"),
    # In which language
    "en-arabe": quote(
        "السلام خيار استراتيجي [للجميع].", "amina-haddad", "2024-05-01", "2024-07-02T00:00:00Z",
        language="ar", contexts=["petit-debat"],
        translations=[{"language": "fr", "text": "La paix est un choix stratégique.", "translator": "Ada"}],
    ),
    "en-hebreu": quote("השלום אפשרי.", "dov-levi", "2024-05-02", "2024-07-02T01:00:00Z", language="he"),
    "en-persan": quote(
        "صلح ممکن است و ما می‌خواهیم.", "sara-tehrani", "2024-05-03", "2024-07-02T02:00:00Z", language="fa"
    ),
    "en-coreen": quote("평화는 가능하다.", "park-ji-woo", "2024-05-04", "2024-07-02T03:00:00Z", language="ko"),
    "en-chinois": quote("和平是可能的。", "li-wei", "2024-05-05", "2024-07-02T04:00:00Z", language="zh-Hant"),
    "en-anglais": quote(
        "These are plain words, said plainly.", "amina-haddad", "2024-05-06", "2024-07-02T05:00:00Z",
        language="en", contexts=["petit-debat"], replies_to=["en-arabe", "parole-01"],
    ),
    "en-allemand": quote(
        "Das ist möglich.", "amina-haddad", "2024-05-07", "2024-07-02T06:00:00Z",
        language="de", aliases=["ancien-nom", "plus-ancien-nom"],
    ),
    # Who spoke, and for whom
    "a-titre-prive": quote(
        "Je parle pour moi.", "claire-dubois", "2024-05-08", "2024-07-03T00:00:00Z", capacity="own", role="Citoyenne"
    ),
    "commune": quote(
        "Nous le voulons.",
        [
            {"author": "claire-dubois", "role": "Ministre", "as": "Mme Dubois"},
            "country:tn",
            "entity:union-europeenne",
            "amina-haddad",
        ],
        "2024-05-09", "2024-07-03T01:00:00Z", title="Déclaration commune", medium="statement", contexts=["petit-debat"],
    ),
    "sans-nom": quote(
        "On ne me nomme pas.", "unnamed", "2024-05-10", "2024-07-03T02:00:00Z",
        role="un haut fonctionnaire", entities=["ministere"], contexts=["grand-debat"],
    ),
    "inconnu": quote("Nul ne sait qui.", "unknown", "2024-05-11", "2024-07-03T03:00:00Z", contexts=["grand-debat"]),
    "recurrent": quote("Encore moi.", "un-conseiller", "2024-05-12", "2024-07-03T04:00:00Z"),
    # How it was handed down
    "indirecte": quote(
        "Qu’elle viendrait.", "claire-dubois", "2024-05-13", "2024-07-04T00:00:00Z",
        fidelity="indirect", via="author:amina-haddad",
    ),
    "traduite": quote(
        "La paix est possible.", "dov-levi", "2024-05-14", "2024-07-04T01:00:00Z",
        original={"language": "he", "text": "השלום אפשרי.", "translator": "Ada", "kind": "editor"},
    ),
    "billet": quote(
        "Premier vers\nsecond vers\n\ntroisième vers", "claire-dubois", "2024-05-15T08:30:00+02:00",
        "2024-07-04T02:00:00Z", line_breaks="keep", medium="post", role="Ministre",
        post={"platform": "Mastodon", "handle": "@claire", "name": "Claire", "url": "https://social.example/1"},
    ),
    "corrigee": quote(
        "Le texte juste.", "claire-dubois", "2024-05-16", "2024-07-04T03:00:00Z",
        corrections=[
            {"date": "2024-07-10", "note": "Une faute.", "before": "texte faux", "after": "texte juste"},
            {"date": "2024-07-09", "note": "La source."},
        ],
        note="Voir [[quote:parole-01]] et [[entity:traite|le traité]].", event="entity:sommet", place="Tunis",
        prompt="Que dites-vous ?", medium="interview", tags=["texte"], replies_to=["parole-02"],
    ),
    # Of which words
    "longue": quote(
        "Un premier paragraphe.\n\nUn deuxième, [ajouté] et [...] coupé (ainsi).\n\nUn dernier : « fin ».",
        "claire-dubois", "2024-05-17", "2024-07-05T00:00:00Z", insertions="both", lead_in="Le temps le dira :",
    ),
    "extraite": quote(
        "Le début que nul ne lit. Ces mots comptent. La fin non plus, mais on la garde.",
        "amina-haddad", "2024-05-18", "2024-07-05T01:00:00Z", excerpt="Ces mots comptent.",
        contexts=["grand-debat", {"context": "petit-debat", "excerpt": "on la garde"}],
    ),
    "hostile": quote(
        HOSTILE, "amina-haddad", "2024-05-19", "2024-07-05T02:00:00Z",
        role="<i>rôle</i>", title="<script>titre</script>", tags=["<b>"], prompt="</p>?", contexts=["grand-debat"],
    ),
    # When
    "sans-date": quote("Un jour.", "amina-haddad", "unknown", "2024-07-06T00:00:00Z"),
    "pas-apres": quote("Avant mai.", "amina-haddad", "../2024-05", "2024-07-06T01:00:00Z"),
    "entre-deux": quote("Entre deux jours.", "amina-haddad", "2024-05-20/2024-05-22", "2024-07-06T02:00:00Z"),
    "entre-deux-ans": quote("D’un an à l’autre.", "amina-haddad", "2022-12/2023-02", "2024-07-06T03:00:00Z"),
    "l-annee": quote("Cette année-là.", "amina-haddad", "2022", "2024-07-06T04:00:00Z"),
    "le-mois": quote("Ce mois-là.", "amina-haddad", "2022-10", "2024-07-06T05:00:00Z"),
    "vers": quote("Vers ce jour.", "amina-haddad", "2022-10-03~", "2024-07-06T06:00:00Z"),
    "ce-jour": quote("Un 21 janvier.", "amina-haddad", "2023-01-21", "2024-07-06T07:00:00Z"),
    "second-du-jour": quote("Le second.", "dov-levi", "2024-05-23", "2024-07-06T08:00:00Z", position="2"),
    "premier-du-jour": quote("Le premier.", "dov-levi", "2024-05-23", "2024-07-06T09:00:00Z", position="1"),
    # Around the window of 48 hours to 2025-01-21T18:00:00Z
    "juste-avant": quote("Trop tôt.", "dov-levi", "2025-01-10", "2025-01-19T18:00:00Z"),
    "de-justesse": quote("De justesse.", "dov-levi", "2025-01-11", "2025-01-19T18:00:01Z"),
    "a-l-instant": quote("À l’instant.", "claire-dubois", "2025-01-12", "2025-01-21T19:00:00+01:00"),
    "trop-tard": quote("Trop tard.", "dov-levi", "2025-01-13", "2025-01-21T18:00:01Z"),
}  # fmt: skip


def write_arabic_archive(root: Path) -> None:
    """Write the twin of the archive below `root`: what is French in it says so."""
    write_small_archive(root)
    content = root / "content"
    for folder, records in (("contexts", CONTEXTS), ("quotes", QUOTES)):
        for key, record in records.items():
            _write(content / folder / f"{key}.yaml", as_yaml({"language": "fr", **record}))
    _write(content / "site.yaml", as_yaml(ARABIC))


def write_small_archive(root: Path) -> None:
    """Write the content of the archive below `root`."""
    content = root / "content"
    for folder, records in (("authors", AUTHORS), ("entities", ENTITIES), ("contexts", CONTEXTS), ("quotes", QUOTES)):
        for key, record in records.items():
            _write(content / folder / f"{key}.yaml", as_yaml(record))
    _write(content / "site.yaml", as_yaml(SITE))
    _write(content / "contexts" / "petit-debat.md", BRIEFING)
    _write(content / "pages" / "a-propos.md", PAGE)
    _write(content / "countries" / "tn.yaml", as_yaml({"description": "Un pays.\n\nAu bord de la mer."}))
    (content / "media").mkdir()
    (content / "media" / "claire.png").write_bytes(png(64, 64))


def as_yaml(record: Record) -> str:
    """A record as an editor writes it: the words in a block, the rest on one line each."""
    lines = []
    for key, value in record.items():
        if key == "text":
            block = "".join(f"  {line}\n" if line else "\n" for line in value.split("\n"))
            lines.append(f"text: |\n{block}")
        else:
            lines.append(f"{key}: {json.dumps(value, ensure_ascii=False)}\n")
    return "".join(lines)


def png(width: int, height: int) -> bytes:
    """A grey picture."""
    rows = b"".join(b"\0" + b"\x80" * width for _row in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in parts
    )


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")

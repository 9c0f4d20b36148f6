"""Citations in four formats: plain text, BibTeX, RIS and CSL-JSON.

Owns the syntax of each, and that no text can break it. Does not know which facts are cited.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Final

import msgspec

from ipsegen.model.edtf import Date, Moment
from ipsegen.render.citations import Citation, Name, one_line

_SHORT_MONTHS: Final = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_LATEX: Final = {
    "\\": r"\textbackslash{}",
    # BibTeX counts braces whether or not a backslash stands before them, so no brace may stand in a text at all.
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{character: f"\\{character}" for character in "$&#_%"},
}
_SPECIAL: Final = re.compile(r"[\\{}~^$&#_%]")
_ENDED: Final = re.compile(r"[.!?…。！？؟][”“’»«’\"'」』\s]*$")
_CSL_TYPES: Final = {
    "speech": "speech",
    "press-conference": "speech",
    "interview": "interview",
    "post": "post",
    "article": "article",
    "letter": "personal_communication",
    "broadcast": "broadcast",
    "testimony": "hearing",
    "book": "book",
}
_RIS_TYPES: Final = {
    "interview": "PCOMM",
    "letter": "PCOMM",
    "testimony": "HEAR",
    "post": "BLOG",
    "article": "NEWS",
    "book": "BOOK",
}


def plain_citation(citation: Citation) -> str:
    """One line of text: who, what, in which form and when, where it is kept, and what bears it out."""
    said = _joined(citation, citation.medium, citation.event, citation.place, citation.date_words)
    kept = _joined(citation, citation.archive, citation.url)
    opening = f"{citation.signature}{citation.colon}{citation.title}" if citation.signature else citation.title
    return " ".join([_sentence(part) for part in (opening, said, kept, *citation.notes) if part])


def bibtex(citation: Citation) -> str:
    """An entry for BibTeX and biblatex, in UTF-8.

    `year`, `month` and `day` hold a date that is known to be exact; of any other, `year` has the words. Names are in
    braces, so that neither a comma nor `and` within one parts it.
    """
    translators = " and ".join(f"{{{_latex(name)}}}" for name in citation.translators)
    fields = {
        "author": f"{{{' and '.join(_bibtex_name(name) for name in citation.authors)}}}" if citation.authors else "",
        "title": f"{{{{{_latex(citation.title)}}}}}",
        "howpublished": _braced(_joined(citation, citation.medium, citation.event, citation.place)),
        **_bibtex_date(citation),
        "translator": f"{{{translators}}}" if translators else "",
        "organization": f"{{{{{_latex(citation.archive)}}}}}",
        "url": f"{{{_address(citation.url)}}}",
        "language": _braced(citation.language),
        "note": _braced(" ".join(citation.notes)),
    }
    lines = [f"  {name} = {value},\n" for name, value in fields.items() if value]
    return f"@misc{{{citation.id},\n{''.join(lines)}}}\n"


def _bibtex_name(name: Name) -> str:
    if name.family:
        return f"{{{_latex(name.family)}}}, {{{_latex(name.given)}}}"
    return f"{{{_latex(name.whole)}}}"


def _bibtex_date(citation: Citation) -> Mapping[str, str]:
    moment = _exact(citation.date)
    if moment is None:
        return {"year": _braced(citation.date_words)}
    return {
        "year": f"{{{moment.year:04}}}",
        "month": _SHORT_MONTHS[moment.month - 1] if moment.month else "",
        "day": f"{{{moment.day}}}" if moment.day else "",
    }


def _latex(text: str) -> str:
    return _SPECIAL.sub(lambda found: _LATEX[found[0]], text)


def _braced(text: str) -> str:
    return f"{{{_latex(text)}}}" if text else ""


def _address(url: str) -> str:
    """An address as `url` holds it, letter for letter; a brace and what ends a line of TeX are escaped in it."""
    return url.replace("\\", "%5C").replace("{", "%7B").replace("}", "%7D")


def ris(citation: Citation) -> str:
    """A record of RIS: lines of a tag, two blanks, `-`, a blank and a value, each ended by CR LF.

    An asterisk has a meaning in names there, and a comma in one parts family and given names.
    """
    return "".join(f"{tag}  - {value}\r\n" for tag, value in _ris_lines(citation))


def _ris_lines(citation: Citation) -> Iterator[tuple[str, str]]:
    yield "TY", _RIS_TYPES.get(citation.kind, "GEN")
    yield "ID", citation.id
    yield from (("AU", name) for found in citation.authors if (name := _ris_name(found)))
    yield from (("A4", name) for found in citation.translators if (name := _ris_name(Name(found))))
    yield "TI", citation.title
    moment = _exact(citation.date)
    if moment is not None:
        month, day = (f"{part:02}" if part else "" for part in (moment.month, moment.day))
        yield "PY", f"{moment.year:04}"
        yield "DA", f"{moment.year:04}/{month}/{day}/"
    named = (("M3", citation.medium), ("T2", citation.event), ("CY", citation.place), ("LA", citation.language))
    yield from ((tag, value) for tag, value in named if value)
    yield "DB", citation.archive
    yield "UR", citation.url
    if moment is None and citation.date_words:
        yield "N1", citation.date_words
    yield from (("N1", note) for note in citation.notes)
    yield "ER", ""


def _ris_name(name: Name) -> str:
    if name.family:
        return ", ".join(filter(None, map(_plain_name, (name.family, name.given))))
    return _plain_name(name.whole)


def _plain_name(text: str) -> str:
    return one_line(text.replace(",", " ").replace("*", " "))


def csl_json(citation: Citation) -> str:
    """A list of one item of CSL-JSON (Citation Style Language 1.0.2), as reference managers read it."""
    return msgspec.json.format(msgspec.json.encode([_csl(citation)]), indent=1).decode() + "\n"


def _csl(citation: Citation) -> dict[str, object]:
    item: dict[str, object] = {
        "id": citation.id,
        "type": _CSL_TYPES.get(citation.kind, "document"),
        "title": citation.title,
        "author": [_csl_name(name) for name in citation.authors],
        "translator": [{"literal": name} for name in citation.translators],
        "issued": _csl_date(citation),
        "genre": citation.medium,
        "event-title": citation.event,
        "event-place": citation.place,
        "archive": citation.archive,
        "URL": citation.url,
        "language": citation.language,
        "note": " ".join(citation.notes),
    }
    return {name: value for name, value in item.items() if value}


def _csl_name(name: Name) -> dict[str, str]:
    return {"family": name.family, "given": name.given} if name.family else {"literal": name.whole}


def _csl_date(citation: Citation) -> dict[str, object]:
    """A date; what date-parts cannot say, such as a day not after which it was, stands in words."""
    moment, date = _exact(citation.date), citation.date
    if moment is not None:
        return {"date-parts": [_parts(moment)]}
    single = date.earliest if not date.is_interval and not date.is_open else None
    if single is not None and single.year > 0:
        return {"date-parts": [_parts(single)], "circa": True}
    return {"literal": citation.date_words} if citation.date_words else {}


def _parts(moment: Moment) -> list[int]:
    return [part for part in (moment.year, moment.month, moment.day) if part]


def _exact(date: Date) -> Moment | None:
    """The moment of a date of our era that is one, and known to be it."""
    if date.is_unknown or date.is_interval or date.is_open or date.qualifier:
        return None
    return date.earliest if date.earliest is not None and date.earliest.year > 0 else None


def _sentence(text: str) -> str:
    """Words with a capital first and a full stop last, unless a quotation in them has ended with its own."""
    return f"{text[0].upper()}{text[1:]}{'' if _ENDED.search(text) else '.'}"


def _joined(citation: Citation, *facts: str) -> str:
    return citation.comma.join(filter(None, facts))


FORMATS: Final[Mapping[str, Callable[[Citation], str]]] = {"bib": bibtex, "ris": ris, "csl": csl_json}
"""The formats of files beside a quote's page, by the names that `quote_files` of `site.yaml` has for them."""

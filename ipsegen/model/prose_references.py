"""The grammar of `[[…]]` references in prose.

Owns how a reference is written, and which form of hole it leaves. Does not know Markdown, nor which records
exist.
"""

import re
from typing import Final, Literal

import msgspec

from ipsegen.diagnostics import Severity
from ipsegen.model.countries import country_code
from ipsegen.model.references import Kind, Reference, fault_of_id
from ipsegen.model.suggest import did_you_mean

LINKED_KINDS: Final[tuple[Kind, ...]] = ("author", "entity", "context", "country", "quote", "source", "page")

HoleForm = Literal["link", "fragment", "embed", "card", "note"]


class Hole(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A reference in prose.

    link: to a record's page, with `label` or the record's name. fragment: words of a quote, in a sentence.
    embed: a whole quote as a block. card: a quote as a block with the words of `label` only. note: a number
    that leads to a source.
    """

    form: HoleForm
    reference: Reference
    label: str
    raw: str


class Flaw(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Something wrong in prose; `raw` is the piece of Markdown at fault, where there is one."""

    code: str
    message: str
    hint: str
    severity: Severity = "error"
    raw: str = ""


_INSIDE: Final = r"(?:[^\[\]]|\[[^\[\]]{0,100}\])"
REFERENCE: Final = rf"\[\[({_INSIDE}{{1,500}})\]\]"
UNCLOSED: Final = rf"\[\[\s*(?:{'|'.join(LINKED_KINDS)})\s*:[^\[\]\s\x02]{{0,40}}"
_OPENING: Final = "\"“„«»”'‘’‚‹›「『"
_CLOSING: Final = "\"”“»«'’‘›‹」』"
_QUOTED: Final = rf"[{_OPENING}](?P<words>.+)[{_CLOSING}]"
BLOCK_REFERENCE: Final = rf"\[\[\s*quote:[a-z0-9-]+\s*(\|\s*[{_OPENING}]{_INSIDE}+[{_CLOSING}]\s*)?\]\]"


def read_reference(text: str, raw: str) -> Hole | Flaw:
    """What stands between the brackets as a hole, or what is wrong with it."""
    target, bar, label = text.partition("|")
    kind_name, colon, identifier = target.strip().partition(":")
    label = " ".join(label.split())
    kind = next((kind for kind in LINKED_KINDS if kind == kind_name), None)
    if not colon or kind is None:
        hint = f"write [[author:{target.strip()}]], [[entity:…]] …"
        if colon:
            hint = did_you_mean(kind_name, LINKED_KINDS) or f"the kinds are {', '.join(LINKED_KINDS)}"
        return Flaw("bad-reference", f"'{raw}' does not say what it refers to", hint, raw=raw)
    if bar and not label:
        hint = "take the '|' out, or write words behind it"
        return Flaw("bad-reference", f"'{raw}' has an empty label", hint, raw=raw)
    if kind == "country":
        identifier = country_code(identifier) or identifier.lower()
    fault = fault_of_id(identifier)
    if fault is not None:
        return Flaw("bad-id", *fault, raw=raw)
    return _hole(Reference(kind, identifier), label, raw)


def _hole(reference: Reference, label: str, raw: str) -> Hole:
    if reference.kind == "source":
        return Hole("note", reference, label, raw)
    if reference.kind != "quote":
        return Hole("link", reference, label, raw)
    if not label:
        return Hole("embed", reference, "", raw)
    quoted = re.fullmatch(_QUOTED, label, re.DOTALL)
    if quoted is None:
        return Hole("link", reference, label, raw)
    return Hole("fragment", reference, quoted["words"].strip(), raw)


def words_of(reference: str) -> str:
    """The label of a reference, or else the words of its id."""
    target, _bar, label = reference.partition("|")
    return label.strip() or target.rpartition(":")[2].strip().replace("-", " ")

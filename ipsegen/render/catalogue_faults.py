"""What is wrong with a catalogue: translations that do not fit their messages.

Owns the rules by which a translation can stand in a page: as plain text, with the values of its message, in as many
forms as its language has. Does not judge words.
"""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from ipsegen.diagnostics import Problem
from ipsegen.load.catalogues import MAX_FORMS, Catalogue, Sentence, plural_forms
from ipsegen.render.messages import plural_rule

_VALUE: Final = re.compile(r"%(?:%|\((\w+)\)s)")
_TAG: Final = re.compile(r"<[a-zA-Z/!]|&(?:\w+|#\w+);")
_TRIED: Final = (*range(1_001), 10_000, 100_000, 1_000_000, 2_000_000, 10_000_000, 1_000_000_000)
"""Numbers that tell rules apart: no rule of the CLDR looks at more than the last six digits."""


def catalogue_faults(catalogue: Catalogue) -> Iterator[Problem]:
    """Every fault of a catalogue, in the order of its file."""
    counts = any(sentence.plural for sentence in catalogue.sentences)
    if counts and (reason := fault_of_rule(catalogue.forms, catalogue.rule)):
        hint = f'for {catalogue.language} the CLDR says "Plural-Forms: {plural_forms(catalogue.language)};\\n"'
        yield Problem(catalogue.file, 1, 1, "catalogue-plurals", reason, hint)
        return
    for sentence in catalogue.sentences:
        for fault in (*_forms(sentence, catalogue), *_values(sentence), *_tags(sentence)):
            yield Problem(catalogue.file, sentence.line, 1, *fault)


def fault_of_rule(forms: int, rule: str) -> str:
    """Why a rule for plurals gives no form for some number, or nothing."""
    try:
        found = {plural_rule(rule)(number) for number in _TRIED}
    except (ValueError, ArithmeticError) as error:
        return f"'Plural-Forms' cannot be read: {error}"
    if not found <= set(range(min(forms, MAX_FORMS))):
        return f"'Plural-Forms' names form {max(found)}, and there are only {forms}"
    return ""


class Fault(NamedTuple):
    """What is wrong with a translation."""

    code: str
    message: str
    hint: str


def _forms(sentence: Sentence, catalogue: Catalogue) -> Iterator[Fault]:
    missing = [f"msgstr[{number}]" for number, text in enumerate(sentence.texts) if not text]
    if sentence.plural and missing:
        message = f"a plural form is missing: {', '.join(missing)}"
        hint = f"{catalogue.language} has {catalogue.forms} forms here: write all of them, or none"
        yield Fault("catalogue-plurals", message, hint)


def _values(sentence: Sentence) -> Iterator[Fault]:
    expected = values_of(sentence.message) | values_of(sentence.plural)
    # A form may stand for one number alone, and say it in a word.
    needed = expected - {"num"} if sentence.plural else expected
    for text in filter(None, sentence.texts):
        if "%" in _VALUE.sub("", text) and "%" not in _VALUE.sub("", sentence.message):
            hint = "write %% for the sign, %(name)s for a value"
            yield Fault("catalogue-value", f"a '%' stands alone in '{text}'", hint)
            continue
        found = values_of(text)
        if missing := sorted(needed - found):
            hint = "write it where the value shall stand"
            yield Fault("catalogue-value", f"%({missing[0]})s is missing in '{text}'", hint)
        if unknown := sorted(found - expected):
            hint = f"the values here are {_written(expected)}" if expected else "this message has no values"
            yield Fault("catalogue-value", f"%({unknown[0]})s is no value of this message", hint)


def values_of(message: str) -> frozenset[str]:
    """The names of the values that are put into a message."""
    return frozenset(filter(None, _VALUE.findall(message)))


def _written(names: frozenset[str]) -> str:
    return ", ".join(f"%({name})s" for name in sorted(names))


def _tags(sentence: Sentence) -> Iterator[Fault]:
    for text in sentence.texts:
        if _TAG.search(text):
            yield Fault("catalogue-html", f"HTML in '{text}' would be shown as it is", "write plain text")

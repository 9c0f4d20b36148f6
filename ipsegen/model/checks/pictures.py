"""Pictures and flags that records show, and pictures that none shows.

Owns whether what a record shows is there, and what must be said about it. Does not know whether a file is the
picture that its name says (`load`).
"""

from collections.abc import Iterable, Iterator
from typing import Final

from ipsegen.load.content import MEDIA_FOLDER
from ipsegen.model.checks.evidence import Evidence
from ipsegen.model.context import Context
from ipsegen.model.countries import COUNTRY_CODES, FORMER
from ipsegen.model.faults import Fault
from ipsegen.model.picture import Image
from ipsegen.model.subjects import Subject
from ipsegen.model.suggest import did_you_mean, nearest

FLAGS: Final = (COUNTRY_CODES - FORMER.keys()) | {"eu", "un"}
"""The flags of the vendored set."""


def unknown_picture(evidence: Evidence) -> Iterator[Fault]:
    """A picture that a record shows lies in `content/media/`."""
    for file, image in _images(evidence):
        if image.file not in evidence.pictures and image.file not in evidence.broken_pictures:
            message = f"no picture '{image.file}' in {MEDIA_FOLDER}/"
            near = did_you_mean(image.file, evidence.pictures)
            hint = near or f"put it there: {MEDIA_FOLDER}/{image.file}"
            yield Fault(file, "unknown-picture", message, hint, ("image", "file"))


def unused_picture(evidence: Evidence) -> Iterator[Fault]:
    """A picture in `content/media/` is shown by a record (warning)."""
    if {"author", "entity", "country", "context"} & {slot.kind for slot in evidence.records.unreadable}:
        return  # a file that could not be read may name it
    used = {image.file for _file, image in _images(evidence)}
    for path in sorted(evidence.pictures.keys() - used):
        hint = f"name it as the 'file' of an 'image', or delete it: {path}"
        message = "nothing uses this picture"
        file = f"{MEDIA_FOLDER}/{path}"
        yield Fault(file, "unused-picture", message, hint, at="file", severity="warning")


def picture_without_alt(evidence: Evidence) -> Iterator[Fault]:
    """A picture is described for those who cannot see it (warning)."""
    hint = "add what it shows, for those who cannot see it: alt: …"
    return _without(evidence, "alt", "picture-without-alt", hint)


def picture_without_credit(evidence: Evidence) -> Iterator[Fault]:
    """A picture says who made it (warning)."""
    return _without(evidence, "credit", "picture-without-credit", "add who made it: credit: …")


def picture_without_licence(evidence: Evidence) -> Iterator[Fault]:
    """A picture says under which licence it may be shown (warning)."""
    hint = "add under which licence it may be shown: licence: …"
    return _without(evidence, "licence", "picture-without-licence", hint)


def unknown_flag(evidence: Evidence) -> Iterator[Fault]:
    """The flag of an entity is one of the vendored set."""
    for entity in evidence.records.entities.values():
        if entity.flag and entity.flag not in FLAGS:
            near = " or ".join(f"'{code}'" for code in nearest(entity.flag, ("eu", "un")))
            hint = f"did you mean {near}?" if near else "write eu, un or the code of a country such as no"
            yield Fault(entity.file, "unknown-flag", f"no flag '{entity.flag}'", hint, ("flag",))


def _without(evidence: Evidence, key: str, code: str, hint: str) -> Iterator[Fault]:
    for file, image in _images(evidence):
        if not getattr(image, key):
            message = f"this picture has no '{key}'"
            yield Fault(
                file,
                code,
                message,
                hint,
                ("image",),
                "first-key",
                severity="warning",
                unless=(("image", key),),
            )


def _images(evidence: Evidence) -> Iterator[tuple[str, Image]]:
    records = evidence.records
    shown: Iterable[Subject | Context] = (
        *records.authors.values(), *records.entities.values(), *records.countries.values(),
        *records.contexts.values(),
    )  # fmt: skip
    for record in shown:
        if record.image is not None:
            yield record.file, record.image

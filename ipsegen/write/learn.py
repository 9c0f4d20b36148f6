"""What a build may tell the next one about the folder that it leaves behind.

Owns the judgement which files and folders are, beyond doubt, still as this build knows them. A file may be changed
by others while a build is at work: what it knows of a file holds from the moment when it began.
"""

from collections.abc import Mapping, Set

from ipsegen.write.change import Change
from ipsegen.write.manifest import Entry
from ipsegen.write.memory import TOP, UNKNOWN, Memory, encode_memory, moment_in, settled, stamp_all
from ipsegen.write.standing import Standing, parent_of, parents_of


def learn_new(site: str, manifest_digest: str, entries: Mapping[str, Entry], temporary: str) -> bytes:
    """Give the memory of a site that is about to be moved to its place, which nobody but us has touched."""
    now = settled(moment_in(temporary))
    names = sorted({*entries, *parents_of(entries)})
    stamps = stamp_all(site, names, now)
    # To be moved, and to be given the manifest, changes the folder itself.
    return _encode(manifest_digest, {TOP: UNKNOWN, **stamps}, [], [])


def learn_change(
    standing: Standing,
    change: Change,
    manifest_digest: str,
    entries: Mapping[str, Entry],
    times: tuple[int, int, int],
) -> bytes:
    """Give the memory of a site that was changed just now.

    `times` says when the build began, when it began to change the site, and when it had.
    """
    begun, before, after = (settled(time) for time in times)
    # Written before it was moved to its place, and not since.
    placed = stamp_all(standing.folder, change.staged, after, before)
    folders, touched = change.folders(standing)
    stamps = _known(standing, {*entries, *folders, TOP}, {*placed, *touched}, begun)
    # Others may have put something into a folder while we did.
    return _remember(standing, manifest_digest, {**stamps, **placed, **dict.fromkeys(touched, UNKNOWN)})


def learn_same(standing: Standing, entries: Mapping[str, Entry], begun: int) -> bytes | None:
    """Give the memory of a site that was left as it is; None if there is nothing new in it."""
    memory = standing.memory
    if memory is not None:
        news = stamp_all(standing.folder, _suspects(standing), settled(begun))
        if not any(stamp != UNKNOWN for stamp in news.values()):
            return None
    stamps = _known(standing, {*entries, *standing.directories, TOP}, frozenset(), settled(begun))
    return _remember(standing, standing.manifest_digest, stamps)


def _known(standing: Standing, names: Set[str], without: Set[str], begun: int) -> dict[str, int]:
    """Give the stamps of what has not changed since the build began."""
    memory = standing.memory
    stamps = dict(zip(memory.names, memory.stamps, strict=True)) if memory else {}
    for name in stamps.keys() - names | _suspects(standing):
        stamps.pop(name, None)
    fresh = names - stamps.keys() - without
    stamps.update(stamp_all(standing.folder, sorted(fresh), begun))
    return stamps


def _suspects(standing: Standing) -> Set[str]:
    return standing.broken | standing.doubtful | standing.listed


def _remember(standing: Standing, manifest_digest: str, stamps: dict[str, int]) -> bytes:
    # What lies in a folder that is not in the memory will be found again with it.
    foreign, others = (
        sorted(path for path in paths if parent_of(path) in stamps)
        for paths in (standing.foreign_files, standing.others)
    )
    return _encode(manifest_digest, stamps, foreign, others)


def _encode(manifest_digest: str, stamps: Mapping[str, int], foreign: list[str], others: list[str]) -> bytes:
    return encode_memory(Memory(manifest_digest, list(stamps), list(stamps.values()), foreign, others))

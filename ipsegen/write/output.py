"""A site's files → the output folder.

Owns the steps of a build into a folder, and what each process may do in them: one process begins and finishes,
between that any number of them lay files. A reader never finds half a file nor a link to a page that is not there
yet, also when the build is killed; the next build mends what is left (contract, "Promises"). Does not know what a
page is, nor who may build: the caller holds the lock.

Everything is first written into the working folder beside the output, which is where a full disk shows. From
there files are only given their names. Nothing is flushed: no promise is made against a power cut.
"""
# Building a Path costs more than the system call that it is for, and there are 100,000 of each.
# ruff: noqa: PTH101, PTH102, PTH104, PTH105, PTH108, PTH116

import errno
import os
import shutil
import stat
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

import msgspec

from ipsegen.diagnostics import visible
from ipsegen.write.atomic import replace_file, write_new
from ipsegen.write.below import impossible, write_below
from ipsegen.write.change import Change, carry_out
from ipsegen.write.folder import RefusedOutput, make_working_folder, resolve
from ipsegen.write.glance import Glance, memory_in
from ipsegen.write.learn import learn_change, learn_new, learn_same
from ipsegen.write.manifest import MANIFEST, Entry, digest, encode_journal, encode_manifest, is_safe
from ipsegen.write.memory import moment_in
from ipsegen.write.standing import Standing, left_alone, look, parents_of

_OTHER_FILE_SYSTEM: Final = frozenset({errno.EXDEV, errno.EBUSY})


class Output(msgspec.Struct, frozen=True):
    """One file of the site: its path relative to the output folder, with `/`, and its bytes."""

    path: str
    data: bytes


class Laid(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A file of the new site that is ready."""

    path: str
    sha256: str
    size: int
    staged: bool
    """Whether it waits in the working folder; else what stands is the same."""


class Written(msgspec.Struct, frozen=True):
    """What a build did to the output folder."""

    written: int
    unchanged: int
    removed: int
    foreign: tuple[str, ...]
    """What is in the folder but was not written by ipsegen; it was left alone."""


class Left(msgspec.Struct, frozen=True):
    """What a build did, and what stands now: another build of this process may take it for granted."""

    written: Written
    standing: Standing


class Bench(msgspec.Struct, frozen=True):
    """A build under way: the places that it works in, and what stood when it began. A value for any process."""

    output: str
    working: str
    standing: Standing | None
    """None where there is no site yet, and no file of others."""
    begun: int
    """By the clock of the file system, in nanoseconds."""
    owner: int
    """The process that began."""

    @property
    def temporary(self) -> str:
        """The folder for files that are not finished, which no build outlives."""
        return f"{self.working}/temporary"

    @property
    def site(self) -> str:
        """The new site, where none stands."""
        return f"{self.working}/temporary/site"

    @property
    def journal(self) -> str:
        """The file that says what this build set out to change."""
        return f"{self.working}/journal"

    @property
    def memory(self) -> str:
        """The file that says what the last build left."""
        return memory_in(self.working)

    @property
    def doubtful(self) -> Collection[str]:
        """The paths of the manifest of which only reading their files can tell whether they are spoiled.

        They are few, but for an output folder that was copied or unpacked: then they are most.
        """
        return self.standing.doubtful if self.standing else ()

    @property
    def manifest(self) -> Mapping[str, Entry]:
        """What the last build wrote."""
        return self.standing.manifest if self.standing else {}


@contextmanager
def at_bench(folder: Path, standing: Standing | None = None, glance: Glance | None = None) -> Iterator[Bench]:
    """Begin a build into `folder`, and clear up when the block ends, however it does. Raises as `begin` does."""
    bench = begin(folder, standing, glance)
    try:
        yield bench
    finally:
        clear(bench)


def begin(folder: Path, standing: Standing | None = None, glance: Glance | None = None) -> Bench:
    """See what stands in `folder`, unless that is known, and make room beside it. `clear` must follow at last.

    `glance` is what was seen of it since the caller holds the lock.

    Raises RefusedOutput where something that ipsegen did not write is in the way, OSError where the machine fails.
    """
    output = resolve(folder)
    working = str(make_working_folder(output))
    bench = Bench(str(output), working, None, 0, os.getpid())
    with suppress(FileNotFoundError):
        shutil.rmtree(bench.temporary)
    os.mkdir(bench.temporary)
    try:
        begun = moment_in(bench.temporary)
        if standing is None:
            standing = look(bench.output, bench.journal, bench.memory, glance)
        if standing is None:
            os.mkdir(bench.site)
    except BaseException:
        clear(bench)
        raise
    return msgspec.structs.replace(bench, standing=standing, begun=begun)


def clear(bench: Bench) -> None:
    """Throw away what is not finished; files that other processes are still laying come to nothing."""
    # A forked child leaves the same block; the build goes on without it.
    if os.getpid() == bench.owner:
        shutil.rmtree(bench.temporary, ignore_errors=True)


def spoiled(bench: Bench) -> list[str]:
    """Name the paths of the manifest whose file is not what the manifest says, sorted."""
    broken = bench.standing.broken if bench.standing else ()
    return sorted({*broken, *spoiled_among(bench, bench.doubtful)})


def spoiled_among(bench: Bench, paths: Iterable[str]) -> list[str]:
    """Name those of `paths`, all of the manifest, whose file is not what the manifest says.

    Reads the files of those that are `doubtful`, and no others: it is for these that several processes pay.
    """
    standing = bench.standing
    return [path for path in paths if standing is None or not standing.holds(path, standing.manifest[path])]


def read_standing(bench: Bench, path: str) -> bytes | None:
    """The bytes of a file of the standing site; None where they are not those that the manifest tells of."""
    entry = bench.manifest.get(path)
    try:
        data = Path(bench.output, path).read_bytes() if entry is not None else b""
    except OSError:
        return None
    return data if entry == Entry(digest(data), len(data)) else None


def lay(bench: Bench, file: Output) -> Laid:
    """Make `file` ready, in any process; nothing is changed in the output folder.

    Raises RefusedOutput where something that ipsegen did not write is in the way, OSError where the machine fails,
    ValueError for a path that leads out of the folder, or that no folder can hold beside those laid before.
    """
    path, data, standing = file.path, file.data, bench.standing
    if not is_safe(path) or path == MANIFEST or path.startswith(f"{MANIFEST}/"):
        raise impossible(path)
    sha256, size = digest(data), len(data)
    if standing is None:
        write_below(bench.site, path, data)
        return Laid(path, sha256, size, staged=True)
    if standing.holds(path, Entry(sha256, size)):
        return Laid(path, sha256, size, staged=False)
    standing.refuse_collision(path)
    try:
        write_new(_place_of(bench, path), data)
    except FileExistsError:
        raise impossible(path) from None
    return Laid(path, sha256, size, staged=True)


def finish(bench: Bench, laid: Iterable[Laid], kept: Collection[str] = ()) -> Written:
    """Make the output folder hold exactly what was laid, by whatever process, and the files `kept`.

    `kept` are paths of the manifest that are to stay as they are; the caller must have asked whether they are
    `spoiled`. Takes `laid` one by one, and changes nothing before the last is there. Raises RefusedOutput where
    the output is a mount point, OSError where the machine fails, ValueError for paths that exclude each other.
    """
    return finish_and_look(bench, laid, kept).written


def finish_and_look(bench: Bench, laid: Iterable[Laid], kept: Collection[str] = (), *, for_others: bool = True) -> Left:
    """As `finish`, and say what stands then; it is described for the next process only where `for_others` asks."""
    entries, staged = _gather(bench, laid, kept)
    try:
        if bench.standing is None:
            return _create(bench, entries)
        return _update(bench, bench.standing, entries, staged, for_others=for_others)
    except OSError as error:
        if error.errno not in _OTHER_FILE_SYSTEM:
            raise
        message = f"'{visible(bench.output)}' is a mount point, or holds one: files cannot be moved there"
        raise RefusedOutput(message, "name a folder inside the mount: --output FOLDER/site") from error


def write_site(folder: Path, files: Iterable[Output]) -> Written:
    """Make `folder` hold exactly `files` and their manifest, beside what others put there.

    Takes `files` one by one, and changes nothing in `folder` before the last is there. Raises as `begin`, `lay`
    and `finish` do.
    """
    with at_bench(folder) as bench:
        return finish(bench, (lay(bench, file) for file in files))


def _gather(bench: Bench, laid: Iterable[Laid], kept: Collection[str]) -> tuple[dict[str, Entry], list[str]]:
    """Give the manifest of the new site, and the paths that are staged for it."""
    manifest, keep = bench.manifest, frozenset(kept)
    entries = dict(manifest)
    for path in manifest.keys() - keep:
        del entries[path]
    broken = bench.standing.broken if bench.standing else frozenset()
    if len(entries) != len(keep) or not broken.isdisjoint(keep):
        message = "only what stands can be kept"
        raise ValueError(message)
    staged: list[str] = []
    for one in laid:
        if one.path in entries:
            raise impossible(one.path)
        entries[one.path] = Entry(one.sha256, one.size)
        if one.staged:
            staged.append(one.path)
    # The paths of the manifest have stood side by side already, and those of a new site do.
    if bench.standing is not None and entries.keys() != manifest.keys():
        for path in entries.keys() & parents_of(entries):
            raise impossible(path)
    return entries, staged


def _create(bench: Bench, entries: dict[str, Entry]) -> Left:
    """Move the whole site, made beside its place, there in one step."""
    manifest = encode_manifest(entries)
    memory = learn_new(bench.site, digest(manifest), entries, bench.temporary)
    with suppress(FileNotFoundError):
        os.unlink(bench.journal)
    write_new(f"{bench.site}/{MANIFEST}", manifest)
    with suppress(FileNotFoundError):
        os.chmod(bench.site, stat.S_IMODE(os.stat(bench.output).st_mode))
    os.rename(bench.site, bench.output)
    _keep_in_mind(bench, memory)
    written = Written(written=len(entries), unchanged=0, removed=0, foreign=())
    return Left(written, left_alone(None, bench.output, entries, digest(manifest), frozenset()))


def _update(
    bench: Bench, standing: Standing, entries: dict[str, Entry], staged: Collection[str], *, for_others: bool
) -> Left:
    """Change the output into the new site, where it is not that already."""
    change = _change_to(bench, standing, entries, staged)
    # A manifest that belongs to a memory is one that we wrote; another may say the same in another form.
    same = not change and entries == standing.manifest
    manifest = b"" if same and (standing.memory or not for_others) else encode_manifest(entries)
    digest_now = digest(manifest) if manifest else standing.manifest_digest
    memory: bytes | None = None
    if manifest and (not same or digest_now != standing.manifest_digest):
        journal = encode_journal(standing.manifest_digest, {*standing.unsure, *staged})
        replace_file(Path(bench.journal), journal, temporary_folder=Path(bench.temporary))
        # Before the site is touched, while a full disk does no harm.
        write_new(f"{bench.temporary}/{MANIFEST}", manifest)
        before = moment_in(bench.temporary)
        carry_out(change, standing, bench.output)
        os.replace(f"{bench.temporary}/{MANIFEST}", f"{bench.output}/{MANIFEST}")
        if for_others:
            times = bench.begun, before, moment_in(bench.temporary)
            memory = learn_change(standing, change, digest_now, entries, times)
    elif for_others:
        memory = learn_same(standing, entries, bench.begun)
    if memory is not None:
        _keep_in_mind(bench, memory)
    with suppress(FileNotFoundError):
        os.unlink(bench.journal)
    written = Written(len(staged), len(entries) - len(staged), len(change.files), standing.foreign)
    gone = change.files | change.directories
    return Left(written, left_alone(standing, bench.output, entries, digest_now, gone))


def _change_to(bench: Bench, standing: Standing, entries: Mapping[str, Entry], staged: Collection[str]) -> Change:
    places = {path: _place_of(bench, path) for path in staged}
    if entries.keys() == standing.manifest.keys() and not standing.unsure:
        return Change(places, frozenset(), frozenset())
    return Change(
        places,
        (standing.owned & standing.files) - entries.keys(),
        (standing.owned_directories & standing.directories) - parents_of(entries),
    )


def _keep_in_mind(bench: Bench, memory: bytes) -> None:
    # Without it the next build has more to look at, and no reason to call this one a failure.
    with suppress(OSError):
        replace_file(Path(bench.memory), memory, temporary_folder=Path(bench.temporary))


def _place_of(bench: Bench, path: str) -> str:
    """Where a file waits for its name: no other path's file waits there, in whatever process it was laid."""
    return f"{bench.temporary}/{digest(path.encode())}"

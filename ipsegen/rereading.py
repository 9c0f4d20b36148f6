"""The content as a check reads it: only what has changed since the last check or build, where there is much of it.

Owns the cache of checks, and when a check does without. Does not judge what files say.
"""

from itertools import islice
from pathlib import Path
from typing import Final

import msgspec

from ipsegen.intake import ROOM, TABLE, DamagedCacheError, Intake, take_in
from ipsegen.load.code import code_digest, reader_digest
from ipsegen.load.content import CONTENT
from ipsegen.load.snapshot import list_tree
from ipsegen.progress import Tell, silent
from ipsegen.write.cache import Cache
from ipsegen.write.create import make_folders
from ipsegen.write.folder import RefusedOutput
from ipsegen.write.lock import OutputHeld, hold

WORTH_IT: Final = 1_000
"""Fewer files are read about as fast as it is found out that they have not changed."""
_MOST_PIECES: Final = 50
"""Each check that reads something anew leaves a file of pieces; of more than these all are made anew."""
_CHECKS: Final = (".ipsegen", "check")
_BUILDS: Final = "output"


def take_in_again(root: Path, tell: Tell = silent) -> Intake | None:
    """The content of the site below `root`; None where it must be read as a whole, by whoever needs it.

    So it is where there is little content, where something stands in it that is no file, and where nothing can be kept,
    a link leads to another place, or another check keeps something just now.
    """
    try:
        if not any(islice(list_tree(root, CONTENT), WORTH_IT - 1, None)):
            return None
        folder = make_folders(root, _CHECKS)
        with hold(folder):
            return _taken_in(root, Cache(root, folder, reader_digest()), tell)
    except (OutputHeld, RefusedOutput, OSError):
        return None  # where the content itself cannot be read, the next reader says so


def _taken_in(root: Path, cache: Cache, tell: Tell) -> Intake | None:
    if cache.table(TABLE) is None:
        # What of it is torn, as a build goes on meanwhile, is found when it is used.
        cache.borrow(Cache(root, root / _BUILDS, code_digest()), TABLE, ROOM)
    try:
        intake = take_in(root, cache, jobs=1, tell=tell)
    except DamagedCacheError:
        cache.forget()
        intake = take_in(root, cache, jobs=1, tell=tell)
    if intake.problems:
        cache.keep({})
        return None
    if len(intake.known.pieces) > _MOST_PIECES:
        cache.keep({})
    elif intake.before is None or intake.known is not intake.before.known:
        cache.keep({TABLE: msgspec.msgpack.encode(intake.known)})
    return intake

"""The output folder, looked at ahead of time: is it as the last build left it?

Owns when that is worth a process of its own, while the content is read, and what it brings back. Changes nothing, and
judges nothing: where it cannot look, whoever needs to know looks again.
"""

import os
from pathlib import Path
from typing import Final

import msgspec

from ipsegen.write.folder import resolve, working_folder
from ipsegen.write.memory import Differing, decode_memory, differing
from ipsegen.write.plain import read_if_plain

_WORTH_IT: Final = 500_000
"""In bytes: below such a memory, of some ten thousand files, starting a process costs more than it saves."""


class Glance(msgspec.Struct, frozen=True):
    """What differed from the memory that belongs to the manifest whose digest is `manifest`; as in `differing`."""

    manifest: str
    differing: Differing | None


def memory_in(working: str) -> str:
    """The file in a working folder that says what the last build left."""
    return f"{working}/memory"


def is_worth_a_glance(folder: Path) -> bool:
    """Whether to look at the output folder `folder` takes longer than to have another process do it."""
    try:
        return os.stat(_memory_of(resolve(folder))).st_size >= _WORTH_IT  # noqa: PTH116 (it is no Path)
    except OSError:
        return False


def glance_at(folder: Path) -> Glance | None:
    """Look at the output folder `folder`; None where it cannot be told what differs. The caller holds the lock."""
    output = resolve(folder)
    try:
        data = read_if_plain(_memory_of(output))
        memory = decode_memory(data) if data is not None else None
        return Glance(memory.manifest, differing(str(output), memory)) if memory is not None else None
    except OSError:
        return None


def _memory_of(output: Path) -> str:
    return memory_in(str(working_folder(output)))

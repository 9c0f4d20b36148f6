"""Where the benchmark keeps what it makes once.

Owns the folder `.bench` of the checkout: the installed peers and the written corpora. Whatever is kept lies below a
name that holds a digest of what made it, so that a change there makes it anew. Does not know what is measured.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks import corpus
from benchmarks.tools import Tool

KEPT = Path(__file__).resolve().parents[1] / ".bench"
PEERS = Path(__file__).parent / "peers"
MEMORY = Path("/dev/shm")


def memory_folder() -> Path:
    """A file system in memory, or the machine's folder for temporary files where there is none."""
    return MEMORY if os.access(MEMORY, os.W_OK) else Path(tempfile.gettempdir())


def file_system(folder: Path) -> str:
    """The kind of file system that a folder lies on, such as tmpfs."""
    found = subprocess.run(["df", "--output=fstype", str(folder)], capture_output=True, text=True, check=False)
    return found.stdout.split()[-1] if found.returncode == 0 else "disk"


def python_peers() -> Path:
    """The virtual environment that holds Hugo and Pelican."""
    locked = PEERS / "requirements.txt"
    folder = KEPT / f"python-{_digest([locked])}"
    if not (folder / "ready").exists():
        shutil.rmtree(folder, ignore_errors=True)
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        pip = [str(folder / "bin" / "python"), "-m", "pip", "--quiet", "--disable-pip-version-check", "install"]
        subprocess.run([*pip, "--require-hashes", "--no-deps", "--requirement", str(locked)], check=True)
        (folder / "ready").touch()
    return folder


def node_peers() -> Path:
    """The folder whose `node_modules` holds Eleventy."""
    files = [PEERS / "eleventy" / name for name in ("package.json", "package-lock.json", ".npmrc")]
    folder = KEPT / f"node-{_digest(files)}"
    if not (folder / "ready").exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        for file in files:
            shutil.copy(file, folder)
        subprocess.run(["npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"], cwd=folder, check=True)
        (folder / "ready").touch()
    return folder


def kept_site(tool: Tool, size: int) -> Path:
    """The corpus of `size` quotes as a tool wants it, written if it is not there yet."""
    folder = KEPT / "corpora" / str(size) / f"{tool.key}-{_digest([Path(corpus.__file__), *_sources(tool)])}"
    if not folder.exists():
        for stale in folder.parent.glob(f"{tool.key}-*"):
            shutil.rmtree(stale)
        begun = folder.with_name(f"begun-{folder.name}")
        shutil.rmtree(begun, ignore_errors=True)
        for path, text in tool.files(corpus.make_corpus(size)):
            corpus.write(begun / path, text)
        if tool.site is not None:
            shutil.copytree(tool.site, begun, dirs_exist_ok=True)
        begun.rename(folder)
    return folder


def _sources(tool: Tool) -> Iterator[Path]:
    """The files that decide how a tool's site looks."""
    yield Path(tool.module)
    found = sorted(tool.site.rglob("*")) if tool.site is not None else []
    yield from (path for path in found if path.is_file() and "__pycache__" not in path.parts)


def _digest(files: list[Path]) -> str:
    found = hashlib.sha256()
    for file in files:
        found.update(file.name.encode() + b"\0" + file.read_bytes())
    return found.hexdigest()[:12]

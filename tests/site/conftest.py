"""The sites that the tests look at, each built once for a worker."""

import functools
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.site.chromium import chromium
from tests.site.hosts import Hosts
from tests.site.server import served
from tests.site.sites import PROJECT, Site, build
from tests.site.small_archive import write_small_archive

Find = Callable[[str], Site]


def make_real(folder: Path) -> None:
    """The archive of this repository."""
    shutil.copytree(PROJECT / "content", folder / "content")


def make_narrow(folder: Path) -> None:
    """The same on short pages, so that lists which run from the newest fill several."""
    make_real(folder)
    settings = folder / "content" / "site.yaml"
    rest = re.sub(r"(?m)^(per_page|order):.*\n", "", settings.read_text())
    settings.write_text(f"{rest}per_page: 4\norder: newest\n")


MAKERS = {"real": make_real, "narrow": make_narrow, "small": write_small_archive}


@pytest.fixture(scope="session")
def find(tmp_path_factory: pytest.TempPathFactory) -> Find:
    """A site by its name."""

    @functools.cache
    def made(name: str) -> Site:
        root = tmp_path_factory.mktemp(name)
        MAKERS[name](root)
        build(root, root / "output")
        return Site(name, root, root / "output")

    return made


@pytest.fixture(params=list(MAKERS))
def site(find: Find, request: pytest.FixtureRequest) -> Site:
    """Each of the sites in turn."""
    return find(request.param)


@pytest.fixture
def real(find: Find) -> Site:
    """The archive of this repository."""
    return find("real")


@pytest.fixture
def small(find: Find) -> Site:
    """The archive of small_archive.py: French, below a path, from oldest to newest."""
    return find("small")


@pytest.fixture(scope="session")
def hosts(find: Find) -> Iterator[Hosts]:
    """Both sites behind an address each, and one browser."""
    real, small = find("real"), find("small")
    with served(real.output, real.base) as one, served(small.output, small.base) as two, chromium() as browser:
        yield Hosts({"real": one, "small": two}, {"real": real.output, "small": small.output}, browser)

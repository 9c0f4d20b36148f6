"""The sites that the tests look at, each built once for a worker."""

import functools
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.site.hosts import Hosts
from tests.site.server import served
from tests.site.sites import PROJECT, Site, build
from tests.site.small_archive import write_arabic_archive, write_small_archive

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
OTHERS = {"arabic": write_arabic_archive}
"""Sites that hold what another holds too, and are looked at for what is different."""


@pytest.fixture(scope="session")
def find(tmp_path_factory: pytest.TempPathFactory) -> Find:
    """A site by its name."""

    @functools.cache
    def made(name: str) -> Site:
        root = tmp_path_factory.mktemp(name)
        {**MAKERS, **OTHERS}[name](root)
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
def hosts(find: Find, browser: Browser) -> Iterator[Hosts]:
    """The sites behind an address each, and one browser."""
    sites = [find(name) for name in ("real", "small", "arabic")]
    with ExitStack() as stack:
        addresses = {site.name: stack.enter_context(served(site.output, site.base)) for site in sites}
        outputs = {site.name: site.output for site in sites}
        yield Hosts(addresses, outputs, browser)

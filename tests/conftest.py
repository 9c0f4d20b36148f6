"""What all tests share."""

import gc
from collections.abc import Iterator

import pytest
from hypothesis import settings
from playwright.sync_api import Browser

from tests.site.chromium import chromium

# A deadline measures how busy the machine is, not whether the code is right.
settings.register_profile("ipsegen", deadline=None)
settings.load_profile("ipsegen")

# Whole sites stand in memory here, and the collector would look at them again and again.
gc.set_threshold(50_000)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The one browser of a worker: Playwright drives no second one beside it."""
    with chromium() as found:
        yield found

"""The command, for which a few pages are worth several processes, as a thousand are otherwise.

python -m torture.little -C site build --jobs 3
"""

from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock

from ipsegen.cli import main


@contextmanager
def workers_for_little() -> Iterator[None]:
    """Let small sites be built by several processes."""
    with mock.patch.multiple("ipsegen.workers", WORTH_IT=1, CHUNK=8), mock.patch("ipsegen.publication.WORTH_IT", 1):
        yield


if __name__ == "__main__":
    with workers_for_little():
        main()

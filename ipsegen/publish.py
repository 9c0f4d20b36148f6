"""The command `publish`: a finished site goes to where it is served.

Owns the order of its steps, what it asks before it deletes much, and what it shows. Does not know how files get there;
heavy modules are imported when it runs.
"""
# Click takes the backspace character, not a backslash, for "leave these lines as they are".
# ruff: noqa: D301

from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple, NoReturn, Protocol

import click

from ipsegen.completing import destinations
from ipsegen.console import Settings
from ipsegen.ending import DONE
from ipsegen.options import PlaceToPublish

if TYPE_CHECKING:
    from ipsegen.destination import Destination
    from ipsegen.progress import Tell
    from ipsegen.write.difference import Difference, There
    from ipsegen.write.finished import Finished

_SHOWN: Final = 10


class Target(Protocol):
    """A place that a site is published to."""

    def held(self) -> AbstractContextManager[None]:
        """Keep other publications away, as far as the place can."""

    def look(self, site: "Finished", tell: "Tell") -> "There":
        """See what stands there."""

    def send(self, site: "Finished", change: "Difference", tell: "Tell") -> None:
        """Make the site stand there, and clear away what an earlier publication left."""


class Order(NamedTuple):
    """What is asked for."""

    destination: "Destination"
    root: Path
    output: Path
    dry: bool
    allow_deletions: bool


class Outcome(NamedTuple):
    """What came of it, or would come of it."""

    site: "Finished"
    there: "There"
    change: "Difference"
    is_too_much: bool


@click.command(short_help="Send the finished site to where it is served.")
@click.argument("destination", metavar="DEST", type=PlaceToPublish(), shell_complete=destinations)
@click.option("--output", type=click.Path(path_type=Path), help="The folder of the site; default: output/.")
@click.option("--dry-run", is_flag=True, help="Say what would be sent and deleted, and change nothing.")
@click.option("--allow-deletions", is_flag=True, help="Also if more than a fifth of the addresses would vanish.")
@click.pass_obj
def publish(
    settings: Settings, destination: "Destination", output: Path | None, dry_run: bool, allow_deletions: bool
) -> int:
    """Send the site that was built last to DEST: a folder of this machine, or a bucket of S3.

    A folder gets whole releases, and a link that leads to the newest. In a bucket no page leads to what is not there.
    Only what publish sent is deleted. With -v every file is named.

    \b
    ipsegen publish file:///srv/www/site
    ipsegen publish s3://bucket --dry-run
    ipsegen -v publish s3://bucket/archive
    """
    from ipsegen.progress import reporter

    order = Order(destination, settings.root, output or settings.root / "output", dry_run, allow_deletions)
    with reporter(visible=settings.verbosity >= 0) as tell:
        outcome = publish_site(order, tell)
    _show(settings, order, outcome)
    return DONE


def publish_site(order: Order, tell: "Tell") -> Outcome:
    """Send the site, unless it is only asked what would be sent.

    Raises RefusedOutput for a folder that is no finished site, a place that is not free, and too many deletions;
    OutputHeld where another process is at work; OSError and NotPublished where the machine or the bucket fails.
    """
    from ipsegen.render.text_files import LASTING
    from ipsegen.write.difference import difference, is_too_much
    from ipsegen.write.finished import look_at_finished, refuse_missing
    from ipsegen.write.lock import hold

    refuse_missing(order.output)
    target = _target(order)
    with ExitStack() as held:
        held.enter_context(hold(order.output, "wait until it ends, and publish again"))
        site = look_at_finished(order.output)
        site.check(tell)
        if not order.dry:
            held.enter_context(target.held())
        there = target.look(site, tell)
        change = difference(site.entries, there, LASTING)
        too_much = not order.allow_deletions and is_too_much(change, there, LASTING)
        if not order.dry:
            if too_much:
                _refuse(order, change)
            target.send(site, change, tell)
    return Outcome(site, there, change, too_much)


def _target(order: Order) -> Target:
    from ipsegen.destination import ToFolder

    place = order.destination
    if isinstance(place, ToFolder):
        from ipsegen.write.releases import place_at

        return place_at(place.folder, order.root, order.output)
    from ipsegen.object_headers import headers_of
    from ipsegen.write.bucket import Bucket
    from ipsegen.write.objects import Objects, connect

    return Bucket(Objects(place.bucket, place.prefix, connect()), headers_of)


def _refuse(order: Order, change: "Difference") -> NoReturn:
    from ipsegen.write.folder import RefusedOutput

    message = f"{len(change.lost):,} addresses at {order.destination.address} would vanish, more than a fifth"
    raise RefusedOutput(
        f"nothing was published: {message}",
        "see which: ipsegen -v publish --dry-run …; if they are to go: --allow-deletions",
    )


def _show(settings: Settings, order: Order, outcome: Outcome) -> None:
    """Say what was done or would be done; with -v of each file."""
    from ipsegen.diagnostics import visible

    site, there, change, too_much = outcome
    if settings.verbosity > 0:
        kinds = {"new": change.new, "changed": change.changed, "removed": change.gone, "kept for now": change.carried}
        for kind, paths in kinds.items():
            for path in paths:
                settings.say(f"{kind}: {visible(path)}")
    for path in site.foreign[:_SHOWN]:
        settings.say(f"not sent, not of the site: {visible(path)}")
    for place in there.foreign[:_SHOWN]:
        settings.say(f"kept, not ours: {visible(place)}")
    settings.say(_summary(order, outcome))
    if order.dry:
        settings.say("nothing was changed: --dry-run")
    if too_much:
        settings.say(f"{len(change.lost):,} addresses would vanish, which is refused without --allow-deletions")


def _summary(order: Order, outcome: Outcome) -> str:
    site, _, change, _ = outcome
    place = order.destination.address
    if change.is_settled:
        return f"{place} holds this site already: {len(site.entries):,} files"
    figures = (
        f"{len(change.sent):,} files sent ({len(change.new):,} new, {len(change.changed):,} changed), "
        f"{len(change.same):,} unchanged, {len(change.gone):,} removed, {len(change.carried):,} kept for old pages"
    )
    return f"{'would be published' if order.dry else 'published'} to {place}: {figures}"

"""Addresses on the web → what became of each, politely.

Owns what a status means, how far redirects are followed, when it is worth asking again, and that no host is asked twice
at a time or without a pause. Does not know where an address is written, nor what was found the last time. What a page
says is not read: one that is there and says "not found" counts as there.
"""

import re
import threading
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor, as_completed
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Final, Literal
from urllib.parse import urljoin, urlsplit

import msgspec

from ipsegen.load.exchange import Answer, Silence, Wire
from ipsegen.load.hosts import Target, UnusableAddress, target_of, without_fragment

State = Literal["alive", "moved", "dead", "unreachable", "private"]

_PERMANENT: Final = frozenset({301, 308})
_REDIRECTS: Final = _PERMANENT | {302, 303, 307}
_GONE: Final = frozenset({404, 410})
_BUSY: Final = frozenset({429, 503})
_MOST_HOSTS_OFFLINE: Final = 5
"""After so many hosts that are not known or have no way to them, and none that was reached, there is no network."""
_MEMENTO: Final = re.compile(r'<([^<>]+)>\s*(?:;[^,<]*)?;\s*rel="?[^",]*\bmemento\b', re.IGNORECASE)
"""A copy as an archive names it in a `Link` header (RFC 7089, 2.2.4)."""


class Visit(msgspec.Struct, frozen=True):
    """What became of an address: `why` in words, and where it leads for good, if that is elsewhere.

    `is_offline` says that it may be our own network that is missing.
    """

    state: State
    why: str = ""
    leads_to: str = ""
    is_offline: bool = False


class Manners(msgspec.Struct, frozen=True):
    """How others are treated; times in seconds.

    `pause` lies between two requests to one host, `backoff` before a second try, doubled before a third; a host that
    asks for more than `patience` is left alone, and so is one that was too slow for as many pages as there are `tries`.
    """

    at_once: int = 16
    pause: float = 1.0
    hops: int = 10
    tries: int = 3
    backoff: float = 2.0
    patience: float = 60.0


class _Trip(msgspec.Struct, frozen=True):
    """What was said at the end of all redirects: of which address, and whither the permanent ones among them led."""

    said: Answer | Silence
    address: str
    leads_to: str


class Visitor:
    """Visits addresses. `now` is the moment against which a server's `Retry-After` is read."""

    def __init__(self, wire: Wire, manners: Manners, now: datetime) -> None:
        self._wire, self._manners, self._now = wire, manners, now
        self._ended = threading.Event()
        self._hosts: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)
        self._met: set[str] = set()
        self._slow: Counter[str] = Counter()
        self._given_up: dict[str, Silence] = {}

    def visit_all(self, addresses: Iterable[str], tell: Callable[[str, Visit], None]) -> None:
        """Tell what became of each address, from any thread; without a network it ends before all are asked."""
        lanes: defaultdict[str, list[str]] = defaultdict(list)
        for address in addresses:
            lanes[urlsplit(address).hostname or ""].append(address)
        outlook = _Outlook()

        def go_along(host: str) -> None:
            for address in lanes[host]:
                if self._ended.is_set():
                    return
                visit = self.visit(address)
                if self._ended.is_set():
                    return
                tell(address, visit)
                if outlook.is_bleak_after(host, visit):
                    self._ended.set()

        with ThreadPoolExecutor(self._manners.at_once) as crew:
            try:
                longest_first = sorted(lanes, key=lambda host: len(lanes[host]), reverse=True)
                for lane in as_completed([crew.submit(go_along, host) for host in longest_first]):
                    lane.result()
            finally:
                # Whoever interrupts us waits for nobody's answer.
                self._ended.set()
                self._wire.cut()

    def visit(self, address: str) -> Visit:
        """What became of one address."""
        trip = self._follow(address, ("HEAD", "GET"))
        if isinstance(trip.said, Silence):
            state: State = "private" if trip.said.trouble == "refused" else "unreachable"
            return Visit(state, trip.said.why, is_offline=_is_offline(trip.said))
        status = trip.said.status
        if status in _GONE:
            return Visit("dead", f"it answers '{_phrase(status)}'")
        if not HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
            return Visit("unreachable", f"it answers '{_phrase(status)}'")
        if trip.leads_to and without_fragment(trip.leads_to) != without_fragment(address):
            fragment = urlsplit(address).fragment if not urlsplit(trip.leads_to).fragment else ""
            return Visit("moved", leads_to=trip.leads_to + (f"#{fragment}" if fragment else ""))
        return Visit("alive")

    def ask_for_copy(self, request: str) -> tuple[str, str]:
        """The address of the copy that an archive makes when `request` is visited, or nothing, and why."""
        trip = self._follow(request, ("GET",))
        if isinstance(trip.said, Silence):
            return "", trip.said.why
        if not HTTPStatus.OK <= trip.said.status < HTTPStatus.MULTIPLE_CHOICES:
            return "", f"it answers '{_phrase(trip.said.status)}'"
        memento = _MEMENTO.search(trip.said.link)
        named = trip.said.content_location or (memento[1] if memento is not None else "")
        copy = urljoin(trip.address, named)
        return (copy, "") if copy != request else ("", "it does not say where the copy is")

    def _follow(self, address: str, methods: tuple[str, ...]) -> _Trip:
        leads_to, is_permanent, met = "", True, {without_fragment(address)}
        for _hop in range(self._manners.hops + 1):
            try:
                target = target_of(address)
            except UnusableAddress as error:
                return _Trip(Silence("broken", f"it leads to '{address}', and {error}"), address, leads_to)
            said = self._ask_patiently(target, methods)
            if isinstance(said, Silence) or said.status not in _REDIRECTS or not said.location:
                return _Trip(said, address, leads_to)
            try:
                address = urljoin(address, said.location)
                plain = without_fragment(address)
            except ValueError:
                return _Trip(Silence("broken", "it leads to what is no address"), address, leads_to)
            if plain in met:
                return _Trip(Silence("broken", "it leads round in a circle"), address, leads_to)
            met.add(plain)
            is_permanent = is_permanent and said.status in _PERMANENT
            leads_to = address if is_permanent else leads_to
        return _Trip(Silence("broken", f"it leads on more than {self._manners.hops} times"), address, leads_to)

    def _ask_patiently(self, target: Target, methods: tuple[str, ...]) -> Answer | Silence:
        """What the host says at last; meanwhile nobody else asks it anything."""
        with self._hosts[target.host]:
            if target.host in self._given_up:
                return self._given_up[target.host]
            said = self._ask(target, methods)
            for number in range(self._manners.tries - 1):
                if isinstance(said, Silence) or said.status not in _BUSY:
                    break
                wished = _seconds(said.retry_after, self._now)
                seconds = max(wished, self._manners.backoff * 2**number)
                if seconds > self._manners.patience or self._ended.wait(seconds):
                    break
                said = self._ask(target, methods)
            if isinstance(said, Silence):
                self._consider_giving_up(target.host, said)
            return said

    def _consider_giving_up(self, host: str, said: Silence) -> None:
        """Whoever is not there, or was too slow several times, is not asked for each page anew."""
        self._slow[host] += said.trouble == "slow"
        if _is_offline(said) or self._slow[host] >= self._manners.tries:
            self._given_up[host] = said

    def _ask(self, target: Target, methods: tuple[str, ...]) -> Answer | Silence:
        """What the host says to the first method, or to the next where that may be what it dislikes."""
        said: Answer | Silence = Silence("broken", "it was not asked")
        for method in methods:
            if target.host in self._met and self._ended.wait(self._manners.pause):
                return said
            said = self._wire.ask(method, target)
            if not _is_offline(said):
                self._met.add(target.host)
            refused = said.trouble == "broken" if isinstance(said, Silence) else said.status >= HTTPStatus.BAD_REQUEST
            if not refused or (isinstance(said, Answer) and said.status in _BUSY):
                return said
        return said


class _Outlook:
    """Whether it looks as if there were no network."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._missed: set[str] = set()
        self._is_online = False

    def is_bleak_after(self, host: str, visit: Visit) -> bool:
        """Whether so far no host was reached, and many were not."""
        with self._lock:
            self._is_online = self._is_online or not visit.is_offline
            self._missed.add(host)
            return not self._is_online and len(self._missed) >= _MOST_HOSTS_OFFLINE


def _is_offline(said: Answer | Silence) -> bool:
    return isinstance(said, Silence) and said.trouble in {"no-network", "no-host"}


def _seconds(retry_after: str, now: datetime) -> float:
    """How long a server asks us to wait (RFC 9110, 10.2.3); 0 where it does not say, or cannot be understood."""
    if retry_after.isdecimal() and retry_after.isascii():
        return float(retry_after[:9])
    try:
        moment = parsedate_to_datetime(retry_after)
    except ValueError:
        return 0.0
    return max(0.0, (moment.replace(tzinfo=moment.tzinfo or UTC) - now).total_seconds())


def _phrase(status: int) -> str:
    """A status with its name, as `404 Not Found`."""
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)

"""News for open pages: nobody misses the last, nobody waits for ever."""

from threading import Thread

import pytest

from ipsegen.live import MOST_LISTENERS, FullError, Live, Told

PATIENCE = 30.0


def test_whoever_comes_is_told_the_last_news_at_once() -> None:
    live = Live(b"first")
    assert live.after(0, PATIENCE) == Told(1, b"first")
    assert live.after(1, 0.01) is None
    live.tell(b"second")
    live.tell(b"third")
    assert live.after(1, PATIENCE) == Told(3, b"third")


@pytest.mark.parametrize("end", [True, False])
def test_all_who_wait_hear_it(end: bool) -> None:
    live = Live(b"first")
    heard: list[Told | None] = []
    threads = [Thread(target=lambda: heard.append(live.after(1, PATIENCE))) for _ in range(20)]
    for thread in threads:
        thread.start()
    if end:
        live.end()
    else:
        live.tell(b"second")
    for thread in threads:
        thread.join(PATIENCE)
    assert heard == [None if end else Told(2, b"second")] * 20


def test_so_many_listen_and_no_more_until_one_leaves() -> None:
    live = Live(b"")
    listeners = [live.listening() for _ in range(MOST_LISTENERS)]
    for listener in listeners:
        listener.__enter__()
    with pytest.raises(FullError), live.listening():
        pass
    listeners.pop().__exit__(None, None, None)
    with live.listening(), pytest.raises(FullError), live.listening():
        pass

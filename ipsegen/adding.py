"""What `ipsegen new` goes through: asked for, drafted, judged, mended, written.

Owns the order of these, and what someone at a terminal may do about a fault. Does not know what is asked, nor how
anything is shown.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

import msgspec

from ipsegen.diagnostics import Problem
from ipsegen.interview import Asker, Interview, lacks_something
from ipsegen.new import Desk, Draft, Wish, can_be_written, write_drafts

Show = Callable[[Sequence[Draft], Sequence[Problem]], None]
"""Shows what is wrong with drafts."""

Edit = Callable[[Draft], str]
"""Opens a draft in an editor and gives the text that came of it; raises EditorError."""


class EditorError(Exception):
    """There is no editor, or it failed."""


class Addition(msgspec.Struct, frozen=True):
    """What is asked for: `now` is aware; `edit` opens the draft before it is judged."""

    root: Path
    wish: Wish
    now: datetime
    allow_duplicate: bool = False
    edit: bool = False


def add(addition: Addition, asker: Asker | None, edit: Edit, show: Show) -> tuple[Draft, ...]:
    """The files that were written, those that the wished one names before it; none where there is an error.

    Where there is an `asker`, it is asked for what is missing, and what to do about a fault. Raises NoIdError.
    """
    desk = Desk(addition.root, addition.now)
    asker = asker if lacks_something(addition.wish) else None
    drafts = _drafts(desk, addition.wish, asker)
    if addition.edit:
        drafts = [*drafts[:-1], _edited(drafts[-1], edit)]
    allow_duplicate, way_out = addition.allow_duplicate, "Mend it in your editor?"
    while True:
        problems = desk.faults_of(drafts, allow_duplicate=allow_duplicate)
        problems = problems if not can_be_written(problems) else (*problems, *write_drafts(addition.root, drafts))
        show(drafts, problems)
        if can_be_written(problems):
            return tuple(drafts)
        if asker is None:
            return ()
        if all(problem.code == "near-duplicate" for problem in problems if problem.is_error):
            if not asker.confirm("Write it all the same?", default=False):
                return ()
            allow_duplicate = True
        elif not asker.confirm(way_out, default=True):
            return ()
        else:
            faulty = {problem.file for problem in problems if problem.is_error}
            try:
                drafts = [_edited(draft, edit) if draft.path in faulty else draft for draft in drafts]
            except EditorError as error:
                way_out = f"{error} Try again?"


def _drafts(desk: Desk, wish: Wish, asker: Asker | None) -> list[Draft]:
    if asker is None:
        return [desk.draft(wish)]
    # Not after ten questions.
    desk.expect_free(wish)
    interview = Interview(desk, asker)
    interview.about(wish)
    return interview.drafts


def _edited(draft: Draft, edit: Edit) -> Draft:
    return msgspec.structs.replace(draft, text=edit(draft))

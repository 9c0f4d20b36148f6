"""Questions at a terminal: with completion and several lines where it can do that, line by line where it cannot.

Owns how a question looks and how an answer is typed. Questions go to standard error: standard output is for data. Does
not know what is asked, nor why.
"""

import sys
from collections.abc import Iterable
from io import TextIOWrapper
from typing import Final

import click
from prompt_toolkit import PromptSession
from prompt_toolkit.completion import CompleteEvent, Completer, Completion, ThreadedCompleter
from prompt_toolkit.document import Document
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.output import ColorDepth, create_output
from prompt_toolkit.validation import ValidationError, Validator

from ipsegen.interview import Asker, Choice, Question

MOST_OFFERED: Final = 30


def terminal(*, is_dumb: bool, colors: bool) -> Asker:
    """Whoever sits at the terminal. Raises KeyboardInterrupt or EOFError where they have had enough."""
    return PlainTerminal() if is_dumb else Terminal(colors=colors)


def offered(question: Question, typed: str) -> list[Choice]:
    """The choices that fit what was typed so far, of a list what stands behind its last comma; the best first."""
    part = (typed.rpartition(",")[2] if question.is_list else typed).strip().casefold()
    fitting = [(rank, choice) for choice in question.choices if (rank := _rank(choice, part)) is not None]
    return [choice for _rank, choice in sorted(fitting, key=lambda found: found[0])][:MOST_OFFERED]


def _rank(choice: Choice, part: str) -> int | None:
    """How well a choice fits: 0 where it begins so, 1 where a word of it does; None where it does not."""
    names = [name.casefold() for name in (choice.word, *choice.names)]
    if any(name.startswith(part) for name in names):
        return 0
    words = [word for name in names for word in name.replace("-", " ").replace(":", " ").split()]
    return 1 if any(word.startswith(part) for word in words) else None


class PlainTerminal:
    """A terminal that only shows lines and takes lines."""

    def __init__(self) -> None:
        if isinstance(sys.stdin, TextIOWrapper):
            sys.stdin.reconfigure(errors="surrogateescape")  # bytes that are no characters are told, and end nothing

    def ask(self, question: Question) -> str:
        """The answer."""
        click.echo(f"\n{question.text}{_help(question)}", err=True)
        while True:
            shown = f"[{question.default}] " if question.default else ""
            click.echo(f"> {shown}", err=True, nl=False)
            answer = (self._lines() if question.is_long else self._line()) or question.default
            fault = _fault_of(question, answer)
            if not fault:
                return answer
            click.echo(fault, err=True)

    def confirm(self, text: str, *, default: bool) -> bool:
        """Whether the answer is yes."""
        while True:
            click.echo(f"\n{text} [{'Y/n' if default else 'y/N'}] ", err=True, nl=False)
            answer = _truth(self._line(), default=default)
            if answer is not None:
                return answer

    def _line(self) -> str:
        line = sys.stdin.readline()
        if not line:
            raise EOFError
        return line.strip()

    def _lines(self) -> str:
        lines: list[str] = []
        while line := self._line():
            lines.append(line)
        return "\n".join(lines)


class Terminal:
    """A terminal that moves its cursor: choices are offered while one types, and a paste is one answer."""

    def __init__(self, *, colors: bool) -> None:
        self._output = create_output(stdout=sys.stderr)
        self._color_depth = None if colors else ColorDepth.DEPTH_1_BIT

    def ask(self, question: Question) -> str:
        """The answer."""
        session: PromptSession[str] = PromptSession(
            [("", "\n"), ("bold", question.text), ("fg:ansibrightblack", _help(question)), ("", "\n> ")],
            output=self._output,
            color_depth=self._color_depth,
            completer=ThreadedCompleter(_Offering(question)) if question.choices else None,
            validator=_Fitting(question),
            validate_while_typing=False,
            multiline=question.is_long,
            prompt_continuation="  ",
            key_bindings=_ending_with_an_empty_line() if question.is_long else None,
            enable_open_in_editor=question.is_long,
        )
        return _answer(question, session.prompt(default=question.default))

    def confirm(self, text: str, *, default: bool) -> bool:
        """Whether the answer is yes."""

        def fault_of(answer: str) -> str:
            return "" if _truth(answer, default=default) is not None else "y or n"

        answer = self.ask(Question(f"{text} [{'Y/n' if default else 'y/N'}]", fault_of=fault_of))
        return _truth(answer, default=default) is True


class _Offering(Completer):
    """What fits is offered with its name beside it."""

    def __init__(self, question: Question) -> None:
        self._question = question

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterable[Completion]:  # noqa: ARG002
        typed = document.text_before_cursor
        part = (typed.rpartition(",")[2] if self._question.is_list else typed).lstrip()
        for choice in offered(self._question, typed):
            yield Completion(choice.word, -len(part), display_meta=choice.meaning)


class _Fitting(Validator):
    """An answer with which something is wrong is not taken."""

    def __init__(self, question: Question) -> None:
        self._question = question

    def validate(self, document: Document) -> None:
        fault = _fault_of(self._question, _answer(self._question, document.text))
        if fault:
            raise ValidationError(len(document.text), fault)


def _ending_with_an_empty_line() -> KeyBindings:
    bindings = KeyBindings()

    @bindings.add("enter")
    def _(event: KeyPressEvent) -> None:
        buffer = event.current_buffer
        if buffer.document.is_cursor_at_the_end and not buffer.document.current_line.strip():
            buffer.validate_and_handle()
        else:
            buffer.insert_text("\n")

    return bindings


def _help(question: Question) -> str:
    parts = (question.help, "an empty line ends it" if question.is_long else "")
    return "".join(f"  {part}" for part in ("; ".join(filter(None, parts)),) if part)


def _answer(question: Question, typed: str) -> str:
    return typed.strip().rstrip(", ") if question.is_list else typed.strip()


def _fault_of(question: Question, answer: str) -> str:
    try:
        answer.encode()
    except UnicodeEncodeError:
        return "this holds bytes that are no characters; type it again"
    return question.fault_of(answer)


def _truth(answer: str, *, default: bool) -> bool | None:
    return {"": default, "y": True, "yes": True, "n": False, "no": False}.get(answer.casefold())

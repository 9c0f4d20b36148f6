"""Help that helps: every command by examples, a word for every problem, suggestions, completion."""

import re

import pytest

from ipsegen.cli import cli
from ipsegen.load.catalogue import read_catalogue
from tests.command import QUOTE, SITE, run, run_process, write


@pytest.mark.parametrize("command", sorted(cli.commands))
def test_the_help_of_every_command_has_an_example(command: str) -> None:
    shown = run(command, "--help").out
    assert re.search(rf"^ +(eval \"\$\()?ipsegen {command}", shown, re.MULTILINE), shown


def test_the_overview_says_in_one_line_what_each_command_is_for() -> None:
    listed = run("--help").out.partition("Commands:\n")[2]
    assert len(listed.splitlines()) == len(cli.commands)
    assert "..." not in listed


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        (["chekc"], "check"),
        (["buld"], "build"),
        (["check", "--formt", "json"], "--format"),
        (["build", "--job", "2"], "--jobs"),
    ],
)
def test_what_was_meant_by_a_mistyped_word_is_said(words: list[str], meant: str) -> None:
    result = run(*words)
    assert result.status == 2
    assert f"'{meant}'" in result.err


@pytest.mark.parametrize("code", list(read_catalogue()))
def test_every_problem_is_explained(code: str) -> None:
    result = run("explain", code)
    entry = read_catalogue()[code]
    assert (result.status, result.err) == (0, "")
    assert result.out.startswith(f"{code}: {entry.cause}\n")
    assert result.out.endswith(f"{entry.cure}\n")
    for line in (entry.example or entry.seen).splitlines():
        assert f"    {line}\n" in result.out


def test_a_code_that_is_none_is_wrong_usage_with_the_nearest() -> None:
    result = run("explain", "unknown-autor")
    assert (result.status, result.out) == (2, "")
    assert "did you mean 'unknown-author'" in result.err
    assert "in brackets" in run("explain", "xyz").err


def test_whoever_asks_for_more_is_told_where_to_read_on(tmp_path_factory: pytest.TempPathFactory) -> None:
    wrong = {QUOTE: SITE[QUOTE].replace("mark-rutte", "mark-rute")}
    root = write(tmp_path_factory.mktemp("site"), {**SITE, **wrong})
    line = "more about unknown-author: ipsegen explain unknown-author, or docs/diagnostics.md#unknown-author\n"
    assert line in run("-v", "check", root=root).err
    assert "explain" not in run("check", root=root).err


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("ipsegen ch", "check"),
        ("ipsegen check --ag", "--against"),
        ("ipsegen check --format s", "sarif"),
        ("ipsegen new aut", "author"),
        ("ipsegen explain near", "near-duplicate"),
    ],
)
def test_a_shell_completes_commands_options_and_values(words: str, offered: str) -> None:
    count = str(len(words.split()) - 1)
    env = {"_IPSEGEN_COMPLETE": "bash_complete", "COMP_WORDS": words, "COMP_CWORD": count}
    assert f"plain,{offered}\n" in run_process(env=env).out

"""Help that helps: every command by examples, a word for every problem, suggestions, completion."""

import re
import shlex
import subprocess
from pathlib import Path

import pytest

from ipsegen.cli import cli
from ipsegen.load.explanations import read_explanations
from tests.command import COMMAND, QUOTE, SITE, environment, run, run_process, write


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


@pytest.mark.parametrize("code", list(read_explanations()))
def test_every_problem_is_explained(code: str) -> None:
    result = run("explain", code)
    entry = read_explanations()[code]
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
        ("ipsegen rename ent", "entity"),
        ("ipsegen rename author ma", "mark-rutte"),
        ("ipsegen rename quote rutte", "rutte-deployment-confirmed"),
        ("ipsegen rename country n", "no"),
        ("ipsegen new quote --set author=ma", "author=mark-rutte"),
        ("ipsegen new quote --set author=entity:n", "author=entity:nato"),
        ("ipsegen new quote --set entities=[na", "entities=[nato"),
        ("ipsegen new quote --set entities=[eu,na", "entities=[eu,nato"),
        ("ipsegen new author --set countries=[n", "countries=[no"),
        ("ipsegen publish s", "s3://"),
        ("ipsegen publish fi", "file:///"),
    ],
)
@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_a_shell_completes_commands_options_and_ids(words: str, offered: str, shell: str, archive: Path) -> None:
    """In these two a word ends at a space."""
    assert offered in completed(shell, archive, words.split())


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (["ipsegen", "ch"], "check"),
        (["ipsegen", "rename", "author", "ma"], "mark-rutte"),
        (["ipsegen", "new", "quote", "--set", "author", "=", "ma"], "mark-rutte"),
        (["ipsegen", "new", "quote", "--set", "author", "="], "mark-rutte"),
        (["ipsegen", "new", "quote", "--set", "author=ma"], "author=mark-rutte"),
        (["ipsegen", "new", "quote", "--set", "author", "=", "entity", ":", "na"], "nato"),
        (["ipsegen", "new", "quote", "--set", "author", "=", "entity", ":"], "nato"),
        (["ipsegen", "check", "--format", "=", "js"], "json"),
    ],
)
def test_bash_has_what_belongs_behind_the_last_break(words: list[str], offered: str, archive: Path) -> None:
    """It takes = and : for words of their own, unless someone told it otherwise."""
    assert offered in completed("bash", archive, words)


def test_nothing_is_offered_where_nothing_is_known(archive: Path, tmp_path: Path) -> None:
    for words in (["rename", "author", "x"], ["new", "quote", "--set", "text=ma"], ["new", "quote", "--set", "ma"]):
        assert completed("zsh", archive, ["ipsegen", *words]) == []
    assert completed("zsh", tmp_path, ["ipsegen", "rename", "author", "ma"]) == []


@pytest.fixture
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("site"), SITE)


def completed(shell: str, root: Path, words: list[str]) -> list[str]:
    """What the script that `ipsegen completion` prints is told while the last of some words is typed."""
    at = ["-C", str(root)]
    typed = [words[0], *at, *words[1:]]
    count = words[-1] if shell == "fish" else str(len(typed) - 1)
    env = {"_IPSEGEN_COMPLETE": f"{shell}_complete", "COMP_WORDS": " ".join(typed), "COMP_CWORD": count}
    lines = run_process(env=env).out.splitlines()
    if shell == "zsh":
        return [value.replace("\\:", ":") for value in lines[1::3]]
    return [line.removeprefix("plain,").partition("\t")[0] for line in lines if line]


def test_bash_itself_completes_an_id(archive: Path, tmp_path: Path) -> None:
    """As at a terminal: with the script, and with the words as bash breaks them."""
    program = tmp_path / "ipsegen"
    program.write_text(f'#!/bin/sh\nexec {shlex.join(COMMAND)} "$@"\n')
    program.chmod(0o755)
    script = f"""
        PATH={shlex.quote(str(tmp_path))}:$PATH
        eval "$(ipsegen completion bash)"
        cd {shlex.quote(str(archive))}
        COMP_WORDS=(ipsegen new quote --set author = ma) COMP_CWORD=6
        _ipsegen_completion ipsegen
        echo "${{COMPREPLY[@]}}"
    """
    shown = subprocess.run(["bash", "-c", script], env=environment(), capture_output=True, text=True, check=True)
    assert shown.stdout == "mark-rutte\n"

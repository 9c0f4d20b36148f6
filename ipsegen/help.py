"""Commands that help with the others: `explain` and `completion`.

Owns what they print. Does not know what can be wrong: the catalogue does.
"""
# Click takes the backspace character, not a backslash, for "leave these lines as they are".
# ruff: noqa: D301

import click
from click.shell_completion import get_completion_class

from ipsegen.completing import codes


@click.command(short_help="What a problem means: its cause, an example, the way out.")
@click.argument("code", shell_complete=codes)
def explain(code: str) -> int:
    """Say what the problem CODE means: its cause, an example, and how to mend it.

    \b
    ipsegen explain unknown-author
    """
    from ipsegen.load.explanations import read_explanations
    from ipsegen.model.suggest import did_you_mean

    catalogue = read_explanations()
    entry = catalogue.get(code)
    if entry is None:
        hint = did_you_mean(code, catalogue) or "the codes stand in brackets in what 'ipsegen check' prints"
        raise click.UsageError(f"no problem is called '{code}'; {hint}")
    shown = {entry.file: entry.example, **entry.also} if entry.example else {"such as": entry.seen}
    examples = [f"{path}:\n{_indented(text)}" for path, text in shown.items()]
    click.echo("\n\n".join([f"{code}: {entry.cause}", *examples, entry.cure]))
    return 0


def _indented(text: str) -> str:
    return "\n".join(f"    {line}" for line in text.rstrip().split("\n"))


@click.command(short_help="Make a shell complete commands, options and ids.")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> int:
    """Print the script that completes commands, options and ids in SHELL.

    \b
    eval "$(ipsegen completion bash)"        in ~/.bashrc
    eval "$(ipsegen completion zsh)"         in ~/.zshrc
    ipsegen completion fish | source         in ~/.config/fish/config.fish
    """
    maker = get_completion_class(shell)
    if maker is None:
        raise click.UsageError(f"no completion for {shell}")
    root = click.get_current_context().find_root().command
    click.echo(maker(root, {}, "ipsegen", "_IPSEGEN_COMPLETE").source())
    return 0

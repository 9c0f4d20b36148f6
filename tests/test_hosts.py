"""The files that hosts and forges read: sound by their own linters and schemas, and by what they may do."""

import json
import os
import re
import shlex
import subprocess
import tomllib
from importlib import resources
from pathlib import Path
from typing import Any, Final

import click
import jsonschema
import pytest
import yaml

from ipsegen import __version__
from ipsegen.load.scaffold import HOSTS, read_host
from ipsegen.model.issue_form import QUESTIONS
from ipsegen.plan.urls import make_urls
from ipsegen.render.text_files import policy, render_headers
from tests.command import COMMAND, environment, run
from tests.git import commit, git
from tests.test_documentation import parse
from tests.workflows import actionlint, zizmor

PROJECT: Final = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new site with the files of every host."""
    root = tmp_path_factory.mktemp("hosts")
    assert run("init", str(root), *(word for host in HOSTS for word in ("--ci", host))).status == 0
    return root


WORKFLOWS: Final = sorted(path for host in HOSTS for path in read_host(host) if path.startswith(".github/workflows/"))


def workflow(root: Path, path: str) -> Any:
    return yaml.safe_load((root / path).read_text(encoding="utf-8"))


def jobs(root: Path, path: str) -> dict[str, Any]:
    found: dict[str, Any] = workflow(root, path)["jobs"]
    return found


def steps(root: Path, path: str) -> list[Any]:
    return [step for job in jobs(root, path).values() for step in job["steps"]]


# By their own rules.


def test_actionlint_finds_nothing_in_a_workflow(root: Path) -> None:
    assert actionlint(root / path for path in WORKFLOWS) == []


def test_zizmor_finds_no_hole_in_a_workflow(root: Path) -> None:
    assert zizmor(root / path for path in WORKFLOWS) == ""


@pytest.mark.parametrize(
    ("path", "schema"),
    [
        *((path, "github-workflows") for path in WORKFLOWS),
        (".github/ISSUE_TEMPLATE/quote.yml", "github-issue-forms"),
        (".gitlab-ci.yml", "gitlab-ci"),
    ],
)
def test_a_file_keeps_the_schema_of_its_host(root: Path, path: str, schema: str) -> None:
    vendored = resources.files("check_jsonschema") / f"builtin_schemas/vendor/{schema}.json"
    document = json.loads(json.dumps(workflow(root, path)).replace('"true": {', '"on": {', 1))
    jsonschema.validate(document, json.loads(vendored.read_text(encoding="utf-8")), cls=jsonschema.Draft7Validator)


@pytest.mark.parametrize("path", sorted(path for host in HOSTS for path in read_host(host)))
def test_every_command_of_ours_is_understood_and_no_mark_is_left(
    root: Path, path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (root / path).read_text(encoding="utf-8")
    assert re.search("@[A-Z]+@", text) is None
    (tmp_path / "answers.md").touch()
    monkeypatch.chdir(tmp_path)
    for line in re.findall(r"ipsegen (?:build|check|new)\b.*?(?=$| &&| 2>)", text, re.MULTILINE):
        words = line.removesuffix('"').replace('\\"', "") if path.endswith(".toml") else line
        words = words.replace("$RUNNER_TEMP/", "")
        try:
            parse(re.sub(r"\$\w*URL/", "https://archive.example/", words))
        except click.UsageError as error:
            pytest.fail(f"{line}: {error.format_message()}")


# What they may do.


@pytest.mark.parametrize("path", WORKFLOWS)
def test_a_workflow_may_do_as_little_as_it_can(root: Path, path: str) -> None:
    document = workflow(root, path)
    events = document[True]  # YAML 1.1 takes `on` for true
    assert "pull_request_target" not in events
    assert document["permissions"] in ({}, {"contents": "read"})
    for name, job in document["jobs"].items():
        assert job["timeout-minutes"] <= 30, name
        for step in job["steps"]:
            # What others can choose never stands in a command itself.
            assert "${{" not in step.get("run", "")
            if step.get("uses", "").startswith("actions/checkout@"):
                assert step["with"]["persist-credentials"] is False
    if "pull_request" in events:
        check = document["jobs"]["check"]
        assert check["if"] == "github.event_name == 'pull_request'"
        assert "permissions" not in check
        assert "secrets." not in str(check)
        others = [job for name, job in document["jobs"].items() if name != "check" and "needs" not in job]
        assert all("github.event_name != 'pull_request'" in job["if"] for job in others)


def test_actions_are_named_by_a_commit_with_their_version(root: Path) -> None:
    named = {
        line.partition("uses: ")[2]
        for path in WORKFLOWS
        for line in (root / path).read_text(encoding="utf-8").splitlines()
        if "uses: " in line
    }
    assert all(re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", action) for action in named)
    assert len({action.partition("@")[0] for action in named}) == len(named)


def test_every_host_installs_this_version(root: Path) -> None:
    for host in HOSTS:
        texts = "".join((root / path).read_text(encoding="utf-8") for path in read_host(host))
        assert f"ipsegen=={__version__}" in texts, host


def test_netlify_builds_into_the_folder_that_it_publishes(root: Path) -> None:
    settings = tomllib.loads((root / "netlify.toml").read_text(encoding="utf-8"))
    assert settings["build"]["publish"] == "output"
    commands = [settings["build"]["command"], *(context["command"] for context in settings["context"].values())]
    assert all(re.search(r'&& ipsegen build --base-url "\$(DEPLOY_PRIME_)?URL/"$', command) for command in commands)


def test_cloudflare_publishes_the_folder_of_the_site(root: Path) -> None:
    settings = tomllib.loads((root / "wrangler.toml").read_text(encoding="utf-8"))
    assert settings == {"name": "my-archive", "pages_build_output_dir": "output"}


class Template(yaml.SafeLoader):
    """A template of CloudFormation: its own tags are mappings of their names."""


Template.add_multi_constructor("!", lambda loader, tag, node: {tag: _inner(loader, node)})


def _inner(loader: yaml.SafeLoader, node: yaml.Node) -> Any:
    if isinstance(node, yaml.ScalarNode):
        return loader.construct_scalar(node)
    return loader.construct_sequence(node, deep=True) if isinstance(node, yaml.SequenceNode) else None


def test_the_template_for_aws_refers_to_what_it_holds_and_keeps_our_policy(root: Path) -> None:
    text = (root / "cloudfront.yml").read_text(encoding="utf-8")
    template = yaml.load(text, Template)
    held = {*template["Resources"], *template["Parameters"], *template["Conditions"]}
    named = set(re.findall(r"!(?:Ref|GetAtt) ([A-Za-z]+)\b(?!::)", text))
    named |= set(re.findall(r"\$\{([A-Za-z]+)[.}]", text))
    assert named <= held
    assert held - named <= {"BucketPolicy", "HasDomain"}
    assert f'"{policy(["self"])}"' in text


def test_a_site_at_aws_is_published_before_its_policy_is_set(root: Path, tmp_path: Path) -> None:
    (step,) = (step for step in steps(root, ".github/workflows/s3.yml") if step.get("name", "").startswith("Publish"))
    (tmp_path / "output").mkdir()
    headers = render_headers(make_urls("https://ipse.example/", 24), ["sha256-A="], has_form=True)
    (tmp_path / "output" / "_headers").write_bytes(headers)
    found = {"ETag": "E1", "ResponseHeadersPolicyConfig": {"Name": "n", "SecurityHeadersConfig": {"Other": 1}}}
    asked = tmp_path / "asked.txt"
    aws = f'echo "$*" >> {asked}; case $2 in get-*) echo {shlex.quote(json.dumps(found))};; esac'
    ipsegen = f'echo "ipsegen $*" >> {asked}'
    for program, script in {"aws": aws, "curl": "echo {}", "ipsegen": ipsegen}.items():
        (tmp_path / program).write_text(f"#!/bin/sh\n{script}\n")
        (tmp_path / program).chmod(0o755)
    given = {name: name.lower() for name in re.findall(r"\$([A-Z_]+)", step["run"])}
    ours = {"RUNNER_TEMP": str(tmp_path), "AWS_WEB_IDENTITY_TOKEN_FILE": str(tmp_path / "token")}
    env = environment({"PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}", **given, **ours})
    subprocess.run(["bash", "-eo", "pipefail", "-c", step["run"]], cwd=tmp_path, env=env, check=True)
    published, _question, update, invalidation = asked.read_text().splitlines()
    assert published == "ipsegen publish s3://bucket"
    assert update.startswith("cloudfront update-response-headers-policy --id headers --if-match E1 ")
    assert update.endswith(f" --response-headers-policy-config file://{tmp_path}/after.json")
    assert invalidation.startswith("cloudfront create-invalidation --distribution-id distribution ")
    content = {"ContentSecurityPolicy": policy(["sha256-A="])}
    after = {"Name": "n", "SecurityHeadersConfig": {"Other": 1, "ContentSecurityPolicy": content}}
    assert json.loads((tmp_path / "after.json").read_text()) == after


# The form for those without git.


def step_of_the_form(root: Path, name: str) -> str:
    found = [
        step
        for step in steps(root, ".github/workflows/quote-from-issue.yml")
        if name in (step.get("id"), step.get("name"))
    ]
    script: str = found[0]["run"]
    return script


def run_step(root: Path, tmp_path: Path, name: str, **extra: str) -> str:
    """Run a step of the form's workflow as a runner does, with `gh` in name only; gives what it printed."""
    bin_folder = tmp_path / "bin"
    bin_folder.mkdir(exist_ok=True)
    asked = tmp_path / "gh.txt"
    for program, script in {
        "ipsegen": f'exec {shlex.join(COMMAND)} "$@"',
        "gh": f"printf '%s\\n' \"$*\" >> {shlex.quote(str(asked))}\n[ \"$1 $2\" != 'pr list' ] || echo 0",
    }.items():
        (bin_folder / program).write_text(f"#!/bin/sh\n{script}\n")
        (bin_folder / program).chmod(0o755)
    path = f"{bin_folder}{os.pathsep}{os.environ['PATH']}"
    ours = {"RUNNER_TEMP": str(tmp_path), "GITHUB_OUTPUT": str(tmp_path / "output.txt"), "NUMBER": "7", **extra}
    env = environment({"PATH": path, "PYTHONPATH": str(PROJECT), **ours})
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step_of_the_form(root, name)]
    return subprocess.run(command, cwd=root, env=env, capture_output=True, text=True, check=True).stdout.strip()


def answer(root: Path, tmp_path: Path, answers: dict[str, str]) -> str:
    """What the step prints that makes a file of answers."""
    body = "\n\n".join(f"### {question}\n\n{answers.get(question, '_No response_')}" for question in QUESTIONS)
    return run_step(root, tmp_path, "write", BODY=body)


GOOD: Final = {
    "The words": "With malice toward none; with charity for all.",
    "Who pronounced them": "Abraham Lincoln",
    "When": "1865-03-04",
    "Title of the source": "The second inaugural address",
    "Page or time in the source": "last paragraph",
}


def test_answers_become_a_file_that_is_sound(root: Path, tmp_path: Path) -> None:
    made = answer(root, tmp_path, GOOD)
    assert made == "content/quotes/1865/03/lincoln-malice-toward-none.yaml"
    assert (tmp_path / "output.txt").read_text() == "made=yes\n"
    assert run("check", "--strict", root=root).status == 0
    (root / made).unlink()


@pytest.mark.parametrize("question", QUESTIONS)
def test_no_answer_is_ever_a_command(root: Path, tmp_path: Path, question: str) -> None:
    spring = f"touch {tmp_path}/sprung"
    trap = f"$({spring}) `{spring}` '; {spring}; \"; {spring}\n{spring}\n-- --help"
    answer(root, tmp_path, {**GOOD, question: trap})
    assert not (tmp_path / "sprung").exists()
    for made in (root / "content/quotes/1865").rglob("*.yaml"):
        made.unlink()


def test_answers_with_a_mistake_are_told_and_make_no_file(root: Path, tmp_path: Path) -> None:
    before = sorted(root.rglob("*.yaml"))
    said = answer(root, tmp_path, {**GOOD, "Who pronounced them": "Mary Robinson"})
    assert "no author 'mary-robinson'" in said
    assert (tmp_path / "output.txt").read_text() == "made=no\n"
    assert sorted(root.rglob("*.yaml")) == before


def test_a_file_that_was_made_is_proposed_on_a_branch_of_its_own(tmp_path: Path) -> None:
    root, remote = tmp_path / "site", tmp_path / "remote"
    assert run("init", str(root), "--ci", "github").status == 0
    commit(root)
    git(tmp_path, "init", "--quiet", "--bare", str(remote))
    git(root, "remote", "add", "origin", str(remote))
    made = answer(root, tmp_path, GOOD)
    run_step(root, tmp_path, "Open a pull request")
    assert git(remote, "diff-tree", "-r", "--name-only", "--no-commit-id", "quote-from-issue-7") == made
    asked = (tmp_path / "gh.txt").read_text()
    assert "pr create --base main --head quote-from-issue-7 " in asked
    assert git(root, "log", "-1", "--format=%s") == "A quote proposed in #7"


def test_what_is_wrong_is_said_as_a_block_of_code(root: Path, tmp_path: Path) -> None:
    answer(root, tmp_path, {**GOOD, "Who pronounced them": "@everyone <b>"})
    run_step(root, tmp_path, "Say what is wrong", REPOSITORY="owner/name")
    asked = (tmp_path / "gh.txt").read_text()
    assert asked == f"issue comment 7 --repo owner/name --body-file {tmp_path}/comment.md\n"
    head, *said = (tmp_path / "comment.md").read_text().splitlines()
    assert head.startswith("This cannot be added yet.")
    assert all(line.startswith("    ") for line in said if line)
    assert any("everyone" in line for line in said)


# Where the archive's own repository is checked before a commit.


def test_the_hook_of_pre_commit_runs_a_command_that_exists() -> None:
    (hook,) = yaml.safe_load((PROJECT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert (hook["id"], hook["language"], hook["pass_filenames"]) == ("ipsegen-check", "python", False)
    parse(hook["entry"])
    assert re.match(hook["files"], "content/quotes/a.yaml")
    assert re.match(hook["files"], "README.md") is None

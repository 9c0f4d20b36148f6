"""A script and what it imports are one file that does the same."""

import subprocess
from pathlib import Path

import pytest

from ipsegen.plan.scripts import imports_left, integrity_of, join_scripts, parts_alone

MODULES = {
    "entry.mjs": b"""import { again as told, Counter } from "./counter.mjs";
import * as words from './words.mjs'
import {
  say,
} from "./words.mjs";
import "./last.mjs";

const joined = 1;
say("entry", told, new Counter().up(), words.said === told, joined);
later().then((found) => say(found));
import { later } from "./parts/later.mjs"; // at the end, and in a folder
""",
    "counter.mjs": b"""import { say, said } from "./words.mjs";
say("counter");
export class Counter {
  up() { return said.length; }
}
export const again = said;
const joined = "another";
""",
    "words.mjs": b"""export const said = [];
export function say(...all) {
  said.push(all.length);
  console.log(...all);
}
say("words");
""",
    "last.mjs": b'import { say } from "./words.mjs";\nsay("last", "import { x } from \'./nowhere.mjs\'");\n',
    "parts/later.mjs": b"""import { said } from "../words.mjs";\r
import "./nothing.mjs"\r
export async function later() {\r
  return said.length;\r
}\r
export function* steps() {}\r
""",
    "parts/nothing.mjs": b"",
}


def said_by(folder: Path, files: dict[str, bytes], entry: str) -> str:
    """What a script says where it runs."""
    (folder / "parts").mkdir(parents=True)
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return subprocess.run(["node", entry], cwd=folder, capture_output=True, text=True, check=True).stdout


def test_a_joined_script_does_what_its_modules_do(tmp_path: Path) -> None:
    joined = join_scripts(MODULES)
    alone = said_by(tmp_path / "joined", {"entry.mjs": joined["entry.mjs"]}, "entry.mjs")
    assert alone == said_by(tmp_path / "modules", MODULES, "entry.mjs")
    assert alone.splitlines()[0] == "words"
    assert [list(imports_left(name, MODULES)) for name in MODULES] == [[]] * len(MODULES)
    assert parts_alone(MODULES) == MODULES.keys() - {"entry.mjs"}


def test_a_script_that_imports_nothing_stays_as_it_is() -> None:
    files = {"a.js": b"\xff import { b }\nexport const a = 1;\r\n", "b.css": b'import "./a.js"', "c.png": b"\x89"}
    assert join_scripts(files) == files


@pytest.mark.parametrize(
    ("line", "exporting"),
    [
        (b'import b from "./b.js";', b"export const b = 1;"),
        (b'import { b } from "./b.js";', b"export let b = 1;"),
        (b'import { b } from "./b.js";', b"const b = 1;\nexport { b };"),
        (b'import { b } from "./b.js";', b"export default 1;\nexport const b = 1;"),
        (b'import { b } from "./b.js";', b"export const a = 1,\n  b = 2;"),
        (b'import { a, c as b } from "./b.js";', b"export const a = 1;\nexport const b = 2;"),
        (b'import { b } from "./b.js";', b'export * from "./a.js";\nexport const b = 1;'),
        (b'import { b } from "./b.js";', b'import { a } from "./a.js";\nexport const b = 1;'),
        (b'import { b } from "./b.js";', b'import a from "https://elsewhere.example/a.js";\nexport const b = 1;'),
        (b'const { b } = await import("./b.js");', b"export const b = 1;"),
    ],
)
def test_an_import_that_cannot_be_joined_is_left_and_told(line: bytes, exporting: bytes) -> None:
    files = {"a.js": b"// one\n" + line + b"\nexport const a = b;\n", "b.js": exporting}
    assert join_scripts(files)["a.js"] == files["a.js"]
    (left,) = imports_left("a.js", files)
    assert left["name"] == b"./b.js"
    assert files["a.js"][: left.start()].count(b"\n") == 1
    assert parts_alone(files) == frozenset()


def test_a_part_that_something_loads_for_itself_is_more_than_a_part() -> None:
    files = {"a.js": b'import { b } from "./b.js";', "b.js": b"export const b = 1;", "c.js": b'import("./b.js");'}
    assert parts_alone(files) == frozenset()
    assert parts_alone({**files, "c.js": b""}) == {"b.js"}


def test_what_is_no_script_of_the_theme_is_not_told() -> None:
    files = {"a.js": b'import { b } from "./b.js";\nimport("https://elsewhere.example/b.js");\nimport.meta.url;\n'}
    assert join_scripts(files) == files
    assert list(imports_left("a.js", files)) == []


def test_a_hash_is_written_as_browsers_compare_it() -> None:
    assert integrity_of(b"alert('Hello, world.');") == "sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng="

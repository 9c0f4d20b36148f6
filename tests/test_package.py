"""What `pip install .` brings: a command that works in any folder, with the theme inside; and what the locks lock."""

import json
import os
import re
import subprocess
import sys
import sysconfig
import tomllib
import venv
from pathlib import Path
from zipfile import ZipFile

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.site.sites import NOW, PROJECT, build, files_of
from tests.site.small_archive import write_small_archive


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package as it is shipped."""
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder), cwd=PROJECT)
    (built,) = folder.glob("*.whl")
    return built


def run(*command: str, cwd: Path) -> str:
    """What a command prints."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_wheel_holds_the_package_and_the_theme_and_nothing_else(wheel: Path) -> None:
    names = ZipFile(wheel).namelist()
    theme = {name.removeprefix("ipsegen/theme/") for name in names if name.startswith("ipsegen/theme/")}
    assert theme == {
        path.relative_to(PROJECT).as_posix() for path in (PROJECT / "templates").rglob("*") if path.is_file()
    }
    tops = {name.split("/")[0] for name in names}
    assert tops == {"ipsegen", *(top for top in tops if top.endswith(".dist-info"))}
    assert any(name.endswith("/licenses/LICENSE") for name in names)
    assert "ipsegen/py.typed" in names


def test_the_installed_command_builds_in_any_folder_what_a_checkout_builds(wheel: Path, tmp_path: Path) -> None:
    fresh = tmp_path / "fresh venv"
    venv.create(fresh)
    python = fresh / "bin" / "python"
    # The libraries of this environment, so that nothing is fetched; a path in a .pth file brings no editable ipsegen.
    (next(fresh.glob("lib/python*/site-packages")) / "libraries.pth").write_text(sysconfig.get_path("purelib"))
    install = ("-m", "pip", "--python", str(python), "install", "--quiet", "--no-index", "--no-deps", str(wheel))
    run(sys.executable, *install, cwd=tmp_path)
    write_small_archive(tmp_path)
    where = run(str(python), "-c", "import ipsegen; print(ipsegen.__file__)", cwd=tmp_path)
    assert Path(where.strip()).is_relative_to(fresh)
    run(str(fresh / "bin" / "ipsegen"), "build", "--now", NOW, cwd=tmp_path)
    build(tmp_path, tmp_path / "from-checkout")
    assert files_of(tmp_path / "output") == files_of(tmp_path / "from-checkout")


# Lock files


def locked(name: str) -> dict[str, str]:
    """The version of each package in a lock file."""
    text = (PROJECT / "requirements" / name).read_text()
    return dict(re.findall(r"(?m)^([a-z0-9.-]+)==([^ ]+)", text))


@pytest.mark.parametrize(("name", "extras"), [("runtime.txt", ["build"]), ("test.txt", ["build", "test"])])
def test_a_lock_holds_what_the_project_asks_for(name: str, extras: list[str]) -> None:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text())["project"]
    wanted = [*project["dependencies"], *(line for e in extras for line in project["optional-dependencies"][e])]
    versions = locked(name)
    for requirement in map(Requirement, wanted):
        assert requirement.specifier.contains(versions[canonicalize_name(requirement.name)]), str(requirement)


def test_what_is_installed_for_both_has_one_version() -> None:
    assert locked("runtime.txt").items() <= locked("test.txt").items()


@pytest.mark.parametrize("name", ["runtime.txt", "test.txt"])
def test_every_locked_package_is_known_by_its_hash_and_by_no_address(name: str) -> None:
    text = (PROJECT / "requirements" / name).read_text()
    entries = re.split(r"(?m)^(?=[a-z])", text)[1:]
    assert len(entries) == len(locked(name))
    assert all("--hash=sha256:" in entry for entry in entries)
    assert "://" not in text
    assert "--index-url" not in text


def test_the_lock_of_the_npm_packages_names_no_address_either() -> None:
    lock = json.loads((PROJECT / "tests" / "node" / "package-lock.json").read_text())
    packages = {name: package for name, package in lock["packages"].items() if name}
    assert packages
    assert all("integrity" in package and "resolved" not in package for package in packages.values())

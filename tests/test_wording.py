"""Which files speak for a language, and what a site's own file changes."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import pytest

from ipsegen.build import Order, Report, build
from ipsegen.judgement import check
from ipsegen.load.snapshot import MAX_TEXT_BYTES
from ipsegen.load.theme import read_theme
from ipsegen.wording import messages_in, speaking, wording_problems

NOW: Final = datetime(2025, 1, 21, 18, tzinfo=UTC)
CONTENT: Final = "title: Archive\nbase_url: https://archive.example/\nlanguage: {}\n"


def po(**texts: str) -> str:
    return "\n".join(f'msgid "{message}"\nmsgstr "{text}"\n' for message, text in texts.items())


def site(root: Path, language: str = "en", **files: str) -> Path:
    (root / "content").mkdir()
    (root / "content" / "site.yaml").write_text(CONTENT.format(language))
    (root / "templates" / "languages").mkdir(parents=True)
    for name, text in files.items():
        path = root / "templates" / "languages" / f"{name.replace('_', '-')}.po"
        path.write_text(text, encoding="utf-8")
    return root


def built(root: Path) -> Report:
    return build(Order(root, root / "output", NOW), lambda _stage, _done, _all: None)


def test_a_language_is_asked_before_its_parent_and_the_site_before_the_theme(tmp_path: Path) -> None:
    theme = read_theme(site(tmp_path, fr_CA=po(Dates="A"), fr=po(Dates="B", Roles="C")))
    found = [(file.language, file.is_own) for file in speaking(theme, "fr-CA")]
    assert found == [("fr-CA", True), ("fr", True), ("fr", False)]
    canadian, french = messages_in(theme, "fr-CA"), messages_in(theme, "fr")
    assert [canadian(message) for message in ("Dates", "Roles", "Authors", "?")] == ["A", "C", "Auteurs", "?"]
    assert [french(message) for message in ("Dates", "Roles")] == ["B", "C"]
    assert messages_in(theme, "de")("Authors") == "Authors"
    assert messages_in(theme, "FR-ca")("Dates") == "A"


def test_one_file_is_a_language(tmp_path: Path) -> None:
    root = site(tmp_path, "de", de=po(Authors="Urheber", Dates="Tage"))
    assert built(root).problems == ()
    page = (root / "output" / "index.html").read_text(encoding="utf-8")
    assert '<html lang="de" dir="ltr">' in page
    assert ">Urheber</a>" in page
    assert ">Contexts</a>" in page


def test_english_can_be_worded_otherwise(tmp_path: Path) -> None:
    root = site(tmp_path, en=po(Authors="Voices & <more>"))
    assert [problem.code for problem in built(root).problems] == ["catalogue-html"]
    (root / "templates/languages/en.po").write_text(po(Authors="Voices & more"))
    assert built(root).written is not None
    assert ">Voices &amp; more</a>" in (root / "output" / "index.html").read_text(encoding="utf-8")


def test_another_word_in_a_catalogue_makes_the_site_anew(tmp_path: Path) -> None:
    root = site(tmp_path, "fr", fr=po(Authors="Voix"))
    built(root)
    (root / "templates/languages/fr.po").write_text(po(Authors="Plumes"))
    assert "language" in built(root).anew
    assert ">Plumes</a>" in (root / "output" / "index.html").read_text(encoding="utf-8")
    assert built(root).anew == ""


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_fault_in_a_file_of_the_site_stops_the_build_whoever_reads_it(tmp_path: Path, language: str) -> None:
    root = site(tmp_path, language, fr=po(Authors="<b>"))
    problems = built(root).problems
    assert [(problem.file, problem.line, problem.code) for problem in problems] == [
        ("templates/languages/fr.po", 1, "catalogue-html")
    ]
    assert check(root, NOW).problems == problems
    assert not (root / "output").exists()


def test_the_files_of_the_theme_have_no_fault(tmp_path: Path) -> None:
    theme = read_theme(tmp_path)
    assert {file.language for file in theme.languages} == {"ar", "fr"}
    assert wording_problems(theme.languages) == ()
    assert not any(name.startswith("languages/") for name in theme.templates)


def test_what_lies_among_the_languages_and_is_none_is_left_alone(tmp_path: Path) -> None:
    root = site(tmp_path)
    (root / "templates/languages/notes.txt").write_text("{{ this is no template }")
    (root / "templates/languages/messages.pot").write_text("nor a language")
    assert built(root).problems == ()


def test_a_language_may_be_no_link_no_binary_and_not_huge(tmp_path: Path) -> None:
    root = site(tmp_path, it="#" * (MAX_TEXT_BYTES + 1))
    (root / "templates/languages/de.po").symlink_to(tmp_path / "elsewhere")
    (root / "templates/languages/es.po").write_bytes(b"\xff\xfe\0")
    found = [(problem.file, problem.code) for problem in read_theme(root).problems]
    assert sorted(found) == [
        ("templates/languages/de.po", "not-a-regular-file"),
        ("templates/languages/es.po", "not-utf-8"),
        ("templates/languages/it.po", "file-too-large"),
    ]

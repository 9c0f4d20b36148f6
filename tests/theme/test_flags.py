from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree

from ipsegen.model.countries import COUNTRY_CODES, FORMER

FLAGS = Path(__file__).parents[2] / "templates" / "assets" / "flags"
FILES = sorted(FLAGS.glob("*.svg"))
SVG = "{http://www.w3.org/2000/svg}"
SHAPES = "circle clipPath defs ellipse g linearGradient marker path radialGradient rect stop svg use"


def elements(file: Path) -> Iterator[etree._Element]:
    # An entity or a processing instruction could smuggle in what the attributes do not show.
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    tree = etree.parse(str(file), parser)
    assert tree.docinfo.internalDTD is None
    yield from tree.getroot().iter()


def test_every_country_but_the_former_states_has_a_flag() -> None:
    codes = {file.stem for file in FILES}
    assert codes == COUNTRY_CODES - FORMER.keys() | {"eu", "un"}


def test_the_licence_comes_with_them() -> None:
    text = (FLAGS / "LICENSE.txt").read_text(encoding="utf-8")
    assert "flag-icons 7.5.0" in text
    assert "The MIT License" in text


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_flag_is_a_small_drawing_and_nothing_else(file: Path) -> None:
    assert file.stat().st_size < 60 * 1024
    ids: list[str] = []
    for element in elements(file):
        assert isinstance(element.tag, str), "neither comment nor processing instruction"
        assert element.tag.removeprefix(SVG) in SHAPES.split()
        for name, value in element.attrib.items():
            local = etree.QName(str(name)).localname.lower()
            assert not local.startswith("on")
            assert local != "style", "the content security policy forbids it"
            assert local not in ("href", "src") or str(value).startswith("#")
            assert "url(" not in str(value) or str(value).startswith("url(#")
            assert "script:" not in str(value)
            ids += [str(value)] if local == "id" else []
    assert len(ids) == len(set(ids))
    assert all(file.stem in name for name in ids), "two flags in one page must not share an id"


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_flag_is_four_by_three(file: Path) -> None:
    root = next(elements(file))
    _, _, width, height = map(float, str(root.get("viewBox")).split())
    assert width * 3 == height * 4

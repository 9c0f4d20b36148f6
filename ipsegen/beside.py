"""What a site has beside the pages of its routes, and what all pages share.

Owns assets, pictures, and the files that robots and hosts read. Does not know how a page is made.
"""

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from pathlib import Path

from ipsegen.diagnostics import Problem
from ipsegen.load.content import read_picture
from ipsegen.load.pictures import Picture
from ipsegen.load.snapshot import File
from ipsegen.load.theme import Theme
from ipsegen.model.archive import Archive
from ipsegen.plan.assets import Asset, accent_sheet, make_assets, picture_file
from ipsegen.plan.edition import Edition
from ipsegen.plan.pages import Listed, Redirect
from ipsegen.plan.scripts import parts_alone
from ipsegen.plan.site import KINDS, plan
from ipsegen.render.environment import Frame
from ipsegen.render.interface import Interface
from ipsegen.render.messages import Messages
from ipsegen.render.sitemap import render_sitemaps
from ipsegen.render.text_files import render_headers, render_redirects, render_robots
from ipsegen.write.output import Output


class PictureFault(Exception):
    """A picture that changed between the reading and the writing."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def assets_of(theme: Theme, edition: Edition) -> dict[str, Asset]:
    """The theme's assets by name, and the site's accent as one of them.

    A script that is a part of others, and that no template names, is none of them.
    """
    accent = edition.archive.site.accent
    assets = make_assets(theme.assets | ({"accent.css": accent_sheet(accent)} if accent else {}))
    texts = theme.templates.values()
    parts = {name for name in parts_alone(theme.assets) if not any(name in text for text in texts)}
    return {name: asset for name, asset in assets.items() if name not in parts}


def frame_of(edition: Edition, assets: dict[str, Asset], messages: Messages) -> Frame:
    """What every template knows; `messages` are in the language of the site."""
    archive, urls = edition.archive, edition.urls
    menu = tuple(
        (archive.pages[key].title, urls.record("page", key)) for key in archive.site.menu if key in archive.pages
    )
    addresses = {name: urls.to(asset.path) for name, asset in assets.items()}
    scripts = {name: asset.integrity for name, asset in assets.items() if asset.integrity}
    return Frame(archive.site, urls, Interface(archive.site.language, messages), menu, addresses, scripts)


def files_beside(
    edition: Edition,
    assets: dict[str, Asset],
    root: Path,
    standing: AbstractSet[str] = frozenset(),
    *,
    has_form: bool = False,
) -> Iterator[Output | str]:
    """Every file that no route makes, but for sitemaps; of one that is `standing` already, its path.

    Raises PictureFault where a picture is another by now.
    """
    urls = edition.urls
    redirects = (plan(route, edition) for route in KINDS["redirect"].routes(edition))
    yield Output("robots.txt", render_robots(urls))
    yield Output("_redirects", render_redirects((found for found in redirects if isinstance(found, Redirect)), urls))
    scripts = [asset.integrity for asset in assets.values() if asset.integrity]
    yield Output("_headers", render_headers(urls, scripts, edition.archive.site.quote_files, has_form=has_form))
    # The names of assets and pictures hold a digest of what is in them.
    for asset in _published(assets, edition.archive):
        yield asset.path if asset.path in standing else Output(asset.path, asset.data)
    for picture in _shown(edition.archive):
        path = picture_file(picture)
        yield path if path in standing else Output(path, _bytes_of(picture, root))


def files_of_form(files: Iterable[File]) -> Iterator[Output]:
    """The form in the browser, as it stands below the root."""
    return (Output(file.path, file.data) for file in files)


def sitemaps(listed: Mapping[str, str], edition: Edition) -> Iterator[Output]:
    """The sitemaps of the pages `listed`, by address with the moment of their last change."""
    found = (Listed(url, modified) for url, modified in listed.items())
    for path, data in render_sitemaps(found, edition.urls).items():
        yield Output(path, data)


def _published(assets: dict[str, Asset], archive: Archive) -> Iterator[Asset]:
    """The theme's assets, of the flags only those that the archive can show."""
    flags = {*archive.countries, *(entity.flag for entity in archive.entities.values())}
    shown = {f"flags/{code}.svg" for code in flags} | {"flags/LICENSE.txt"}
    return (asset for name, asset in assets.items() if not name.startswith("flags/") or name in shown)


def _shown(archive: Archive) -> Iterator[Picture]:
    """The pictures that a record shows."""
    images = [subject.image for subject in archive.subjects()]
    images.extend(context.image for context in archive.contexts.values())
    named = {image.file for image in images if image is not None}
    return (archive.pictures[name] for name in sorted(named & archive.pictures.keys()))


def _bytes_of(picture: Picture, root: Path) -> bytes:
    data = read_picture(root, picture)
    if isinstance(data, Problem):
        raise PictureFault(data)
    return data

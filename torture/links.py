"""Every link of a generated archive leads to a file, and every fragment to an id.

Owns nothing but the archive that is looked at: the benchmarks write it, and the tests of the site know what a link is.
"""

import tempfile
from pathlib import Path

from benchmarks.corpus import make_corpus, write_corpus
from tests.site.sites import Site, build
from tests.site.test_links import ids_of, links_of, target
from torture.outcome import Outcome


def links(outcome: Outcome, count: int, _seed: int) -> None:
    """Follow every link of an archive of `count` quotes."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        write_corpus(make_corpus(count), root)
        # The sources of the corpus stand at its own host; here they are others' pages, as sources are.
        settings = root / "content" / "site.yaml"
        settings.write_text(settings.read_text().replace("https://corpus.example/", "https://archive.example/"))
        build(root, root / "output")
        site = Site("corpus", root, root / "output")
        ids = ids_of(site)
        for address, page in site.all_pages.items():
            for link in links_of(page):
                found = target(site, address, link)
                if found is None:
                    outcome.count("leads elsewhere")
                    continue
                file, fragment = found
                is_there = file in site.files and (not fragment or fragment in ids[file])
                outcome.count("leads to an id" if fragment else "leads to a file", *([] if is_there else [link]))

"""Old addresses.

Owns where an old id leads. Does not judge collisions: the checks have done so.
"""

from collections.abc import Iterator

from ipsegen.model.references import Reference
from ipsegen.plan.edition import Edition
from ipsegen.plan.pages import Redirect
from ipsegen.plan.urls import folder_of


def plan_redirects(edition: Edition) -> Iterator[Redirect]:
    """A redirect for every alias of a published record."""
    for kind, aliases in edition.archive.aliases.items():
        for old, new in sorted(aliases.items()):
            reference = Reference(kind, new)
            folder = folder_of(kind, old)
            yield Redirect(
                folder, edition.urls.to(f"{folder}/"), edition.urls.of(reference), edition.archive.name(reference)
            )

"""What the map of the world does not show.

Owns the codes of countries that `templates/assets/world.svg` has no shape for. Does not know the map itself.
"""

from typing import Final

from ipsegen.model.countries import FORMER

NOT_ON_THE_MAP: Final = frozenset("aq bq bv cc cx gf gi gp mq re sj tk tv um yt".split()) | FORMER.keys()
"""Former states, and what the map leaves out or draws as a part of another country."""

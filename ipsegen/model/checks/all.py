"""The checks, in the order in which they run.

Owns nothing but the list.
"""

from typing import Final

from ipsegen.model.checks import (
    circles,
    collisions,
    contexts,
    dates,
    drafts,
    duplicates,
    near_duplicates,
    pictures,
    quotes,
    references,
    words,
)
from ipsegen.model.checks.evidence import Check

ALL_CHECKS: Final[tuple[Check, ...]] = (
    references.unknown_author,
    references.unknown_entity,
    references.unknown_country,
    references.unknown_context,
    references.unknown_quote,
    references.unknown_source,
    references.unknown_page,
    references.renamed_id,
    drafts.refers_to_draft,
    collisions.url_collision,
    circles.circle,
    quotes.removed_has_text,
    quotes.missing_status_note,
    quotes.verified_without_source,
    quotes.said_by_without_misattribution,
    quotes.role_of_several,
    quotes.original_not_translated,
    quotes.original_and_translations,
    duplicates.duplicate_author,
    duplicates.duplicate_id,
    duplicates.repeated_item,
    near_duplicates.near_duplicate,
    words.excerpt_not_in_text,
    words.fragment_not_in_text,
    words.unbalanced_brackets,
    dates.pronounced_after_inserted,
    dates.outside_life,
    dates.no_role_in_force,
    dates.inserted_in_future,
    dates.ended_before_started,
    dates.to_before_from,
    dates.died_before_born,
    contexts.missing_key,
    contexts.go_deeper_incomplete,
    contexts.timeline_incomplete,
    contexts.heading_without_analysis,
    contexts.embed_not_filed,
    pictures.unknown_picture,
    pictures.unused_picture,
    pictures.picture_without_alt,
    pictures.picture_without_credit,
    pictures.picture_without_licence,
    pictures.unknown_flag,
)

"""What is published does not depend on what is not.

Owns the rule about drafts.
"""

from collections.abc import Iterator

from ipsegen.model.checks.evidence import Evidence
from ipsegen.model.faults import Fault


def refers_to_draft(evidence: Evidence) -> Iterator[Fault]:
    """What is published names no draft; a draft may."""
    for end in evidence.loose_ends:
        if end.is_draft and not end.naming.by_draft:
            kind, identifier = end.naming.reference.kind, end.naming.reference.id
            file = evidence.records.of_kind(kind)[identifier].file
            hint = f"take 'draft: true' out of {file}, or take this reference out"
            yield end.naming.fault("refers-to-draft", f"the {kind} '{identifier}' is a draft", hint)

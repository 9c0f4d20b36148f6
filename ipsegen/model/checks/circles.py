"""Chains of references that come back to where they began.

Owns replies and parents that go round. Does not know whether they lead to a record.
"""

from collections.abc import Iterator, Mapping, Sequence

from ipsegen.model.checks.evidence import Evidence
from ipsegen.model.faults import Fault


def circle(evidence: Evidence) -> Iterator[Fault]:
    """No quote replies to itself and no entity is a part of itself, by way of others or directly."""
    quotes, entities = evidence.records.quotes, evidence.records.entities
    for start, index in _steps_in_circles({key: quote.replies_to for key, quote in quotes.items() if quote.replies_to}):
        target = quotes[start].replies_to[index]
        message = f"this reply goes round in a circle: '{target}' leads back to '{start}'"
        if target == start:
            message = "a quote cannot reply to itself"
        hint = "take this out, or the reply that leads back; a reply comes after what it answers"
        yield Fault(quotes[start].file, "circle", message, hint, ("replies_to", index))
    parents = {key: (entity.parent,) for key, entity in entities.items() if entity.parent}
    for start, _index in _steps_in_circles(parents):
        target = entities[start].parent
        message = f"this parent goes round in a circle: '{target}' is a part of '{start}'"
        if target == start:
            message = "an entity cannot be a part of itself"
        yield Fault(entities[start].file, "circle", message, "take one of the parents out", ("parent",))


def _steps_in_circles(steps: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, int]]:
    """Each step from which one comes back to its start: where it begins, and its position there."""
    group = _strongly_connected(steps)
    for start, targets in steps.items():
        for index, target in enumerate(targets):
            if target in group and group[target] == group[start]:
                yield start, index


def _strongly_connected(steps: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """A number for each node, the same for those that can reach each other (Tarjan 1972).

    Without recursion: a thread of replies may be longer than the stack is deep. A node alone in its group has
    a step to its own group only where it names itself.
    """
    order: dict[str, int] = {}
    low: dict[str, int] = {}
    group: dict[str, int] = {}
    open_nodes: list[str] = []
    for root in steps:
        trail = [(root, iter(steps[root]))] if root not in order else []
        while trail:
            node, targets = trail[-1]
            if node not in order:
                order[node] = low[node] = len(order)
                open_nodes.append(node)
            target = next((target for target in targets if target in steps and target not in group), None)
            if target is None:
                trail.pop()
                _close(node, order, low, group, open_nodes)
                if trail:
                    low[trail[-1][0]] = min(low[trail[-1][0]], low[node])
            elif target in order:
                low[node] = min(low[node], order[target])
            else:
                trail.append((target, iter(steps[target])))
    return group


def _close(node: str, order: dict[str, int], low: dict[str, int], group: dict[str, int], open_nodes: list[str]) -> None:
    """Number the group of `node`, if it is the first of it that was met."""
    while low[node] == order[node] and node not in group:
        group[open_nodes.pop()] = order[node]

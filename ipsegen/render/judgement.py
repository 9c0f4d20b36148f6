"""What is wrong with a disputed, misattributed or retracted quote, in words that stand without any page around them.

Owns how a false quote is told apart where there is neither colour nor place: structured data, citations, pictures. Does
not know where the words go.
"""

from ipsegen.model.quote import FLAGGED_STATUSES
from ipsegen.plan.pages import QuoteData
from ipsegen.plan.values import Card
from ipsegen.render.interface import status_names
from ipsegen.render.messages import Messages
from ipsegen.render.plain_text import plain_text


def status_label(card: Card, say: Messages) -> str:
    """The status of a false quote with whom it was put to: `Misattributed to Mark Rutte`; nothing for any other."""
    if card.status not in FLAGGED_STATUSES:
        return ""
    names = names_of(card, say)
    if card.status == "misattributed" and names:
        return say("Misattributed to %(names)s") % {"names": names}
    return status_names(say)[card.status]


def judgement(data: QuoteData, say: Messages) -> str:
    """The status of a false quote, who really said it, and why it is judged so; nothing for any other."""
    card = data.card
    if card.status not in FLAGGED_STATUSES:
        return ""
    names, status = names_of(card, say), status_names(say)[card.status]
    sentences = [f"{status}{say(': ')}{names}." if names else f"{status}."]
    if card.said_by is not None:
        sentences.append(say("Really said by %(name)s.") % {"name": card.said_by.label})
    return " ".join([*sentences, plain_text(data.status_note)]).strip()


def names_of(card: Card, say: Messages) -> str:
    """The names below a quote, as one line; nothing where nobody is named."""
    return say(", ").join(signed.name for signed in card.signed if signed.name)

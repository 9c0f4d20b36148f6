"""Filing: where a quote stands and how, once the authors' roles are known.

Owns what follows from a quote and its authors: roles, on whose behalf; and what lists need to know of a quote. Does not
know which other quotes there are. Rules: content-model.md, "quote", the keys role, capacity, entities and countries.
"""

from collections.abc import Iterable, Mapping

import msgspec

from ipsegen.model.edtf import Date, may_overlap
from ipsegen.model.quote import Filed, Quote, counts_as_said
from ipsegen.model.references import Reference
from ipsegen.model.signature import Anonymous, Signature
from ipsegen.model.subjects import Author, Entity, Role


class Signatory(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One author of a quote with the role it had: a record, or a word that nobody is named."""

    author: Reference | Anonymous
    role: str
    printed_as: str


class Filing(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Where a quote stands: under whom, under which date, in which contexts. Lists ask for no more than this.

    `entities` and `countries` are those on whose behalf it was said; where it was said in own capacity they
    are no more than affiliation. `mentions` has no reference twice.
    """

    signatories: tuple[Signatory, ...]
    entities: tuple[str, ...]
    countries: tuple[str, ...]
    mentions: tuple[Reference, ...]
    on_behalf: bool
    pronounced: Date
    contexts: tuple[Filed, ...]
    excerpt: str
    status: str

    @property
    def counts_as_said(self) -> bool:
        """Whether it stands among what its author said."""
        return counts_as_said(self.status)

    @property
    def authors(self) -> list[Reference]:
        """The signatories that are records."""
        return [signatory.author for signatory in self.signatories if isinstance(signatory.author, Reference)]

    @property
    def speakers(self) -> tuple[Reference, ...]:
        """Everyone the quote was said by or on behalf of, each once."""
        signed = self.authors
        if not self.on_behalf:
            return tuple(dict.fromkeys(signed))
        entities = [Reference("entity", entity) for entity in self.entities]
        countries = [Reference("country", country) for country in self.countries]
        return tuple(dict.fromkeys([*signed, *entities, *countries]))


def file_quote(quote: Quote, authors: Mapping[str, Author], entities: Mapping[str, Entity]) -> Filing:
    """Resolve who speaks for whom in `quote`. References that are not known are left as they are."""
    signatories: list[Signatory] = []
    for_entities: list[str] = []
    for_countries: list[str] = []
    says_for_whom = quote.entities is not None and quote.countries is not None
    for signature in quote.signatures:
        roles = _roles_that_may_hold(signature, quote.pronounced, authors)
        signatories.append(_sign(signature, quote, roles))
        if says_for_whom:
            continue
        on_behalf = _on_behalf_of(signature, roles, authors, entities)
        for_entities.extend(on_behalf[0])
        for_countries.extend(on_behalf[1])
    return Filing(
        tuple(signatories),
        tuple(dict.fromkeys(for_entities if quote.entities is None else quote.entities)),
        tuple(dict.fromkeys(for_countries if quote.countries is None else quote.countries)),
        tuple(dict.fromkeys(quote.mentions)),
        quote.capacity == "official",
        quote.pronounced,
        quote.contexts,
        quote.excerpt,
        quote.status,
    )


def _roles_that_may_hold(signature: Signature, date: Date, authors: Mapping[str, Author]) -> tuple[Role, ...]:
    author = _person(signature, authors)
    if author is None or not author.roles:
        return ()
    return tuple(role for role in author.roles if may_overlap(date, role.since, role.until))


def _person(signature: Signature, authors: Mapping[str, Author]) -> Author | None:
    if isinstance(signature.author, Reference) and signature.author.kind == "author":
        return authors.get(signature.author.id)
    return None


def _sign(signature: Signature, quote: Quote, roles: tuple[Role, ...]) -> Signatory:
    role = signature.role or (quote.role if len(quote.signatures) == 1 else "")
    if not role and len(roles) == 1 and _surely_holds(roles[0], quote.pronounced):
        role = roles[0].title
    return Signatory(signature.author, role, signature.printed_as)


def _surely_holds(role: Role, date: Date) -> bool:
    """Whether the role was held on every day that the date may be."""
    first, last = date.first_day, date.last_day
    since = role.since.first_day if role.since is not None else None
    until = role.until.last_day if role.until is not None else None
    after_start = since is None or (first is not None and since <= first)
    before_end = until is None or (last is not None and last <= until)
    return after_start and before_end


def _on_behalf_of(
    signature: Signature, roles: Iterable[Role], authors: Mapping[str, Author], entities: Mapping[str, Entity]
) -> tuple[list[str], list[str]]:
    """The entities and countries that one author speaks for."""
    if signature.on_behalf_of is not None:
        return _parted(signature.on_behalf_of)
    author = signature.author
    if not isinstance(author, Reference):
        return [], []
    if author.kind != "author":
        entity = entities.get(author.id) if author.kind == "entity" else None
        named, of = _parted((author,))
        return named, of + ([entity.country] if entity is not None and entity.country else [])
    roles = list(roles)
    if roles:
        return [role.entity for role in roles if role.entity], [role.country for role in roles if role.country]
    person = authors.get(author.id)
    return (list(person.entities), list(person.countries)) if person is not None else ([], [])


def _parted(references: Iterable[Reference]) -> tuple[list[str], list[str]]:
    entities = [reference.id for reference in references if reference.kind == "entity"]
    countries = [reference.id for reference in references if reference.kind == "country"]
    return entities, countries

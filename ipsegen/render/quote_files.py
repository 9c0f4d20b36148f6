"""The files of data beside a quote's page.

Owns what is in each. Does not know which of them a site asks for.
"""

from ipsegen.plan.beside_quotes import QuoteFile
from ipsegen.plan.pages import Page, QuoteData
from ipsegen.render.citation_formats import FORMATS
from ipsegen.render.citations import cite
from ipsegen.render.environment import Frame
from ipsegen.render.json_ld import quote_document


def quote_file(file: QuoteFile, page: Page, data: QuoteData, frame: Frame) -> bytes:
    """The bytes of a file beside the page of a quote, in UTF-8."""
    if file.form == "json":
        return quote_document(page, data, frame.urls, frame.interface.messages).encode()
    return FORMATS[file.form](cite(page, data, frame.site, frame.urls, frame.interface, frame.interface.date)).encode()

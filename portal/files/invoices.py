"""The data of an electronic invoice (数电票): the XML that the seller sends beside the picture of it.

Root EInvoice; the issuer's number and time lie under TaxSupervisionInfo, names and sums under EInvoiceData.
Read by a parser that knows no entities, and refused with what a browser could run.
"""

import re
from dataclasses import asdict, dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any
from xml.parsers import expat

from portal.files.attached import refuse_unless_data
from portal.files.verdicts import ActiveContent, Damaged

MOST_BYTES = 5 * 1024 * 1024
MOST_DEPTH = 50
ROOT = "EInvoice"
LONGEST = 200
PLACES = {
    "TaxSupervisionInfo/InvoiceNumber": "number",
    "TaxSupervisionInfo/IssueTime": "day",
    "EInvoiceData/SellerInformation/SellerName": "seller",
    "EInvoiceData/BuyerInformation/BuyerName": "buyer",
    "EInvoiceData/BasicInformation/TotalTax-includedAmount": "amount",
}
_NUMBER = re.compile(r"[0-9]{8,20}")
_DAY = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})\b")


@dataclass(frozen=True)
class Invoice:
    """What an invoice says. `day` as YYYY-MM-DD, `amount` in yuan with tax; "" where it does not say."""

    number: str
    day: str = ""
    amount: str = ""
    seller: str = ""
    buyer: str = ""

    def as_data(self) -> dict[str, Any]:
        """As it is kept with the content."""
        return asdict(self)


def read_invoice(path: Path) -> Invoice | None:
    """The invoice in an XML file; None where it is another XML or none.

    Raises ActiveContent for a document type, entities, style sheets or scripts, Damaged for a broken one.
    """
    if path.stat().st_size > MOST_BYTES:
        return None
    content = path.read_bytes()
    reader = _Reader()
    try:
        reader.feed(content)
    except expat.ExpatError as error:
        if reader.is_invoice:
            raise Damaged from error
        return None
    if not reader.is_invoice:
        return None
    refuse_unless_data(content)
    return _invoice(reader.found)


def _invoice(found: dict[str, str]) -> Invoice:
    number, day = _NUMBER.fullmatch(found.get("number", "")), _DAY.match(found.get("day", ""))
    if number is None:
        raise Damaged
    names = {name: found.get(name, "")[:LONGEST] for name in ("seller", "buyer")}
    return Invoice(number[0], day[1] if day else "", _amount(found.get("amount", "")), **names)


def _amount(text: str) -> str:
    try:
        amount = Decimal(text)
        return format(amount.quantize(Decimal("0.01")), "f") if amount.is_finite() else ""
    except InvalidOperation:
        return ""


class _Reader:
    """Collects the texts of the places above, by local names; one that comes twice is no invoice."""

    def __init__(self) -> None:
        self.found: dict[str, str] = {}
        self.is_invoice = False
        self._path: list[str] = []
        self._text: list[str] | None = None
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.buffer_text = True
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._parser.StartElementHandler = self._begin
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._characters

    def feed(self, content: bytes) -> None:
        """Read it all."""
        self._parser.Parse(content, True)

    def _doctype(self, *_declaration: Any) -> None:
        raise ActiveContent

    def _begin(self, tag: str, _attributes: dict[str, str]) -> None:
        self._path.append(tag.rpartition(" ")[2])
        if len(self._path) > MOST_DEPTH:
            raise Damaged
        self.is_invoice = self.is_invoice or self._path == [ROOT]
        self._text = [] if self._place else None

    def _end(self, _tag: str) -> None:
        place, text = self._place, self._text
        self._path.pop()
        if place is None or text is None:
            return
        if place in self.found:
            raise Damaged  # two readers would see two different invoices
        self.found[place] = " ".join("".join(text).split())
        self._text = None

    @property
    def _place(self) -> str | None:
        return PLACES.get("/".join(self._path[1:])) if self._path[0] == ROOT else None

    def _characters(self, text: str) -> None:
        if self._text is not None:
            self._text.append(text)

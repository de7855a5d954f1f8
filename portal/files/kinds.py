"""The kinds of files the portal takes."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Kind:
    """A kind of file: what it is called, the endings its names may have, its media type."""

    label: str | Promise
    endings: tuple[str, ...]
    media_type: str


_OFFICE = "application/vnd.openxmlformats-officedocument."
PDF = Kind("PDF", ("pdf",), "application/pdf")
JPEG = Kind("JPEG", ("jpg", "jpeg"), "image/jpeg")
PNG = Kind("PNG", ("png",), "image/png")
HEIC = Kind("HEIC", ("heic", "heif"), "image/heic")
DOCX = Kind("DOCX", ("docx",), f"{_OFFICE}wordprocessingml.document")
XLSX = Kind("XLSX", ("xlsx",), f"{_OFFICE}spreadsheetml.sheet")
PPTX = Kind("PPTX", ("pptx",), f"{_OFFICE}presentationml.presentation")
DOC = Kind("DOC", ("doc", "wps"), "application/msword")
XLS = Kind("XLS", ("xls", "et"), "application/vnd.ms-excel")
PPT = Kind("PPT", ("ppt", "dps"), "application/vnd.ms-powerpoint")
OFD = Kind("OFD", ("ofd",), "application/ofd")
INVOICE = Kind(_("XML invoice"), ("xml",), "application/xml")
KINDS = (PDF, OFD, JPEG, PNG, HEIC, DOCX, XLSX, PPTX, DOC, XLS, PPT, INVOICE)
PHOTOS = (JPEG, PNG, HEIC)
# For the accept attribute of a file field.
ACCEPT = ",".join(f".{ending}" for kind in KINDS for ending in kind.endings)
# In one breath, for a hint beside a file field.
IN_WORDS = _("PDF, OFD, photos, Word, Excel, PowerPoint and WPS documents, XML invoices")


def kind_by_ending(name: str) -> Kind | None:
    """The kind that the end of a file name promises."""
    ending = name.rpartition(".")[2].lower()
    return next((kind for kind in KINDS if ending in kind.endings), None)


def kind_of_media(media_type: str) -> Kind | None:
    """The kind of a media type."""
    return next((kind for kind in KINDS if kind.media_type == media_type), None)

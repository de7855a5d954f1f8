"""The kinds of files the portal takes."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """A kind of file: what it is called, the endings its names may have, its media type."""

    label: str
    endings: tuple[str, ...]
    media_type: str


_OFFICE = "application/vnd.openxmlformats-officedocument."
PDF = Kind("PDF", ("pdf",), "application/pdf")
JPEG = Kind("JPEG", ("jpg", "jpeg"), "image/jpeg")
PNG = Kind("PNG", ("png",), "image/png")
DOCX = Kind("DOCX", ("docx",), f"{_OFFICE}wordprocessingml.document")
XLSX = Kind("XLSX", ("xlsx",), f"{_OFFICE}spreadsheetml.sheet")
OFD = Kind("OFD", ("ofd",), "application/ofd")
KINDS = (PDF, JPEG, PNG, DOCX, XLSX, OFD)
# For the accept attribute of a file field.
ACCEPT = ",".join(f".{ending}" for kind in KINDS for ending in kind.endings)


def kind_by_ending(name: str) -> Kind | None:
    """The kind that the end of a file name promises."""
    ending = name.rpartition(".")[2].lower()
    return next((kind for kind in KINDS if ending in kind.endings), None)

"""What an expert of a blind panel does not see: identity questions, names in free text, names of files.

Hidden are the questions an official has chosen, beginning with all that ask who applies. In what is left
every name the portal knows of the applicant is struck out, whoever wrote it where. Of files only those whose
questions ask for a blind copy are given out, renamed and freed of what else the file says about its author.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pypdfium2
from PIL import Image

from applications.intake.models import Application
from applications.panels.evidence import named_in
from applications.panels.parties import key
from programs.forms.models import FormVersion
from programs.forms.models import Question as Row
from programs.forms.screens import Question, questions

STRUCK = "■■"
WHO = frozenset(
    {
        Row.Kind.PERSON,
        Row.Kind.TEAM,
        Row.Kind.CREDIT_CODE,
        Row.Kind.ID_NUMBER,
        Row.Kind.BANK_NUMBER,
        Row.Kind.BANK_ACCOUNT,
        Row.Kind.ADDRESS,
    }
)
ASKS_WHO = re.compile(
    r"contact|phone|mail|applicant|leader|unit|address|partner|legal"
    r"|姓名|联系|电话|邮箱|单位|企业名称|法定|负责人|地址|申请人|合作"
)
FILES = frozenset({Row.Kind.FILE, Row.Kind.FILE_LIST})
LEGAL_FORM = re.compile(r"(股份有限公司|有限责任公司|有限公司|集团|科技|（.*?）|\(.*?\))")
SHORTEST = 2
PDF, PICTURES = "application/pdf", ("image/png", "image/jpeg")


def hidden_by_default(version: FormVersion) -> list[str]:
    """The questions that ask who applies, by kind or by what they are called."""
    return [question.key for question in questions(version) if asks_who(question)]


def asks_who(question: Question) -> bool:
    """Whether a question, or a part of it, asks who somebody is."""
    if question.kind in WHO or any(asks_who(part) for part in question.parts):
        return True
    named = ASKS_WHO.search(f"{question.key} {question.label} {question.label_en}".lower())
    return question.kind not in FILES and named is not None


def names_of(application: Application) -> list[str]:
    """Every name by which the applicant could be known, the longest first."""
    organization = application.organization
    found = {application.team_name, application.number or ""}
    if application.person:
        found |= {application.person.name, application.person.email}
    if organization:
        found |= {organization.name, organization.uscc, organization.legal_representative}
        found.add(LEGAL_FORM.sub("", organization.name))
    found |= spoken(application)
    return sorted((name for name in found if len(name) >= SHORTEST), key=len, reverse=True)


def spoken(application: Application) -> set[str]:
    """People and partners as the answers write them."""
    asked = questions(application.form_version)
    known = frozenset().union(*named_in(asked, application.answers))
    return {text for text in texts_of(application.answers) if key(text) in known}


def texts_of(value: Any) -> Iterable[str]:
    """Every text in an answer."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from texts_of(item)
    elif isinstance(value, list):
        for item in value:
            yield from texts_of(item)


@dataclass(frozen=True)
class Striking:
    """Strikes names out of anything, whatever blanks stand between their characters."""

    pattern: re.Pattern[str] | None

    @classmethod
    def of(cls, names: Collection[str]) -> "Striking":
        """Of these names."""
        spaced = [r"\s*".join(map(re.escape, name.replace(" ", ""))) for name in names]
        return cls(re.compile("|".join(spaced), re.IGNORECASE) if spaced else None)

    def __call__(self, value: Any) -> Any:
        """The value without the names."""
        if isinstance(value, str):
            return self.pattern.sub(STRUCK, value) if self.pattern else value
        if isinstance(value, dict):
            return {name: self(item) for name, item in value.items()}
        return [self(item) for item in value] if isinstance(value, list) else value


def anonymous(content: bytes, media_type: str) -> bytes | None:
    """The pages or the picture alone: no author, no title, no place, no history. None for any other file."""
    try:
        if media_type == PDF:
            return pages_of(content)
        return picture_of(content) if media_type in PICTURES else None
    except (pypdfium2.PdfiumError, OSError):  # it cannot be read, so nobody knows what it says
        return None


def pages_of(content: bytes) -> bytes:
    """A new PDF with the same pages."""
    source, fresh, made = pypdfium2.PdfDocument(content), pypdfium2.PdfDocument.new(), BytesIO()
    fresh.import_pages(source)
    fresh.save(made)
    fresh.close()
    source.close()
    return made.getvalue()


def picture_of(content: bytes) -> bytes:
    """A new picture of the same points."""
    made = BytesIO()
    with Image.open(BytesIO(content)) as picture:
        picture.convert("RGB").save(made, "PNG")
    return made.getvalue()

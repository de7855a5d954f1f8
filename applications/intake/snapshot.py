"""What a submission freezes, as bytes that anybody can make again and check.

Canonical JSON: UTF-8, keys sorted, no blanks after "," and ":", characters above ASCII as they are. The
content hash is the SHA-256 of the canonical JSON of `content`, which is exactly the file that the applicant
downloads. What the portal signs is the `statement` of the receipt; it holds that hash.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from applications.intake.models import Application, Attachment, Submission
from portal.privacy import numbers
from programs.forms.screens import Section

KIND = "kechuang-receipt-1"  # a later form of the statement gets another name


def canonical(value: Any) -> bytes:
    """JSON that comes out the same, wherever it is made."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def sha256(value: Any) -> str:
    """Of the canonical JSON, in hexadecimal."""
    return hashlib.sha256(canonical(value)).hexdigest()


def veiled(value: Any) -> Any:
    """The value with every kept number as its mask and a hash: it tells nothing and still cannot change."""
    if isinstance(value, dict):
        return {key: veiled(item) for key, item in value.items()}
    if isinstance(value, list):
        return [veiled(item) for item in value]
    if numbers.is_kept(value):
        return f"{numbers.public(value)}#{hashlib.sha256(value.encode()).hexdigest()}"
    return value


def file_facts(attachments: Iterable[Attachment]) -> list[dict[str, Any]]:
    """The files as they are handed in."""
    rows = sorted(attachments, key=lambda row: (row.question, row.pk))
    return [
        {"question": row.question, "name": row.name, "sha256": row.file.sha256, "size": row.file.size}
        for row in rows
    ]


def content(application: Application, answers: Mapping[str, Any], files: list[dict[str, Any]]) -> Any:
    """What the applicant gives: round, applicant, form version, answers and files."""
    organization = application.organization
    return {
        "answers": veiled(dict(answers)),
        "applicant": organization.uscc if organization else f"person:{application.person_id}",
        "files": files,
        "form_version": application.form_version_id,
        "round": application.round_id,
    }


def content_hash(application: Application, files: list[dict[str, Any]]) -> str:
    """Of the application as it is now."""
    return sha256(content(application, application.answers, files))


def content_of(submission: Submission) -> Any:
    """What was handed in; its hash is the submission's."""
    return content(submission.application, submission.answers, submission.files)


def section_hash(part: Section, answers: Mapping[str, Any], files: list[dict[str, Any]]) -> str:
    """Of what one part holds: its answers and files."""
    keys = {question.key for question in part.questions}
    mine = [file for file in files if file["question"].partition(".")[0] in keys]
    return sha256({"answers": veiled({k: v for k, v in answers.items() if k in keys}), "files": mine})


def statement(submission: Submission, key_id: str, portal: str) -> str:
    """The text that is signed: canonical JSON, no personal data.

    `judged`: SHA-256 of the canonical JSON of the answers that counted and of the verdicts.
    """
    judged = {"counted": veiled(submission.counted), "verdicts": submission.verdicts}
    return canonical(
        {
            "content": submission.content_hash,
            "judged": sha256(judged),
            "key": key_id,
            "kind": KIND,
            "number": submission.application.number,
            "portal": portal,
            "receipt": submission.receipt_code,
            "received": utc(submission.received_at),
            "rules": submission.rules_digest,
            "submission": submission.seq,
        }
    ).decode()


def utc(at: datetime) -> str:
    """A moment to the microsecond: 2026-11-22T08:00:00.000000Z."""
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")

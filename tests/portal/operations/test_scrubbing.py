import pytest

from portal.operations.scrubbing import scrub, scrub_all


@pytest.mark.parametrize(
    ("text", "scrubbed"),
    [
        ("mail to lin.wz+1@firm01.example refused", "mail to [e-mail] refused"),
        ("code for 13800001234", "code for [telephone]"),
        ("+86 138-0000-1234 called", "[telephone] called"),
        ("holder 31010419900307123X", "holder [identity number]"),
        ("GET /apply/7/?name=lin&code=123456 failed", "GET /apply/7/?[query] failed"),
        ("Authorization: Bearer kc_2Zb9", "Authorization: Bearer [secret]"),
        ("kc_live_9aB3dE5fG7hJ9kL1mN3pQ5", "[secret]"),
        ("postgresql://kechuang:s3cret@db:5432/k", "postgresql://[password]@db:5432/k"),
        ("duplicate\nDETAIL:  Key (name)=(Lin) already exists.", "duplicate\nDETAIL: [values]"),
        ("林晚舟 of 上海流光（虚构）", "[text] of [text]"),
    ],
)
def test_personal_data_is_marked(text, scrubbed):
    assert scrub(text) == scrubbed


@pytest.mark.parametrize(
    "text",
    [
        "The job portal.inbox.reminders.run failed; it runs again in a minute.",
        'File "portal/accounts/services.py", line 12, in confirm_email',
        "2026-11-21T22:30:34.123456Z request 12.5 ms, 1300 rows",
        "psycopg.errors.UniqueViolation: duplicate key value violates unique constraint",
        "applications.intake.views.official.ApplicationList2Page",
    ],
)
def test_what_a_log_is_for_stays(text):
    assert scrub(text) == text


def test_nested_values_are_scrubbed_with_their_keys():
    assert scrub_all({"a@b.example": ["林晚", 7, None, {"to": ("13800001234", 1.5)}]}) == {
        "[e-mail]": ["[text]", 7, None, {"to": ["[telephone]", 1.5]}]
    }

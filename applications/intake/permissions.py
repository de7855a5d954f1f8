"""Who may do what to applications, as data."""

from portal.api.permissions import EVERYBODY, HANDLERS, MEMBERS, SIGNED_IN, WRITERS, Rule, Way

API = "/applications/{%s}/"
SIGNATORIES = frozenset({"signatory"})
PAPERS = {"received_on": "2026-01-05", "receiver": "王芳"}
READERS = MEMBERS | HANDLERS | {"city", "auditor"}  # of what has been handed in


def applicants(situation: str, action: str) -> Rule:
    """An action of the applicant: the page and the one door of the API."""
    path = f"{API % situation}actions/{action}/"
    sees = READERS if situation != "draft" else MEMBERS
    return Rule(
        f"application ({situation})",
        action,
        WRITERS,
        sees - WRITERS,
        Way("POST", path, {"declare": "yes"}),
        Way("POST", path),
    )


def officials(situation: str, action: str, **data: object) -> Rule:
    """An action of the department that handles the round."""
    shown = {f"{action}-{name}": value for name, value in data.items()}
    page = Way("POST", f"/workbench/{{{situation}}}/{action}/", shown)
    api = Way("POST", f"{API % situation}actions/{action}/", data)
    return Rule(f"application ({situation})", action, HANDLERS, READERS - HANDLERS, page, api)


RULES = [
    Rule(
        "application (draft)", "read", MEMBERS, page=Way("GET", API % "draft"), api=Way("GET", API % "draft")
    ),
    Rule(
        "application (draft)",
        "change answers",
        WRITERS,
        MEMBERS - WRITERS,
        Way(
            "POST",
            "/applications/{draft}/edit/firm/",
            {"q-contact": "新的联系人", "q-staff": "21", "seen": "{seen}"},
        ),
        Way("PATCH", API % "draft", {"answers": {"contact": "新的联系人"}}),
    ),
    Rule(
        "application (draft)",
        "check",
        MEMBERS,
        page=Way("GET", "/applications/{draft}/check/"),
        api=Way("POST", "/applications/{draft}/check/"),
    ),
    Rule(
        "application (draft)",
        "write to the department",
        WRITERS,
        MEMBERS - WRITERS,
        Way("POST", "/applications/{draft}/messages/", {"text": "合同可以先签吗？"}),
        Way("POST", f"{API % 'draft'}messages/", {"text": "合同可以先签吗？"}),
    ),
    applicants("draft", "submit"),
    applicants("draft", "discard"),
    applicants("submitted", "take_back"),
    applicants("submitted", "withdraw"),
    Rule(
        "application (submitted)",
        "read",
        READERS,
        page=Way("GET", "/applications/{submitted}/answers/"),
        api=Way("GET", API % "submitted"),
    ),
    Rule(
        "application (submitted)",
        "read the timeline",
        READERS,
        api=Way("GET", "/applications/{submitted}/events/"),
    ),
    Rule(
        "application (submitted)",
        "read the messages",
        READERS,
        page=Way("GET", "/applications/{submitted}/messages/"),
        api=Way("GET", "/applications/{submitted}/messages/"),
    ),
    Rule(
        "application (submitted)",
        "write a message",
        WRITERS | HANDLERS,
        READERS - WRITERS - HANDLERS,
        Way("POST", "/applications/{submitted}/messages/", {"text": "请说明付款方式。"}),
        Way("POST", f"{API % 'submitted'}messages/", {"text": "请说明付款方式。"}),
    ),
    Rule(
        "application (submitted)",
        "download a file",
        READERS,
        page=Way("GET", "/applications/{submitted}/files/{file}/"),
        api=Way("GET", "/applications/{submitted}/attachments/{file}/"),
    ),
    Rule(
        "application (submitted)",
        "remove a file",
        frozenset(),
        READERS,
        api=Way("DELETE", "/applications/{submitted}/attachments/{file}/"),
    ),
    Rule(
        "application (submitted)",
        "list",
        READERS,
        SIGNED_IN - READERS,
        api=Way("GET", "/applications/"),
        shows="number",
    ),
    Rule(
        "application (submitted)",
        "export",
        READERS,
        SIGNED_IN - READERS,
        api=Way("GET", "/applications/export/"),
        shows="number",
    ),
    officials("submitted", "accept"),
    officials("submitted", "return", items=["合同缺签章页"], due_on="{later}"),
    officials("submitted", "refuse", note="不属于支持范围"),
    officials("accepted", "approve", amount="80000.00"),
    officials("accepted", "decline", note="不属于支持范围"),
    Rule(
        "application (to be signed)",
        "sign off",
        SIGNATORIES,
        MEMBERS - SIGNATORIES,
        Way("POST", "/applications/{unsigned}/sign-off/", {"content": "{content}"}),
        Way("POST", f"{API % 'unsigned'}sign-off/", {"content_hash": "{content}"}),
    ),
    Rule(
        "application (to be signed)",
        "ask a signatory",
        WRITERS,
        MEMBERS - WRITERS,
        Way("POST", "/applications/{unsigned}/sign-off/ask/"),
        Way("POST", f"{API % 'unsigned'}sign-off/ask/"),
    ),
    Rule(
        "application (to be sealed)",
        "see which pages need a seal",
        READERS,
        page=Way("GET", "/applications/{unsealed}/papers/"),
        api=Way("GET", f"{API % 'unsealed'}sealed-pages/"),
    ),
    Rule(
        "application (to be sealed)",
        "print the pages",
        READERS,
        page=Way("GET", "/applications/{unsealed}/papers/seal.pdf"),
        api=Way("GET", f"{API % 'unsealed'}sealed-pages/print/"),
    ),
    Rule(
        "application (to be sealed)",
        "upload a sealed page",
        WRITERS,
        READERS - WRITERS,
        Way("POST", "/applications/{unsealed}/papers/seal/", {"section": "", "file": "{a file}"}),
        Way("POST", f"{API % 'unsealed'}sealed-pages/", {"section": "", "file": "{a file}"}),
    ),
    Rule(
        "copies on paper",
        "see whether they came",
        READERS,
        page=Way("GET", "/applications/{unsealed}/papers/"),
        api=Way("GET", f"{API % 'unsealed'}paper-copies/"),
    ),
    Rule(
        "copies on paper",
        "tick off",
        HANDLERS,
        READERS - HANDLERS,
        Way("POST", "/applications/{unsealed}/papers/copies/", PAPERS),
        Way("POST", f"{API % 'unsealed'}paper-copies/", PAPERS),
    ),
    Rule(
        "receipt",
        "verify",
        EVERYBODY,
        page=Way("GET", "/receipts/{receipt}/"),
        api=Way("GET", "/receipts/{receipt}/"),
    ),
]

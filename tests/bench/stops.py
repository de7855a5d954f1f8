"""The pages that are measured, and by hand the SQL of the rows each shows."""

from urllib.parse import urlencode

from django.test import Client
from django.urls import reverse

from applications.intake.models import Application
from applications.review.workbench import KEYSET, queue
from portal.accounts.capacities import Capacity
from portal.accounts.middleware import SESSION_KEY
from tests.bench.applications import DRAFTS, SEARCHED, Cast, drafts
from tests.bench.clients import AT_ONCE, TRIES, TRIES_AT_ONCE, WARM_UP, Send, Stop

PAGE = 20
ROW = (
    "SELECT a.*, r.name, p.title, d.name, o.name, u.name FROM intake_application a"
    " JOIN catalog_round r ON r.id = a.round_id JOIN catalog_program p ON p.id = r.program_id"
    " JOIN accounts_department d ON d.id = r.department_id"
    " LEFT JOIN organizations_organization o ON o.id = a.organization_id"
    " LEFT JOIN accounts_user u ON u.id = a.person_id"
)
SEEN = f"{ROW} WHERE d.path LIKE '/stc/%%' AND a.number IS NOT NULL AND a.status <> 'draft'"
ORDER = f" ORDER BY a.due_at, a.id LIMIT {PAGE + 1}"


def stops(made: Cast, size: int) -> list[Stop]:
    """All of them, for one size of the world."""
    official, applicant = cookie(made.official), cookie(made.applicant)
    far, after = page_100(made.official)
    one, pk = made.model, str(made.model.pk)
    firm = one.organization_id
    workbench, export = reverse("workbench"), reverse("workbench_export")
    form = reverse("application_section", args=[made.draft.pk, section(made)])
    return [
        Stop("official: list, page 1", f"{workbench}?view=all", official, 75, SEEN + ORDER, 12),
        Stop("official: list, page 100", f"{workbench}?{far}", official, 75, SEEN + after + ORDER, 12),
        Stop(
            "official: search", f"{workbench}?{urlencode({'view': 'all', 'q': SEARCHED})}", official, 100,
            f"{SEEN} AND (o.name LIKE '%%{SEARCHED}%%' OR a.number LIKE '%%{SEARCHED}%%')" + ORDER,
        ),
        Stop("official: application", reverse("review_application", args=[pk]), official, 60, whole(pk)),
        # What waits for a check, with the counts of each view.
        Stop("official: dashboard", workbench, official, 60, COUNTS),
        Stop(
            "applicant: list", reverse("application_list"), applicant, 75,
            f"{ROW} WHERE a.organization_id = {firm} ORDER BY a.changed_at DESC, a.id LIMIT {PAGE + 1}", 12,
        ),
        Stop("applicant: application", reverse("application", args=[pk]), applicant, 60, whole(pk)),
        Stop(
            "applicant: dashboard", reverse("dashboard"), applicant, 60,
            f"{ROW} WHERE a.organization_id = {firm} AND a.status IN ('draft', 'returned')",
        ),
        Stop("applicant: form", form, applicant, 50, whole(str(made.draft.pk))),
        Stop("applicant: submission", "", applicant, 60, whole(str(made.ready.pk)), posts=posts(made, size)),
        Stop("official: export of all", f"{export}?view=all", official, 5000, SEEN, tries=1),
    ]  # fmt: skip


COUNTS = (
    "SELECT count(*) FILTER (WHERE a.status = 'submitted'), count(*) FILTER (WHERE a.status = 'accepted'),"
    " count(*) FILTER (WHERE a.due_at < now()) FROM intake_application a"
    " JOIN catalog_round r ON r.id = a.round_id JOIN accounts_department d ON d.id = r.department_id"
    " WHERE d.path LIKE '/stc/%%' AND a.number IS NOT NULL"
)


def whole(pk: str) -> str:
    """An application with all that belongs to it, in one row."""
    parts = {
        "intake_submission": "application_id", "intake_attachment": "application_id",
        "intake_letter": "application_id", "intake_applicationevent": "subject_id",
    }  # fmt: skip
    columns = "".join(
        f", (SELECT json_agg(x) FROM {table} x WHERE x.{column} = a.id)" for table, column in parts.items()
    )
    return ROW.replace("SELECT a.*", f"SELECT a.*{columns}") + f" WHERE a.id = '{pk}'"


def cookie(capacity: Capacity) -> str:
    """A session that acts in the capacity, as a browser sends it."""
    client = Client()
    client.force_login(capacity.user, "django.contrib.auth.backends.ModelBackend")
    session = client.session
    session[SESSION_KEY] = capacity.key
    session.save()
    return "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())


def page_100(official: Capacity) -> tuple[str, str]:
    """The address of the hundredth page, and its rows' condition as SQL."""
    rows = queue(official).order_by("due_at", "id")
    last = rows[99 * PAGE - 1]
    cursor = KEYSET.cursor(last)
    condition = f" AND (a.due_at, a.id) > ('{last.due_at.isoformat()}', '{last.pk}')"
    return urlencode({"view": "all", "ordering": KEYSET.default, "cursor": cursor}), condition


def section(made: Cast) -> str:
    """The key of the form's first section."""
    return str(made.draft.form_version.screen["sections"][0]["key"])


def posts(made: Cast, size: int) -> list[Send]:
    """A submission each of new drafts, with the token a browser sends."""
    drafts(made, size)
    jar = f"{cookie(made.writer)}; csrftoken={'k' * 32}"
    headers = {"Cookie": jar, "X-CSRFToken": "k" * 32, "Content-Type": "application/x-www-form-urlencoded"}
    own = Application.objects.filter(status="draft", organization=made.ready.organization_id)
    mine = own.exclude(pk=made.ready.pk)  # the model stays a draft: the next size copies it again
    assert mine.count() >= DRAFTS >= WARM_UP + TRIES + AT_ONCE * TRIES_AT_ONCE
    found = [
        ("POST", reverse("application_action", args=[row.pk, "submit"]), b"declare=yes", headers)
        for row in mine
    ]
    return found

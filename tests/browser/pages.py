"""Every page of the portal: who opens it, and with what. A new address is named here or fails a test."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.contrib import admin
from django.core import signing
from django.urls import get_resolver
from django.urls.resolvers import URLResolver
from django.utils import timezone

from applications.experts.models import Expert
from applications.panels.models import Panel, Rubric, Seat
from portal.accounts.models import Post
from portal.accounts.offers import token_of
from portal.inbox.headers import SALT
from programs.publishing.steps import STEPS
from tests.browser.auditing import sample
from tests.browser.review_world import own_reviews
from tests.browser.world import FIRM, World

Arguments = Callable[[World], list[list[Any]]]


def no_arguments(world: World) -> list[list[Any]]:
    return [[]]


@dataclass(frozen=True)
class Stop:
    """A page: the name of its address, every list of arguments to try, and a query."""

    name: str
    arguments: Arguments = no_arguments
    query: str = ""


def one(read: Callable[[World], Any]) -> Arguments:
    """A single argument."""
    return lambda world: [[read(world)]]


def of_draft(*more: Any) -> Arguments:
    return lambda world: [[world.applications["draft"].pk, *more]]


def of_status(*statuses: str) -> Arguments:
    """The application in each of the statuses."""
    return lambda world: [[world.applications[status].pk] for status in statuses]


def receipts(world: World) -> list[list[Any]]:
    application = world.applications["approved"]
    return [[application.pk, application.submissions.get().receipt_code]]


def letters(world: World) -> list[list[Any]]:
    """One of each kind."""
    kinds = {
        letter.kind: [row.pk, letter.pk]
        for row in world.applications.values()
        for letter in row.letters.all()
    }
    return list(kinds.values())


def unsubscribe_token(user_id: int, group: str) -> str:
    """The signed part of the address in a mail."""
    return signing.Signer(salt=SALT).sign_object([user_id, group])


ABOUT = [
    *(
        Stop(name)
        for name in (
            "help",
            "contact",
            "privacy",
            "accessibility",
            "api_docs",
            "api_getting_started",
            "api_changes",
            "calendar",
        )
    ),
    Stop("privacy_version", lambda _world: [["portal", 1], ["identity", 1]]),
    Stop("calendar_year", lambda _world: [[2027]]),
]
CATALOG = [
    Stop("home"),
    Stop("program_list"),
    Stop("program_list", query="?q=没有这样的项目"),
    Stop("search"),
    Stop("search", query="?q=补贴"),
    Stop("search", query="?q=服务&in=clauses"),
    Stop("search", query="?q=vuocher"),
    Stop("program", one(lambda w: w.program.slug)),
    Stop("program", one(lambda w: w.program.slug), query="?print"),
    Stop("deadline_calendar"),
    Stop("deadline_calendar", query="?month=2030-01&kind=voucher"),
    Stop("closing_this_week"),
    Stop("closing_this_week", query="?day=2030-01-01"),
    Stop("what_can_we_get"),
    Stop("screening_answers"),
    Stop("policy_list"),
    Stop("policy", one(lambda w: w.document.slug)),
    Stop("clause", lambda w: [[w.document.slug, w.clause.number]]),
    Stop("policy_coverage"),
    Stop("policy_coverage", query="?show=rules_without"),
]
SIGNING_IN = [
    Stop("account_login"),
    Stop("account_signup"),
    Stop("account_inactive"),
    Stop("account_reset_password"),
    Stop("account_reset_password_done"),
    Stop("account_reset_password_from_key", lambda w: [["0", "used-up"]]),
    Stop("account_reset_password_from_key_done"),
    Stop("socialaccount_login_cancelled"),
]
CHECKING = [
    Stop("receipt_search"),
    Stop("receipt_keys"),
    Stop("receipt", lambda w: [receipts(w)[0][1:]]),
    Stop("demo_mail"),
    Stop("demo_mail_detail", one(lambda w: w.mail.pk)),
    Stop("unsubscribe", one(lambda w: unsubscribe_token(w.people["owner"].user.pk, "reminders"))),
]
APPLYING = [
    Stop("application_start", one(lambda w: w.applications["discarded"].round_id)),
    Stop("application_start", one(lambda w: w.closed.round_id)),
    Stop("application_list"),
    Stop("application", lambda world: [[row.pk] for row in world.applications.values()]),
    Stop("application", lambda w: [[w.slipping.pk], [w.closed.pk]]),
    Stop("application_section", of_draft("firm")),
    Stop("application_section", lambda w: [[w.slipping.pk, "need"]], "?all"),
    Stop("application_section", lambda w: [[w.correcting.pk, "firm"]]),
    Stop("application_messages", of_status("draft", "submitted")),
    Stop("application_avoid", one(lambda w: w.slipping.pk)),
    Stop("application_reuse", one(lambda w: w.again.pk)),
    Stop("application_library", of_draft("contract")),
    Stop("application_photos", of_draft("contract")),
    Stop(
        "application_file_keep",
        lambda w: [[w.applications["draft"].pk, w.applications["draft"].attachments.first().pk]],
    ),
    Stop("application_check", of_status("draft", "returned")),
    Stop("application_check", lambda w: [[w.slipping.pk], [w.closed.pk]]),
    Stop("application_answers", of_status("draft", "approved")),
    Stop("application_action", of_draft("discard")),
    Stop(
        "application_action",
        lambda w: [[w.applications["submitted"].pk, a] for a in ("take_back", "withdraw")],
    ),
    Stop("application_receipt", receipts),
    Stop("application_submissions", of_status("approved")),
    Stop("application_papers", of_status("accepted")),
    Stop("letter", letters),
]
ACCOUNT = [
    Stop("my_data"),
    Stop("close_account"),
    Stop("privacy_agree", lambda _world: [["portal"], ["identity"]]),
    Stop("create_token"),
    Stop("account_settings"),
    Stop("account_change_password"),
    Stop("account_reauthenticate"),
    Stop("account_email"),
    Stop("account_change_phone"),
    Stop("mfa_index"),
    Stop("usersessions_list"),
    Stop("account_logout"),
]
CHECKED = [
    Stop("what_can_we_get"),
    Stop("what_can_we_get", query="?group=one_step"),
    Stop("what_can_we_get", query="?phase=open&kind=award"),
    Stop("what_can_we_get", query="?print"),
    Stop("program", one(lambda w: w.program.slug)),
]
INVITED = [
    Stop("invitation", one(lambda w: token_of(w.invitation))),
    Stop("member_invitation", one(lambda w: token_of(w.firm.invitations.get()))),
]
PEOPLE = [
    Stop("department_people"),
    Stop("department_post", one(lambda w: Post.objects.get(user=w.people["official"].user).pk)),
]
ORGANIZATION = [
    Stop("organization", one(lambda w: w.firm.uscc)),
    Stop("organization_history", one(lambda w: w.firm.uscc)),
    Stop("organization_edit", one(lambda w: w.firm.uscc)),
    Stop("organization_leave", one(lambda w: w.firm.uscc)),
    Stop("member_invite", one(lambda w: w.firm.uscc)),
    Stop("webhooks", one(lambda w: w.firm.uscc)),
    Stop("webhook_new", one(lambda w: w.firm.uscc)),
    *(
        Stop(name, lambda w: [[w.firm.uscc, w.webhook.pk]])
        for name in ("webhook", "webhook_rotate", "webhook_remove")
    ),
]
PAPERS = [
    Stop("organization_papers", one(lambda w: w.firm.uscc)),
    Stop("organization_papers", one(lambda w: w.firm.uscc), "?on=2024-12-31"),
    *(
        Stop(name, one(lambda w: w.firm.uscc))
        for name in ("file_registration", "file_account", "file_document_new", "file_recommender")
    ),
    Stop("file_figures", lambda w: [[w.firm.uscc, timezone.localdate().year - 1]]),
    Stop(
        "file_enter", lambda w: [[w.firm.uscc, name] for name in ("rights", "qualifications", "shareholders")]
    ),
    Stop("file_complete", lambda w: [[w.firm.uscc, "rights"]]),
    Stop("file_take_back", lambda w: [[w.firm.uscc, "rights", w.firm.rights.get().pk]]),
    Stop("file_document_remove", lambda w: [[w.firm.uscc, w.firm.documents.get().pk]]),
]
MESSAGES = [
    Stop("messages"),
    Stop("messages_upcoming"),
    Stop("notifications"),
    Stop("followed"),
    Stop("saved_searches"),
    Stop("saved_search_new", query="?kind=voucher"),
    Stop("saved_search", one(lambda w: w.people["owner"].user.saved_searches.get().pk)),
    Stop("message", one(lambda w: w.notices["owner"].pk)),
]
REGISTER = [
    Stop("organizations"),
    Stop("organization", one(lambda w: w.firm.uscc)),
    Stop("organization_papers", one(lambda w: w.firm.uscc)),
    Stop("file_enter", lambda w: [[w.firm.uscc, "credit"]]),
    Stop("organization_check", one(lambda w: w.firm.uscc)),
    Stop("verifications"),
    Stop("verifications", query="?status=refused"),
    Stop("verification", one(lambda w: w.proof.pk)),
]
HANDED_IN = ("submitted", "returned", "lapsed", "accepted", "approved")  # each looks different
WORK = [
    Stop("workbench", query="?view=all"),
    Stop("workbench", query="?view=all&q=没有这样的申请"),
    Stop("review_application", of_status(*HANDED_IN)),
    Stop("review_preview", of_status("submitted")),
    Stop("bulk_new", query="?view=all&scope=all&action=assign"),
    Stop("bulk_runs"),
    Stop("bulk_run", lambda w: [[row.pk] for row in w.runs]),
    Stop("application_messages", of_draft()),
    Stop("circular_new", query="?view=all&scope=all"),
    Stop("circulars"),
    Stop("circular", lambda w: [[row.pk] for row in w.circulars]),
    Stop("what_if_list"),
    Stop("what_if", lambda w: [["round", w.round.pk]]),
    Stop("what_if_affected", lambda w: [["round", w.round.pk]], "?show=unknown"),
    Stop("what_if_compare", lambda w: [["round", w.round.pk]]),
    Stop("told_list", one(lambda w: w.round.pk)),
    Stop("dry_run", lambda w: [["round", w.applications["approved"].round_id]]),
    *REGISTER,
    *PEOPLE,
]
DECIDING = [
    Stop("rankings"),
    Stop("ranking_new", one(lambda w: w.decided.draft.round_id)),
    Stop("ranking", lambda w: [[w.decided.draft.pk], [w.decided.fixed.pk]]),
    Stop("ranking_meeting", one(lambda w: w.decided.draft.pk)),
    Stop("similar_pairs", one(lambda w: w.decided.draft.round_id)),
    Stop("replay", of_status("approved")),
    Stop("notices"),
    Stop("notice", lambda w: [[w.decided.notice.pk], [w.decided.waiting.pk]]),
    Stop("notice_rounds"),
    Stop("notice_prepare", lambda w: [[w.decided.notice.round_id, "proposed"]]),
    Stop("notice_correct", one(lambda w: w.decided.notice.lines.get(position=1).pk)),
    Stop("objections"),
    Stop("objection", lambda w: [[w.decided.objection.pk], [w.decided.upheld.pk]]),
    Stop("appeal_case", lambda w: [[w.decided.appealed.pk], [w.decided.upheld_appeal.pk]]),
]
RECOMMENDING = [
    Stop("station"),
    Stop("station", query="?q=没有这样的单位"),
    Stop("station_application", one(lambda w: w.recommended.waiting.pk)),
    Stop("station_recommend", lambda w: [[]], "?id=none"),
    Stop("station_organizations"),
    Stop("station_letters"),
    Stop("station_letter", one(lambda w: w.recommended.batch.pk)),
]
APPEALING = [
    Stop("decision", of_status("approved", "declined")),
    Stop("entitlements"),
    Stop("entitlement", one(lambda w: w.recommended.entitled.pk)),
]
NOTICED = [
    Stop("notices"),
    Stop("notice", one(lambda w: w.decided.notice.pk)),
    Stop("notice_object", one(lambda w: w.decided.notice.pk)),
    Stop("objection_follow"),
]
READING = [
    Stop("access_log"),
    Stop("access_log", query="?q=没有这样的单位"),
    Stop("dashboard"),
    Stop("application_list"),
    Stop("application", of_status("approved")),
    Stop("application_answers", of_status("approved")),
    Stop("letter", lambda w: letters(w)[:1]),
    Stop("organizations"),
    Stop("verification", one(lambda w: w.proof.pk)),
    Stop("audit_samples"),
    Stop("audit_sample", one(lambda w: sample(w.people["auditor"]).pk)),
]
NEWCOMING = [
    Stop("dashboard"),
    Stop("messages"),
    Stop("application_list"),
    Stop("organization_new"),
    Stop("organization_join", one(lambda w: w.firm.uscc)),
]
REVIEWING = [
    Stop("my_reviews"),
    Stop("seat", lambda w: [[Seat.objects.get(expert__name="沈书言", panel__name="材料组").pk]]),
    Stop("review", lambda w: [*own_reviews("draft"), *own_reviews("handed_in")]),
    Stop("expert_file"),
]
PANELS = [
    Stop("expert_list"),
    Stop("expert_list", query="?q=没有这样的专家"),
    Stop("expert", lambda w: [[row.pk] for row in Expert.objects.filter(name__in=["沈书言", "林晚舟"])]),
    Stop("expert_recommend"),
    Stop("panel_list"),
    Stop("panel_new", lambda w: [[Panel.objects.get(name="信息技术组").round_id]]),
    Stop("panel", lambda w: [[row.pk] for row in Panel.objects.order_by("name")]),
    Stop("panel_conflicts", lambda w: [[Panel.objects.get(name="信息技术组").pk]]),
    Stop("panel_review", lambda w: own_reviews("handed_in")),
]
BY_ROLE = {
    "visitor": [*ABOUT, *CATALOG, *SIGNING_IN, *CHECKING, *INVITED, *NOTICED],
    "owner": [
        Stop("dashboard"),
        *CHECKED,
        *APPLYING,
        *APPEALING,
        *ACCOUNT,
        *ORGANIZATION,
        *PAPERS,
        *MESSAGES,
    ],
    "self": [
        Stop("application", of_draft()),
        Stop("organizations"),
    ],  # offers to switch; chooses among one's own
    "person": [
        Stop("expert_file"),
        Stop("access_log"),
        Stop("dashboard"),
        Stop("application", one(lambda w: w.own.pk)),
        Stop("application_list"),
    ],
    "newcomer": NEWCOMING,
    "official": [*WORK, *DECIDING, *PANELS],
    "recommender": RECOMMENDING,
    "auditor": READING,
    "expert": [Stop("dashboard"), *REVIEWING],
    "admin": [
        *PEOPLE,
        Stop("person", one(lambda w: w.people["official"].user.pk)),
        Stop("dashboard"),
        Stop("imports"),
        Stop("imported_list", lambda w: [[w.lists[at].pk] for at in (0, 2, 3)]),
        Stop("imported_columns", lambda w: [[row.pk] for row in w.lists[:2]]),
        Stop("corrections"),
        Stop("correction", lambda w: [[w.people["person"].user.corrections.get().pk]]),
        Stop("program_preview", one(lambda w: w.unpublished.slug)),
        Stop("form_preview", one(lambda w: w.program.slug)),
        Stop("form_widths", one(lambda w: w.program.slug)),
        Stop("form_trial", one(lambda w: w.program.slug)),
        Stop("form_trial_section", lambda w: [[w.program.slug, "need"]]),
        Stop("form_trial_result", one(lambda w: w.program.slug)),
    ],
}


def change(model: str, read: Callable[[World], Any]) -> Stop:
    """A row's page in the admin."""
    return Stop(f"admin:{model}_change", one(lambda world: read(world).pk))


def standing_condition(w: World) -> list[list[Any]]:
    """A program that is not open, and what it asks for."""
    return [[w.unpublished.pk, w.unpublished.conditions.get().pk]]


ADMIN = [
    Stop("admin:index"),
    Stop("admin:app_list", lambda w: [["catalog"]]),
    Stop("admin:password_change"),
    Stop("admin:catalog_program_changelist"),
    Stop("admin:catalog_program_add"),
    change("catalog_program", lambda w: w.program),
    change("catalog_program", lambda w: w.unpublished),
    Stop("admin:catalog_program_publish", one(lambda w: w.unpublished.pk)),
    Stop("admin:catalog_program_delete", one(lambda w: w.unpublished.pk)),
    Stop("admin:catalog_program_history", one(lambda w: w.program.pk)),
    change("catalog_round", lambda w: w.round),
    change("catalog_round", lambda w: w.next_round),
    Stop("admin:catalog_round_publish", one(lambda w: w.next_round.pk)),
    Stop("admin:catalog_round_move_deadline", one(lambda w: w.round.pk)),
    Stop("admin:catalog_round_rules", one(lambda w: w.round.pk), query=f"?who={quote(FIRM)}"),
    Stop("admin:catalog_program_rules", one(lambda w: w.unpublished.pk)),
    Stop("admin:catalog_round_test", lambda w: [[w.next_round.pk, w.next_round.conditions.get().pk]]),
    Stop("admin:catalog_program_test", standing_condition, query="?path=1&fact=rd_intensity"),
    Stop("admin:catalog_program_test", standing_condition, query="?path=&how=any&fact=registered_region"),
    Stop("admin:publishing_guide_changelist"),
    Stop("admin:publishing_guide_add"),
    Stop("admin:publishing_guide_step", lambda w: [[w.guide.pk, step.key] for step in STEPS]),
    Stop("admin:publishing_guide_copy", one(lambda w: w.round.pk)),
    Stop("admin:publishing_guide_of", lambda w: [["program", w.applications["submitted"].round.program_id]]),
    Stop("admin:publishing_order_changelist"),
    Stop("admin:exchange_import_changelist"),
    Stop("admin:exchange_import_add"),
    change("exchange_import", lambda w: w.sheet),
    change("publishing_order", lambda w: w.order),
    change("forms_form", lambda w: w.form),
    Stop("admin:forms_form_section", lambda w: [[w.form.pk, w.question.section_id]]),
    Stop("admin:forms_form_add_section", one(lambda w: w.form.pk)),
    Stop("admin:forms_form_question", lambda w: [[w.form.pk, w.question.pk]]),
    Stop("admin:forms_form_choose_kind", lambda w: [[w.form.pk, w.question.section_id]]),
    Stop("admin:forms_form_choose_part", lambda w: [[w.form.pk, w.question.pk]]),
    Stop("admin:forms_form_add_question", lambda w: [[w.form.pk, w.question.section_id, "budget"]]),
    Stop("admin:forms_form_add_part", lambda w: [[w.form.pk, w.question.pk, "money"]]),
    Stop("admin:forms_form_remove", lambda w: [[w.form.pk, "section", w.question.section_id]]),
    Stop("admin:forms_form_add_rule", lambda w: [[w.form.pk, what] for what in ("rule", "export")]),
    Stop("admin:forms_form_take", one(lambda w: w.form.pk)),
    Stop("admin:forms_form_import", one(lambda w: w.form.pk)),
    Stop("admin:forms_form_history", one(lambda w: w.form.pk)),
    change("forms_formversion", lambda w: w.round.pinned_form.version),
    change("policies_policydocument", lambda w: w.document),
    Stop("admin:sources_sourcefile_add"),
    change("sources_sourcefile", lambda w: w.source),
    Stop("admin:sources_sourcefile_clauses", one(lambda w: w.source.pk)),
    Stop("admin:sources_sourcefile_compare", one(lambda w: w.source.document_id)),
    change("policies_clause", lambda w: w.clause),
    Stop("admin:catalog_program_traditional", one(lambda w: w.program.pk)),
    Stop("admin:catalog_round_traditional", one(lambda w: w.round.pk)),
    Stop("admin:policies_policydocument_traditional", one(lambda w: w.document.pk)),
    Stop("admin:policies_clause_traditional", one(lambda w: w.clause.pk)),
    Stop("admin:policies_measure_changelist"),
    change("policies_measure", lambda w: w.clause.measures.get()),
    change("policies_rule", lambda w: w.clause.rules.get()),
    change("policies_target", lambda w: w.clause.targets.get()),
    change("accounts_department", lambda w: w.round.department),
    Stop("admin:accounts_user_changelist"),
    Stop("admin:accounts_user_add"),
    change("accounts_user", lambda w: w.people["official"].user),
    Stop("admin:auth_user_password_change", one(lambda w: w.people["official"].user.pk)),
    change("organizations_organization", lambda w: w.firm),
    Stop("admin:panels_rubric_changelist"),
    Stop("admin:panels_rubric_add"),
    Stop("admin:panels_criterion_change", lambda w: [[Rubric.objects.first().criteria.first().pk]]),
    change("intake_application", lambda w: w.applications["approved"]),
    Stop("admin:inbox_calendaryear_changelist"),
    Stop("admin:inbox_calendarday_changelist"),
    Stop("admin:inbox_calendarday_import"),
    Stop("admin:inbox_calendarday_misplaced"),
    Stop("admin:inbox_delivery_changelist"),
    Stop("admin:inbox_textedit_changelist"),
    Stop("admin:inbox_textedit_write", lambda w: [["draft_closing", "zh-hans"]]),
    Stop("admin:inbox_delivery_stuck"),
    Stop("admin:inbox_suppression_changelist"),
    Stop("admin:operations_banner_changelist"),
    Stop("admin:operations_banner_add"),
    change("inbox_delivery", lambda w: w.mail),
]

# Addresses that are no page, with the reason.
NO_PAGE = {
    "expert_export": "a spreadsheet",
    "expert_number": "needs a number on file: tests/applications/experts",
    "expert_decide": "POST only",
    "expert_tie_add": "POST only",
    "expert_tie_withdraw": "POST only",
    "expert_absence_add": "POST only",
    "expert_absence_remove": "POST only",
    "review_batch": "a download",
    "review_file": "a download",
    "review_recuse": "POST only",
    "panel_action": "POST only",
    "panel_fees": "a spreadsheet",
    "search_suggestions": "the list under a search field",
    "organization_name": "the name beside a credit code",
    "screening_export": "a download",
    "organization_check_export": "a download",
    "robots": "a text for crawlers",
    "start_export": "POST only",
    "ask_correction": "POST only",
    "withdraw_consent": "POST only",
    "keep_account": "POST only",
    "application_keep": "POST only",
    "file_verify": "POST only",
    "file_ask": "POST only",
    "file_verify_line": "POST only",
    "file_evidence": "a download",
    "file_document": "a download",
    "export_page": "needs a password given a moment ago: tests/portal/privacy/test_export",
    "export_file": "a download",
    "application_number": "needs a form that asks: tests/applications/intake/test_identity_numbers",
    "admin:privacy_erasurerun_dry": "POST only",
    "admin:forms_form_export": "a download",
    "admin:forms_form_rule": "as that of a new rule: tests/programs/forms/builder",
    "admin:forms_form_usual": "POST only",
    "admin:forms_form_keep": "POST only",
    "theme": "POST only",
    "set_language": "POST only",
    "switch_capacity": "POST only",
    "invite": "its page is that of the department's people",
    "change_post": "its page is that of the post",
    "change_person": "its page is that of the person",
    "change_invitation": "POST only",
    "member_invitation_change": "POST only",
    "end_absence": "POST only",
    "take_role": "POST only",
    "ranking_change": "POST only",
    "ranking_promote": "POST only",
    "ranking_minutes": "a download",
    "ranking_export": "a spreadsheet",
    "station_export": "a spreadsheet",
    "entitlement_confirm": "POST only",
    "station_letter_pdf": "a file",
    "station_letter_file": "a download",
    "station_letter_seal": "POST only",
    "station_return": "POST only",
    "notice_release": "POST only",
    "notice_conclude": "POST only",
    "objection_identity": "POST only",
    "objection_follows": "POST only",
    "appeal_follows": "POST only",
    "objection_file": "a download",
    "payment_list": "a spreadsheet",
    "review_assign": "POST only",
    "access_export": "a spreadsheet",
    "revoke_token": "POST only",
    "messages_read": "POST only",
    "follow_program": "POST only",
    "deadline_export": "a spreadsheet",
    "deadline_feed": "a calendar file",
    "deadline_file": "a calendar file",
    "address_works": "POST only",
    "circular_send": "POST only",
    "review_check": "POST only",
    "review_tag": "POST only",
    "review_note": "POST only",
    "view_save": "POST only",
    "view_forget": "POST only",
    "bulk_start": "POST only",
    "bulk_export": "a spreadsheet",
    "workbench_pdf": "a PDF",
    "review_sheet_pdf": "a PDF",
    "review_sheet_xlsx": "a spreadsheet",
    "scenario_save": "POST only",
    "scenario_change": "POST only",
    "webhook_test": "POST only",
    "webhook_enable": "POST only",
    "webhook_redeliver": "POST only",
    "verification_decide": "POST only",
    "hand_in_proof": "POST only",
    "change_member": "POST only",
    "remove_member": "POST only",
    "hand_over": "asks like leaving does: tests/portal/organizations/test_handing_over",
    "answer_access": "POST only",
    "review_action": "its page follows a POST: tests/applications/review",
    "application_edit": "leads to the first open part",
    "account_verify_phone": "needs a code on its way: tests/portal/accounts/test_phones",
    "account_remove_phone": "POST only",
    "kept_text": "follows the end of a sign-in: tests/portal/accounts/test_idle",
    "stay_signed_in": "POST only",
    "mfa_authenticate": "follows the password: tests/portal/accounts/test_second_step_pages",
    "mfa_reauthenticate": "needs a second step: tests/portal/accounts/test_second_step_pages",
    "mfa_activate_totp": "follows the password: tests/portal/accounts/test_second_step_pages",
    "mfa_deactivate_totp": "needs a second step: tests/portal/accounts/test_second_step_pages",
    "mfa_view_recovery_codes": "needs a second step: tests/portal/accounts/test_second_step_pages",
    "mfa_generate_recovery_codes": "needs a second step: tests/portal/accounts/test_second_step_pages",
    "mfa_download_recovery_codes": "a download",
    "mfa_list_webauthn": "leads to the second steps",
    "mfa_add_webauthn": "follows the password: tests/portal/accounts/test_second_step_pages",
    "mfa_login_webauthn": "POST only",
    "mfa_reauthenticate_webauthn": "needs a passkey: tests/portal/accounts/test_second_step_pages",
    "mfa_remove_webauthn": "needs a passkey: tests/portal/accounts/test_second_step_pages",
    "openid_connect_login": "leads to the city's single sign-on",
    "openid_connect_callback": "comes back from the city's single sign-on",
    "account_set_password": "leads to the change of password",
    "account_email_verification_sent": "needs a code on its way: test_whole_job",
    "application_export": "a spreadsheet",
    "application_receipt_pdf": "a download",
    "application_as_pdf": "a download",
    "case_file": "a download",
    "audit_sample_export": "a download",
    "audit_finding": "POST only",
    "application_as_json": "a download",
    "application_as_xlsx": "a download",
    "application_seal_pdf": "a download",
    "application_sealed_file": "a download",
    "application_sign_off": "POST only",
    "application_ask_sign_off": "POST only",
    "application_seal": "POST only",
    "application_paper_copy": "POST only",
    "receipt_statement": "a download",
    "receipt_signature": "a download",
    "receipt_key": "a download",
    "well_known_keys": "for programs",
    "organizations_export": "a spreadsheet",
    "organization_history_export": "a spreadsheet",
    "imported_lines": "a spreadsheet",
    "what_if_affected_export": "a spreadsheet",
    "told_export": "a spreadsheet",
    "dry_run_export": "a spreadsheet",
    "policy_export": "a spreadsheet",
    "admin:sources_sourcefile_compare_export": "a spreadsheet",
    "admin:exchange_import_export": "a spreadsheet",
    "admin:sources_sourcefile_picture": "a picture",
    "admin:sources_sourcefile_row": "POST only",
    "admin:sources_sourcefile_add_row": "POST only",
    "policy_sheet": "a spreadsheet",
    "policy_coverage_export": "a spreadsheet",
    "policy_coverage_table_export": "a spreadsheet",
    "program_export": "a spreadsheet",
    "workbench_export": "a spreadsheet",
    "application_file": "a download",
    "upload_begin": "for the script of upload fields",
    "upload": "for the script of upload fields",
    "proof_file": "a download",
    "api_schema": "for machines",
    "healthz": "for machines",
    "readyz": "for machines",
    "metrics": "for machines",
    "admin:login": "leads to the portal's sign-in",
    "admin:logout": "POST only",
    "admin:password_change_done": "follows a POST",
    "admin:autocomplete": "JSON",
    "admin:jsi18n": "a script",
    "admin:inbox_calendarday_export": "a file",
    "admin:view_on_site": "leads to the page of a row",
}
DRILL = ("changelist", "add", "change", "delete", "history")


def generic() -> set[str]:
    """What the admin offers of every model."""
    models = [model._meta for model in admin.site._registry]
    return {f"admin:{meta.app_label}_{meta.model_name}_{page}" for meta in models for page in DRILL}


def visited() -> set[str]:
    """The names that a browser opens."""
    return {stop.name for stops in (*BY_ROLE.values(), ADMIN) for stop in stops}


def names(resolver: URLResolver | None = None, space: str = "") -> Iterator[str]:
    """The name of every address but those of the API, which tests/api calls."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            if str(entry.pattern) != "api/v1/":
                yield from names(entry, f"{space}{entry.namespace}:" if entry.namespace else space)
        elif entry.name:
            yield f"{space}{entry.name}"

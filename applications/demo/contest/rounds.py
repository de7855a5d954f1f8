"""Its rounds before they are published: every stage, two levels of approval, a rubric for each review."""

from datetime import datetime
from decimal import Decimal
from pathlib import Path

from django.core.management import call_command

from applications.panels.models import Band, Criterion, Rubric
from applications.panels.services.rubrics import publish
from portal.accounts.capacities import Capacity
from portal.accounts.models import Department
from programs.catalog.models import ApprovalLevel, Round, RoundStage
from programs.catalog.stages import Stage
from programs.forms.importing import import_folder

HERE = Path(__file__).parent
SLUG = "jiading-sme-innovation-fund"
LEVELS = ("sh-jd", "sh-stc")  # whose heads approve, lowest first
CRITERIA = (
    ("创新性", "Novelty", "与国内外同类技术相比", "Compared with similar technology", 40),
    ("技术可行性", "Feasibility", "路线、试验数据、风险", "Approach, test data, risks", 25),
    ("市场前景", "Market", "客户、规模、竞争", "Customers, size, competitors", 20),
    ("团队与预算", "Team and budget", "分工明确，预算与任务相符", "Clear tasks, a budget that fits", 15),
)
BANDS = (("优", "Excellent", 85), ("良", "Good", 70), ("中", "Fair", 50), ("差", "Poor", 0))
LOW = Decimal(50)  # points below which an expert says why


def prepare() -> None:
    """Draft rounds with everything that publishing fixes; the program is among those of the fixtures."""
    call_command("loaddata", HERE / "call_notice.yaml", verbosity=0)
    import_folder(HERE / "program")
    departments = {row.code: row for row in Department.objects.filter(code__in=LEVELS)}
    for round_ in rounds():
        RoundStage.objects.bulk_create(RoundStage(round=round_, stage=stage) for stage in Stage)
        ApprovalLevel.objects.bulk_create(
            ApprovalLevel(round=round_, position=position, department=departments[code])
            for position, code in enumerate(LEVELS, 1)
        )
        for pass_no in (1, 2):
            _rubric(round_, pass_no)


def rounds() -> list[Round]:
    """The one that is decided, then the one that is open."""
    found = Round.objects.filter(program__slug=SLUG).select_related("department", "program")
    return list(found.order_by("opens_at"))


def _rubric(round_: Round, pass_no: int) -> None:
    rubric = Rubric.objects.create(round=round_, pass_no=pass_no)
    for position, (name, name_en, look, look_en, weight) in enumerate(CRITERIA, 1):
        texts = {"name": name, "name_en": name_en, "help": look, "help_en": look_en}
        row = Criterion.objects.create(
            rubric=rubric, position=position, weight=weight, reason_below=LOW, **texts
        )
        Band.objects.bulk_create(
            Band(criterion=row, label=label, label_en=english, floor=floor) for label, english, floor in BANDS
        )


def publish_rubrics(round_: Round, by: Capacity, at: datetime) -> None:
    """Both become fixed."""
    for rubric in Rubric.objects.filter(round=round_).order_by("pass_no"):
        publish(rubric.pk, by=by, at=at)

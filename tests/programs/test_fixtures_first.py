"""The ten measures, the plans of Zhejiang and Jiading, vouchers and a loan, as the fixtures hold them."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import call_command
from opencc import OpenCC

from programs.policies.models import Clause, Measure, MeasureFigure, PolicyDocument, Rule, Target

FIXTURES = Path(__file__).parents[2] / "fixtures"
COUNTS = {
    "sh-2009-ten-measures": ("30_sh_ten_measures.yaml", 11, 34, 23, 18),
    "zj-bqw-action-plan": ("40_zhejiang.yaml", 25, 26, 11, 7),
    "sh-jiading-2014-workplan": ("42_jiading.yaml", 20, 61, 20, 12),
}
FILES = sorted([*(name for name, *_ in COUNTS.values()), "43_vouchers.yaml", "44_micro_loan.yaml"])
WRITTEN = sorted([*FIXTURES.glob("reference/[34]*.yaml"), *FIXTURES.glob("programs/*.yaml")])
HALF_WIDTH = re.compile(r"[\u4e00-\u9fff][,;:!?()]|[,;:!?()][\u4e00-\u9fff]")
CHINESE = re.compile(r"[\u4e00-\u9fff，。；：（）]")
GAP = re.compile(r"[\u4e00-\u9fff] [0-9A-Za-z]|[0-9A-Za-z] [\u4e00-\u9fff]|[\u00a0\u3000]")


@pytest.fixture
def loaded(db: None) -> None:
    paths = [str(FIXTURES / "reference" / name) for name in ("10_regions.yaml", *FILES)]
    call_command("loaddata", *paths, verbosity=0)
    figures = MeasureFigure.objects.count()
    call_command("loaddata", *paths, verbosity=0)
    assert MeasureFigure.objects.count() == figures


def test_documents_load_twice_and_stay_once(loaded: None) -> None:
    for slug, (_, *counts) in COUNTS.items():
        document = PolicyDocument.objects.get(slug=slug)
        found = [
            Clause.objects.filter(document=document),
            *(model.objects.filter(clause__document=document) for model in (Measure, Rule, Target)),
        ]
        assert [rows.count() for rows in found] == counts
        for row in [document, *(row for rows in found for row in rows)]:
            row.full_clean()
    for figure in MeasureFigure.objects.all():
        figure.full_clean()
    plan = PolicyDocument.objects.get(slug="sh-jiading-2014-workplan")
    assert plan.has_lapsed()
    assert not plan.is_basis


def texts(value: Any, key: str = "") -> Iterator[tuple[str, str]]:
    """Each text of a file with the name of its field; what is reviewed in Traditional script is left out."""
    if isinstance(value, dict):
        for name, part in value.items():
            if name != "hant":
                yield from texts(part, str(name))
    elif isinstance(value, list):
        for part in value:
            yield from texts(part, key)
    elif isinstance(value, str):
        yield key, value


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.stem)
def test_chinese_is_simplified_with_its_own_punctuation(path: Path) -> None:
    simplify = OpenCC("t2s").convert
    for key, text in texts(yaml.safe_load(path.read_text())):
        assert text == text.strip()
        assert text == simplify(text)
        faults = [CHINESE] if key.endswith("_en") else [HALF_WIDTH, GAP]
        assert not any(fault.search(text) for fault in faults), text

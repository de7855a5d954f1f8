"""What the README tells an operator to type exists."""

import re
from pathlib import Path

from django.core.management import get_commands
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families

from portal.operations import figures

ROOT = Path(__file__).resolve().parents[3]
README = (ROOT / "README.md").read_text()


def test_commands_exist():
    named = set(re.findall(r"manage\.py (\w+)", README))
    assert named - set(get_commands()) == set()
    assert {"backup", "restore", "doctor", "database_roles", "verify_history", "check_migrations"} <= named


def test_variables_are_documented():
    documented = set(re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    named = set(re.findall(r"`\$?([A-Z]+_[A-Z_]+)`", README))
    assert named - documented - {"POSTGRES_PASSWORD"} == set()


def test_figures_are_shown(db):
    Client().get("/healthz")
    families = text_string_to_metric_families(figures.text().decode())
    shown = {sample.name for family in families for sample in family.samples}
    wanted = set(re.findall(r"kechuang_\w*(?:seconds|rows|count)\b", README))
    assert wanted - shown - {"kechuang_heartbeat_age_seconds"} == set()  # as yet no worker has run

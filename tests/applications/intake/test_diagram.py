from pathlib import Path

from django.conf import settings

from applications.intake.diagram import document


def test_the_written_workflow_is_that_of_the_tables() -> None:
    written = Path(settings.BASE_DIR, "docs", "workflow.md").read_text(encoding="utf-8")
    assert written == document(), "Run: manage.py workflow > docs/workflow.md"

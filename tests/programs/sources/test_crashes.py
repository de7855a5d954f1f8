"""A worker killed in the middle of a file: the next one does the rest."""

import os
import subprocess
import sys
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import timezone

from programs.sources.models import SourceFile
from programs.sources.services.reading import read_waiting
from programs.sources.services.uploading import upload
from tests.factories.accounts import UserFactory
from tests.factories.policies import DocumentFactory
from tests.programs.sources import papers

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.exhaustive]

# Dies by SIGKILL when the second page is kept.
KILLED = """
import os, signal, django
django.setup()
from django.utils import timezone
from programs.sources.services import reading
kept = reading._keep_page
def keep(source, number, page):
    kept(source, number, page)
    if number == 2:
        os.kill(os.getpid(), signal.SIGKILL)
reading._keep_page = keep
reading.read_waiting(timezone.now())
"""


def test_a_worker_killed_between_pages_is_followed_by_one_that_reads_the_rest(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path / "media")
    content = SimpleUploadedFile("a.pdf", papers.pdf([[f"第{n}条 事项。"] for n in (1, 2, 3, 4)]))
    source = upload(DocumentFactory(), content, UserFactory())
    place = connection.settings_dict
    url = f"postgresql://{place['USER']}@/{place['NAME']}?host={place['HOST']}"
    known = os.environ | {"DATABASE_URL": url, "MEDIA_ROOT": settings.MEDIA_ROOT}
    assert subprocess.run([sys.executable, "-c", KILLED], env=known, check=False).returncode == -9
    before = list(source.pages.values_list("pk", "number"))
    assert [number for _pk, number in before] == [1, 2]
    assert read_waiting(timezone.now()) == 0  # its claim still stands
    SourceFile.objects.update(claimed_until=timezone.now() - timedelta(seconds=1))
    assert read_waiting(timezone.now()) == 1
    source.refresh_from_db()
    assert source.state == SourceFile.State.READY
    assert list(source.pages.values_list("pk", "number"))[:2] == before
    assert [row.printed for row in source.rows.all()] == ["第1条", "第2条", "第3条", "第4条"]

import threading

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.utils import timezone

from portal.files.locks import hold
from portal.files.models import StoredFile
from portal.files.services import store
from portal.files.storage import path_of
from tests.portal.files import samples

WAIT = 0.3


@pytest.mark.django_db(transaction=True)
def test_a_content_sent_again_while_it_is_swept_away_is_there_afterwards(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    old = store(SimpleUploadedFile("a.pdf", samples.PDF), by=None)
    deleted, done = threading.Event(), threading.Event()

    def send_again() -> None:
        deleted.wait(5)
        try:
            store(SimpleUploadedFile("a.pdf", samples.PDF), by=None)
        finally:
            connection.close()
            done.set()

    thread = threading.Thread(target=send_again)
    thread.start()
    with transaction.atomic():  # what sweeping does, step by step
        hold(old.sha256)
        StoredFile.objects.filter(pk=old.pk).delete()
        deleted.set()
        assert not done.wait(WAIT)
        path_of(old.sha256).unlink()
    thread.join(10)
    again = StoredFile.objects.get()
    assert path_of(again.sha256).read_bytes() == samples.PDF
    assert again.stored_at <= timezone.now()

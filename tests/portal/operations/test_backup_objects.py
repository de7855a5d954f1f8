"""A backup of uploads that lie in S3-compatible storage, against a real server in a process of its own."""

import hashlib

import pytest

from portal.files.models import StoredFile
from portal.files.storage import Arrival, Gone, place
from portal.operations.backup import making, restoring
from portal.operations.backup.shelf import Shelf
from tests.factories.intake import PDF
from tests.portal.files.test_objects import server  # noqa: F401 - a fixture

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.exhaustive]
HASH = hashlib.sha256(PDF).hexdigest()


def test_uploads_go_to_the_shelf_and_back(server, settings, tmp_path):  # noqa: F811 - the fixture
    settings.FILES_URL = f"s3://key:secret@{server}/uploads?region=us-east-1&tls=0"
    upload = tmp_path / "upload"
    upload.write_bytes(PDF)
    place().keep(Arrival(upload, HASH, len(PDF)))
    StoredFile.objects.create(sha256=HASH, size=len(PDF), media_type="application/pdf")
    where = Shelf(tmp_path / "backups")
    backup = making.make(where)
    assert where.path_of(HASH).read_bytes() == PDF

    place().remove(HASH)
    with pytest.raises(Gone):
        place().open(HASH)
    restoring.bring_back(where.path_of(HASH), HASH, len(PDF))
    assert list(restoring.differences(backup)) == []

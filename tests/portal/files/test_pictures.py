"""Photos are kept upright, without where they were taken, and no larger than a page needs."""

import io
import zlib

import pypdfium2
import pytest
from PIL import Image
from pillow_heif import register_heif_opener

from portal.files.pictures import bind
from portal.files.storage import path_of
from tests.portal.files import samples
from tests.portal.files.test_services import DAMAGED, keep, media, refusal  # noqa: F401  a fixture

pytestmark = pytest.mark.django_db
POINTS = "This photo has far more points than a page needs. Take it again in a smaller size."


def kept(content: bytes, name: str) -> Image.Image:
    picture = Image.open(path_of(keep(content, name).sha256))
    picture.load()
    return picture


def test_a_photo_is_turned_upright_and_forgets_where_it_was_taken():
    content = samples.photo((600, 400), orientation=6, place=True)
    assert Image.open(io.BytesIO(content)).getexif().get_ifd(0x8825)
    picture = kept(content, "IMG_0001.jpg")
    assert picture.size == (400, 600)
    assert (dict(picture.getexif()), "exif" in picture.info) == ({}, False)
    red, blue = picture.getpixel((200, 50)), picture.getpixel((200, 550))
    assert red[0] > 200 > red[2]
    assert blue[2] > 200 > blue[0]


def test_a_photo_that_tells_nothing_stays_as_it_is():
    assert path_of(keep(samples.JPEG, "a.jpg").sha256).read_bytes() == samples.JPEG
    assert path_of(keep(samples.png(), "a.png").sha256).read_bytes() == samples.png()


def test_what_follows_a_photo_is_left_off():
    assert b"film" not in path_of(keep(samples.JPEG + b"\0film" * 50, "a.jpg").sha256).read_bytes()


def test_a_photo_of_a_phone_becomes_a_jpeg_of_sensible_size():
    register_heif_opener()
    stored = keep(samples.photo((4400, 60), "HEIF", place=True), "IMG_1.HEIC")
    with Image.open(path_of(stored.sha256)) as picture:
        assert (stored.media_type, picture.format, picture.size[0]) == ("image/jpeg", "JPEG", 4096)
        assert not picture.getexif()


def test_a_photo_under_another_ending_is_taken():
    assert keep(samples.png(), "wechat.jpg").media_type == "image/png"


def bomb() -> bytes:
    """A PNG of 30,000 by 30,000 white points in a few kilobytes."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4) + name + data + zlib.crc32(name + data).to_bytes(4)

    head = (30_000).to_bytes(4) * 2 + b"\x01\0\0\0\0"
    rows = zlib.compress(bytes(10_000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        pytest.param(bomb(), "a.png", POINTS, id="bomb"),
        pytest.param(samples.photo((300, 300))[:-20], "a.jpg", DAMAGED, id="cut short"),
        pytest.param(b"\0\0\0\x18ftypheic" + bytes(200), "a.heic", DAMAGED, id="no picture inside"),
    ],
)
def test_a_hostile_photo_is_refused(content, name, sentence):
    assert refusal(content, name) == sentence


def test_photos_are_bound_to_a_pdf_in_their_order(tmp_path):
    for name, content in (
        ("1", samples.photo((60, 40))),
        ("2", samples.png()),
        ("3", samples.photo((40, 60))),
    ):
        (tmp_path / name).write_bytes(content)
    said: list[int] = []
    bind([tmp_path / name for name in ("3", "1", "2")], tmp_path / "all.pdf", said.append)
    document = pypdfium2.PdfDocument(tmp_path / "all.pdf")
    assert [tuple(round(side) for side in page.get_size()) for page in document] == [
        (595, 842),
        (842, 595),
        (595, 842),
    ]
    assert said == [1, 2, 3]

import unicodedata

import pytest

from portal.files.names import MAX_LENGTH, clean_name


@pytest.mark.parametrize(
    ("given", "clean"),
    [
        ("证明.pdf", "证明.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\我\\证明.pdf", "证明.pdf"),
        ("a\x00b\r\n.pdf", "ab .pdf"),
        ("gpj.\u202etxt.exe", "gpj.txt.exe"),
        ("  a   b .pdf", "a b .pdf"),
        ('a<b>:"c|?*.pdf', "a_b___c___.pdf"),
        ("...", "file"),
        ("", "file"),
        (unicodedata.normalize("NFD", "é.pdf"), "é.pdf"),
        ("名" * 200 + ".pdf", "名" * 146 + ".pdf"),
        ("n" * 200, "n" * 150),
    ],
)
def test_names_become_safe(given, clean):
    assert clean_name(given) == clean
    assert len(clean_name(given)) <= MAX_LENGTH

import pytest

from bridge.channels.telegram.webhook import is_authentic

HEADERS = [
    ("s3cret", "s3cret", True),
    ("s3cre", "s3cret", False),
    ("", "s3cret", False),
    (None, "s3cret", False),
    ("секрет\udcff", "s3cret", False),
    ("", "", False),
    (None, "", False),
]


@pytest.mark.parametrize(("header", "secret", "authentic"), HEADERS)
def test_only_who_knows_the_secret_is_telegram(header, secret, authentic):
    assert is_authentic(header, secret) is authentic

"""What strangers can cause is written once a minute, with how often it has happened."""

from datetime import timedelta

from structlog.testing import capture_logs

from bridge.app.damped import LOG_INTERVAL, Damped


def test_a_line_comes_once_a_minute_and_says_how_many_were_left_out():
    passed = [timedelta(0)]
    damped = Damped(lambda: passed[0])

    with capture_logs() as logs:
        for _ in range(100):
            damped.warning("refused", bot="desk")
        damped.warning("other")
        passed[0] += LOG_INTERVAL
        damped.warning("refused", bot="desk")
        passed[0] += LOG_INTERVAL
        damped.warning("refused", bot="desk")

    assert [(entry["event"], entry.get("left_out")) for entry in logs] == [
        ("refused", None),
        ("other", None),
        ("refused", 99),
        ("refused", None),
    ]

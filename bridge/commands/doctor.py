"""`bridge doctor`: is everything that the bridge needs there, and if not, how to mend it."""


def doctor() -> None:
    """Check the settings, the database and the bots, and say how to mend what is wrong."""

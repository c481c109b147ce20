"""The questions by which a bot finds out whether a lost request has arrived: calls that change nothing."""

from __future__ import annotations

from bridge.sandbox.errors import Reason

# By method in lower case: what is answered when the call is such a question and no change.
ANSWERS = {
    "editmessagereplymarkup": {Reason.EDIT_NOT_MODIFIED, Reason.EDIT_NOT_FOUND, Reason.EDIT_FORBIDDEN},
    "editforumtopic": {Reason.TOPIC_NOT_MODIFIED, Reason.TOPIC_ID_INVALID},
}


def settles(method: str, reason: Reason) -> bool:
    """Whether the answer tells the bot what has become of a request."""
    return reason in ANSWERS.get(method, ())

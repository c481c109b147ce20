"""Times as people write them: «завтра в 10:30», "Friday at 3pm", «каждый понедельник утром»."""

from bridge.when.parts import ImpossibleTime, PastTime
from bridge.when.reading import MAX_DISTANCE, FoundTime, NotATime, TooFar, When, begin, find, read
from bridge.when.saying import in_words

__all__ = [
    "MAX_DISTANCE",
    "FoundTime",
    "ImpossibleTime",
    "NotATime",
    "PastTime",
    "TooFar",
    "When",
    "begin",
    "find",
    "in_words",
    "read",
]

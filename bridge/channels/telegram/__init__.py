import os

# Without this opt-in python-telegram-bot warns of a deprecation whenever it raises RetryAfter. Where warnings are
# errors, a request to wait would then look like a broken connection.
os.environ.setdefault("PTB_TIMEDELTA", "1")

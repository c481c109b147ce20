"""`python -m bridge.probe`: whether the bridge beside it serves; for Docker's HEALTHCHECK and other supervisors.

It asks GET /health where HTTP_HOST and HTTP_PORT of the environment say, and ends with 0 when the answer is 200. Plain
Python: the bridge's libraries would take a second of the processor each time.
"""

import os
import sys
from http.client import HTTPConnection, HTTPException

TIMEOUT_SECONDS = 8
# What is listened on, and where that is reached from here.
LOOPBACK_HOSTS = {"": "127.0.0.1", "0.0.0.0": "127.0.0.1", "::": "::1"}


def probe() -> str:
    """What is wrong; empty when it serves."""
    host, port = os.environ.get("HTTP_HOST", ""), os.environ.get("HTTP_PORT") or "8081"
    # Not urllib: it would ask a proxy for our own address.
    try:
        connection = HTTPConnection(LOOPBACK_HOSTS.get(host, host), int(port), timeout=TIMEOUT_SECONDS)
        connection.request("GET", "/health")
        answer = connection.getresponse()
        told = answer.read().decode(errors="replace")
    except (OSError, HTTPException, ValueError) as error:
        return f"nothing answers on port {port}: {type(error).__name__}"
    return "" if answer.status == 200 else f"{answer.status}: {told}"


if __name__ == "__main__":
    problem = probe()
    if problem:
        print(problem, file=sys.stderr)
    sys.exit(bool(problem))

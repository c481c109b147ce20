"""`python -m bridge.probe` checks whether the bridge on this machine works, for Docker's HEALTHCHECK and supervisors.

It requests GET /health at HTTP_HOST and HTTP_PORT of the environment. Its exit status is 0 when the answer is 200, and
1 otherwise. It uses only the standard library, because loading the bridge's libraries would take a second each time.
"""

import os
import sys
from http.client import HTTPConnection, HTTPException

TIMEOUT_SECONDS = 8
# Addresses that the bridge listens on, and the addresses at which this machine reaches them.
LOOPBACK_HOSTS = {"": "127.0.0.1", "0.0.0.0": "127.0.0.1", "::": "::1"}


def probe() -> str:
    """The problem in words; empty when the bridge works."""
    host, port = os.environ.get("HTTP_HOST", ""), os.environ.get("HTTP_PORT") or "8081"
    # This is not urllib, which would ask a proxy for our own address.
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

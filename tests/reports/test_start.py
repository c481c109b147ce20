"""The start does not pay for what only reports need."""

import subprocess
import sys


def test_the_bridge_starts_without_the_libraries_of_reports():
    heavy = {"numpy", "matplotlib", "openpyxl", "PIL"}
    program = f"import sys; import bridge.app.running; print(*({heavy!r} & set(sys.modules)))"

    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout

    assert said.strip() == ""

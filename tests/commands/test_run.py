"""`bridge run` ends in words when it cannot begin, and quietly when it is told to."""

import os
import signal
import subprocess
import sys
import time

from structlog.testing import capture_logs

from bridge.settings import SECTIONS


def test_without_an_organization_it_says_what_to_do(bridge, environment):
    environment.setenv("OPERATOR_BOT_TOKEN", "123456789:AAEexampleexampleexampleexampleexam")

    output = bridge("run")

    assert output.code == 2
    assert "bridge apply team.yaml" in output.err
    assert "Traceback" not in output.err


def test_a_misspelt_setting_is_logged_without_its_value(bridge, environment, tmp_path):
    environment.setenv("OPERATOR_BOT_TOKEN", "123456789:AAEexampleexampleexampleexampleexam")
    (tmp_path / ".env").write_text("HTTP_PROT=hunter2\nANNA_PASSWORD=hunter2\n")
    # The logs' own stream is bound before the test begins.
    environment.setattr("bridge.commands.run.logs.configure", lambda *_how: None)

    with capture_logs() as logs:
        output = bridge("run")

    (told,) = (line for line in logs if line["event"] == "settings.misspelt")
    assert (told["log_level"], told["file"], told["name"]) == ("warning", ".env", "HTTP_PROT")
    assert told["why"] == "no setting; HTTP_PORT was meant?"
    assert "hunter2" not in output.out + output.err + str(logs)


def test_ctrl_c_while_it_starts_is_quiet(tmp_path):
    own = {name.upper() for part in SECTIONS for name in part.model_fields}
    environment = {name: value for name, value in os.environ.items() if name not in own}
    script = "import bridge.__main__ as it; print('ready', flush=True); it.main()"
    process = subprocess.Popen(
        [sys.executable, "-c", script, "sandbox"],
        cwd=tmp_path,
        env=environment | {"PYTHONPATH": os.getcwd(), "SANDBOX_PORT": "0", "HTTP_PORT": "0"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout.readline() == "ready\n"
    time.sleep(0.5)

    process.send_signal(signal.SIGINT)
    _out, err = process.communicate(timeout=60)

    assert process.returncode == 130
    assert "Traceback" not in err
    assert "Abort" not in err

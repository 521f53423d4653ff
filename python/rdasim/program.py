# SPDX-License-Identifier: Apache-2.0
"""The program as a function."""
import json
import os
import subprocess
import tempfile


class RdasimError(Exception):
    """The program refused. `code` is its exit code (README), the text what it said."""

    def __init__(self, code, text):
        super().__init__(text)
        self.code = code


def program():
    """The program that is run: $RDASIM, or `rdasim` on the PATH."""
    return os.environ.get("RDASIM", "rdasim")


def rdasim(*words):
    """Runs a command, e.g. rdasim("describe", "/pcu/lanes"). Returns its stdout; raises RdasimError."""
    done = subprocess.run([program(), *map(str, words)], capture_output=True, text=True, check=False)
    if done.returncode:
        raise RdasimError(done.returncode, done.stderr.strip())
    return done.stdout


def run(chip, workload, *words, set=None):  # pylint: disable=redefined-builtin
    """Runs a workload or an ONNX model on a chip. Returns the report as a dict.

    set: JSON pointer -> value, e.g. {"/pcu/lanes": 8}. words: further options, e.g. "--mapping", "auto".
    Raises RdasimError.
    """
    sets = [word for pointer, value in (set or {}).items() for word in ("--set", f"{pointer}={json.dumps(value)}")]
    with tempfile.TemporaryDirectory() as folder:
        report = os.path.join(folder, "report.json")
        rdasim("run", chip, workload, *sets, *words, "-o", report)
        with open(report, encoding="utf-8") as file:
            return json.load(file)

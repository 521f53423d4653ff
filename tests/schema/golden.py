#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Golden files follow their schema, and a failing check is valid JUnit XML.

Usage: golden.py RDASIM SOURCE_DIR
"""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import xml.etree.ElementTree

import jsonschema

NASTY = "<a> & \"b\" 'c' ]]> \u00e9 | \t\x01\\"


def run(rdasim, *words):
    return subprocess.run([rdasim, *words], capture_output=True, text=True, encoding="utf-8", check=False)


def check_schema(rdasim, source):
    schema = json.loads(run(rdasim, "schema", "golden").stdout)
    jsonschema.Draft7Validator.check_schema(schema)
    files = [f for f in sorted((source / "tests/golden").glob("*.json")) if not f.name.endswith(".profile.json")]
    assert files, "no golden files"
    for file in files:
        jsonschema.validate(json.loads(file.read_text(encoding="utf-8")), schema)
    for wrong in ({"cases": []}, {"cases": {"a": {"chips": "c"}}}, {"schema": 2}):
        assert list(jsonschema.Draft7Validator(schema).iter_errors(wrong)), wrong


def check_junit(rdasim, source, folder):
    chip, workload = source / "configs/tiny.json", source / "workloads/small/lstm_16_4.json"
    case = {"chip": str(chip), "workload": str(workload), "metrics": {"cycles": {"is": 1, "why": NASTY}}}
    cases = {NASTY: case, "gone": {"chip": "none.json", "workload": str(workload)}}
    golden = folder / "golden.json"
    golden.write_text(json.dumps({"cases": cases}), encoding="utf-8")
    done = run(rdasim, "check", str(golden), "--format", "junit")
    assert done.returncode == 1, done
    suites = xml.etree.ElementTree.fromstring(done.stdout.encode("utf-8"))
    assert suites.tag == "testsuites", suites.tag
    (suite,) = suites
    found = suite.findall("testcase")
    assert [suite.get(key) for key in ("tests", "failures", "errors")] == ["2", "1", "1"], suite.attrib
    assert len(found) == 2 and all(c.get("name") and c.get("classname") for c in found)
    by_kind = {c.get("name") == "gone": c for c in found}
    assert by_kind[True].find("error").get("message").startswith("it cannot run: ")
    failure = by_kind[False].find("failure")
    assert by_kind[False].get("name") == NASTY.replace("\x01", "?"), by_kind[False].get("name")
    assert "recorded because: " in failure.text, failure.text


def main():
    os.environ.pop("GITHUB_ACTIONS", None)
    os.environ.pop("GITHUB_STEP_SUMMARY", None)
    rdasim, source = sys.argv[1], pathlib.Path(sys.argv[2]).resolve()
    check_schema(rdasim, source)
    with tempfile.TemporaryDirectory() as folder:
        check_junit(rdasim, source, pathlib.Path(folder))


if __name__ == "__main__":
    main()

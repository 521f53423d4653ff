#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Schema and program accept and refuse the same files.

Usage: agreement.py RDASIM SOURCE_DIR

Makes some hundred chip and workload files, each with one field changed, asks the JSON Schema that
`RDASIM schema chip|workload` prints and `RDASIM validate chip|workload FILE`, and fails where the
two disagree. The program's exit code is 0 for a good file and 2 for a bad one.
"""
import copy
import json
import pathlib
import re
import subprocess
import sys
import tempfile

import jsonschema

# What a schema cannot say, because it joins fields or says more than a type and a range: mutations at
# these pointers only have to be refused by the program if the schema refuses them, not the other way.
CROSS_FIELD = {
    "chip": [
        "/grid/strip",  # letters C and M, at least one in strips
        "/grid/rows", "/grid/cols",  # ports have to lie on their side
        "/stream/sources/count", "/stream/sources/side", "/stream/sources/offset",
        "/stream/sources/spacing", "/stream/sinks/count", "/stream/sinks/side",
        "/stream/sinks/offset", "/stream/sinks/spacing",
        "/sources",  # its keys are pointers of knobs
        "/extends",  # the file has to exist
    ],
    "workload": [
        "/extends", "/data", "/inputs",  # the file has to exist
        "/formats",  # widths have to agree, int8 goes with int8 and int32
        "/gru_reset", "/rnn_activation",  # refused where no run depends on them: in another cell
        "/scales",  # and without int8
        "/lengths",  # one for each sequence, the longest is steps
        "/training",  # formats of 16 bits or more, and values that the optimizer or the task read
    ],
}

FILES_AT_ONCE = 200

WRONG_TYPES = [None, True, "text", 3, 2.5, [], {}, [1], {"a": 1}, "", -1, 0, 1e300, 3.0, 2**63, -(2**70)]


def is_cross_field(kind, pointer):
    return any(pointer == rule or pointer.startswith(rule + "/") for rule in CROSS_FIELD[kind])


def leaves(schema, pointer=""):
    """Pointer and schema of every property, inner ones too."""
    for key, below in schema.get("properties", {}).items():
        yield f"{pointer}/{key}", below
        yield from leaves(below, f"{pointer}/{key}")


def candidates(schema):
    """Values at and around the edges of what the schema allows."""
    values = list(WRONG_TYPES)
    for edge, step in (("minimum", -1), ("maximum", 1)):
        if edge in schema:
            bound = schema[edge]
            values += [bound, bound + step, bound - step, float(bound), bound + 0.5]
    for name in schema.get("enum", []):
        values += [name, name.upper(), name + "x", [name]]
    return values


def changed(base, pointer, value):
    result = copy.deepcopy(base)
    keys = pointer.split("/")[1:]
    place = result
    for key in keys[:-1]:
        place = place.setdefault(key, {})
    place[keys[-1]] = value
    return result


def without(base, pointer):
    result = copy.deepcopy(base)
    keys = pointer.split("/")[1:]
    place = result
    for key in keys[:-1]:
        place = place.get(key, {})
    place.pop(keys[-1], None)
    return result


def mutations(schema, base):
    """(pointer, what, file) of every single-field change."""
    yield "", "unchanged", base
    for whole in (None, 3, [], "text", {}):
        yield "", f"the whole file is {whole!r}", whole
    for pointer, below in leaves(schema):
        for value in candidates(below):
            yield pointer, f"{value!r}", changed(base, pointer, value)
        yield pointer, "absent", without(base, pointer)
        yield pointer, "misspelled", changed(base, pointer + "x", 1)
    yield "/unknown", "unknown key", changed(base, "/unknown", 1)


def refusals(rdasim, kind, paths):
    """The first line of the program about each file that it refuses."""
    lines = {}
    for begin in range(0, len(paths), FILES_AT_ONCE):
        some = paths[begin:begin + FILES_AT_ONCE]
        done = subprocess.run([rdasim, "validate", kind, *some], capture_output=True, text=True)
        said = {}
        for line in (done.stdout + done.stderr).splitlines():
            found = re.match(r"(.*?\.json)[#:]", line)
            if found:
                said.setdefault(found[1], line)
        if done.returncode != (2 if said else 0) or not said.keys() <= set(map(str, some)):
            sys.exit(f"{some[0]} and more: validate exits with {done.returncode}: {done.stderr}")
        lines.update(said)
    return lines


def check_kind(rdasim, kind, base, folder):
    text = subprocess.run([rdasim, "schema", kind], capture_output=True, text=True, check=True).stdout
    schema = json.loads(text)
    jsonschema.Draft7Validator.check_schema(schema)
    validator = jsonschema.Draft7Validator(schema)
    all_of_them = list(mutations(schema, base))
    paths = [folder / f"{kind}{number}.json" for number in range(len(all_of_them))]
    for path, (_, _, value) in zip(paths, all_of_them):
        path.write_text(json.dumps(value))
    refused = refusals(rdasim, kind, paths)
    compared, wrong = 0, []
    for path, (pointer, what, value) in zip(paths, all_of_them):
        schema_says, program_says = validator.is_valid(value), str(path) not in refused
        if schema_says and not program_says and is_cross_field(kind, pointer):
            continue
        compared += 1
        if schema_says != program_says:
            wrong.append(f"{kind}#{pointer}: {what}: the schema {'accepts' if schema_says else 'refuses'} it, the "
                         f"program {'accepts it' if program_says else 'says: ' + refused[str(path)]}")
    print(f"{kind}: {len(paths)} files, {compared} compared, {len(wrong)} disagreements")
    return len(paths), wrong


def check_sweeps(rdasim, source):
    """The shipped sweeps are what `schema sweep` asks for; a misspelled key or a text for a number is not."""
    text = subprocess.run([rdasim, "schema", "sweep"], capture_output=True, text=True, check=True).stdout
    schema = json.loads(text)
    jsonschema.Draft7Validator.check_schema(schema)
    validator = jsonschema.Draft7Validator(schema)
    files = sorted((source / "configs" / "sweeps").glob("*.json"))
    for file in files:
        spec = json.loads(file.read_text())
        yield from (f"{file}: {error.message}" for error in validator.iter_errors(spec))
        for bad in ({**spec, "axis": []}, {**spec, "sample": {"points": "ten"}}, {**spec, "axes": [{"knobs": ""}]}):
            if validator.is_valid(bad):
                yield f"sweep: the schema accepts {json.dumps(bad)[-80:]}"
    print(f"sweep: {len(files)} files")


def main():
    rdasim, source = sys.argv[1], pathlib.Path(sys.argv[2])
    bases = {
        "chip": source / "configs" / "tiny.json",
        "workload": source / "workloads" / "small" / "lstm_16_4.json",
    }
    wrong = []
    with tempfile.TemporaryDirectory() as folder:
        for kind, base in bases.items():
            files, found = check_kind(rdasim, kind, json.loads(base.read_text()), pathlib.Path(folder))
            if files < 200:
                sys.exit(f"only {files} {kind} files were made: the schema has lost its fields")
            wrong += found
    wrong += check_sweeps(rdasim, source)
    for line in wrong:
        print(line)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

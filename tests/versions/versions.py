#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Changes a source of each module in a scratch tree: the keys of sweeps and placements move with what they depend on.

versions.py SOURCE_DIR CMAKE COMPILER. Configures the tree and makes the two files with the hashes; compiles nothing.
"""

import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time

# What placements, and what results depend on. All other modules are those whose change must not cost anybody a sweep.
MAPPER = {"base", "json", "numerics", "chip", "graph", "mapping", "mapper"}
FLOW = MAPPER | {"onnx", "workload", "training", "stats", "sim", "cost", "report", "process", "flow"}
FREE = {"draw", "explain", "page", "picture", "shrink", "trace", "platform", "regress", "sweep", "gpu", "beside", "app"}


class Tree:
    """A copy of all that is compiled, and its build folder."""

    def __init__(self, source, folder, cmake, compiler):
        self.root, self.build = folder / "tree", folder / "build"
        self.root.mkdir()
        for name in ("cmake", "configs", "include", "src", "sim", "web"):
            shutil.copytree(source / name, self.root / name)
        shutil.copy(source / "CMakeLists.txt", self.root)
        (self.root / "tests").mkdir()
        (self.root / "tests" / "CMakeLists.txt").write_text("# none\n")
        run(cmake, "-G", "Ninja", f"-DCMAKE_CXX_COMPILER={compiler}", "-S", self.root, "-B", self.build)

    def versions(self):
        """(of placements, of results)"""
        names = ["mapper_version.cpp", "sweep_version.cpp"]
        run("ninja", "-C", self.build, *names)
        return [re.search(r'"([0-9a-f]{64})"', (self.build / name).read_text())[1] for name in names]

    def rooms(self):
        """Folders with sources, by name."""
        folders = [self.root / "sim", *(self.root / "src").iterdir()]
        return {folder.name: folder for folder in sorted(folders)}


def run(*words):
    done = subprocess.run([str(word) for word in words], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"{words[0]} failed:\n{done.stdout}{done.stderr}")


def append(file):
    time.sleep(0.02)  # a file system may count time in steps of some ms: later than what ninja made last
    with file.open("a", encoding="utf-8") as out:
        out.write("// changed\n")


def problems(tree):
    rooms = tree.rooms()
    if set(rooms) != FLOW | FREE:
        yield f"rooms {sorted(set(rooms) ^ (FLOW | FREE))}: say above what their sources decide"
    before = tree.versions()
    if before[0] == before[1]:
        yield "placements and results have one version"
    for name, folder in rooms.items():
        for change in (*sorted(folder.rglob("*.cpp"))[:1], *sorted(folder.rglob("*.h"))[:1], folder / "made_by_the_test.cpp"):
            append(change)
            after = tree.versions()
            moved = [a != b for a, b in zip(before, after)]
            if moved != [name in MAPPER, name in FLOW]:
                yield f"{change.relative_to(tree.root)}: placements, results moved: {moved}"
            before = after


def main():
    source, cmake, compiler = pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[3]
    with tempfile.TemporaryDirectory() as folder:
        found = list(problems(Tree(source, pathlib.Path(folder), cmake, compiler)))
    print("\n".join(found), end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

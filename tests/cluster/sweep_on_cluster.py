#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""A sweep on a cluster of two nodes, one of which is lost on the way, ends with the results of a local run.

    sweep_on_cluster.py RDASIM SPEC [--chunk-points N] [--limit SECONDS]

Exit code 77: there is no Slurm here.
"""

import argparse
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

import cluster as slurm

SKIPPED = 77


def results(store):
    """The bytes of every result, by the name that it has in the store."""
    return {str(file.relative_to(store)): file.read_bytes() for file in sorted(store.glob("[0-9a-f][0-9a-f]/*.json"))}


def check(holds, problem):
    if not holds:
        raise AssertionError(problem)


class Trial:
    def __init__(self, cluster, arguments, folder):
        self.cluster, self.arguments = cluster, arguments
        self.points = folder / "points.jsonl"
        self.store = folder / "a store"
        self.begin = time.monotonic()

    def say(self, text):
        print(f"{time.monotonic() - self.begin:6.1f} s  {text}", flush=True)

    def submit(self):
        # So many points a task that there are tasks left when the node is lost.
        return self.cluster.run(self.arguments.rdasim, "sweep", "submit", self.points, "--store", self.store,
                                f"--chunk={self.arguments.chunk_points}", "--seconds-per-point=1", "--time=60")

    def done(self):
        return len(list(self.store.glob("[0-9a-f][0-9a-f]/*.json")))

    def lose_node(self, node):
        """Loses the node while it is in the middle of a pack."""
        slurm.wait_until(f"half a pack on {node}",
                         lambda: self.half_done(node) and self.cluster.kill_node(node, lambda: self.half_done(node)),
                         self.arguments.limit, pause=0.01)
        self.say(f"{node} is lost; {self.done()} points are done")

    def half_done(self, node):
        """Whether the node runs a pack of which some points are done, and some are not."""
        for process in self.cluster.processes_on(node):
            words = slurm.command_of(process)
            if words[1:3] == [b"sweep", b"run"]:
                pack = self.store / "slurm/1" / words[3].decode()
                keys = [json.loads(line)["key"] for line in pack.read_text().splitlines()]
                done = sum((self.store / key[:2] / f"{key}.json").exists() for key in keys)
                return 0 < done < len(keys)
        return False

    def wait(self, points):
        slurm.wait_until(f"{points} points", lambda: self.done() == points, self.arguments.limit)
        self.say(f"all {points} points are done")
        slurm.wait_until("an empty queue", lambda: not self.cluster.queue(), 60)
        self.say("the queue is empty")

    def run(self):
        points = len(self.points.read_text().splitlines())
        self.submit()
        self.say(f"{points} points are submitted in {len(self.cluster.queue()) - 1} tasks")
        self.lose_node("n2")
        self.wait(points)
        logs = "".join(log.read_text() for log in sorted(self.store.glob("slurm/1/logs/*")))
        check("start 2" in logs, f"no task was started again:\n{logs}")
        check(self.submit() == "nothing to submit\n", "a second submission had something to run")
        table = self.store / "results.csv"
        check(table.exists() and len(table.read_text().splitlines()) == 1 + points, "the sweep was not collected")


def local_run(arguments, folder):
    """The same sweep without a cluster. @return its store"""
    def call(*words):
        subprocess.run([arguments.rdasim, "sweep", *words], check=True, stdin=subprocess.DEVNULL)
    call("plan", arguments.spec, "-o", folder / "points.jsonl")
    call("run", folder / "points.jsonl", "--store", folder / "local")
    return folder / "local"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("rdasim")
    parser.add_argument("spec")
    parser.add_argument("--chunk-points", type=int, default=6, help="points of a task")
    parser.add_argument("--limit", type=float, default=120, help="seconds that the sweep may take")
    arguments = parser.parse_args()
    absent = slurm.missing_programs()
    if absent:
        print(f"SKIPPED: no Slurm here (missing: {', '.join(absent)}; see scripts/lib/packages-test.txt)")
        return SKIPPED
    folder = pathlib.Path(tempfile.mkdtemp(prefix="sweep-"))
    try:
        local = local_run(arguments, folder)
        with slurm.Cluster() as cluster:
            trial = Trial(cluster, arguments, folder)
            trial.run()
        check(results(trial.store) == results(local), "the store differs from that of a local run")
        print(f"same {len(results(local))} results, byte for byte, as a local run")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())

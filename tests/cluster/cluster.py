#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""A Slurm cluster of two one-core nodes on this machine, in one temporary folder, without systemd.

    cluster.py [COMMAND...]    runs the command (a shell by default) with SLURM_CONF set, then stops the cluster

Everything is private to the folder: key, socket, ports, state, logs. It needs no root, no cgroups and no accounting
database. The daemons end with this process, whatever ends it.
"""

import contextlib
import ctypes
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

PROGRAMS = ["munged", "mungekey", "slurmctld", "slurmd", "sbatch", "squeue", "scancel", "scontrol"]
NODES = ["n1", "n2"]

PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36
libc = ctypes.CDLL(None, use_errno=True)

# What a cluster for tests needs and one for work does not: no waiting before a scheduling pass, a node that answers no
# more is down after seconds, and what ran there may start again after seconds (cred_expire).
SLURM_CONF = """\
ClusterName=test
SlurmctldHost={host}(127.0.0.1)
SlurmUser={user}
SlurmdUser={user}
SlurmctldPort={port}
AuthType=auth/munge
AuthInfo=socket={folder}/munge.sock,cred_expire=5
CredType=cred/munge
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
MpiDefault=none
SwitchType=switch/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SlurmdParameters=config_overrides
ReturnToService=2
AccountingStorageType=accounting_storage/none
JobAcctGatherType=jobacct_gather/none
SchedulerType=sched/backfill
SchedulerParameters=sched_min_interval=0,batch_sched_delay=0,sched_interval=1,bf_interval=1
SlurmdTimeout=5
SlurmctldTimeout=5
MessageTimeout=5
KillWait=5
MinJobAge=300
MaxArraySize={max_array}
MaxJobCount=20000
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool.%n
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/%n.pid
SlurmctldLogFile={folder}/slurmctld.log
SlurmdLogFile={folder}/%n.log
{nodes}
PartitionName=test Nodes=ALL Default=YES MaxTime=INFINITE State=UP
"""


def missing_programs():
    """Those that this machine lacks of what a cluster needs."""
    path = os.environ.get("PATH", "") + ":/usr/sbin:/sbin"
    return [name for name in PROGRAMS if shutil.which(name, path=path) is None]


def free_ports(count):
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]


def wait_until(what, holds, seconds, pause=0.1):
    """Polls `holds` until it returns something true, which is returned; raises if that takes too long."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        answer = holds()
        if answer:
            return answer
        time.sleep(pause)
    raise TimeoutError(f"{what}: not within {seconds} s")


def descendants(ancestor):
    """The processes that `ancestor` started, and those that they did."""
    children = {}
    for stat in pathlib.Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            parent = int(stat.read_text(errors="replace").rpartition(")")[2].split()[1])
            children.setdefault(parent, []).append(int(stat.parent.name))
    found, left = [], [ancestor]
    while left:
        of_one = children.get(left.pop(), [])
        found += of_one
        left += of_one
    return found


def signal_all(processes, number):
    for process in processes:
        with contextlib.suppress(ProcessLookupError):
            os.kill(process, number)


def words_of(process, what):
    """Of /proc; none if the process is over."""
    with contextlib.suppress(OSError):
        return pathlib.Path(f"/proc/{process}/{what}").read_bytes().split(b"\0")
    return []


def environment_of(process):
    return words_of(process, "environ")


def command_of(process):
    return words_of(process, "cmdline")


def reap():
    """Lets children go that have ended: where process 1 does not do that, they would be listed for ever."""
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


class Cluster:
    """Started by `with`, stopped at its end, with all that runs on it."""

    def __init__(self, max_array=1001):
        self.max_array = max_array
        self.daemons = {}

    def __enter__(self):
        # The steps of a job are not children of the daemons for long: let them become ours, so that none is left.
        libc.prctl(PR_SET_CHILD_SUBREAPER, 1)
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="slurm-"))
        try:
            self.start()
        except BaseException:
            self.show_logs()
            self.stop()
            raise
        return self

    def __exit__(self, kind, value, traceback):
        if kind not in (None, SystemExit, KeyboardInterrupt):
            self.show_logs()
        self.stop()

    def start(self):
        folder = self.folder
        (folder / "state").mkdir()
        self.environment = dict(os.environ, SLURM_CONF=str(folder / "slurm.conf"))
        self.environment["PATH"] = os.environ.get("PATH", "") + ":/usr/sbin:/sbin"
        for name in [name for name in self.environment if name.startswith(("SBATCH_", "SQUEUE_", "SLURM_JOB"))]:
            del self.environment[name]
        self.configure()
        self.run("mungekey", "--create", f"--keyfile={folder}/munge.key")
        self.daemon("munged", "munged", "--foreground", "--force", "--num-threads=2",
                    *[f"--{what}={folder}/munge.{ending}" for what, ending in
                      [("key-file", "key"), ("socket", "sock"), ("pid-file", "pid"), ("log-file", "log"),
                       ("seed-file", "seed")]])
        wait_until("munged", (folder / "munge.sock").exists, 10)
        self.daemon("slurmctld", "slurmctld", "-D", "-c", "-i")
        for node in NODES:
            self.start_node(node)
        wait_until("two idle nodes", lambda: all(self.node_state(node) == "IDLE" for node in NODES), 30)

    def configure(self):
        host = socket.gethostname().split(".")[0]
        ports = free_ports(1 + len(NODES))
        nodes = "\n".join(f"NodeName={node} NodeHostname={host} NodeAddr=127.0.0.1 Port={port} CPUs=1 RealMemory=4000"
                          for node, port in zip(NODES, ports[1:]))
        user = subprocess.check_output(["id", "-un"], text=True).strip()
        (self.folder / "slurm.conf").write_text(SLURM_CONF.format(
            host=host, user=user, port=ports[0], folder=self.folder, nodes=nodes, max_array=self.max_array))
        # Without it slurmd 22.05 ends at once where there is no cgroup, or only version 2 without systemd.
        (self.folder / "cgroup.conf").write_text("CgroupPlugin=cgroup/v1\n")

    def daemon(self, name, *words):
        """Starts a daemon that ends with this process."""
        with open(self.folder / f"{name}.out", "ab") as log:
            self.daemons[name] = subprocess.Popen(
                words, env=dict(self.environment, CLUSTER_DAEMON=name), stdin=subprocess.DEVNULL, stdout=log,
                stderr=log, start_new_session=True, preexec_fn=lambda: libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM))

    def start_node(self, node):
        self.daemon(node, "slurmd", "-D", "-N", node)

    def processes_on(self, node):
        """The node's daemon and all that runs for it."""
        marks = {f"CLUSTER_DAEMON={node}".encode(), f"SLURMD_NODENAME={node}".encode()}
        return [process for process in descendants(os.getpid()) if marks & set(environment_of(process))]

    def kill_node(self, node, worth_it=lambda: True):
        """Everything on the node ends at once and unannounced, as by a cut in power. First it is stopped, and goes on
        unless `worth_it` holds then. @return whether it was killed"""
        stopped = []
        while left := [process for process in self.processes_on(node) if process not in stopped]:
            signal_all(left, signal.SIGSTOP)  # those that were started meanwhile come next
            stopped += left
        if not worth_it():
            signal_all(stopped, signal.SIGCONT)
            return False
        signal_all(stopped, signal.SIGKILL)
        self.daemons.pop(node).wait()
        return True

    def run(self, *words, **more):
        """A command on the cluster. @return its stdout; raises if it fails"""
        done = subprocess.run([str(word) for word in words], env=self.environment, text=True, capture_output=True,
                              stdin=subprocess.DEVNULL, timeout=120, **more)
        if done.returncode != 0:
            raise RuntimeError(f"{' '.join(map(str, words))}: exit code {done.returncode}\n{done.stdout}{done.stderr}")
        return done.stdout

    def node_state(self, node):
        try:
            text = self.run("scontrol", "--oneliner", "show", "node", node)
        except RuntimeError:
            return "UNKNOWN"  # the controller does not answer yet
        return text.partition(" State=")[2].split()[0]

    def queue(self, what="%i %t %N %r"):
        return self.run("squeue", "--noheader", "--array", f"--format={what}").splitlines()

    def show_logs(self):
        for log in sorted(self.folder.glob("*.log")) + sorted(self.folder.glob("*.out")):
            lines = log.read_text(errors="replace").splitlines()[-15:]
            print(f"--- {log.name}", *lines, sep="\n", file=sys.stderr)

    def stop(self):
        """Nothing of it is left afterwards: neither process nor file."""
        for daemon in self.daemons.values():
            daemon.kill()
        for daemon in self.daemons.values():
            daemon.wait()
        while processes := [process for process in descendants(os.getpid()) if self.is_ours(process)]:
            signal_all(processes, signal.SIGKILL)
            time.sleep(0.05)
            reap()
        reap()
        shutil.rmtree(self.folder, ignore_errors=True)

    def is_ours(self, process):
        """Not a child of this process that has nothing to do with the cluster."""
        return any(text.startswith((b"CLUSTER_DAEMON=", b"SLURMD_NODENAME=")) for text in environment_of(process))


def end_by_exception(number, frame):
    sys.exit(128 + number)


def main(words):
    absent = missing_programs()
    if absent:
        sys.exit(f"cluster.py: no Slurm here (missing: {', '.join(absent)}; see scripts/lib/packages-test.txt)")
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, end_by_exception)
    with Cluster() as cluster:
        return subprocess.run(words or [os.environ.get("SHELL", "/bin/sh")], env=cluster.environment).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

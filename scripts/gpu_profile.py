#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Profiles LSTM and GRU on your GPU with PyTorch's profiler, for `rdasim import-gpu`.

Each network of workloads/deepbench and workloads/iot (or of --workload) runs in each style and precision:
  loop   operation by operation, a loop over the steps
  cudnn  torch.nn.LSTM or torch.nn.GRU
  graph  the same, captured as a CUDA graph
A run makes two files, whose names tell the network's shape:
  lstm_i512_h512_l1_d1_b1_t25_fp16_cudnn.trace.json.gz     Chrome trace: rdasim import-gpu reads it
  lstm_i512_h512_l1_d1_b1_t25_fp16_cudnn.summary.json      network, device, driver, versions, command, times
The weights are random, no gradient is computed, and W x is. Without a GPU all runs on the CPU, and the summary says so.
Exit code 0; 1 if a run failed; 2 without PyTorch, or if an argument is wrong.
"""

import argparse
import json
import pathlib
import platform
import shlex
import statistics
import subprocess
import sys
import time

try:
    import torch
except ImportError:
    torch = None

ROOT = pathlib.Path(__file__).resolve().parent.parent
GATES = {"lstm": 4, "gru": 3}
STYLES = ("loop", "cudnn", "graph")
PRECISIONS = ("fp32", "tf32", "fp16", "bf16")
WARM_UP = 3
TIMED = 10  # calls that are timed without the profiler


def shape_of(file):
    """The network of a workload file; None if it is neither an LSTM nor a GRU."""
    said = json.loads(file.read_text(encoding="utf-8"))
    if said.get("cell", "lstm") not in GATES:
        return None
    return {"cell": said.get("cell", "lstm"), "input": said.get("input") or said["hidden"], "hidden": said["hidden"],
            "layers": said.get("layers", 1), "directions": 2 if said.get("direction") == "bidirectional" else 1,
            "batch": said.get("batch", 1), "steps": said.get("steps", 1)}


def name_of(net):
    return (f"{net['cell']}_i{net['input']}_h{net['hidden']}_l{net['layers']}_d{net['directions']}_b{net['batch']}"
            f"_t{net['steps']}")


def synchronise():
    if torch.cuda.is_available():
        torch.cuda.synchronize()


def lstm_step(x, state, weights):
    """One operation a line, as a program without a fused cell: 2 products and 10 element-wise kernels."""
    h, c = state
    w, u, b, d = weights
    a = torch.addmm(b, x, w)
    r = torch.addmm(d, h, u)
    i, f, g, o = (a + r).chunk(4, 1)
    i, f, g, o = torch.sigmoid(i), torch.sigmoid(f), torch.tanh(g), torch.sigmoid(o)
    kept, new = f * c, i * g
    c = kept + new
    return o * torch.tanh(c), c


def gru_step(x, state, weights):
    """The same for a GRU with its reset gate after the product: 2 products and 10 element-wise kernels."""
    h, _ = state
    w, u, b, d = weights
    a = torch.addmm(b, x, w).chunk(3, 1)
    r = torch.addmm(d, h, u).chunk(3, 1)
    reset = torch.sigmoid(a[0] + r[0])
    update = torch.sigmoid(a[1] + r[1])
    new = torch.tanh(a[2] + reset * r[2])
    return new + update * (h - new), None


def loop_call(net, device, dtype):  # all layers and directions, operation by operation
    gates, hidden = GATES[net["cell"]] * net["hidden"], net["hidden"]
    layers = []
    for layer in range(net["layers"]):
        width = net["input"] if layer == 0 else hidden * net["directions"]
        sizes = ((width, gates), (hidden, gates), (gates,), (gates,))
        layers.append([[torch.randn(s, device=device, dtype=dtype) * hidden**-0.5 for s in sizes]
                       for _ in range(net["directions"])])
    step = lstm_step if net["cell"] == "lstm" else gru_step
    start = torch.zeros(net["batch"], hidden, device=device, dtype=dtype)
    inputs = list(torch.randn(net["steps"], net["batch"], net["input"], device=device, dtype=dtype))

    def call():
        sequence = inputs
        for directions in layers:
            outputs = []
            for reverse, weights in enumerate(directions):
                state, made = (start, start), []
                for x in reversed(sequence) if reverse else sequence:
                    state = step(x, state, weights)
                    made.append(state[0])
                outputs.append(made[::-1] if reverse else made)
            sequence = outputs[0] if len(outputs) == 1 else [torch.cat(both, 1) for both in zip(*outputs)]
        return sequence[-1]

    return call


def library_call(net, device, dtype):
    made = torch.nn.LSTM if net["cell"] == "lstm" else torch.nn.GRU
    module = made(net["input"], net["hidden"], net["layers"], bidirectional=net["directions"] == 2)
    module = module.to(device=device, dtype=dtype).eval()
    module.flatten_parameters()
    x = torch.randn(net["steps"], net["batch"], net["input"], device=device, dtype=dtype)
    return lambda: module(x)


def graph_call(net, device, dtype):
    call = library_call(net, device, dtype)
    side = torch.cuda.Stream()  # a capture wants its warm-up on another stream
    with torch.cuda.stream(side):
        for _ in range(WARM_UP):
            call()
    torch.cuda.synchronize()
    graph = torch.cuda.CUDAGraph()
    with torch.cuda.graph(graph):
        call()
    return graph.replay


def milliseconds(call):
    """Median time of a call without the profiler, its end awaited."""
    times = []
    for _ in range(TIMED):
        begin = time.perf_counter()
        call()
        synchronise()
        times.append((time.perf_counter() - begin) * 1e3)
    return round(statistics.median(times), 6)


def profiled(call, device, calls, file):
    kinds = [torch.profiler.ProfilerActivity.CPU]
    if device.type == "cuda":
        kinds.append(torch.profiler.ProfilerActivity.CUDA)
    with torch.profiler.profile(activities=kinds) as profiler:
        for _ in range(calls):
            call()
        synchronise()
    profiler.export_chrome_trace(str(file))


def driver():
    try:
        done = subprocess.run(["nvidia-smi", "--query-gpu=driver_version", "--format=csv,noheader"], text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.splitlines()[0].strip() if done.returncode == 0 and done.stdout else None


def machine(device):
    gpu = device.type == "cuda"
    name = torch.cuda.get_device_name(device) if gpu else f"CPU {platform.processor() or platform.machine()}"
    return {"device": name, "on_gpu": gpu, "driver": driver() if gpu else None, "cuda": torch.version.cuda,
            "cudnn": torch.backends.cudnn.version() if gpu else None, "torch": torch.__version__,
            "python": platform.python_version(), "command": shlex.join(sys.argv)}


def run(net, style, precision, options):
    """Makes the two files of a run. Raises what PyTorch raises."""
    device = options.device
    dtype = {"fp16": torch.float16, "bf16": torch.bfloat16}.get(precision, torch.float32)
    for backend in (torch.backends.cuda.matmul, torch.backends.cudnn):
        backend.allow_tf32 = precision == "tf32"
    torch.manual_seed(1)
    make = {"loop": loop_call, "cudnn": library_call, "graph": graph_call}[style]
    stem = f"{name_of(net)}_{precision}_{style}"
    trace = options.output / f"{stem}.trace.json.gz"
    with torch.no_grad():
        call = make(net, device, dtype)
        for _ in range(WARM_UP):
            call()
        synchronise()
        alone = milliseconds(call)
        profiled(call, device, options.calls, trace)
    summary = {"trace": trace.name, "style": style, "calls": options.calls, "ms_per_call_without_profiler": alone,
               "measured": {**net, "precision": precision, "calls": options.calls, "input_product": True,
                            "phase": "inference"}, **machine(device)}
    (options.output / f"{stem}.summary.json").write_text(json.dumps(summary, indent=2) + "\n", encoding="utf-8")
    print(f"{trace}: {alone:.3f} ms a call", flush=True)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("-o", "--output", type=pathlib.Path, required=True, help="folder for the files")
    parser.add_argument("--workload", type=pathlib.Path, nargs="+", metavar="FILE", help="workload files (all)")
    parser.add_argument("--style", nargs="+", choices=STYLES, default=STYLES)
    parser.add_argument("--precision", nargs="+", choices=PRECISIONS, default=("fp32", "fp16", "bf16"))
    parser.add_argument("--calls", type=int, default=3, metavar="N", help="calls in a trace (3)")
    parser.add_argument("--loop-steps", type=int, default=100, metavar="N", help="most steps of style loop (100)")
    options = parser.parse_args()
    if min(options.calls, options.loop_steps) < 1:
        parser.error("--calls and --loop-steps are at least 1")
    return options


def tell(text):
    print(f"gpu_profile: {text}", file=sys.stderr)


def networks(options):
    shipped = [file for folder in ("deepbench", "iot") for file in sorted((ROOT / "workloads" / folder).glob("*.json"))]
    nets = {}
    for file in options.workload or shipped:
        if net := shape_of(file):
            nets[name_of(net)] = net
        else:
            tell(f"{file}: left out: it is neither an LSTM nor a GRU")
    return list(nets.values())


def main():
    options = arguments()
    if torch is None:
        tell("PyTorch is not installed (pip install torch)")
        return 2
    try:
        nets = networks(options)
    except (OSError, ValueError, KeyError) as error:  # no file, no JSON, no hidden size
        tell(f"--workload: {type(error).__name__} {error} (workload files)")
        return 2
    options.device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    options.output.mkdir(parents=True, exist_ok=True)
    styles = list(dict.fromkeys(options.style))
    if options.device.type == "cpu":
        tell("no GPU: all runs on the CPU, whose traces have no kernels, without style graph")
        styles = [style for style in styles if style != "graph"]
    failed = 0
    for net in nets:
        for style in styles:
            shape = {**net, "steps": min(net["steps"], options.loop_steps)} if style == "loop" else net
            for precision in dict.fromkeys(options.precision):
                try:
                    run(shape, style, precision, options)
                except (RuntimeError, NotImplementedError) as error:  # no memory, no such kernel
                    tell(f"{name_of(shape)}, {precision}, {style}: {(str(error).splitlines() or ['failed'])[0]}")
                    failed += 1
    if not nets or not styles:
        tell("there is nothing to run")
        return 2
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

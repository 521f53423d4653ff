# SPDX-License-Identifier: Apache-2.0
"""The formulas of src/gpu/model, as far as published rows need them. Times are in microseconds."""

GATES = {"lstm": 4, "gru": 3, "rnn": 1}
BYTES = {"fp32": 4, "tf32": 4, "fp16": 2, "bf16": 2}
L2_SHARE = 0.8  # of the L2 that weights can keep: our choice
REGISTER_SHARE = 0.8  # of an SM's registers that hold weights: 196 of 245 kB in cuDNN's RNN_blockPersist_fp_GRU<128>
BLOCK_ROUNDING = 32  # hidden sizes of cuDNN's kernels: 128, 160, 192


def memory_us(gpu, m, k, precision):
    """Time in which a product [m x k] x [k x n] reads its weights, from DRAM as far as L2 does not keep them."""
    weights = m * k * BYTES[precision]
    kept = min(max(2 - weights / (L2_SHARE * gpu["l2_mb"] * 1e6), 0), 1)
    return weights * (1 - kept) / (gpu["dram_reached_gbs"] * 1e3) + weights * kept / (gpu["l2_gbs"] * 1e3)


def peak_us(gpu, m, n, k, precision):
    return 2 * m * n * k / (gpu["peak_tflops"][precision] * 1e6)


def gemm_parts(gpu, cal, product, layout=0):
    """(time that other kernels can hide, time that loads DRAM, L2 or the arithmetic units) of (m, n, k, precision).

    layout: 1 where the weights are transposed, -1 where they are not, 0 where nobody says.
    """
    m, n, k, precision = product
    slower = cal["clock_ghz"] / gpu["clock_ghz"]
    start = gpu.get("gemm_fixed_us") or cal["gemm_fixed_us"] * slower
    memory = memory_us(gpu, m, k, precision) * cal["gemm_layout"] ** (layout / 2)
    compute = peak_us(gpu, m, n, k, precision) / cal["gemm_efficiency"]
    sharp = cal["gemm_sharpness"]
    larger, smaller = max(memory, compute), min(memory, compute)
    return start + cal["gemm_us_per_k"] * k * slower, larger * (1 + (smaller / larger) ** sharp) ** (1 / sharp)


def gemm_us(gpu, cal, product, layout=0):
    return sum(gemm_parts(gpu, cal, product, layout))


def input_products(net):
    """The products W x of all layers and directions, batched over the steps."""
    width = GATES[net["cell"]] * net["hidden"]
    first = [net["input"]] if net["input_product"] else []
    inputs = first + [net["hidden"] * net["directions"]] * (net["layers"] - 1)
    return [(width, net["batch"] * net["steps"], k, net["precision"]) for k in inputs for _ in range(net["directions"])]


def cudnn_us(gpu, cal, net, deepbench):
    """A call of a library that batches the input products and overlaps layers and directions on streams."""
    hidden, steps = net["hidden"], net["steps"]
    fixed, work = gemm_parts(gpu, cal, (GATES[net["cell"]] * hidden, net["batch"], hidden, net["precision"]))
    step = fixed + work + (gpu.get("element_wise_us") or cal["element_wise_us"])
    both = net["directions"] > 1  # the next layer needs the last step of the reverse direction
    lanes = net["directions"] if both else min(net["layers"], steps)
    waves = steps * net["layers"] if both else steps + net["layers"] - 1
    inputs = input_products(net)
    busy = sum(gemm_us(gpu, cal, product) for product in inputs) + waves * max(step, lanes * work)
    launches = len(inputs) + 2 * steps * net["layers"] * net["directions"]
    host = cal["deepbench_step_us"] * min(steps, cal["deepbench_steps"]) if deepbench else 0
    return max(busy, launches * cal["library_launch_us"]) + cal["call_us"] + host


def block_persistent_us(gpu, cal, net):
    """A call of cuDNN's kernels for small hidden sizes: a block holds all weights and computes whole sequences."""
    hidden = -(-net["hidden"] // BLOCK_ROUNDING) * BLOCK_ROUNDING
    weights = GATES[net["cell"]] * hidden * hidden
    rows = -(-net["batch"] * net["directions"] // gpu["sms"])
    work = 2 * weights * rows / (gpu["peak_tflops"][net["precision"]] * 1e6 / gpu["sms"])
    spilled = max(weights * BYTES[net["precision"]] - REGISTER_SHARE * gpu["registers_kb"] * 1024, 0)
    step = gpu["block_barrier_us"] + work + spilled / (gpu["l2_gbs"] * 1e3 / gpu["sms"])
    inputs = sum(gemm_us(gpu, cal, product) for product in input_products(net))
    return inputs + net["layers"] * net["steps"] * step + cal["call_us"]

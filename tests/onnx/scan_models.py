#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Scan and Loop around the cells of LSTM, GRU and RNN, as frameworks write them, mean what a float64 evaluation of their
bodies gives. Skipped (exit code 77) where python3-onnx is not installed.

scan_models.py EXACT_VALUES
"""
import sys

try:
    import numpy
    from onnx import TensorProto, helper, numpy_helper, save

    from random_models import evaluated
except ImportError:
    print("skipped: no onnx (Debian: python3-onnx)")
    sys.exit(77)

STEPS, BATCH, INPUT, HIDDEN = 5, 3, 4, 6
FLOAT = TensorProto.FLOAT


class Body:
    """The nodes and weights of a step."""

    def __init__(self, rng):
        self.rng, self.nodes, self.tensors = rng, [], []

    def weights(self, *shape):
        """Of few bits, so that sums of biases are exact."""
        return self.constant((self.rng.integers(-40, 40, shape) / 64).astype(numpy.float32))

    def constant(self, value):
        self.tensors.append(numpy_helper.from_array(numpy.asarray(value), f"w{len(self.tensors)}"))
        return self.tensors[-1].name

    def __call__(self, op, *inputs, outputs=1, **attributes):
        names = [f"v{len(self.nodes)}_{i}" for i in range(outputs)]
        self.nodes.append(helper.make_node(op, list(inputs), names, **attributes))
        return names[0] if outputs == 1 else names

    def gates(self, x, h, count, gemm=False):
        """W x + U h + b of some gates, each of its own name."""
        if gemm:
            rows = count * HIDDEN
            both = self("Add", self("Gemm", x, self.weights(rows, INPUT), self.weights(rows), transB=1),
                        self("Gemm", h, self.weights(rows, HIDDEN), self.weights(rows), transB=1))
        else:
            joined = self("Concat", x, h, axis=-1)
            product = self("MatMul", joined, self.weights(INPUT + HIDDEN, count * HIDDEN))
            both = self("Add", product, self.weights(count * HIDDEN))
        if count == 1:
            return [both]
        return self("Split", both, self.constant(numpy.full(count, HIDDEN)), outputs=count, axis=1)


def lstm_of_torch(b, x, h, c):
    i, f, g, o = b.gates(x, h, 4, gemm=True)
    kept = b("Mul", b("Sigmoid", f), c)
    c = b("Add", kept, b("Mul", b("Sigmoid", i), b("Tanh", g)))
    return b("Mul", b("Sigmoid", o), b("Tanh", c)), c


def lstm_of_tensorflow(b, x, h, c):
    i, g, f, o = b.gates(x, h, 4)
    f = b("Add", f, b.constant(numpy.float32(1)))
    c = b("Add", b("Mul", b("Tanh", g), b("Sigmoid", i)), b("Mul", c, b("Sigmoid", f)))
    return b("Mul", b("Tanh", c), b("Sigmoid", o)), c


def gru_of_torch(b, x, h):
    of_x = b("MatMul", x, b.weights(INPUT, 2 * HIDDEN))
    rz = b("Add", of_x, b("Gemm", h, b.weights(HIDDEN, 2 * HIDDEN), b.weights(2 * HIDDEN)))
    cut = [[b.constant([n]) for n in (first, first + HIDDEN, 1, 1)] for first in (0, HIDDEN)]
    r, z = (b("Sigmoid", b("Slice", rz, *at)) for at in cut)
    of_h = b("Add", b.weights(HIDDEN), b("MatMul", h, b.weights(HIDDEN, HIDDEN)))
    n = b("Tanh", b("Add", b("Gemm", x, b.weights(INPUT, HIDDEN), b.weights(HIDDEN)), b("Mul", r, of_h)))
    return (b("Add", n, b("Mul", z, b("Sub", h, n))),)


def gru_of_tensorflow(b, x, h):
    r, u = (b("Sigmoid", gate) for gate in b.gates(x, h, 2))
    joined = b("Concat", x, b("Mul", r, h), axis=1)
    n = b("Tanh", b("Add", b("MatMul", joined, b.weights(INPUT + HIDDEN, HIDDEN)), b.weights(HIDDEN)))
    return (b("Add", b("Mul", u, h), b("Mul", b("Sub", b.constant(numpy.float32(1)), u), n)),)


def gru_turned(b, x, h):
    """z takes the new value."""
    r, z = (b("Sigmoid", gate) for gate in b.gates(x, h, 2))
    of_h = b("MatMul", b("Mul", h, r), b.weights(HIDDEN, HIDDEN))
    n = b("Tanh", b("Add", b("MatMul", x, b.weights(INPUT, HIDDEN)), of_h))
    return (b("Add", b("Mul", z, n), b("Mul", b("Sub", b.constant(numpy.float32(1)), z), h)),)


def rnn(function):
    def step(b, x, h):
        return (b(function, b.gates(x, h, 1)[0]),)
    return step


def info(name, *shape):
    return helper.make_tensor_value_info(name, FLOAT, shape or None)


def scan(cell, states, rng, axis=0, reverse=False, h_last=False):
    """The model and its input. @param h_last  c is the first state"""
    b = Body(rng)
    made = cell(b, "x", *["h", "c"][:states])
    order = [1, 0] if h_last else list(range(states))
    names = [["h", "c"][k] for k in order]
    outputs = [made[k] for k in order] + [b("Identity", made[0])]
    body = helper.make_graph(b.nodes, "body", [info(n) for n in names + ["x"]], [info(n) for n in outputs], b.tensors)
    last = [f"{n}_n" for n in names]
    node = helper.make_node("Scan", [f"{n}0" for n in names] + ["X"], last + ["Y"], name="scan", body=body,
                            num_scan_inputs=1, scan_input_axes=[axis], scan_output_axes=[axis],
                            scan_input_directions=[int(reverse)], scan_output_directions=[int(reverse)])
    return model([node], rng, names, last, axis)


def loop(cell, states, rng, axis=0):
    b = Body(rng)
    x = b("Gather", "X", b("Cast", "i", to=TensorProto.INT32), axis=axis)
    made = cell(b, x, *["h", "c"][:states])
    names = ["h", "c"][:states]
    inputs = [helper.make_tensor_value_info("i", TensorProto.INT64, []),
              helper.make_tensor_value_info("on", TensorProto.BOOL, [])] + [info(n) for n in names]
    outputs = [b("Identity", "on"), *made, made[0]]
    body = helper.make_graph(b.nodes, "body", inputs, [info(n) for n in outputs], [])
    node = helper.make_node("Loop", ["M", "true"] + [f"{n}0" for n in names], [f"{n}_n" for n in names] + ["Y"],
                            name="loop", body=body)
    more = [numpy_helper.from_array(numpy.array(STEPS), "M"), numpy_helper.from_array(numpy.array(True), "true")]
    return model([node], rng, names, [f"{n}_n" for n in names], axis, b.tensors + more)


def model(nodes, rng, states, last, axis, tensors=()):
    """With a linear layer behind the steps, which is an output, as the last states are."""
    x = rng.uniform(-1, 1, (STEPS, BATCH, INPUT) if axis == 0 else (BATCH, STEPS, INPUT)).astype(numpy.float32)
    head = [numpy_helper.from_array(rng.uniform(-1, 1, (HIDDEN, 2)).astype(numpy.float32), "head")]
    initial = [numpy_helper.from_array(rng.uniform(-1, 1, (BATCH, HIDDEN)).astype(numpy.float32), f"{n}0") for n in states]
    graph = helper.make_graph(nodes + [helper.make_node("MatMul", ["Y", "head"], ["out"])], "g", [info("X", *x.shape)],
                              [info(n) for n in last + ["out"]], [*tensors, *head, *initial])
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 14)], ir_version=8), {"X": x}


def models():
    rng = numpy.random.default_rng(1)
    yield scan(lstm_of_torch, 2, rng)
    yield scan(lstm_of_torch, 2, rng, axis=1, reverse=True)
    yield scan(lstm_of_tensorflow, 2, rng, h_last=True)
    yield scan(gru_of_torch, 1, rng, axis=1)
    yield scan(gru_of_tensorflow, 1, rng, reverse=True)
    yield scan(gru_turned, 1, rng)
    yield scan(rnn("Relu"), 1, rng)
    yield loop(lstm_of_tensorflow, 2, rng)
    yield loop(lstm_of_torch, 2, rng, axis=1)
    yield loop(gru_of_torch, 1, rng)
    yield loop(rnn("Tanh"), 1, rng, axis=1)


def saved_cases():
    cases = list(models())
    for number, (made, inputs) in enumerate(cases):
        save(made, f"{number}.onnx")
        numpy.savez(f"{number}.onnx.npz", **inputs)
    return cases


if __name__ == "__main__":
    sys.exit(evaluated(sys.argv[1], saved_cases))

# SPDX-License-Identifier: Apache-2.0
"""A small evaluator of ONNX graphs in float64, written from the operators' schemas: what tests compare with."""
import numpy
from onnx import helper, numpy_helper


def sigmoid(a):
    return 1 / (1 + numpy.exp(-a))


# Of x, alpha and beta; what these are where they are left out.
FUNCTIONS = {
    "sigmoid": lambda x, a, b: sigmoid(x),
    "tanh": lambda x, a, b: numpy.tanh(x),
    "relu": lambda x, a, b: numpy.maximum(x, 0),
    "softsign": lambda x, a, b: x / (1 + numpy.abs(x)),
    "softplus": lambda x, a, b: numpy.log1p(numpy.exp(x)),
    "hardsigmoid": lambda x, a, b: numpy.clip(a * x + b, 0, 1),
    "leakyrelu": lambda x, a, b: numpy.where(x >= 0, x, a * x),
    "thresholdedrelu": lambda x, a, b: numpy.where(x > a, x, 0),
    "elu": lambda x, a, b: numpy.where(x >= 0, x, a * numpy.expm1(numpy.minimum(x, 0))),
    "affine": lambda x, a, b: a * x + b,
    "scaledtanh": lambda x, a, b: a * numpy.tanh(b * x),
}
ALPHA = {"hardsigmoid": 0.2, "leakyrelu": 0.01, "thresholdedrelu": 1.0, "elu": 1.0, "affine": 1.0, "scaledtanh": None}
BETA = {"hardsigmoid": 0.5, "affine": 0.0, "scaledtanh": None}
USUAL = {"LSTM": ["sigmoid", "tanh", "tanh"], "GRU": ["sigmoid", "tanh"], "RNN": ["tanh"]}


def activations(op, attributes, directions):
    """The functions of each direction, behind the clip of what they read."""
    names = [name.decode().lower() for name in attributes.get("activations", [])] or USUAL[op] * directions
    alphas, betas = list(attributes.get("activation_alpha", [])), list(attributes.get("activation_beta", []))
    most, functions = attributes.get("clip", numpy.inf), []
    for name in names:
        a = (alphas.pop(0) if alphas else ALPHA[name]) if name in ALPHA else None
        b = (betas.pop(0) if betas else BETA[name]) if name in BETA else None
        functions.append(lambda x, f=FUNCTIONS[name], a=a, b=b: f(numpy.clip(x, -most, most), a, b))
    return [functions[d * len(USUAL[op]):(d + 1) * len(USUAL[op])] for d in range(directions)]


def gates(x, h, w, r, b, names):
    """W x + Wb and R h + Rb of each gate."""
    size = h.shape[1]
    both = b.reshape(2, -1) if b is not None else numpy.zeros((2, w.shape[0]))
    from_x, from_h = x @ w.T + both[0], h @ r.T + both[1]
    return {n: (from_x[:, k * size:(k + 1) * size], from_h[:, k * size:(k + 1) * size]) for k, n in enumerate(names)}


def lstm_step(x, h, c, a):
    g = gates(x, h, a["w"], a["r"], a["b"], "iofc")
    of_gate, of_cell, of_output = a["functions"]
    pi, po, pf = a["p"].reshape(3, -1) if a["p"] is not None else (0, 0, 0)
    i = of_gate(sum(g["i"]) + pi * c)
    f = 1 - i if a["input_forget"] else of_gate(sum(g["f"]) + pf * c)
    c = f * c + i * of_cell(sum(g["c"]))
    o = of_gate(sum(g["o"]) + po * c)
    return o * of_output(c), c


def gru_step(x, h, c, a):
    g = gates(x, h, a["w"], a["r"], a["b"], "zrh")
    of_gate, of_candidate = a["functions"]
    z, r = of_gate(sum(g["z"])), of_gate(sum(g["r"]))
    if a["linear_before_reset"]:
        n = of_candidate(g["h"][0] + r * g["h"][1])
    else:
        again = gates(x, r * h, a["w"], a["r"], a["b"], "zrh")["h"]
        n = of_candidate(sum(again))
    return (1 - z) * n + z * h, c


def rnn_step(x, h, c, a):
    s = sum(gates(x, h, a["w"], a["r"], a["b"], "h")["h"])
    return a["functions"][0](s), c


STEPS = {"LSTM": lstm_step, "GRU": gru_step, "RNN": rnn_step}


def recurrent(node, attributes, x, w, r, b=None, lengths=None, h0=None, c0=None, p=None):
    if attributes.get("layout", 0):
        x = x.transpose(1, 0, 2)
        h0, c0 = (s.transpose(1, 0, 2) if s is not None else None for s in (h0, c0))
    steps, batch, _ = x.shape
    directions, size = w.shape[0], r.shape[2]
    lengths = numpy.full(batch, steps) if lengths is None else lengths
    y = numpy.zeros((steps, directions, batch, size))
    functions = activations(node.op_type, attributes, directions)
    h_n, c_n = numpy.zeros((directions, batch, size)), numpy.zeros((directions, batch, size))
    for d in range(directions):
        a = {"w": w[d], "r": r[d], "b": b[d] if b is not None else None, "p": p[d] if p is not None else None,
             "input_forget": attributes.get("input_forget", 0),
             "linear_before_reset": attributes.get("linear_before_reset", 0),
             "functions": functions[d]}
        reverse = attributes.get("direction", b"forward") == b"reverse" or d == 1
        for s in range(batch):
            h = (h0[d] if h0 is not None else h_n[d] * 0)[s:s + 1]
            c = (c0[d] if c0 is not None else c_n[d] * 0)[s:s + 1]
            order = range(int(lengths[s]))
            for t in reversed(order) if reverse else order:
                h, c = STEPS[node.op_type](x[t, s:s + 1], h, c, a)
                y[t, d, s] = h[0]
            h_n[d, s], c_n[d, s] = h[0], c[0]
    if attributes.get("layout", 0):
        return y.transpose(2, 0, 1, 3), h_n.transpose(1, 0, 2), c_n.transpose(1, 0, 2)
    return y, h_n, c_n


def softmax(x):
    e = numpy.exp(x - x.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True)


def layer_norm(x, scale, b=0, epsilon=1e-5):
    d = x - x.mean(-1, keepdims=True)
    return d / numpy.sqrt((d * d).mean(-1, keepdims=True) + epsilon) * scale + b


def sliced(x, starts, ends, axes, steps):
    at = [slice(None)] * x.ndim
    for start, end, axis, step in zip(starts, ends, axes, steps):
        at[axis] = slice(start, end if end > -2**31 else None, step)
    return x[tuple(at)]


def gemm(a, x, w, c=0):
    return (x.T if a.get("transA") else x) @ (w.T if a.get("transB") else w) * a.get("alpha", 1) + c * a.get("beta", 1)


PLAIN = {
    "MatMul": lambda a, x, w: x @ w, "Add": lambda a, x, y: x + y, "Gemm": gemm,
    "Mul": lambda a, x, y: x * y, "Sub": lambda a, x, y: x - y,
    "Sigmoid": lambda a, x: sigmoid(x), "Tanh": lambda a, x: numpy.tanh(x), "Relu": lambda a, x: numpy.maximum(x, 0),
    "Softplus": lambda a, x: numpy.log1p(numpy.exp(x)), "Softmax": lambda a, x: softmax(x),
    "LogSoftmax": lambda a, x: numpy.log(softmax(x)), "Identity": lambda a, x: x, "Dropout": lambda a, x: x,
    "Cast": lambda a, x: x,
    "HardSigmoid": lambda a, x: numpy.clip(a["alpha"] * x + a["beta"], 0, 1),
    "LayerNormalization": lambda a, *t: layer_norm(*t, epsilon=a["epsilon"]),
    "Transpose": lambda a, x: x.transpose(a["perm"]), "Reshape": lambda a, x, s: x.reshape(
        [x.shape[i] if n == 0 else n for i, n in enumerate(s)]),
    "Squeeze": lambda a, x, axes: x.squeeze(tuple(axes)), "Unsqueeze": lambda a, x, axes: numpy.expand_dims(x, tuple(axes)),
    "Concat": lambda a, *t: numpy.concatenate(t, a["axis"]),
    "ReduceMean": lambda a, x: x.mean(tuple(a["axes"]), keepdims=bool(a["keepdims"])),
    "Slice": lambda a, x, *r: sliced(x, *r), "Gather": lambda a, x, i: numpy.take(x, i, a.get("axis", 0)),
}


def split(attributes, x, sizes):
    return numpy.split(x, numpy.cumsum(sizes)[:-1], attributes.get("axis", 0))


def scan(attributes, outer, *args):
    """One sequence; the last states, and what is made in every step."""
    body, states, x = attributes["body"], list(args[:-1]), args[-1]
    reverse, made = attributes.get("scan_input_directions", [0])[0], []
    x = numpy.moveaxis(x, attributes.get("scan_input_axes", [0])[0], 0)
    for step in x[::-1] if reverse else x:
        values = of_graph(body, dict(zip([i.name for i in body.input], states + [step])), outer)
        states = values[:len(states)]
        made.append(values[len(states):])
    axes = attributes.get("scan_output_axes", [0] * len(made[0]))
    return states + [numpy.stack(steps[::-1] if reverse else steps, axis) for axis, steps in zip(axes, zip(*made))]


def loop(attributes, outer, count, go_on, *states):
    body, states, made = attributes["body"], list(states), []
    for step in range(int(count)):
        inputs = dict(zip([i.name for i in body.input], [numpy.array(step), go_on] + states))
        go_on, *values = of_graph(body, inputs, outer)
        states = values[:len(states)]
        made.append(values[len(states):])
    return states + [numpy.stack(all_steps) for all_steps in zip(*made)]


def of_node(node, values):
    a = {x.name: helper.get_attribute_value(x) for x in node.attribute}
    args = [values[name] if name else None for name in node.input]
    if node.op_type in STEPS:
        return recurrent(node, a, *args)
    if node.op_type in ("Scan", "Loop"):
        return (scan if node.op_type == "Scan" else loop)(a, values, *args)
    return split(a, *args) if node.op_type == "Split" else (PLAIN[node.op_type](a, *args),)


def of_graph(graph, inputs, outer):
    """The outputs of a graph in float64. @param outer  values that it can read, too"""
    values = {**outer, **{t.name: numpy_helper.to_array(t) for t in graph.initializer}, **inputs}
    for name, value in values.items():
        if value is not None and value.dtype.kind == "f":
            values[name] = value.astype(numpy.float64)
    for node in graph.node:
        values.update({name: value for name, value in zip(node.output, of_node(node, values)) if name})
    return [values[o.name] for o in graph.output]


def evaluate(model, inputs):
    """The outputs of a model by name, for inputs by name."""
    return dict(zip([o.name for o in model.graph.output], of_graph(model.graph, inputs, {})))

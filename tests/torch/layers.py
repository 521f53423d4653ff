#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Random networks of listed layers mean what torch computes in float64: y and the last states agree to 1e-9.
Skipped (exit code 77) where torch is not installed.

layers.py EXACT_VALUES [NETWORKS [SEED]]
"""
import json
import os
import random
import subprocess
import sys
import tempfile

try:
    import numpy
    import torch
except ImportError:
    print("skipped: no torch (Debian: python3-torch)")
    sys.exit(77)

BOUND = 1e-9
GATES = {"lstm": 4, "gru": 3, "rnn": 1}
ACTIVATIONS = {"none": lambda v: v, "sigmoid": torch.sigmoid, "tanh": torch.tanh, "relu": torch.relu,
               "hard_sigmoid": torch.nn.functional.hardsigmoid, "softplus": torch.nn.functional.softplus,
               "gelu": torch.nn.functional.gelu}
BY_ELEMENTS = ["softmax", "log_softmax", "layer_norm"]
ENDS = ["last", "mean"]


def size(rng):
    """1 to 300, mostly small."""
    return rng.choice([rng.randint(1, 12), rng.randint(1, 60), rng.randint(1, 60), rng.randint(1, 300)])


def is_recurrent(layer):
    return layer["type"] in GATES


def out_of(layer, width):
    """Elements of each part of a recurrent or linear layer's or an embedding's output; of the others: of its input."""
    if layer["type"] in ["linear", "embedding"]:
        return layer["size"]
    return layer.get("projection", layer["hidden"]) if is_recurrent(layer) else width


def draw_direction(rng, usual):
    return rng.choice([usual, usual, usual, "forward", "reverse", "bidirectional"])


def draw_layer(rng, parts, direction):
    """@param parts  elements of each part of the input"""
    kind = rng.choice(["lstm"] * 4 + ["gru"] * 3 + ["rnn", "linear", "linear", "last", "mean"] + BY_ELEMENTS)
    if kind in ENDS:
        return {"type": kind}
    layer = {"type": kind, "bias": rng.random() < 0.8}
    adds = rng.random() < 0.3
    if kind in BY_ELEMENTS:
        return {**layer, "residual": adds}
    alike = len(set(parts)) == 1 and len(parts) == (2 if direction == "bidirectional" and kind != "linear" else 1)
    if adds and alike:
        layer["residual"] = True
    out = parts[0] if layer.get("residual") else size(rng)
    if kind == "linear":
        layer.update(size=out, activation=rng.choice(list(ACTIVATIONS)))
        return layer
    layer.update(hidden=out, direction=direction)
    if kind == "lstm":
        layer.update(peepholes=rng.random() < 0.4, coupled=rng.random() < 0.3)
        if rng.random() < 0.3:
            layer["cell_clip"] = 0.25
        if rng.random() < 0.3:
            layer.update(hidden=out + rng.randint(1, 40), projection=out)  # torch needs a smaller projection
    elif kind == "gru":
        layer["gru_reset"] = rng.choice(["after", "before"])
    else:
        layer["rnn_activation"] = rng.choice(["tanh", "relu"])
    return layer


def draw_embedding(rng):
    return {"type": "embedding", "vocabulary": rng.choice([1, rng.randint(2, 40), rng.randint(1, 400)]), "size": size(rng)}


def draw_initial(rng, layers, cell):
    """Lets a cell begin with the last states of an earlier layer, of which it gets type and sizes."""
    like = [number for number, layer in enumerate(layers) if layer["type"] in ["gru", "lstm"] and len(suffixes(layer)) == 1]
    if not like or rng.random() < 0.4:
        return
    cell["initial"] = rng.choice(like)
    cell.update({key: value for key, value in layers[cell["initial"]].items() if key in ["type", "hidden", "projection"]})
    if cell["type"] == "lstm":
        cell.update(peepholes=False, coupled=False)
    else:
        cell.pop("peepholes", None), cell.pop("coupled", None)


def draw_decoder(rng, layers):
    """Layers behind the first ones that read a sequence of their own, and attend to one of the first."""
    attended = [number for number, layer in enumerate(layers) if is_recurrent(layer)
                and not any(before["type"] in ENDS for before in layers[:number])]
    if not attended:
        return
    over = rng.choice(attended)
    del layers[over + 1:]
    layers.append({"type": "input", "size": size(rng), "steps": rng.randint(1, 20)})
    if rng.random() < 0.4:
        layers[-1]["size"] = 1
        layers.append(draw_embedding(rng))
    hidden, score = size(rng), "general"
    if len(suffixes(layers[over])) == 1 and rng.random() < 0.5:
        hidden, score = out_of(layers[over], 0), "dot"
    cell = {"type": rng.choice(["gru", "lstm"]), "hidden": hidden, "bias": rng.random() < 0.8}
    if cell["type"] == "lstm":
        cell.update(peepholes=False, coupled=False)
    draw_initial(rng, layers, cell)
    if "initial" in cell:
        score = "general"
    if rng.random() < 0.6:
        cell["feed"] = len(layers) + 1
    layers += [cell, {"type": "attention", "over": over, "score": score}]
    if rng.random() < 0.7:
        layers.append({"type": "linear", "size": size(rng), "activation": "tanh", "bias": rng.random() < 0.8})


def draw(rng):
    """A workload with a list of layers."""
    usual = rng.choice(["forward", "forward", "reverse", "bidirectional"])
    workload = {"input": size(rng), "batch": rng.randint(1, 9), "steps": rng.randint(1, 20), "layers": []}
    if rng.random() < 0.3:
        lengths = [rng.randint(1, workload["steps"]) for _ in range(workload["batch"])]
        lengths[rng.randrange(len(lengths))] = workload["steps"]
        workload["lengths"] = lengths
    parts = [workload["input"]]
    if rng.random() < 0.15:
        workload.update(input=1, layers=[draw_embedding(rng)])
        parts = [workload["layers"][0]["size"]]
    for _ in range(rng.randint(1, 5)):
        layer = draw_layer(rng, parts, draw_direction(rng, usual))
        workload["layers"].append(layer)
        if is_recurrent(layer):
            parts = [out_of(layer, 0)] * len(suffixes(layer))
        elif layer["type"] == "linear":
            parts = [layer["size"]]
    if rng.random() < 0.3:
        draw_decoder(rng, workload["layers"])
    return workload


def placed(workload):
    """Each layer with its number, the ends of the names of its arrays, and the elements of its input."""
    recurrent = next((layer for layer in workload["layers"] if is_recurrent(layer)), {})
    leading = suffixes(recurrent)
    usual, width = leading if len(leading) == 1 else [""], workload["input"]
    outputs = []
    for number, layer in enumerate(workload["layers"]):
        if layer["type"] == "input":
            width, usual = layer["size"], [""]
        ends = suffixes(layer) if is_recurrent(layer) else usual
        if "feed" in layer:
            width += outputs[workload["layers"][layer["feed"]]["over"]]
        yield number, layer, ends, width
        if is_recurrent(layer) or layer["type"] in ENDS:
            usual = ["_reverse"] if ends == ["_reverse"] and is_recurrent(layer) else [""]
        if is_recurrent(layer):
            width = out_of(layer, width) * len(ends)
        elif layer["type"] == "attention":
            width += outputs[layer["over"]]
        elif layer["type"] != "input":
            width = out_of(layer, width)
        outputs.append(width)


def attended_width(workload, layer):
    over = workload["layers"][layer["over"]]
    return out_of(over, 0) * len(suffixes(over))


def cells_of(layer):
    gates = GATES[layer["type"]]
    return gates - 1 if layer.get("coupled") else gates


def suffixes(layer):
    return {"bidirectional": ["", "_reverse"], "reverse": ["_reverse"]}.get(layer.get("direction"), [""])


def arrays_of(workload, maker):
    """The arrays of a network, by name. Biases are few bits long: their sums are exact in float32."""
    def values(*shape):
        return (maker.uniform(-1, 1, shape) / numpy.sqrt(shape[-1])).astype(numpy.float32)

    def bias(count):
        return (maker.integers(-512, 512, count) / 1024).astype(numpy.float32)

    batch = workload["batch"]
    def x_of(number, steps, width):
        reader = workload["layers"][number]
        if reader["type"] == "embedding":
            return maker.integers(0, reader["vocabulary"], (steps, batch))
        return values(steps, batch, width)

    arrays = {"x": x_of(0, workload["steps"], workload["input"])}
    for number, layer, ends, width in placed(workload):
        for end in [f"_l{number}{suffix}" for suffix in ends]:
            if layer["type"] == "layer_norm":
                arrays["weight" + end] = 1 + bias(width)
                if layer["bias"]:
                    arrays["bias" + end] = bias(width)
            if layer["type"] == "input":
                arrays["x" + end] = x_of(number + 1, layer["steps"], layer["size"])
            if layer["type"] == "embedding":
                arrays["weight" + end] = values(layer["vocabulary"], layer["size"])
            if layer.get("score") == "general":
                arrays["weight" + end] = values(attended_width(workload, layer), width)
            if layer["type"] in BY_ELEMENTS + ENDS + ["input", "attention", "embedding"]:
                continue
            if layer["type"] == "linear":
                arrays["weight" + end] = values(layer["size"], width)
                if layer["bias"]:
                    arrays["bias" + end] = bias(layer["size"])
                continue
            hidden, gates = layer["hidden"], cells_of(layer)
            out = layer.get("projection", hidden)
            arrays["weight_ih" + end], arrays["weight_hh" + end] = values(gates * hidden, width), values(gates * hidden, out)
            if layer.get("bias", True):
                arrays["bias_ih" + end], arrays["bias_hh" + end] = bias(gates * hidden), bias(gates * hidden)
            if "projection" in layer:
                arrays["weight_hr" + end] = values(out, hidden)
            if layer.get("peepholes"):
                arrays["weight_peephole" + end] = bias((2 if layer["coupled"] else 3) * hidden)
            if "initial" in layer:
                continue
            arrays["h0" + end] = values(batch, out)
            if layer["type"] == "lstm":
                arrays["c0" + end] = values(batch, hidden)
    return arrays


def with_torch_module(layer, end, x, t):
    """A layer that torch has."""
    kind = {"lstm": torch.nn.LSTM, "gru": torch.nn.GRU, "rnn": torch.nn.RNN}[layer["type"]]
    extra = {"nonlinearity": layer["rnn_activation"]} if "rnn_activation" in layer else {}
    if "projection" in layer:
        extra["proj_size"] = layer["projection"]
    module = kind(x.shape[2], layer["hidden"], bias=layer.get("bias", True), **extra).double()
    with torch.no_grad():
        for name, parameter in module.named_parameters():
            parameter.copy_(t[name[:-1 - len("0")] + end[1:]] if name.endswith("_l0") else None)
        h0 = t["h0" + end][None]
        state = (h0, t["c0" + end][None]) if layer["type"] == "lstm" else h0
        y, last = module(x, state)
    return (y, {"h": last[0][0], "c": last[1][0]}) if layer["type"] == "lstm" else (y, {"h": last[0]})


def step_by_hand(layer, end, t, x, h, c):
    """One step of a layer that torch lacks, from its formula."""
    zero = torch.zeros((), dtype=torch.float64)
    from_x = x @ t["weight_ih" + end].T + t.get("bias_ih" + end, zero)
    from_h = h @ t["weight_hh" + end].T + t.get("bias_hh" + end, zero)
    hidden = layer["hidden"]
    if layer["type"] == "gru":  # the reset gate acts on h
        r, z = (torch.sigmoid((from_x + from_h)[:, k * hidden:(k + 1) * hidden]) for k in range(2))
        rows = slice(2 * hidden, None)
        n = torch.tanh(from_x[:, rows] + (r * h) @ t["weight_hh" + end][rows].T
                       + (t["bias_hh" + end][rows] if "bias_hh" + end in t else 0))
        return n + z * (h - n), None
    names = ["f", "g", "o"] if layer["coupled"] else ["i", "f", "g", "o"]
    gates = dict(zip(names, (from_x + from_h).split(hidden, 1)))
    seen = {}
    if layer["peepholes"]:
        seen = dict(zip([n for n in names if n != "g"], t["weight_peephole" + end].split(hidden)))
    f = torch.sigmoid(gates["f"] + seen.get("f", zero) * c)
    i = 1 - f if layer["coupled"] else torch.sigmoid(gates["i"] + seen.get("i", zero) * c)
    c = f * c + i * torch.tanh(gates["g"])
    if "cell_clip" in layer:
        c = c.clamp(-layer["cell_clip"], layer["cell_clip"])
    h = torch.sigmoid(gates["o"] + seen.get("o", zero) * c) * torch.tanh(c)
    if "projection" in layer:
        h = h @ t["weight_hr" + end].T
    return h, c


def by_elements(layer, end, x, t):
    if layer["type"] == "layer_norm":
        return torch.nn.functional.layer_norm(x, x.shape[2:], t["weight" + end], t.get("bias" + end))
    return (torch.softmax if layer["type"] == "softmax" else torch.log_softmax)(x, 2)


def by_hand(layer, end, x, t):
    h, c, made = t["h0" + end], t.get("c0" + end), []
    for step in x:
        h, c = step_by_hand(layer, end, t, step, h, c)
        made.append(h)
    return torch.stack(made), {"h": h, "c": c}


def expected(workload, arrays):
    """y and the last states, by the names of the outputs. Sequences of different lengths are computed one by one."""
    if "lengths" not in workload:
        return expected_of_batch(workload, arrays)
    parts = []
    for sequence, length in enumerate(workload["lengths"]):
        alone = {name: values[sequence:sequence + 1] if name[:2] in ("h0", "c0") else values
                 for name, values in arrays.items()}
        alone["x"] = arrays["x"][:length, sequence:sequence + 1]
        alone.update({name: arrays[name][:, sequence:sequence + 1] for name in arrays if name.startswith("x_l")})
        parts.append(expected_of_batch(workload, alone))
        if not any(layer["type"] in ENDS + ["input"] for layer in workload["layers"]):
            padding = workload["steps"] - length
            parts[-1]["y"] = numpy.pad(parts[-1]["y"], ((0, padding), (0, 0), (0, 0)))
    return {name: numpy.concatenate([part[name] for part in parts], 1 if name == "y" else 0) for name in parts[0]}


def recurrent(layer, end, x, t, want):
    """y of one direction, and the last states."""
    alone = any(layer.get(key) for key in ["peepholes", "coupled", "cell_clip"]) or layer.get("gru_reset") == "before"
    y, last = (by_hand if alone else with_torch_module)(layer, end, x, t)
    want[f"h_n{end}"] = last["h"]
    if layer["type"] == "lstm":
        want[f"c_n{end}"] = last["c"]
    return y


def last_of(parts):
    """Of each part what its recurrence computes last."""
    return [(y[:1] if reverse else y[-1:], False) for y, reverse in parts]


def attention(layer, end, query, values, t):
    """The context and the query of one step. @param values  [steps, batch, elements]"""
    compared = query @ t["weight" + end].T if layer["score"] == "general" else query
    weights = torch.softmax((values * compared).sum(2), 0)
    return torch.cat([(weights[:, :, None] * values).sum(0), query], 1)


def decoder(cell, layer, ends, x, values, t, want):
    """A cell that reads the context of the step before, if it is fed with it, and attention over values.

    @param ends  of the names of the arrays: of the cell, of the attention, and of the layer with whose states it begins
    """
    begins = ends[2]
    h, c, made = t.get("h0" + ends[0]), t.get("c0" + ends[0]), []
    if "initial" in cell:
        h, c = (want.get(f"{state}_n{begins}") for state in "hc")
    context = torch.zeros(x.shape[1], values.shape[2], dtype=torch.float64)
    for step in x:
        read = torch.cat([step, context], 1) if "feed" in cell else step
        y, last = with_torch_module(cell, ends[0], read[None], {**t, "h0" + ends[0]: h, "c0" + ends[0]: c})
        h, c = last["h"], last.get("c")
        made.append(attention(layer, ends[1], y[0], values, t))
        context = made[-1][:, :values.shape[2]]
    want["h_n" + ends[0]] = h
    if cell["type"] == "lstm":
        want["c_n" + ends[0]] = c
    return torch.stack(made)


def expected_of_batch(workload, arrays):
    t = {name: torch.from_numpy(values).double() for name, values in arrays.items()}
    for name in t:  # an index is one element
        if name == "x" or name.startswith("x_l"):
            t[name] = t[name].reshape(*t[name].shape[:2], -1)
    want, parts = {}, [(t["x"], False)]  # in the order of time; whether the last step is made first
    outputs = []
    for number, layer, ends, _ in placed(workload):
        x, made = torch.cat([y for y, _ in parts], 2), []
        behind = workload["layers"][number + 1:number + 2]
        if behind and behind[0]["type"] == "attention":  # computed together with the attention
            outputs.append(None)
            continue
        if layer["type"] == "input":
            made = [(t[f"x_l{number}"], False)]
        if layer["type"] == "attention":
            values = torch.cat([y for y, _ in outputs[layer["over"]]], 2)
            cell = workload["layers"][number - 1]
            begins = cell.get("initial", 0)
            ends_of_all = [f"_l{number - 1}", f"_l{number}", f"_l{begins}{suffixes(workload['layers'][begins])[0]}"]
            made = [(decoder(cell, layer, ends_of_all, x, values, t, want), False)]
        for suffix in ends if not made else []:
            end, reverse = f"_l{number}{suffix}", bool(suffix)
            if is_recurrent(layer):
                y = recurrent(layer, end, x.flip(0) if reverse else x, t, want)
                made.append((y.flip(0) if reverse else y, reverse))
            elif layer["type"] == "linear":
                y = x @ t["weight" + end].T + t.get("bias" + end, torch.zeros((), dtype=torch.float64))
                made.append((ACTIVATIONS[layer["activation"]](y), reverse))
            elif layer["type"] == "embedding":
                made.append((torch.nn.functional.embedding(x[:, :, 0].long(), t["weight" + end]), reverse))
            elif layer["type"] in BY_ELEMENTS:
                y = by_elements(layer, end, x, t)
                made = list(zip(y.split([part.shape[2] for part, _ in parts], 2), [reverse] * len(parts)))
            elif layer["type"] == "last":
                made = last_of(parts)
            else:
                made = [(y.mean(0, keepdim=True), False) for y, _ in parts]
        if layer.get("residual"):
            made = [(y + read, reverse) for (y, reverse), (read, _) in zip(made, parts)]
        parts = made
        outputs.append(parts)
    want["y"] = torch.cat([y for y, _ in parts], 2)
    return {name: values.detach().numpy() for name, values in want.items()}


def main():
    program = os.path.abspath(sys.argv[1])
    networks = int(sys.argv[2]) if len(sys.argv) > 2 else 500
    rng = random.Random(int(sys.argv[3]) if len(sys.argv) > 3 else 1)
    torch.set_num_threads(1)
    worst, failed = 0.0, 0
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        cases = []
        for number in range(networks):
            workload = draw(rng)
            arrays = arrays_of(workload, numpy.random.default_rng(rng.getrandbits(32)))
            numpy.savez(f"{number}.npz", **arrays)
            with open(f"{number}.json", "w", encoding="utf-8") as file:
                json.dump({**workload, "data": f"{number}.npz"}, file)
            cases.append((workload, arrays))
        subprocess.run([program] + [f"{number}.json" for number in range(networks)], check=True)
        for number, (workload, arrays) in enumerate(cases):
            want = expected(workload, arrays)
            with numpy.load(f"{number}.json.values") as got:
                names = set(got.files)
                error = max((float(numpy.abs(got[name] - want[name]).max()) for name in names & set(want)), default=9.0)
            worst = max(worst, error)
            if names != set(want) or not error <= BOUND:
                failed += 1
                print(f"WRONG: {error} {sorted(names ^ set(want))} {json.dumps(workload)}")
        os.chdir("/")
    print(f"{networks} networks, largest difference {worst:.3g}, wrong: {failed}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

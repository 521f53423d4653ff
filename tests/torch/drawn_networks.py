# SPDX-License-Identifier: Apache-2.0
"""Random networks of listed layers, and their arrays."""
import numpy

from network_shapes import BY_ELEMENTS, ENDS, attended_width, cells_of, is_recurrent, out_of, placed, suffixes

ACTIVATIONS = ["none", "sigmoid", "tanh", "relu", "hard_sigmoid", "softplus", "gelu"]


def size(rng):
    """1 to 300, mostly small."""
    return rng.choice([rng.randint(1, 12), rng.randint(1, 60), rng.randint(1, 60), rng.randint(1, 300)])


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
        if kind != "layer_norm":
            del layer["bias"]  # it adds none
        return {**layer, "residual": adds}
    alike = len(set(parts)) == 1 and len(parts) == (2 if direction == "bidirectional" and kind != "linear" else 1)
    if adds and alike:
        layer["residual"] = True
    out = parts[0] if layer.get("residual") else size(rng)
    if kind == "linear":
        layer.update(size=out, activation=rng.choice(ACTIVATIONS))
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


def begin_with(layers, number, cell):
    """Lets a cell begin with the last states of a layer, of which it gets type and sizes."""
    cell["initial"] = number
    cell.update({key: value for key, value in layers[number].items()
                 if key in ["type", "hidden", "projection", "rnn_activation"]})
    if cell["type"] == "lstm":
        cell.update(peepholes=False, coupled=False)
    else:
        cell.pop("peepholes", None), cell.pop("coupled", None)


def draw_initial(rng, layers, cell):
    like = [number for number, layer in enumerate(layers) if layer["type"] in ["gru", "lstm"] and len(suffixes(layer)) == 1]
    if like and rng.random() < 0.6:
        begin_with(layers, rng.choice(like), cell)


def draw_translator(rng, layers):
    """Layers that read a sequence of their own behind a recurrent one, and begin with its last states alone."""
    layers += [{"type": "input", "size": size(rng), "steps": rng.randint(1, 20)}, {}]
    begin_with(layers, len(layers) - 3, layers[-1])
    layers[-1].update(bias=rng.random() < 0.8, direction=layers[-3]["direction"])
    if rng.random() < 0.5:
        layers.append({"type": "linear", "size": size(rng), "activation": "none", "bias": True})


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
    if score == "general" and rng.random() < 0.5:
        layers[-1].update(score="additive", size=size(rng), bias=rng.random() < 0.8)
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
    if rng.random() < 0.15:  # which changes no exact value
        workload.update(formats={"weights": "int8", "activations": "int8", "accumulate": "int32"},
                        scales={"rows": "power_of_two"})
    if is_recurrent(workload["layers"][-1]) and rng.random() < 0.4:
        draw_translator(rng, workload["layers"])
    elif rng.random() < 0.3:
        draw_decoder(rng, workload["layers"])
    return workload


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
            if layer.get("score") == "additive":
                arrays["weight_query" + end] = values(layer["size"], width)
                arrays["weight_key" + end] = values(layer["size"], attended_width(workload, layer))
                arrays["weight_score" + end] = values(layer["size"])
                if layer["bias"]:
                    arrays["bias" + end] = bias(layer["size"])
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

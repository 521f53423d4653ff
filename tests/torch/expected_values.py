# SPDX-License-Identifier: Apache-2.0
"""What torch computes, in float64, of a workload with a list of layers."""
import numpy
import torch

from network_shapes import BY_ELEMENTS, ENDS, is_recurrent, placed, suffixes

ACTIVATIONS = {"none": lambda v: v, "sigmoid": torch.sigmoid, "tanh": torch.tanh, "relu": torch.relu,
               # torch's own hardsigmoid has a slope of 1/6 in float32
               "hard_sigmoid": lambda v: torch.clamp(v + 3, 0, 6) / 6, "softplus": torch.nn.functional.softplus,
               "gelu": torch.nn.functional.gelu}


def with_torch_module(layer, end, x, t):
    """A layer that torch has, by the function that torch's module calls."""
    names = [name + end for name in ["weight_ih", "weight_hh", "bias_ih", "bias_hh", "weight_hr"] if name + end in t]
    kind = "rnn_" + layer.get("rnn_activation", "tanh") if layer["type"] == "rnn" else layer["type"]
    h0 = t["h0" + end][None]
    state = (h0, t["c0" + end][None]) if layer["type"] == "lstm" else h0
    made = getattr(torch._VF, kind)(x, state, [t[name] for name in names], "bias_ih" + end in t, 1, 0.0, False, False, False)
    return made[0], dict(zip("hc", [last[0] for last in made[1:]]))


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
    """y and the last states, by the names of the outputs."""
    t = {name: torch.from_numpy(values).double() for name, values in arrays.items()}
    return {name: values.detach().numpy() for name, values in outputs_of(workload, t).items()}


def outputs_of(workload, t):
    """The same of tensors. Sequences of different lengths are computed one by one."""
    if "lengths" not in workload:
        return outputs_of_batch(workload, dict(t))
    parts = []
    for sequence, length in enumerate(workload["lengths"]):
        alone = {name: values[sequence:sequence + 1] if name[:2] in ("h0", "c0") else values for name, values in t.items()}
        alone["x"] = t["x"][:length, sequence:sequence + 1]
        alone.update({name: t[name][:, sequence:sequence + 1] for name in t if name.startswith("x_l")})
        parts.append(outputs_of_batch(workload, alone))
        if not any(layer["type"] in ENDS + ["input"] for layer in workload["layers"]):
            padding = workload["steps"] - length
            parts[-1]["y"] = torch.nn.functional.pad(parts[-1]["y"], (0, 0, 0, 0, 0, padding))
    return {name: torch.cat([part[name] for part in parts], 1 if name == "y" else 0) for name in parts[0]}


def in_parts(function, layer, end, x, t):
    """Cuts the gradient by the states each time after as many steps as t["truncate"] says."""
    made, t = [], dict(t)
    for part in x.split(t.get("truncate", len(x))):
        y, last = function(layer, end, part, t)
        made.append(y)
        t.update({f"{state}0{end}": value.detach() for state, value in last.items() if value is not None})
    return torch.cat(made), last


def recurrent(layer, end, x, t, want):
    """y of one direction, and the last states."""
    alone = any(layer.get(key) for key in ["peepholes", "coupled", "cell_clip"]) or layer.get("gru_reset") == "before"
    y, last = in_parts(by_hand if alone else with_torch_module, layer, end, x, t)
    want[f"h_n{end}"] = last["h"]
    if layer["type"] == "lstm":
        want[f"c_n{end}"] = last["c"]
    return y


def last_of(parts):
    """Of each part what its recurrence computes last."""
    return [(y[:1] if reverse else y[-1:], False) for y, reverse in parts]


def attention(layer, end, query, values, t):
    """The context and the query of one step. @param values  [steps, batch, elements]"""
    if layer["score"] == "additive":
        added = query @ t["weight_query" + end].T + values @ t["weight_key" + end].T + t.get("bias" + end, 0)
        scores = torch.tanh(added) @ t["weight_score" + end]
    else:
        scores = (values * (query @ t["weight" + end].T if layer["score"] == "general" else query)).sum(2)
    weights = torch.softmax(scores, 0)
    return torch.cat([(weights[:, :, None] * values).sum(0), query], 1)


def decoder(cell, layer, ends, x, values, t, want):
    """A cell that reads the context of the step before, if it is fed with it, and attention over values.

    @param ends  of the names of the arrays: of the cell, and of the attention
    """
    h, c, made = t["h0" + ends[0]], t.get("c0" + ends[0]), []
    context = torch.zeros(x.shape[1], values.shape[2], dtype=torch.float64)
    for number, step in enumerate(x):
        if number % t.get("truncate", len(x)) == 0 and number > 0:
            h, c, context = h.detach(), c if c is None else c.detach(), context.detach()
        read = torch.cat([step, context], 1) if "feed" in cell else step
        y, last = with_torch_module(cell, ends[0], read[None], {**t, "h0" + ends[0]: h, "c0" + ends[0]: c})
        h, c = last["h"], last.get("c")
        made.append(attention(layer, ends[1], y[0], values, t))
        context = made[-1][:, :values.shape[2]]
    want["h_n" + ends[0]] = h
    if cell["type"] == "lstm":
        want["c_n" + ends[0]] = c
    return torch.stack(made)


def outputs_of_batch(workload, t):
    for name in t:  # an index is one element
        if name == "x" or name.startswith("x_l"):
            t[name] = t[name].reshape(*t[name].shape[:2], -1)
    want, parts = {}, [(t["x"], False)]  # in the order of time; whether the last step is made first
    outputs = []
    for number, layer, ends, _ in placed(workload):
        x, made = torch.cat([y for y, _ in parts], 2), []
        if "initial" in layer:
            begins = suffixes(workload["layers"][layer["initial"]])
            for to, begin in zip(suffixes(layer), begins):
                t.update({f"{state}0_l{number}{to}": want.get(f"{state}_n_l{layer['initial']}{begin}") for state in "hc"})
        behind = workload["layers"][number + 1:number + 2]
        if behind and behind[0]["type"] == "attention":  # computed together with the attention
            outputs.append(None)
            continue
        if layer["type"] == "input":
            made = [(t[f"x_l{number}"], False)]
        if layer["type"] == "attention":
            values = torch.cat([y for y, _ in outputs[layer["over"]]], 2)
            cell = workload["layers"][number - 1]
            made = [(decoder(cell, layer, [f"_l{number - 1}", f"_l{number}"], x, values, t, want), False)]
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
    return want

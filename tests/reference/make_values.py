#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes cells.json and arrays.npz: RNN cells in fp64, written from the equations of torch.nn.LSTM, GRU and RNN.

    /usr/bin/python3 tests/reference/make_values.py

Shares no code with the program; needs numpy alone. Weights and inputs are fp32 numbers."""
import json
import pathlib

import numpy as np

HERE = pathlib.Path(__file__).parent
INPUT, HIDDEN, LAYERS, BATCH, STEPS = 3, 4, 2, 2, 3


def sigmoid(v):
    return 1 / (1 + np.exp(-v))


def lstm(x, h, c, w):
    i, f, g, o = np.split(w["weight_ih"] @ x + w["bias_ih"] + w["weight_hh"] @ h + w["bias_hh"], 4)
    c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
    return sigmoid(o) * np.tanh(c), c


def gru(x, h, w, reset):
    wr, wz, wn = np.split(w["weight_ih"] @ x + w["bias_ih"], 3)
    ur, uz, un = np.split(w["weight_hh"], 3)
    br, bz, bn = np.split(w["bias_hh"], 3)
    r, z = sigmoid(wr + ur @ h + br), sigmoid(wz + uz @ h + bz)
    if reset == "after":
        n = np.tanh(wn + r * (un @ h + bn))
    else:
        n = np.tanh(wn + un @ (r * h) + bn)
    return (1 - z) * n + z * h


def rnn(x, h, w, function):
    v = w["weight_ih"] @ x + w["bias_ih"] + w["weight_hh"] @ h + w["bias_hh"]
    return np.tanh(v) if function == "tanh" else np.maximum(v, 0)


def make_arrays(rng, gates, layers=LAYERS, suffixes=("",)):
    def fp32(*shape):
        return rng.uniform(-1, 1, shape).astype(np.float32)

    arrays = {"x": fp32(STEPS, BATCH, INPUT), "h0": fp32(layers * len(suffixes), BATCH, HIDDEN)}
    for layer in range(layers):
        for end in suffixes:
            arrays[f"weight_ih_l{layer}{end}"] = fp32(gates * HIDDEN,
                                                      INPUT if layer == 0 else HIDDEN)
            arrays[f"weight_hh_l{layer}{end}"] = fp32(gates * HIDDEN, HIDDEN)
            arrays[f"bias_ih_l{layer}{end}"] = fp32(gates * HIDDEN)
            arrays[f"bias_hh_l{layer}{end}"] = fp32(gates * HIDDEN)
    if gates == 4:
        arrays["c0"] = fp32(layers * len(suffixes), BATCH, HIDDEN)
    return arrays


def run(cell, variant, arrays):
    h = arrays["h0"].astype(np.float64)
    c = arrays["c0"].astype(np.float64) if cell == "lstm" else None
    values = {"y": []} | {f"layer{l}.h": [] for l in range(LAYERS)}
    if cell == "lstm":
        values |= {f"layer{l}.c": [] for l in range(LAYERS)}
    for step in range(STEPS):
        for b in range(BATCH):
            v = arrays["x"][step, b].astype(np.float64)
            for l in range(LAYERS):
                kinds = ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
                w = {k: arrays[f"{k}_l{l}"].astype(np.float64) for k in kinds}
                if cell == "lstm":
                    h[l, b], c[l, b] = lstm(v, h[l, b], c[l, b], w)
                    values[f"layer{l}.c"] += c[l, b].tolist()
                elif cell == "gru":
                    h[l, b] = gru(v, h[l, b], w, variant)
                else:
                    h[l, b] = rnn(v, h[l, b], w, variant)
                v = h[l, b]
                values[f"layer{l}.h"] += v.tolist()
            values["y"] += v.tolist()
    return values


def step(cell, v, h, c, w):
    if cell == "lstm":
        return lstm(v, h, c, w)
    return (gru(v, h, w, "after") if cell == "gru" else rnn(v, h, w, "tanh")), c


def run_bidirectional(cell, arrays):
    """One layer, as torch has it: output[t] is h of step t of both directions side by side. It is told in the
    order in which each direction computes, which is that of the chip."""
    suffixes = ("", "_reverse")
    output = np.zeros((STEPS, BATCH, 2, HIDDEN))
    cells = np.zeros((STEPS, BATCH, 2, HIDDEN))
    for d, end in enumerate(suffixes):
        w = {k: arrays[f"{k}_l0{end}"].astype(np.float64)
             for k in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")}
        for b in range(BATCH):
            h = arrays["h0"][d, b].astype(np.float64)
            c = arrays["c0"][d, b].astype(np.float64) if cell == "lstm" else None
            for t in (range(STEPS) if d == 0 else reversed(range(STEPS))):
                h, c = step(cell, arrays["x"][t, b].astype(np.float64), h, c, w)
                output[t, b, d] = h
                if cell == "lstm":
                    cells[t, b, d] = c
    values = {}
    for d, (end, prefix) in enumerate((("", ""), (".reverse", "reverse."))):
        order = slice(None, None, -1 if d else 1)
        values["y" + end] = output[order, :, d].ravel().tolist()
        values[f"layer0.{prefix}h"] = values["y" + end]
        if cell == "lstm":
            values[f"layer0.{prefix}c"] = cells[order, :, d].ravel().tolist()
    return values


def main():
    rng = np.random.default_rng(20190331)
    cases = []
    for cell, variant in (("lstm", ""), ("gru", "after"), ("gru", "before"), ("rnn", "tanh"),
                          ("rnn", "relu")):
        arrays = make_arrays(rng, {"lstm": 4, "gru": 3, "rnn": 1}[cell])
        cases.append({
            "cell": cell, "variant": variant,
            "arrays": {k: {"shape": a.shape, "values": a.ravel().tolist()}
                       for k, a in arrays.items()},
            "values": run(cell, variant, arrays)})
    for cell, gates in (("lstm", 4), ("gru", 3), ("rnn", 1)):
        arrays = make_arrays(rng, gates, 1, ("", "_reverse"))
        cases.append({
            "cell": cell, "variant": "bidirectional",
            "arrays": {k: {"shape": a.shape, "values": a.ravel().tolist()}
                       for k, a in arrays.items()},
            "values": run_bidirectional(cell, arrays)})
    sizes = {"input": INPUT, "hidden": HIDDEN, "layers": LAYERS, "batch": BATCH, "steps": STEPS}
    (HERE / "cells.json").write_text(json.dumps({"sizes": sizes, "cases": cases}) + "\n")

    grid = np.arange(24).reshape(2, 3, 4) / 8 - 1
    np.savez(HERE / "arrays.npz", half=grid.astype("<f2"), single=grid.astype("<f4"), double=grid,
             column_major=np.asfortranarray(grid), integers=np.arange(4, dtype="<i4"),
             big_endian=grid.astype(">f4"), scalar=np.float64(3))


if __name__ == "__main__":
    main()

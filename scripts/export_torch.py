#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Makes a workload of the weights of a PyTorch network: a .json file with its arrays in an .npz file, or an ONNX model.

    export_torch.py weights.pt --layer encoder.rnn --layer head:sigmoid --steps 25 -o network.json

weights.pt holds a state dict (torch.save(model.state_dict(), ...)); a .safetensors file is read, too. Each --layer is the
prefix of a layer's names, "" for none: an LSTM, GRU or RNN, a Linear (with the activation behind it after a colon) or a
LayerNorm. What a layer is follows from its arrays; --relu says that an RNN has nonlinearity="relu".

    export_torch.py weights.pt --network layers.json -o network.json

layers.json is a workload with a list of layers, for networks that are more than a chain: each layer with arrays has the
prefix of their names as "weights". x and other inputs are given to rdasim with --input.
"""
import argparse
import json
import os
import struct
import sys

import numpy

CELLS = {4: "lstm", 3: "gru", 1: "rnn"}
ACTIVATIONS = ["none", "sigmoid", "tanh", "relu", "hard_sigmoid", "softplus", "gelu"]


def fail(text):
    sys.exit(f"export_torch.py: {text}")


def load_safetensors(path):
    with open(path, "rb") as file:
        header = json.loads(file.read(struct.unpack("<Q", file.read(8))[0]))
        data = file.read()
    types = {"F16": "<f2", "F32": "<f4", "F64": "<f8"}
    arrays = {}
    for name, what in header.items():
        if name == "__metadata__":
            continue
        if what["dtype"] not in types:
            fail(f"{path}: {name}: type {what['dtype']} ({', '.join(types)} are read)")
        begin, end = what["data_offsets"]
        arrays[name] = numpy.frombuffer(data[begin:end], types[what["dtype"]]).reshape(what["shape"])
    return arrays


def load(path):
    """The arrays of a state dict, by name."""
    if path.endswith(".safetensors"):
        return load_safetensors(path)
    import torch
    state = torch.load(path, map_location="cpu", weights_only=True)
    return {name: value.detach().float().numpy() for name, value in state.items() if hasattr(value, "detach")}


def of_prefix(arrays, prefix):
    head = prefix + "." if prefix else ""
    found = {name[len(head):]: value for name, value in arrays.items() if name.startswith(head)}
    if not any(name in found for name in ("weight", "weight_ih", "weight_ih_l0")):
        known = sorted({name.rpartition(".")[0] for name in arrays})
        fail(f"'{prefix}': the file of weights has no layer of this prefix (it has {', '.join(repr(k) for k in known)})")
    return found


def recurrent(found, relu, direction, out, number):
    """Appends the layers of an LSTM, GRU or RNN. @return its workload layers"""
    layers = []
    while f"weight_ih_l{len(layers)}" in found:
        name = f"_l{len(layers)}"
        hidden = found["weight_hr" + name].shape[1] if "weight_hr" + name in found else found["weight_hh" + name].shape[1]
        cell = CELLS[found["weight_hh" + name].shape[0] // hidden]
        layer = {"type": cell, "hidden": hidden}
        if "weight_hr" + name in found:
            layer["projection"] = found["weight_hr" + name].shape[0]
        if "bias_ih" + name not in found:
            layer["bias"] = False
        if direction != "forward":
            layer["direction"] = direction
        if cell == "rnn" and relu:
            layer["rnn_activation"] = "relu"
        for array, value in found.items():
            for end in (name, name + "_reverse"):
                if array.endswith(end) and array[:-len(end)] in ("weight_ih", "weight_hh", "weight_hr", "bias_ih", "bias_hh"):
                    out[array[:-len(end)] + f"_l{number + len(layers)}" + end[len(name):]] = value
        layers.append(layer)
    return layers


def layers_of(arrays, words, relu):
    """The layers of a workload, and its arrays."""
    layers, out = [], {}
    for word in words:
        prefix, _, activation = word.partition(":")
        if activation and activation not in ACTIVATIONS:
            fail(f"--layer {word}: no activation (one of {', '.join(ACTIVATIONS)})")
        found, number = of_prefix(arrays, prefix), len(layers)
        if "weight_ih_l0" in found:
            if activation:
                fail(f"--layer {word}: only a Linear has an activation")
            both = "weight_ih_l0_reverse" in found
            layers += recurrent(found, relu, "bidirectional" if both else "forward", out, number)
            continue
        layer = {"type": "linear", "size": found["weight"].shape[0]} if found["weight"].ndim == 2 else {"type": "layer_norm"}
        if activation:
            layer["activation"] = activation
        if "bias" not in found:
            layer["bias"] = False
        for array in ("weight", "bias"):
            if array in found:
                out[f"{array}_l{number}"] = found[array]
        layers.append(layer)
    return layers, out


def of_network(path, arrays):
    """A workload with a list of layers, without the prefixes, and its arrays."""
    with open(path, encoding="utf-8") as file:
        workload = json.load(file)
    out = {}
    for number, layer in enumerate(workload["layers"]):
        if "weights" not in layer:
            continue
        for array, value in of_prefix(arrays, layer.pop("weights")).items():
            base, _, direction = array.partition("_l0")  # a cell of torch has no _l0
            out[f"{base}_l{number}{direction}"] = value
    return workload, out


def input_of(layers, arrays):
    first = "weight_ih_l0" if "hidden" in layers[0] else "weight_l0"
    return int(arrays[first].shape[-1])


def x_of(options, width):
    if options.x:
        if options.steps or options.batch:
            fail("--steps and --batch are of a random x, and --x has its own")
        x = numpy.load(options.x).astype(numpy.float32)
        if options.batch_first:
            x = x.transpose(1, 0, 2)
        if x.ndim != 3 or x.shape[2] != width:
            fail(f"{options.x}: shape {x.shape}, needed (steps, batch, {width})")
        return x
    if options.batch_first:
        fail("--batch-first says how x of --x lies")
    if options.steps is None:
        print("export_torch.py: note: x is random, of 1 step (--steps N, or --x FILE.npy)", file=sys.stderr)
    return numpy.random.default_rng(1).uniform(-1, 1, (options.steps or 1, options.batch or 1, width)).astype(numpy.float32)


def write_onnx(path, layers, arrays, x):
    """Builds the network in torch, and exports it."""
    import torch
    modules, number = [], 0

    class Output(torch.nn.Module):
        """All outputs of a recurrent layer."""

        def __init__(self, rnn):
            super().__init__()
            self.rnn = rnn

        def forward(self, values):
            return self.rnn(values)[0]

    def filled(module, names):
        with torch.no_grad():
            for name, parameter in module.named_parameters():
                parameter.copy_(torch.from_numpy(numpy.array(arrays[names(name)])))
        return module

    width = x.shape[2]
    kinds = {"lstm": torch.nn.LSTM, "gru": torch.nn.GRU, "rnn": torch.nn.RNN}
    acts = {"sigmoid": torch.nn.Sigmoid, "tanh": torch.nn.Tanh, "relu": torch.nn.ReLU, "softplus": torch.nn.Softplus,
            "hard_sigmoid": torch.nn.Hardsigmoid, "gelu": torch.nn.GELU}
    for number, layer in enumerate(layers):
        end = f"_l{number}"
        if layer["type"] in kinds:
            if "projection" in layer:
                fail(f"{path}: an LSTM with a projection cannot be ONNX (a .json file can)")
            extra = {"nonlinearity": "relu"} if layer.get("rnn_activation") == "relu" else {}
            both = layer.get("direction") == "bidirectional"
            rnn = kinds[layer["type"]](width, layer["hidden"], bias=layer.get("bias", True), bidirectional=both, **extra)
            modules.append(Output(filled(rnn, lambda name, end=end: name.replace("_l0", end))))
            width = layer["hidden"] * (2 if both else 1)
        elif layer["type"] == "linear":
            modules.append(filled(torch.nn.Linear(width, layer["size"], bias=layer.get("bias", True)), lambda n, e=end: n + e))
            width = layer["size"]
            if layer.get("activation", "none") != "none":
                modules.append(acts[layer["activation"]]())
        else:
            modules.append(filled(torch.nn.LayerNorm(width), lambda name, end=end: name + end))
    torch.onnx.export(torch.nn.Sequential(*modules).eval(), torch.from_numpy(x), path, input_names=["x"],
                      output_names=["y"], opset_version=14)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("weights", help="state dict, .pt or .safetensors")
    parser.add_argument("--layer", action="append", metavar="PREFIX[:ACTIVATION]", help="repeatable; default: no prefix")
    parser.add_argument("--network", metavar="FILE", help="a workload whose layers have their prefixes as \"weights\"")
    parser.add_argument("--relu", action="store_true", help='an RNN has nonlinearity="relu"')
    parser.add_argument("--x", help=".npy file of x; default: random")
    parser.add_argument("--batch-first", action="store_true", help="x of --x is (batch, steps, elements)")
    parser.add_argument("--steps", type=int, help="of a random x; default: 1")
    parser.add_argument("--batch", type=int, help="sequences of a random x; default: 1")
    parser.add_argument("--formats", help="of weights and activations; default: fp32, or those of --network")
    parser.add_argument("-o", "--output", required=True, help="network.json, or network.onnx")
    options = parser.parse_args()
    base, ending = os.path.splitext(options.output)
    if ending not in (".json", ".onnx"):
        fail(f"--output {options.output}: needed a name that ends in .json or .onnx")
    if options.network:
        if ending != ".json" or options.layer or options.x or options.steps or options.batch:
            fail("--network goes with a .json file as --output, and without --layer, --x, --steps and --batch")
        workload, arrays = of_network(options.network, load(options.weights))
    else:
        layers, arrays = layers_of(load(options.weights), options.layer or [""], options.relu)
        x = x_of(options, input_of(layers, arrays))
        if ending == ".onnx":
            return write_onnx(options.output, layers, arrays, x)
        workload = {"input": int(x.shape[2]), "steps": int(x.shape[0]), "batch": int(x.shape[1]), "layers": layers}
        arrays["x"] = x
    numpy.savez(base + ".npz", **arrays)
    if options.formats or "formats" not in workload:
        formats = options.formats or "fp32"
        workload["formats"] = {"weights": formats, "activations": formats}
    workload["data"] = os.path.basename(base) + ".npz"
    with open(options.output, "w", encoding="utf-8") as file:
        json.dump(workload, file, indent=2)
        file.write("\n")
    return None


if __name__ == "__main__":
    main()

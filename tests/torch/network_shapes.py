# SPDX-License-Identifier: Apache-2.0
"""What a workload with a list of layers says of sizes, and of the names of arrays."""
GATES = {"lstm": 4, "gru": 3, "rnn": 1}
BY_ELEMENTS = ["softmax", "log_softmax", "layer_norm"]
ENDS = ["last", "mean"]


def is_recurrent(layer):
    return layer["type"] in GATES


def out_of(layer, width):
    """Elements of each part of a recurrent or linear layer's or an embedding's output; of the others: of its input."""
    if layer["type"] in ["linear", "embedding"]:
        return layer["size"]
    return layer.get("projection", layer["hidden"]) if is_recurrent(layer) else width


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

# SPDX-License-Identifier: Apache-2.0
"""Which part of an array of torch each tensor of the project is."""
from dataclasses import dataclass, field

from network_shapes import is_recurrent, placed

GATES = {"lstm": ["i", "f", "g", "o"], "gru": ["r", "z", "n"], "rnn": ["h"], "linear": ["y"]}


@dataclass(frozen=True)
class Piece:
    """A tensor, its array, and the rows and columns of it; `also` is an array whose rows are added to it."""
    name: str
    array: str
    rows: slice = field(default_factory=lambda: slice(None))
    columns: slice = field(default_factory=lambda: slice(None))
    also: str = ""

    def at(self, array):
        return array[self.rows, self.columns] if array.ndim == 2 else array[self.rows]

    def value(self, arrays):
        """The tensor [rows, columns], of a vector [rows, 1]."""
        value = self.at(arrays[self.array])
        if self.also:
            value = value + self.at(arrays[self.also])
        return value if value.ndim == 2 else value[:, None]

    def put(self, arrays, value):
        """Puts the tensor into a copy of its array, and zeros into the other one."""
        for name in [self.array, self.also]:
            if name:
                arrays[name] = arrays[name].clone()
        part = self.at(arrays[self.array])
        part[...] = value.reshape(part.shape)
        if self.also:
            self.at(arrays[self.also])[...] = 0


def parts_of(prefix, shapes, first=""):
    """The tensors "<prefix>", "<prefix>2", ... that there are, with the columns (vectors: rows) that each one has."""
    begin, number = 0, 1
    while True:
        name = prefix + (str(number) if number > 1 else "")
        if name not in shapes:
            return
        rows, columns = shapes[name]
        width = columns if first == "columns" else rows
        yield name, slice(begin, begin + width)
        begin, number = begin + width, number + 1


def recurrent_pieces(layer, prefix, end, shapes):
    gates = [gate for gate in GATES[layer["type"]] if gate != "i" or not layer.get("coupled")]
    for number, gate in enumerate(gates):
        rows = slice(number * layer["hidden"], (number + 1) * layer["hidden"])
        for name, columns in parts_of(f"{prefix}{gate}.W", shapes, "columns"):
            yield Piece(name, "weight_ih" + end, rows, columns)
        yield Piece(f"{prefix}{gate}.U", "weight_hh" + end, rows)
        yield Piece(f"{prefix}{gate}.b", "bias_ih" + end, rows, also="bias_hh" + end)
        yield Piece(f"{prefix}{gate}.bw", "bias_ih" + end, rows)
        yield Piece(f"{prefix}{gate}.bu", "bias_hh" + end, rows)
    yield from [Piece(f"{prefix}h.W", "weight_hr" + end)] if "projection" in layer else []
    for number, gate in enumerate([gate for gate in gates if gate != "g"] if layer["type"] == "lstm" else []):
        rows = slice(number * layer["hidden"], (number + 1) * layer["hidden"])
        yield Piece(f"{prefix}{gate}.p", "weight_peephole" + end, rows)


def layer_pieces(layer, prefix, end, shapes):
    if is_recurrent(layer):
        yield from recurrent_pieces(layer, prefix, end, shapes)
    elif layer["type"] == "embedding":
        yield Piece(prefix + "table", "weight" + end)
    elif layer["type"] == "layer_norm":
        for what in ["weight", "bias"]:
            for name, rows in parts_of(prefix + what, shapes):
                yield Piece(name, what + end, rows)
    elif layer["type"] == "attention":
        begin, number = 0, 1
        while f"{prefix}q{number if number > 1 else ''}.W" in shapes:
            gate = f"{prefix}q{number if number > 1 else ''}.W"
            rows = slice(begin, begin + shapes[gate][0])
            yield from [Piece(name, "weight" + end, rows, columns) for name, columns in parts_of(gate, shapes, "columns")]
            begin, number = rows.stop, number + 1
    elif layer["type"] == "linear":
        for name, columns in parts_of(prefix + "y.W", shapes, "columns"):
            yield Piece(name, "weight" + end, columns=columns)
        yield Piece(prefix + "y.b", "bias" + end)


def pieces_of(workload, shapes):
    """The tensors of a workload that may be learned. @param shapes  of those that are, by name"""
    for number, layer, ends, _ in placed(workload):
        for suffix in ends:
            prefix = f"layer{number}." + ("reverse." if suffix else "")
            yield from layer_pieces(layer, prefix, f"_l{number}{suffix}", shapes)

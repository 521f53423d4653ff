# SPDX-License-Identifier: Apache-2.0
"""Random ONNX models, and the loop of the tests that compare what is made of them."""
import random

import numpy
from onnx import TensorProto, helper, numpy_helper, save

from evaluate import USUAL, evaluate

GATES = {"LSTM": 4, "GRU": 3, "RNN": 1}
# Activations and how many parameters they have.
NAMES = {"Sigmoid": 0, "Tanh": 0, "Relu": 0, "Softsign": 0, "Softplus": 0, "LeakyRelu": 1, "ThresholdedRelu": 1,
         "Elu": 1, "HardSigmoid": 2, "Affine": 2, "ScaledTanh": 2}


class Draw:
    """A model in the making: its nodes, and the value that the next node reads."""

    def __init__(self, rng):
        self.rng, self.numbers = rng, numpy.random.default_rng(rng.getrandbits(32))
        self.nodes, self.tensors, self.outputs, self.inputs, self.count = [], [], [], {}, 0
        self.steps, self.batch, self.width = rng.randint(1, 7), rng.randint(1, 4), rng.randint(1, 9)
        self.first, self.elsewhere = rng.random() < 0.4, rng.random() < 0.3  # batch first; values as inputs
        self.lengths = None
        if rng.random() < 0.4:
            self.lengths = [rng.randint(1, self.steps) for _ in range(self.batch)]
        self.value = "input"
        shape = (self.batch, self.steps) if self.first else (self.steps, self.batch)
        self.rows = rng.randint(1, 12) if rng.random() < 0.2 else 0  # of an embedding
        if self.rows:
            self.inputs["input"] = self.numbers.integers(0, self.rows, shape).astype(rng.choice(["int32", "int64"]))
        else:
            self.inputs["input"] = self.values(*shape, self.width)

    def values(self, *shape):
        """Few bits long: sums of biases, and the change of sign of coupled gates, are exact."""
        return (self.numbers.integers(-512, 512, shape) / 1024).astype(numpy.float32)

    def name(self):
        self.count += 1
        return f"v{self.count}"

    def tensor(self, array, weights=True):
        """A value known before the run: an initializer, or an input of the graph."""
        name = self.name()
        if weights and self.elsewhere and self.rng.random() < 0.5:
            self.inputs[name] = array
        else:
            self.tensors.append(numpy_helper.from_array(array, name))
        return name

    def node(self, op, inputs, outputs=1, **attributes):
        names = [self.name() for _ in range(outputs)]
        self.nodes.append(helper.make_node(op, inputs, names, name=f"n{len(self.nodes)}", **attributes))
        return names

    def ints(self, *numbers):
        return self.tensor(numpy.array(numbers, numpy.int64), weights=False)

    def embedding(self):
        [self.value] = self.node("Gather", [self.tensor(self.values(self.rows, self.width)), self.value])

    def recurrent(self):
        rng = self.rng
        self.direction = rng.choice(["forward", "reverse", "bidirectional"])
        op, hidden = rng.choice(["LSTM", "LSTM", "GRU", "GRU", "RNN"]), rng.randint(1, 9)
        directions = 2 if self.direction == "bidirectional" else 1
        x, residual = self.value, self.state is not None and directions == self.parts and rng.random() < 0.2
        hidden = self.width // directions if residual else hidden
        layout = 1 if self.first and rng.random() < 0.7 else 0
        if self.first and not layout:
            [self.value] = self.node("Transpose", [self.value], perm=[1, 0, 2])
        attributes = {"hidden_size": hidden, "direction": self.direction, "layout": layout}
        rows = GATES[op] * hidden
        inputs = [self.value, self.tensor(self.values(directions, rows, self.width)),
                  self.tensor(self.values(directions, rows, hidden))]
        inputs.append(self.tensor(self.values(directions, 2 * rows)) if rng.random() < 0.7 else "")
        inputs.append(self.tensor(numpy.array(self.lengths, numpy.int32)) if self.lengths else "")
        state = (self.batch, directions, hidden) if layout else (directions, self.batch, hidden)
        inputs.append(self.tensor(self.values(*state)) if rng.random() < 0.5 else "")
        if op == "LSTM":
            inputs.append(self.tensor(self.values(*state)) if rng.random() < 0.5 else "")
            inputs.append(self.tensor(self.values(directions, 3 * hidden)) if rng.random() < 0.4 else "")
            attributes["input_forget"] = int(rng.random() < 0.3)
        if op == "GRU":
            attributes["linear_before_reset"] = rng.randint(0, 1)
        if op == "RNN" and rng.random() < 0.4:
            attributes["activations"] = ["Relu"] * directions
        elif rng.random() < 0.4:
            self.activations(op, directions, attributes)
        if rng.random() < 0.2:
            attributes["clip"] = rng.choice([0.25, 0.5])
        made = self.node(op, inputs, 3 if op == "LSTM" else 2, **attributes)
        self.after(made, layout, hidden, directions, residual)
        if residual:
            [self.value] = self.node("Add", [self.value, x])
            self.state = None

    def activations(self, op, directions, attributes):
        """Other activations than the usual ones, the same in all directions."""
        names = [self.rng.choice(sorted(NAMES)) for _ in USUAL[op]]
        if attributes.get("input_forget"):
            names[0] = "Sigmoid"
        for parameter, attribute, ranges in [(0, "activation_alpha", (0.125, 0.75)), (1, "activation_beta", (0.25, 0.75))]:
            values = [self.rng.uniform(*ranges) for name in names if NAMES[name] > parameter]
            if values and (self.rng.random() < 0.7 or "ScaledTanh" in names):
                attributes[attribute] = values * directions
        attributes["activations"] = names * directions

    def after(self, made, layout, hidden, directions, residual):
        """Which outputs the model shows, and how the value goes on as [steps, batch, ...] or [batch, steps, ...]."""
        rng, y = self.rng, made[0]
        for state in made[1:]:
            if rng.random() < 0.5:
                self.outputs.append(state)
        if not residual and rng.random() < 0.2:
            self.outputs.append(y)
        if layout:
            y = self.node("Reshape", [y, self.ints(0, 0, -1)])[0] if rng.random() < 0.5 else self.without_directions(y, 2)
        else:
            if directions == 1 and rng.random() < 0.5:
                [y] = self.node("Squeeze", [y, self.ints(1)])
            else:
                [y] = self.node("Transpose", [y], perm=[0, 2, 1, 3])
                [y] = self.node("Reshape", [y, self.ints(0, 0, directions * hidden)])
            if self.first:
                [y] = self.node("Transpose", [y], perm=[1, 0, 2])
        self.value, self.width, self.state = y, directions * hidden, made[1]
        self.state_layout, self.directions, self.order = layout, directions, self.direction
        self.parts = directions  # an input of several parts is no residual of a linear layer

    def without_directions(self, y, axis):
        shape = self.ints(0, 0, -1)
        return self.node("Reshape", [y, shape])[0] if self.direction == "bidirectional" else \
            self.node("Squeeze", [y, self.ints(axis)])[0]

    def linear(self):
        rng, size = self.rng, self.rng.randint(1, 9)
        residual = self.parts == 1 and rng.random() < 0.25
        size = self.width if residual else size
        x = self.value
        weights, bias = self.values(self.width, size), self.values(size)
        if self.last and rng.random() < 0.7:
            [y] = self.node("Gemm", [x, self.tensor(weights.T.copy()), self.tensor(bias)], transB=1)
        else:
            [y] = self.node("MatMul", [x, self.tensor(weights)])
            if rng.random() < 0.7:
                b = self.tensor(bias)
                [y] = self.node("Add", rng.choice([[y, b], [b, y]]))
        activation = rng.choice(["", "", "Sigmoid", "Tanh", "Relu", "Softplus"])
        if activation:
            [y] = self.node(activation, [y])
        if residual:
            [y] = self.node("Add", [y, x])
        self.value, self.width, self.state, self.parts = y, size, None, 1
        self.order = "reverse" if self.order == "reverse" else "forward"

    def other(self):
        kind = self.rng.choice(["Softmax", "LogSoftmax", "LayerNormalization", "Dropout"])
        if kind == "LayerNormalization":
            inputs = [self.value, self.tensor(1 + self.values(self.width)), self.tensor(self.values(self.width))]
            [self.value] = self.node(kind, inputs, axis=-1, epsilon=1e-3)
        elif kind == "Dropout":
            [self.value] = self.node(kind, [self.value])
            return
        else:
            [self.value] = self.node(kind, [self.value], axis=-1)
        self.state = None
        self.order = "reverse" if self.order == "reverse" else "forward"

    def take_last(self):
        """The last step, of y or of the state; or the mean of all."""
        rng, axis = self.rng, 1 if self.first else 0
        if not self.lengths and rng.random() < 0.3:
            [self.value] = self.node("ReduceMean", [self.value], axes=[axis], keepdims=0)
        elif self.lengths or self.order == "bidirectional" or (self.state and rng.random() < 0.4):
            self.take_state()
        elif rng.random() < 0.5:
            index = self.tensor(numpy.array(0 if self.order == "reverse" else -1, numpy.int64), weights=False)
            [self.value] = self.node("Gather", [self.value, index], axis=axis)
        else:
            at = [0, 1] if self.order == "reverse" else [-1, 2**31 - 1]
            [cut] = self.node("Slice", [self.value] + [self.ints(n) for n in at + [axis, 1]])
            [self.value] = self.node("Squeeze", [cut, self.ints(axis)])
        self.last, self.order = True, "forward"

    def take_state(self):
        """h of all directions, side by side."""
        axis = 1 if self.state_layout else 0
        if self.directions == 1:
            [self.value] = self.node("Squeeze", [self.state, self.ints(axis)])
        elif self.state_layout:
            [self.value] = self.node("Reshape", [self.state, self.ints(0, -1)])
        else:
            parts = [self.node("Gather", [self.state, self.tensor(numpy.array(d), weights=False)], axis=0)[0] for d in (-2, -1)]
            [self.value] = self.node("Concat", parts, axis=1)

    def model(self):
        rng, self.last = self.rng, False
        self.order, self.state, self.parts = None, None, 1
        if self.rows:
            self.embedding()
        elif not self.lengths and rng.random() < 0.2:
            self.linear()
        for _ in range(rng.randint(1, 3)):
            self.recurrent()
            if not self.lengths and rng.random() < 0.2:
                rng.choice([self.linear, self.other])()
        if rng.random() < 0.8 and (self.state or not (self.lengths or self.order == "bidirectional")):
            self.take_last()
        if not self.lengths or self.last:
            for _ in range(rng.randint(0, 2)):
                rng.choice([self.linear, self.other])()
        self.outputs.append(self.value)
        type_of = {"float32": TensorProto.FLOAT, "int32": TensorProto.INT32, "int64": TensorProto.INT64}
        graph = helper.make_graph(
            self.nodes, "random",
            [helper.make_tensor_value_info(n, type_of[v.dtype.name], v.shape) for n, v in self.inputs.items()],
            [helper.make_tensor_value_info(n, TensorProto.FLOAT, None) for n in dict.fromkeys(self.outputs)],
            self.tensors)
        return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)]), self.inputs


def saved_models(words, usual):
    """Draws models, as many as words[0], with the seed words[1], as number.onnx and number.onnx.npz. @return their list"""
    rng, cases = random.Random(int(words[1]) if len(words) > 1 else 1), []
    while len(cases) < (int(words[0]) if words else usual):
        model, inputs = Draw(rng).model()
        with numpy.errstate(all="ignore"):  # activations without a bound may leave the range of floats
            if not all(numpy.isfinite(value).all() for value in evaluate(model, inputs).values()):
                continue
        save(model, f"{len(cases)}.onnx")
        numpy.savez(f"{len(cases)}.onnx.npz", **inputs)
        cases.append((model, inputs))
    return cases


def compared(cases, compare):
    """Tells of each model that is wrong. @return how many are, and the largest difference

    @param compare  (number, model, inputs) -> (what is wrong, empty if nothing; the largest difference)
    """
    worst, failed = 0.0, 0
    for number, (model, inputs) in enumerate(cases):
        problem, difference = compare(number, model, inputs)
        worst = max(worst, difference)
        if problem:
            failed += 1
            print(f"WRONG {number}: {problem.strip()}: {[n.op_type for n in model.graph.node]}", flush=True)
    return failed, worst

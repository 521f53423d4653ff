#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Models that are broken or not supported are refused in one line, with exit code 2, that says what is wrong. Skipped
(exit code 77) where python3-onnx is not installed.

broken_models.py RDASIM
"""
import os
import subprocess
import sys
import tempfile

try:
    import numpy
    from onnx import TensorProto, helper, numpy_helper
except ImportError:
    print("skipped: no onnx (Debian: python3-onnx)")
    sys.exit(77)

FLOAT = TensorProto.FLOAT


def values(*shape):
    return (numpy.arange(numpy.prod(shape)).reshape(shape) % 7 / 8).astype(numpy.float32)


def model(nodes=None, tensors=None, x=(3, 2, 4), outputs=("Y_h",), opset=14, **changed):
    """A GRU of 5 elements on 4 inputs, with parts exchanged."""
    tensors = {"W": values(1, 15, 4), "R": values(1, 15, 5), **(tensors or {})}
    nodes = nodes or [helper.make_node("GRU", ["X", "W", "R"], ["Y", "Y_h"], name="gru", **{"hidden_size": 5, **changed})]
    graph = helper.make_graph(nodes, "g", [helper.make_tensor_value_info("X", FLOAT, x)],
                              [helper.make_tensor_value_info(n, FLOAT, None) for n in outputs],
                              [t if isinstance(t, TensorProto) else numpy_helper.from_array(t, n)
                               for n, t in tensors.items() if t is not None])
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)], ir_version=8)
    return made


def gru(**changed):
    return helper.make_node("GRU", ["X", "W", "R"], ["Y", "Y_h"], name="gru", hidden_size=5, **changed)


def after(*nodes, **more):
    """The GRU, and nodes that read Y [3, 1, 2, 5] or Y_h [1, 2, 5]."""
    return model([gru()] + list(nodes), outputs=("out",), **more)


def decoder(made):
    """The model with a second input, Z."""
    made.graph.input.append(helper.make_tensor_value_info("Z", FLOAT, (3, 2, 4)))
    return made


def attended(outputs=("out",), axis=2, change="Identity", values_of="v", concat=True):
    """A GRU, one that reads Z and begins with its states, attention of its outputs, and a linear layer."""
    scores = ["s", "c"] if change in ("Add", "Mul") else ["s"]
    head = [node("Concat", ["m", "q"], ["j"], axis=2)] if concat else [node("Identity", ["m"], ["j"])]
    made = decoder(model(
        [helper.make_node("GRU", ["X", "W", "R"], ["Y", "Y_h"], hidden_size=5, layout=1),
         helper.make_node("GRU", ["Z", "W", "R", "", "", "Y_h"], ["D"], hidden_size=5, layout=1),
         node("Squeeze", ["D", "i"], ["q"]), node("Squeeze", ["Y", "i"], ["v"]), node("Transpose", ["v"], ["t"], perm=[0, 2, 1]),
         node("MatMul", ["q", "t"], ["s"]), node(change, scores, ["r"]), node("Softmax", ["r"], ["w"], axis=axis),
         node("MatMul", ["w", values_of], ["m"])] + head + [node("MatMul", ["j", "N"])],
        {"N": values(10 if concat else 5, 2), "i": numpy.array([2]), "c": numpy.array(0.3, numpy.float32)}, outputs=outputs))
    return made


def lstm(outputs=("Y_h",), inputs=("X", "W", "R"), **changed):
    node = helper.make_node("LSTM", list(inputs), ["Y", "Y_h", "Y_c"], **{"hidden_size": 5, **changed})
    return model([node], {"W": values(1, 20, 4), "R": values(1, 20, 5)}, outputs=outputs)


def external(**data):
    tensor = TensorProto(name="W", data_type=FLOAT, dims=[1, 15, 4], data_location=TensorProto.EXTERNAL)
    for key, value in data.items():
        tensor.external_data.add(key=key, value=value)
    return model(tensors={"W": tensor})


def claim(*dims):
    return model(tensors={"W": TensorProto(name="W", data_type=FLOAT, dims=dims, raw_data=b"1234")})


def node(op, inputs, outputs=("out",), **attributes):
    return helper.make_node(op, list(inputs), list(outputs), **attributes)


def cut(to):
    return model().SerializeToString()[:to]


def changed(made, **fields):
    for name, value in fields.items():
        setattr(made, name, value)
    return made


def info(name):
    return helper.make_tensor_value_info(name, FLOAT, None)


def around(op, *body, inputs=("h", "x"), made=("n", "n"), node_inputs=("H", "X"), **attributes):
    """A Scan or Loop around h' = tanh(W x + U h), with other nodes behind it."""
    cell = [node("MatMul", ["x", "V"], ["a"]), node("MatMul", ["h", "U"], ["b"]), node("Add", ["a", "b"], ["s"]),
            node("Tanh", ["s"], ["n"])]
    graph = helper.make_graph(cell + list(body), "body", [info(i) for i in inputs], [info(m) for m in made])
    tensors = {"V": values(4, 5), "U": values(5, 5), "H": values(2, 5), "M": numpy.array(3), "half": numpy.array(2),
               "true": numpy.array(True), "N": NARROW}
    return model([helper.make_node(op, list(node_inputs), ["Y_n", "Y"], name="cell", body=graph, **attributes)], tensors,
                 outputs=("Y",))


def looped(*body, made=("on", "n", "n"), count="M"):
    made = around("Loop", *body, inputs=("i", "on", "h"), made=made, node_inputs=(count, "true", "H"))
    made.graph.node[0].attribute[0].g.node.insert(0, node("Gather", ["X", "i"], ["x"]))
    return made


LOOP = helper.make_graph([], "body", [], [])
NARROW = values(5, 2)

# name -> (model or bytes, words that the message has)
CASES = {
    "empty": (b"", "no graph"),
    "text": (b"this is no model\n", "no ONNX model"),
    "cut in the graph": (cut(60), "bytes, and"),
    "cut in a number": (cut(1), "ends within a number"),
    "cut near the end": (cut(-9), "no ONNX model"),
    "no graph": (helper.make_opsetid("", 14).SerializeToString(), "no ONNX model"),
    "ir version": (changed(model(), ir_version=99), "IR version 99"),
    "old opset": (model(opset=5), "opset 5"),
    "opset of the future": (model(opset=99), "opset 99"),
    "external data missing": (external(location="w.bin"), "missing"),
    "external data upwards": (external(location="../w.bin"), "leads upwards"),
    "external data upwards within": (external(location="a/../../w.bin"), "leads upwards"),
    "external data absolute": (external(location="/etc/passwd"), "absolute"),
    "external data by a link": (external(location="link/passwd"), "out of the folder"),
    "external data without a name": (external(offset="0"), "no file name"),
    "external data in a folder": (external(location="."), "is no file"),
    "external data too short": (external(location="short.bin"), "ends at byte 240"),
    "external data behind the end": (external(location="short.bin", offset="99999999999999999999"), "offset"),
    "external data of another length": (external(location="short.bin", length="7"), "needed 240"),
    "claim of 2 GB": (claim(1, 15, 1 << 24), "4 bytes, needed"),
    "claim of everything": (claim(1 << 62, 1 << 62, 4), "more than"),
    "claim beside a dimension of 0": (claim(0, 1 << 60, 97), "more than"),
    "negative dimension": (claim(1, -15, 4), "dimension of -15"),
    "cycle": (model([node("Add", ["b", "X"], ["a"]), node("Add", ["a", "X"], ["b"])], outputs=("a",)), "made by no node"),
    "order": (model([node("Identity", ["Y_h"]), gru()], outputs=("out",)), "made by no node"),
    "output of nobody": (model(outputs=("nobody",)), "made by no node"),
    "made twice": (model([gru(), node("Identity", ["W"], ["Y"])]), "there is already"),
    "no output": (model(outputs=()), "no output"),
    "no recurrent layer": (model([node("MatMul", ["X", "W"])], {"W": NARROW[:4]}, outputs=("out",)), "no LSTM, GRU or RNN"),
    "unknown operator": (after(node("FooBar", ["Y_h"])), "FooBar"),
    "operator of another domain": (after(node("Gelu", ["Y_h"], domain="com.microsoft")), "com.microsoft"),
    "convolution": (after(node("Conv", ["Y_h", "W"])), "Conv"),
    "loop": (after(node("Loop", ["", "Y_h"], body=LOOP)), "node 1, Loop: has no state"),
    "loop without a sequence": (after(node("Loop", ["", "", "Y_h"], body=LOOP)), "input 0 (M) is missing"),
    "if": (after(node("If", ["Y_h"], then_branch=LOOP, else_branch=LOOP)), "attribute else_branch is a graph"),
    "scan of a number": (after(node("Scan", ["Y_h", "Y"], body=3, num_scan_inputs=1)), "attribute body is of type 2"),
    "scan of two sequences": (around("Scan", inputs=("h", "x", "z"), node_inputs=("H", "X", "X"), num_scan_inputs=2),
                              "attribute num_scan_inputs is 2"),
    "scan of an operator": (around("Scan", node("Erf", ["n"], ["e"]), made=("n", "e"), num_scan_inputs=1),
                            "node 0, Scan 'cell', attribute body, node 4, Erf: is of no cell"),
    "scan of no cell": (around("Scan", node("Mul", ["n", "n"], ["e"]), made=("e", "e"), num_scan_inputs=1),
                        "node 0, Scan 'cell': attribute body is no cell that is known"),
    "scan of another output": (around("Scan", node("Mul", ["n", "n"], ["e"]), made=("n", "e"), num_scan_inputs=1),
                               "output 1 is not h of every step"),
    "scan of other directions": (around("Scan", num_scan_inputs=1, scan_input_directions=[1]), "scan_output_directions differs"),
    "scan along elements": (around("Scan", num_scan_inputs=1, scan_input_axes=[2]), "along axis 2"),
    "loop of half the steps": (looped(count="half"), "goes 2 steps through a sequence of 3"),
    "loop with a condition": (looped(node("Cast", ["i"], ["more"], to=9), made=("more", "n", "n")), "attribute body"),
    "loop of an operator": (looped(node("Conv", ["n", "U"], ["e"]), made=("on", "n", "e")), "Conv: is of no cell"),
    "unknown attribute": (model(colour=3), "attribute colour"),
    "attribute of another type": (model(hidden_size="five"), "attribute hidden_size"),
    "clip": (lstm(clip=-3.0), "attribute clip is -3"),
    "activation": (lstm(activations=["Swish", "Tanh", "Tanh"]), "attribute activations: 0 is 'Swish'"),
    "too few activations": (lstm(activations=["Sigmoid", "Tanh"]), "attribute activations has 2 entries, needed 3"),
    "alpha that nothing reads": (lstm(activation_alpha=[0.5]), "activation_alpha has 1 entries, and activations read 0"),
    "activation without its beta": (lstm(activations=["Sigmoid", "ScaledTanh", "Tanh"], activation_alpha=[0.5]),
                                    "attribute activation_beta has 0 entries, and ScaledTanh needs one more"),
    "activations of directions": (
        model([helper.make_node("GRU", ["X", "V", "S"], ["", "Y_h"], hidden_size=5, direction="bidirectional",
                                activations=["Sigmoid", "Tanh", "Sigmoid", "Relu"])],
              {"V": values(2, 15, 4), "S": values(2, 15, 5)}), "attribute activations: 3 differs from 1"),
    "coupled gates that are not sigmoid": (lstm(input_forget=1, activations=["HardSigmoid", "Tanh", "Tanh"]),
                                           "attribute input_forget with other gates"),
    "direction": (model(direction="sideways"), "attribute direction"),
    "layout": (model(layout=2), "attribute layout"),
    "hidden size": (model(hidden_size=9), "hidden_size"),
    "weights of another shape": (model(tensors={"W": values(1, 15, 3)}), "W of shape [1, 15, 3], needed [1, 15, 4]"),
    "weights missing": (model(tensors={"W": None}), "made by no node"),
    "x of two dimensions": (model(x=(3, 4)), "needed three dimensions"),
    "open dimensions": (model(x=("time", 2, 4)), "dimensions time are open"),
    "x of text": (model([node("Identity", ["X"])], {"W": TensorProto(name="W", data_type=8, dims=[1])}), "type 8"),
    "two readers": (model([gru(), node("MatMul", ["Y", "N"], ["a"]), node("MatMul", ["Y", "N"], ["b"])], {"N": NARROW},
                          outputs=("a", "b")), "chain of layers"),
    "a step in the middle": (after(node("Gather", ["Y", "one"], ["s"], axis=0), node("MatMul", ["s", "N"]),
                                   tensors={"N": NARROW, "one": numpy.array(1)}), "last step"),
    "activation of a state": (after(node("Relu", ["Y_h"])), "behind Gemm or MatMul"),
    "one step of both directions": (
        model([helper.make_node("GRU", ["X", "V", "S"], ["Y"], name="both", hidden_size=5, direction="bidirectional"),
               node("Gather", ["Y", "i"], ["l"], axis=0), node("Transpose", ["l"], ["t"], perm=[1, 0, 2]),
               node("Reshape", ["t", "s"], ["r"]), helper.make_node("MatMul", ["r", "M"], ["out"], name="head")],
              {"V": values(2, 15, 4), "S": values(2, 15, 5), "i": numpy.array(-1), "s": numpy.array([2, 10]),
               "M": values(10, 2)}, outputs=("out",)), "node 4, MatMul 'head': reads a part of 'Y' [3, 2, 2, 5], one step"),
    "attention": (after(node("Squeeze", ["Y", "i"], ["v"]), node("Transpose", ["v"], ["t"], perm=[1, 2, 0]),
                       node("Transpose", ["v"], ["q"], perm=[1, 0, 2]), node("MatMul", ["q", "t"]),
                       tensors={"i": numpy.array([1])}), "begins attention whose context no Concat joins with the query"),
    "a second sequence alone": (
        decoder(after(node("GRU", ["Z", "W", "R"], ["out"], hidden_size=5))), "nothing reads layer 0 behind this input"),
    "states of something else": (
        decoder(after(node("Gather", ["Y", "i"], ["g"]), node("Squeeze", ["g", "o"], ["q"]),
                      node("GRU", ["Z", "W", "R", "", "", "q"], ["out"], hidden_size=5),
                      tensors={"i": numpy.array([2]), "o": numpy.array([0])})), "initial_h is made in the run, of something else"),
    "weights of attention": (attended(outputs=("w",)), "output 'w': shows the weights of attention"),
    "context of attention alone": (attended(concat=False), "node 10, MatMul: reads the context of attention"),
    "attention over sequences": (attended(axis=0), "node 7, Softmax: attribute axis 0 of the scores of attention"),
    "attention with a changed score": (attended(change="Add"), "node 6, Add: reads the scores of attention"),
    "attention with a scale": (attended(change="Mul"), "the scores of node 5, MatMul are scaled by 0.3 (1 is"),
    "attention with sequence_lens": (
        model([node("GRU", ["X", "W", "R", "", "lens"], ["Y"], hidden_size=5), node("Squeeze", ["Y", "i"], ["v"]),
               node("GRU", ["v", "V", "R", "", "lens"], ["D"], hidden_size=5), node("Squeeze", ["D", "i"], ["d"]),
               node("Transpose", ["d"], ["q"], perm=[1, 0, 2]), node("Transpose", ["v"], ["t"], perm=[1, 2, 0]),
               node("MatMul", ["q", "t"])],
              {"V": values(1, 15, 5), "i": numpy.array([1]), "lens": numpy.array([3, 2], numpy.int32)}, outputs=("out",)),
        "node 6, MatMul: attention over sequences with sequence_lens"),
    "attention with another sequence": (attended(values_of="q"), "by another value than the sequence"),
    "attention with a function of scores": (attended(change="Relu"), "node 6, Relu: reads the scores of attention"),
    "one direction": (
        model([helper.make_node("GRU", ["X", "V", "S"], ["", "Y_h"], hidden_size=5, direction="bidirectional"),
               node("Gather", ["Y_h", "i"], ["l"]), node("MatMul", ["l", "N"])],
              {"V": values(2, 15, 4), "S": values(2, 15, 5), "i": numpy.array(-1), "N": NARROW}, outputs=("out",)),
        "reads a part of 'Y_h'"),
    "first step computed by a reverse layer": (
        model([gru(direction="reverse"), node("Gather", ["Y", "i"], ["s"], axis=0), node("MatMul", ["s", "N"])],
              {"N": NARROW, "i": numpy.array(-1)}, outputs=("out",)), "computes, index 0"),
    "mean over sequences": (after(node("ReduceMean", ["Y"], axes=[2])), "a mean over axis 2"),
    "mean over two axes": (after(node("ReduceMean", ["Y"], axes=[0, 2])), "axes [0, 2] (one axis"),
    "mean over padding": (
        model([node("GRU", ["X", "W", "R", "", "L"], ["Y"], hidden_size=5), node("ReduceMean", ["Y"], axes=[0])],
              {"L": numpy.array([3, 2], numpy.int32)}, outputs=("out",)), "steps that are padding"),
    "recurrent layer behind one step": (
        after(node("ReduceMean", ["Y"], ["m"], axes=[0], keepdims=1), node("Squeeze", ["m", "i"], ["s"]),
              node("GRU", ["s", "V", "R"], hidden_size=5), tensors={"i": numpy.array([1]), "V": values(1, 15, 5)}),
        "X is one step"),
    "state of a layer with a residual": (
        after(node("Squeeze", ["Y", "i"], ["s"]), node("GRU", ["s", "V", "R"], ["Z", "Z_h"], hidden_size=5),
              node("Squeeze", ["Z", "i"], ["z"]), node("Add", ["z", "s"], ["sum"]), node("MatMul", ["Z_h", "N"]),
              tensors={"i": numpy.array([1]), "V": values(1, 15, 5), "N": NARROW}), "h without the input"),
    "softmax over steps": (after(node("Softmax", ["Y"], axis=0)), "attribute axis 0"),
    "reordering reshape": (after(node("Transpose", ["Y"], ["t"], perm=[3, 0, 1, 2]), node("Reshape", ["t", "s"]),
                                 tensors={"s": numpy.array([6, 5])}), "reorder"),
    "state of a run": (after(node("Squeeze", ["Y", "i"], ["s"]), node("GRU", ["s", "V", "R", "", "", "Y_h"], hidden_size=5),
                             tensors={"i": numpy.array([1]), "V": values(1, 15, 5)}), "has not made its last step before"),
    "product of two values of a run": (after(node("Mul", ["Y_h", "Y_h"])), "Mul"),
    "index out of range": (after(node("Gather", ["Y", "i"]), tensors={"i": numpy.array(9)}), "index 9 of 3"),
    "squeeze of more than one": (after(node("Squeeze", ["Y", "i"]), tensors={"i": numpy.array([0])}), "has not one element"),
    "division by 0": (after(node("Div", ["i", "o"], ["d"]), node("Identity", ["Y_h"]),
                            tensors={"i": numpy.array([4]), "o": numpy.array([0])}), "by 0"),
    "constant output": (model([gru(), node("Identity", ["W"])], outputs=("out",)), "is a constant"),
    "input as output": (model([gru(), node("Identity", ["X"])], outputs=("out", "Y_h")), "is an input"),
    "nan": (model(tensors={"W": values(1, 15, 4) * numpy.float32("nan")}), "finite"),
}


def main():
    rdasim = os.path.abspath(sys.argv[1])
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        os.mkdir(folder + "/in")
        os.chdir(folder + "/in")
        os.symlink("/etc", "link")
        with open("../w.bin", "wb") as file:
            file.write(bytes(240))
        with open("short.bin", "wb") as file:
            file.write(bytes(100))
        for name, (made, words) in CASES.items():
            with open("model.onnx", "wb") as file:
                file.write(made if isinstance(made, bytes) else made.SerializeToString())
            done = subprocess.run([rdasim, "import-model", "model.onnx", "-o", "out.json"], check=False,
                                  capture_output=True, text=True)
            lines = done.stderr.splitlines()
            right = done.returncode == 2 and len(lines) == 1 and lines[0].startswith("rdasim: model.onnx") and words in lines[0]
            if not right or done.stdout or os.path.exists("out.json") or os.path.exists("out.npz"):
                failed += 1
                print(f"WRONG: {name}: exit code {done.returncode}: {done.stderr[:400]}")
        os.chdir("/")
    print(f"{len(CASES)} models, not refused as they should be: {failed}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

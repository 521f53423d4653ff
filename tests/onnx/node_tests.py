#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The RNN node tests of ONNX run on the chip: the model's meaning, in fp64, and the values of a chip that interpolates
in its tables equal what is expected to the tests' own tolerance; the values of the shipped chip differ from it by the
tables alone. Both chips' values equal their references bit for bit. Skipped (exit code 77) where the tests (Debian:
libonnx-testdata) or python3-onnx are not installed.

node_tests.py RDASIM SOURCE_DIR
"""
import glob
import json
import os
import subprocess
import sys
import tempfile

try:
    import numpy
    import onnx
    from onnx import numpy_helper
except ImportError:
    print("skipped: no onnx (Debian: python3-onnx)")
    sys.exit(77)

FOLDER = "/usr/share/libonnx-testdata/data/node"
WANTED = ["gru_batchwise", "gru_defaults", "gru_seq_length", "gru_with_initial_bias", "lstm_batchwise", "lstm_defaults",
          "lstm_with_initial_bias", "lstm_with_peepholes", "rnn_seq_length", "simple_rnn_batchwise", "simple_rnn_defaults",
          "simple_rnn_with_initial_bias"]
RTOL, ATOL = 1e-3, 1e-7  # of onnx.backend.test
TABLES = 0.03  # of docs/numerics.md, with fp32 formats


def read(pattern):
    arrays = []
    for file in sorted(glob.glob(pattern)):
        tensor = onnx.TensorProto()
        with open(file, "rb") as opened:
            tensor.ParseFromString(opened.read())
        arrays.append(numpy_helper.to_array(tensor))
    return arrays


def run(command):
    subprocess.run(command + ["-o", "report.json"], check=True)
    with open("report.json", encoding="utf-8") as file:
        assert json.load(file)["verification"]["bit_exact"]


def case(rdasim, chip, name):
    """Largest differences of the meaning, the interpolating and the usual chip; raises if they are too large."""
    folder = f"{FOLDER}/test_{name}"
    model = onnx.load(folder + "/model.onnx")
    numpy.savez("x.npz", **dict(zip([i.name for i in model.graph.input], read(folder + "/test_data_set_0/input_*.pb"))))
    names = [output.name for output in model.graph.output if output.name]
    want = dict(zip(names, read(folder + "/test_data_set_0/output_*.pb")))
    command = [rdasim, "run", chip, folder + "/model.onnx", "--input", "x.npz", "--outputs"]
    run(command + ["y.npz", "--exact", "exact.npz"])
    run(command + ["finer.npz", "--set", "/pmu/interpolation=true"])
    differences = []
    with numpy.load("y.npz") as usual, numpy.load("exact.npz") as exact, numpy.load("finer.npz") as finer:
        for output, values in want.items():
            numpy.testing.assert_allclose(exact[output], values, rtol=RTOL, atol=ATOL)
            numpy.testing.assert_allclose(finer[output], values, rtol=RTOL, atol=ATOL, err_msg=name)
            assert usual[output].shape == values.shape
            each = [float(numpy.abs(made[output] - values).max()) for made in (exact, finer, usual)]
            assert each[2] <= TABLES, f"{output}: {each[2]}"
            differences.append(each)
    return [max(column) for column in zip(*differences)]


def main():
    rdasim, source = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
    if not os.path.isdir(FOLDER):
        print("skipped: no node tests of ONNX (Debian: libonnx-testdata)")
        return 77
    chip = os.path.join(source, "configs", "plasticine_rnn.json")
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        for name in WANTED:
            meaning, finer, usual = case(rdasim, chip, name)
            print(f"{name:30} meaning {meaning:.2g}, interpolated {finer:.2g}, sampled {usual:.2g}")
        os.chdir("/")
    return 0


if __name__ == "__main__":
    sys.exit(main())

// SPDX-License-Identifier: Apache-2.0
// The values of a run in an .npz, against values computed by hand.
#include <cstdlib>

#include "cli/support.h"

namespace rda::cli {
namespace {

/// Python without packages: writes and reads .npz files of float32 arrays.
constexpr const char* kNpz = R"py(
import ast, struct, sys, zipfile
def save(file, **arrays):
    with zipfile.ZipFile(file, "w") as archive:
        for name, (shape, values) in arrays.items():
            head = "{'descr': '<f4', 'fortran_order': False, 'shape': %s, }\n" % (shape,)
            archive.writestr(name + ".npy", b"\x93NUMPY\x01\x00" + struct.pack("<H", len(head))
                             + head.encode() + struct.pack("<%df" % len(values), *values))
def load(file):
    arrays = {}
    with zipfile.ZipFile(file) as archive:
        for name in archive.namelist():
            data = archive.read(name)
            size = 10 + struct.unpack("<H", data[8:10])[0]
            head = ast.literal_eval(data[10:size].decode())
            count = (len(data) - size) // 4
            assert head["descr"] == "<f4" and size % 64 == 0
            arrays[name] = (head["shape"], struct.unpack("<%df" % count, data[size:]))
    return arrays
)py";

class Outputs : public Cli {
 protected:
  /// Runs Python in the test's folder. @return its exit code
  int python(const std::string& code) const {
    const std::string script = file("script.py", kNpz + code);
    return std::system(("cd '" + path("") + "' && /usr/bin/python3 -B '" + script + "'").c_str());
  }

  /// A relu RNN of two elements in fp32, three steps: every value below is exact.
  std::string hand_computed(const std::string& x = "((3, 1, 2), [1, 0, 0, 1, 2, 2])") const {
    EXPECT_EQ(python("save('w.npz', weight_ih_l0=((2, 2), [1, 2, 3, 4]),"
                     " weight_hh_l0=((2, 2), [1, 0, 0, 2]), bias_ih_l0=((2,), [1, 0]),"
                     " bias_hh_l0=((2,), [0, -1]), h0=((1, 1, 2), [0.5, 1]), x=" +
                     x + ")"),
              0);
    return file("relu.json",
                R"({"cell": "rnn", "rnn_activation": "relu", "hidden": 2, "steps": 3,
                    "formats": {"weights": "fp32", "activations": "fp32"}, "data": "w.npz"})");
  }
};

TEST_F(Outputs, HaveTheRepetitionsAsAnAxisAndBeginEachWithTheInitialState) {
  const auto twice = [&](const std::string& workload) {
    return rdasim({"run", chip_, workload, "--set", "/repeat=2", "--outputs", path("y.npz"),
                   "--tap", "layer0.h"});
  };
  const Outcome refused = twice(hand_computed());
  EXPECT_EQ(refused.code, 2);
  EXPECT_NE(refused.err.find("(repeat, steps, batch, input)"), std::string::npos) << refused.err;
  const Outcome outcome =
      twice(hand_computed("((2, 3, 1, 2), [1, 0, 0, 1, 2, 2, 0, 0, 0, 0, 0, 0])"));
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(python("assert load('y.npz') == {"
                   "'y.npy': ((2, 3, 1, 2), (2.5, 4, 5.5, 11, 12.5, 35, 1.5, 1, 2.5, 1, 3.5, 1)),"
                   "'h_n.npy': ((2, 1, 1, 2), (12.5, 35, 3.5, 1)),"
                   "'layer0.h.npy': load('y.npz')['y.npy']}, load('y.npz')"),
            0);
}

TEST_F(Outputs, AreTheValuesComputedByHand) {
  const Outcome outcome =
      rdasim({"run", chip_, hand_computed(), "--outputs", path("y.npz"), "--tap", "layer0.h"});
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(python("assert load('y.npz') == {"
                   "'y.npy': ((3, 1, 2), (2.5, 4, 5.5, 11, 12.5, 35)),"
                   "'h_n.npy': ((1, 1, 2), (12.5, 35)),"
                   "'layer0.h.npy': ((3, 1, 2), (2.5, 4, 5.5, 11, 12.5, 35))}, load('y.npz')"),
            0);
}

TEST_F(Outputs, AreTheSameBytesFromBothEngines) {
  ASSERT_EQ(run({"--outputs", path("a.npz"), "--tap", "layer0.c"}).code, 0);
  ASSERT_EQ(run({"--outputs", path("b.npz"), "--tap", "layer0.c", "--engine", "reference"}).code,
            0);
  EXPECT_EQ(read(path("a.npz")), read(path("b.npz")));
}

TEST_F(Outputs, CompareAllStepsAndTheReportsCommandSaysSo) {
  const Outcome outcome = run({"--outputs", path("y.npz"), "-o", "-"});
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  expect_parts(outcome.out, {"--verify-steps all", "\"verify_steps\": -1"});
  EXPECT_EQ(outcome.out, run({"--verify-steps", "all", "-o", "-"}).out);
}

TEST_F(Outputs, OfARepeatedRunAreThoseOfTheRun) {
  ASSERT_EQ(run({"--outputs", path("a.npz"), "-o", path("r.json")}).code, 0);
  const Outcome again =
      rdasim({"run", "--from", path("r.json"), "--outputs", path("b.npz"), "-o", path("s.json")});
  ASSERT_EQ(again.code, 0) << again.err;
  EXPECT_EQ(read(path("a.npz")), read(path("b.npz")));
  EXPECT_EQ(read(path("r.json")), read(path("s.json")));
}

TEST_F(Outputs, WithFewerStepsAreRefused) {
  expect_refusal(run({"--outputs", path("y.npz"), "--verify-steps", "1"}), 64,
                 {"--outputs", "all 4 steps", "compares 1", "--verify-steps all"});
  ASSERT_EQ(run({"-o", path("r.json")}).code, 0);
  expect_refusal(rdasim({"run", "--from", path("r.json"), "--outputs", path("y.npz")}), 64,
                 {"--outputs", "all 4 steps", "compares 2", "goes with CHIP WORKLOAD only"});
}

TEST_F(Outputs, RefuseWhatIsNoStateAndNameTheStates) {
  expect_refusal(run({"--outputs", path("y.npz"), "--tap", "layer1.c"}), 64,
                 {"--tap: layer1.c", "layer0.h, layer0.c"});
  expect_refusal(run({"--tap", "layer0.c"}), 64, {"--tap", "--outputs"});
}

TEST_F(Outputs, GoToAnNpzFileThatNothingElseIs) {
  expect_refusal(run({"--outputs", path("y.json")}), 64, {"--outputs", ".npz"});
  expect_refusal(run({"--outputs", path("y.npz"), "-o", path("y.npz")}), 64, {"y.npz"});
  const std::string old = file("old.npz", "old");
  std::filesystem::create_symlink(old, path("link.json"));
  expect_refusal(run({"--outputs", old, "-o", path("link.json")}), 64, {"--outputs", "--output"});
  EXPECT_EQ(read(old), "old");
  expect_refusal(run({"--outputs", path("none/y.npz")}), 74, {"y.npz", "folder"});
}

TEST_F(Outputs, AreNotWrittenIfTheRunFails) {
  EXPECT_EQ(run({"--outputs", path("y.npz"), "--max-cycles", "10"}).code, 4);
  EXPECT_FALSE(std::filesystem::exists(path("y.npz")));
}

}  // namespace
}  // namespace rda::cli

// SPDX-License-Identifier: Apache-2.0
#include "workload/weight_arrays.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "base/file.h"

namespace rda::workload {
namespace {

/// What a workload of these layers generates is what it reads from the arrays of it.
void expect_read_again(const char* layers) {
  const std::filesystem::path folder = testing::TempDir();
  write_file(folder / "generated.json", std::string(R"({"input": 3, "batch": 2, "steps": 4, )") +
                                            R"("layers": [)" + layers + "]}");
  Workload workload = load_workload(folder / "generated.json");
  const Tensors generated = make_tensors(workload, workload.steps);
  ExactTensors exact;
  for (const auto& [name, tensor] : generated)
    exact[name] = {tensor.rows, tensor.cols, {tensor.values.begin(), tensor.values.end()}};
  write_file(folder / "arrays.npz", npz_bytes(weight_arrays(workload, exact)));
  workload.data = (folder / "arrays.npz").string();
  const Tensors read = make_tensors(workload, workload.steps);
  ASSERT_EQ(read.size(), generated.size());
  for (const auto& [name, tensor] : generated)
    EXPECT_EQ(read.at(name).values, tensor.values) << name;
}

TEST(WeightArrays, AreReadAsTheTensorsTheyWereMadeOf) {
  expect_read_again(R"({"type": "lstm", "hidden": 5, "projection": 2, "peepholes": true},
                       {"type": "layer_norm"}, {"type": "linear", "size": 3})");
  expect_read_again(R"({"type": "gru", "hidden": 2, "direction": "bidirectional"},
                       {"type": "gru", "hidden": 4, "gru_reset": "before"}, {"type": "last"})");
  expect_read_again(R"({"type": "lstm", "hidden": 2, "coupled": true, "direction": "reverse"})");
  expect_read_again(R"({"type": "rnn", "hidden": 2, "direction": "bidirectional"},
                       {"type": "input", "size": 1, "steps": 3},
                       {"type": "embedding", "vocabulary": 5, "size": 3},
                       {"type": "lstm", "hidden": 3, "feed": 4, "bias": false},
                       {"type": "attention", "over": 0, "score": "general"})");
}

}  // namespace
}  // namespace rda::workload

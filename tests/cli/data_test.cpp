// SPDX-License-Identifier: Apache-2.0
// The .npz file that a workload names: it is there, and all of it is read.
#include "cli/support.h"
#include "unit/workload/support_npz.h"

namespace rda::cli {
namespace {

class Data : public Cli {
 protected:
  using Arrays = std::map<std::string, std::string>;

  /// An RNN of 4 units with these arrays besides those it needs. @return the workload file
  std::string workload(const Arrays& more, const std::string& cell = "rnn") const {
    const std::int64_t rows = cell == "gru" ? 12 : 4;
    const std::vector<float> square(static_cast<std::size_t>(4 * rows), 0.25F),
        column(static_cast<std::size_t>(rows), 0.25F);
    Arrays arrays{{"weight_ih_l0", npy_of({rows, 4}, square)},
                  {"weight_hh_l0", npy_of({rows, 4}, square)},
                  {"bias_ih_l0", npy_of({rows}, column)},
                  {"bias_hh_l0", npy_of({rows}, column)},
                  {"x", npy_of({2, 1, 4}, {1, 2, 3, 4, 5, 6, 7, 8})}};
    arrays.insert(more.begin(), more.end());
    write_zip(path("data.npz"), arrays);
    return file("w.json",
                R"({"cell": ")" + cell + R"(", "hidden": 4, "steps": 2, "data": "data.npz"})");
  }

  /// Expects every command that loads the workload to refuse it, whether or not values are
  /// compared.
  void expect_refused(const std::string& name, const std::vector<std::string>& parts,
                      int problems = 1) const {
    for (const char* steps : {"0", "2"})
      expect_refusal(rdasim({"run", chip_, name, "--verify-steps", steps}), 2, parts, problems);
    expect_refusal(rdasim({"map", chip_, name}), 2, parts, problems);
    expect_refusal(rdasim({"explain", chip_, name, "--no-what-if"}), 2, parts, problems);
  }

  const std::string state_ = npy_of({1, 1, 4}, {1, 1, 1, 1});
};

TEST_F(Data, OfWhichAllIsReadRuns) {
  EXPECT_EQ(run_workload(workload({})).code, 0);
  EXPECT_EQ(run_workload(workload({{"h0", state_}})).code, 0);
}

TEST_F(Data, MisspeltArrayNamesTheNearest) {
  expect_refused(workload({{"h_0", state_}}),
                 {"data.npz: h_0: nothing reads this array; did you mean \"h0\"?"});
}

TEST_F(Data, ArraysOfAnotherNetworkSayWhatTheWorkloadIs) {
  expect_refused(
      workload({{"weight_ih_l1", state_}, {"weight_hh_l1", state_}}),
      {"weight_hh_l1, weight_ih_l1: nothing reads these arrays: the workload has layers 1"});
  expect_refused(workload({{"weight_ih_l0_reverse", state_}}),
                 {"weight_ih_l0_reverse", "the workload has direction forward"});
  expect_refused(workload({{"weight_hr_l0", state_}}), {"weight_hr_l0", "projection"});
  expect_refused(workload({{"c0", state_}}, "gru"), {"c0", "a gru has no c"});
  expect_refused(workload({{"embedding", state_}}), {"embedding", "arrays that are read: x, h0"});
}

TEST_F(Data, EachUnknownArrayHasItsReason) {
  expect_refused(workload({{"h_0", state_}, {"embedding", state_}, {"weight_ih_l1", state_}}),
                 {"nothing reads these arrays: embedding: arrays that are read: x, h0",
                  "; h_0: did you mean \"h0\"?", "; weight_ih_l1: the workload has layers 1"});
  expect_refused(workload({{"rnn.weight_ih_l0", state_}, {"rnn.bias_hh_l0", state_}}),
                 {"these arrays: the names that are read have no \"rnn.\" before them"});
}

TEST_F(Data, OptionThatIgnoresArraysIsNamedWhereItIs) {
  const std::string name = workload({{"h_0", state_}});
  expect_refused(name, {"(--ignore-extra reads the others)"});
  const Outcome validated = rdasim({"validate", name});
  EXPECT_EQ(validated.code, 2);
  EXPECT_EQ(validated.out.find("--ignore-extra"), std::string::npos) << validated.out;
}

TEST_F(Data, ExtraArraysCanBeIgnored) {
  const std::string name = workload({{"h_0", state_}});
  for (const char* command : {"run", "map"})
    EXPECT_EQ(rdasim({command, chip_, name, "--ignore-extra"}).code, 0);
  ASSERT_EQ(rdasim({"run", chip_, name, "--ignore-extra", "-o", path("r.json")}).code, 0);
  EXPECT_EQ(rdasim({"run", "--from", path("r.json"), "-o", path("again.json")}).code, 0);
  EXPECT_EQ(read(path("r.json")), read(path("again.json")));
}

TEST_F(Data, ThatIsNotThereIsRefusedBeforeTheRun) {
  expect_refused(file("w.json", R"({"cell": "rnn", "hidden": 4, "data": "none.npz"})"),
                 {"none.npz: No such file"});
}

TEST_F(Data, WithoutNeededArraysIsRefusedBeforeTheRunWithALineForEach) {
  const std::string name = workload({});
  write_zip(path("data.npz"), {{"x", npy_of({2, 1, 4}, std::vector<float>(8, 1))}});
  expect_refused(name,
                 {"data.npz: weight_ih_l0: missing, needed [4, 4] (1·hidden, input)",
                  "data.npz: bias_ih_l0: missing", "data.npz: weight_hh_l0: missing",
                  "data.npz: bias_hh_l0: missing"},
                 4);
}

TEST_F(Data, OfARepeatedRunHasToBeThereThoughNothingIsCompared) {
  const std::string name = workload({});
  ASSERT_EQ(rdasim({"run", chip_, name, "--verify-steps", "0", "-o", path("r.json")}).code, 0);
  std::filesystem::remove(path("data.npz"));
  expect_refusal(rdasim({"run", "--from", path("r.json")}), 2, {"data.npz"});
}

TEST_F(Data, OfASweepIsReadByAPoint) {
  const auto plan = [&](const std::string& axis) {
    return rdasim({"sweep", "plan",
                   file("s.json", R"({"chip": ")" + chip_ + R"(", "workloads": ["w.json"],
                                      "axes": [{"knob": ")" +
                                      axis + R"(", "values": [1, 2]}]})"),
                   "-o", path("p.jsonl")});
  };
  workload({{"weight_ih_l1", state_}});
  expect_refusal(plan("/seed"), 2, {"weight_ih_l1", "nothing reads this array"});
  EXPECT_EQ(plan("/layers").code, 0);
  workload({{"h_0", state_}});
  expect_refusal(plan("/layers"), 2, {"h_0", "nothing reads this array"});
}

}  // namespace
}  // namespace rda::cli

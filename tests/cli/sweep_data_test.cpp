// SPDX-License-Identifier: Apache-2.0
// Workloads with data of their own: it counts by its bytes, wherever it lies.
#include "cli/support_sweep.h"
#include "unit/workload/support_npz.h"

namespace rda::cli {
namespace {

namespace fs = std::filesystem;

class SweepData : public SweepCli {
 protected:
  /// An RNN of 4 units whose weights are all `weight`, in a folder of its own. @return the folder
  std::string workload(const std::string& name, float weight) const {
    fs::create_directories(path(name));
    const std::vector<float> square(16, weight), row(4, weight);
    write_zip(path(name + "/data.npz"), {{"weight_ih_l0", npy_of({4, 4}, square)},
                                         {"weight_hh_l0", npy_of({4, 4}, square)},
                                         {"bias_ih_l0", npy_of({4}, row)},
                                         {"bias_hh_l0", npy_of({4}, row)},
                                         {"x", npy_of({2, 1, 4}, {1, 2, 3, 4, 5, 6, 7, 8})}});
    file(name + "/w.json", R"({"cell": "rnn", "hidden": 4, "steps": 2, "data": "data.npz"})");
    return path(name);
  }

  std::string plan(const std::string& folder) const {
    const std::string spec = file("spec.json", R"({"chip": ")" + chip_ + R"(", "workloads": [")" +
                                                   folder + R"(/w.json"], "axes": [
                                                   {"knob": "/seed", "values": [1, 2]}]})");
    const Outcome outcome = rdasim({"sweep", "plan", spec, "-o", path("points.jsonl")});
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    return path("points.jsonl");
  }
};

TEST_F(SweepData, ReportsOfRunDoNotDependOnWhereItLies) {
  const std::string here = workload("here", 0.25F), there = workload("there", 0.25F);
  const std::string other = workload("other", 0.5F);
  const Outcome one = rdasim({"run", chip_, here + "/w.json", "-o", "-"});
  ASSERT_EQ(one.code, 0) << one.err;
  const auto results_of = [&](const std::string& folder) {
    return results_in(rdasim({"run", chip_, folder + "/w.json", "-o", "-"}).out);
  };
  EXPECT_EQ(results_of(there), results_in(one.out));
  EXPECT_NE(results_of(other), results_in(one.out));
}

TEST_F(SweepData, StoresDoNotDependOnWhereItLies) {
  const std::string here = workload("here", 0.25F), there = path("there");
  fs::copy(here, there);  // the same bytes: a file written later has another time in it
  ASSERT_EQ(sweep_run(plan(here), "one").code, 0);
  ASSERT_EQ(sweep_run(plan(there), "two").code, 0);
  EXPECT_EQ(files("one").size(), 2u);
  EXPECT_EQ(files("one"), files("two"));
}

TEST_F(SweepData, FileThatChangedIsRefusedBeforeAnythingRuns) {
  const std::string points = plan(workload("here", 0.25F));
  workload("here", 0.5F);
  expect_refusal(sweep_run(points), 2, {"points.jsonl:1#/workload/data", "data.npz", "plan again"});
  fs::remove(path("here/data.npz"));
  expect_refusal(sweep_run(points), 2, {"points.jsonl:1#/workload/data", "data.npz"});
  EXPECT_FALSE(fs::exists(path("store")));
}

TEST_F(SweepData, DataThatCannotBeUsedIsAResultWithoutItsPlace) {
  workload("here", 0.25F);
  write_zip(path("here/data.npz"), {{"x", npy_of({2, 1, 4}, std::vector<float>(8, 1))}});
  const std::string points = plan(path("here"));
  const Outcome outcome = sweep_run(points);
  EXPECT_EQ(outcome.out, "2 points: 2 invalid\n") << outcome.err;
  for (const auto& [name, text] : files()) EXPECT_EQ(text.find(path("")), text.npos) << text;
}

}  // namespace
}  // namespace rda::cli

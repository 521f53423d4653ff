// SPDX-License-Identifier: Apache-2.0
// Every shipped workload, on each shipped chip that it fits: with fast-forward, without it, and in
// the reference engine. Those that take minutes are of the label slow.
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <filesystem>

#include "property/suite.h"
#include "rda/error.h"
#include "rda/map.h"
#include "rda/workload.h"

namespace rda::test {
namespace {

/// Enough steps for a snapshot to recur and for periods to be left after it; fewer where steps are
/// long.
constexpr std::int64_t kManySteps = 160, kFewSteps = 24;
constexpr int kLarge = 200;  ///< hidden units from which steps are long
constexpr int kLargerPmuKb = 128;
constexpr int kMostSeconds = 1800;

std::vector<std::string> workloads_in(const std::vector<std::string>& folders) {
  std::vector<std::string> found;
  for (const std::string& folder : folders)
    for (const auto& entry :
         std::filesystem::directory_iterator(RDA_SOURCE_DIR "/workloads/" + folder))
      if (entry.path().extension() == ".json")
        found.push_back(folder + "/" + entry.path().stem().string());
  std::ranges::sort(found);
  return found;
}

std::string test_name(const testing::TestParamInfo<std::string>& info) {
  std::string name = info.param;
  std::ranges::replace_if(
      name, [](unsigned char c) { return std::isalnum(c) == 0; }, '_');
  return name;
}

/// None if it does not fit.
std::optional<Case> mapped(const Chip& chip, const Workload& workload) {
  Case c{.chip = chip, .graph = lower(workload)};
  try {
    c.mapping = map(*c.graph, c.chip, {.seed = 1, .place_effort = 1});
  } catch (const MappingError&) {
    return std::nullopt;
  }
  c.tensors = make_tensors(workload, workload.steps);
  return c;
}

/// On the chip as it is; with larger memories where they are too small, as scripts/validate runs
/// it.
std::optional<Case> shipped(const std::string& chip_name, const std::string& workload_name) {
  Chip chip = load_chip(RDA_SOURCE_DIR "/configs/" + chip_name + ".json");
  Workload workload = load_workload(RDA_SOURCE_DIR "/workloads/" + workload_name + ".json");
  workload.steps = workload.hidden < kLarge ? kManySteps : kFewSteps;
  auto c = mapped(chip, workload);
  chip.pmu.capacity_kb = std::max(chip.pmu.capacity_kb, kLargerPmuKb);
  return c ? std::move(c) : mapped(chip, workload);
}

/// Memories between two layers fill first, and those for many sequences have slots in many places.
bool recurs_soon(const std::string& workload) {
  return !workload.ends_with("_layers") && !workload.ends_with("_batch_64");
}

class ShippedWorkloads : public testing::TestWithParam<std::string> {};

INSTANTIATE_TEST_SUITE_P(Long, ShippedWorkloads, testing::ValuesIn(workloads_in({"small"})),
                         test_name);
INSTANTIATE_TEST_SUITE_P(Slow, ShippedWorkloads,
                         testing::ValuesIn(workloads_in({"deepbench", "iot"})), test_name);

TEST_P(ShippedWorkloads, AreTheSameWithFastForwardWithoutItAndToTheReference) {
  for (const char* chip : {"plasticine_rnn", "plasticine_isca17"}) {
    SCOPED_TRACE(chip);
    const auto c = shipped(chip, GetParam());
    if (!c) continue;
    SimulateOptions options;
    const Outcome forward = run_forked(c->chip, c->mapping, {}, options, kMostSeconds);
    ASSERT_TRUE(forward.ok()) << forward.error;
    if (recurs_soon(GetParam())) {
      EXPECT_GT(forward.cycles_skipped, 0);
    }
    options.fast_forward = false;
    expect_same(run_forked(c->chip, c->mapping, {}, options, kMostSeconds), forward);
    options.engine = Engine::reference;
    expect_same(run_forked(c->chip, c->mapping, {}, options, kMostSeconds), forward);
  }
}

/// Tokens carry values in the first steps; the skipped cycles come after them.
TEST_P(ShippedWorkloads, HaveTheReferencesValuesInTheFirstStepsWithFastForward) {
  auto c = shipped("plasticine_rnn", GetParam());
  if (!c) return;
  const SimulateOptions options{.verify_steps = 2};
  const Outcome outcome = run_forked(c->chip, c->mapping, c->tensors, options, kMostSeconds);
  ASSERT_TRUE(outcome.ok()) << outcome.error;
  c->mapping.steps = options.verify_steps;
  expect_values(*c, outcome.result);
}

}  // namespace
}  // namespace rda::test

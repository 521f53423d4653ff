// SPDX-License-Identifier: Apache-2.0
#include "page/against.h"

#include <gtest/gtest.h>

#include "rda/error.h"

namespace rda::page {
namespace {

Workload network() {
  Workload workload;
  workload.name = "network";
  workload.hidden = workload.input = 16;
  workload.steps = 4;
  return workload;
}

/// What is said of two workloads; empty if they are the same work.
std::string refusal_of(const Workload& other) {
  try {
    check_same_work("a.json", network(), "b.json", other);
  } catch (const Error& error) {
    EXPECT_EQ(error.exit_code, ExitCode::bad_input);
    return error.what();
  }
  return "";
}

TEST(SameWork, IsThatOfOtherFormatsValuesAndNames) {
  Workload other = network();
  other.name = "other";
  other.formats.weights = other.formats.activations = Format::int8;
  other.scales.input = 3;
  other.data_seed = 7;
  other.data = "w.npz";
  EXPECT_EQ(refusal_of(other), "");
}

TEST(SameWork, IsNotThatOfAnotherBatchOrAnotherList) {
  Workload batch = network();
  batch.batch = 2;
  EXPECT_EQ(refusal_of(batch),
            "a.json and b.json are runs of different work: workload /batch: 1 -> 2 (runs of one "
            "network with its batch and steps compare on a page; rdasim compare takes any two)");
  Workload listed = network();
  listed.layers.list.resize(2);
  EXPECT_NE(refusal_of(listed).find("workload /layers: 1 -> [{"), std::string::npos);
}

TEST(SameWork, NamesThreeDifferencesAndCountsTheOthers) {
  Workload other = network();
  other.hidden = other.input = 32;
  other.steps = 8;
  other.batch = 3;
  const std::string said = refusal_of(other);
  EXPECT_NE(said.find("/batch: 1 -> 3, /hidden: 16 -> 32, /input: 16 -> 32 and 1 more"),
            std::string::npos)
      << said;
}

}  // namespace
}  // namespace rda::page

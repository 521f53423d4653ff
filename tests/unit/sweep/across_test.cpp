// SPDX-License-Identifier: Apache-2.0
#include "sweep/across.h"

#include <gtest/gtest.h>

namespace rda::sweep {
namespace {

using json::Value;
using Front = std::vector<std::vector<double>>;

/// A point of a design with this many lanes that runs a workload of this many hidden units.
Point point(int lanes, int hidden) {
  Point made;
  made.chip = Value::Object{{"lanes", lanes}, {"name", std::to_string(hidden)}};
  made.workload = Value::Object{{"data", ""}, {"hidden", hidden}};
  made.mapping = made.run = Value::Object();
  made.knobs = Value::Object{{"lanes", lanes}, {"work", lanes * hidden}};
  made.key = key_of(made);
  return made;
}

struct Outcome {
  Judgement judgement;
  std::vector<Design> designs;
  Front values() const {
    Front all;
    for (const Design& design : designs) all.push_back(design.values);
    return all;
  }
};

Outcome finished(AcrossWorkloads& across) {
  Outcome outcome;
  across.finish(outcome.judgement, [&](const std::string&, Design design) {
    outcome.designs.push_back(std::move(design));
  });
  return outcome;
}

Question question(Across across) { return {{{"cycles"}, {"speed", true}}, {}, {}, {}, across}; }

TEST(AcrossWorkloads, TakesTheGeometricMeanOfEachGoal) {
  const Question asked = question(Across::geomean);
  AcrossWorkloads across(asked);
  across.add("", point(4, 8), 1, {{2, 9}});
  across.add("", point(8, 8), 2, {{1, 5}});
  across.add("", point(4, 16), 3, {{8, 4}});
  across.add("", point(8, 16), 4, {{1, 5}});
  const Outcome outcome = finished(across);
  EXPECT_EQ(outcome.values(), (Front{{4, 6}, {1, 5}})) << "sqrt(2 x 8), sqrt(9 x 4)";
  EXPECT_EQ(outcome.designs[0].lines, (std::vector<std::size_t>{1, 3}));
  EXPECT_EQ(outcome.designs[0].key, point(4, 8).key);
  EXPECT_EQ(outcome.designs[0].knobs, Value(Value::Object{{"lanes", 4}}))
      << "work depends on the workload";
}

TEST(AcrossWorkloads, TakesTheWorstOfEachGoal) {
  const Question asked = question(Across::worst);
  AcrossWorkloads across(asked);
  across.add("", point(4, 8), 1, {{2, 9}});
  across.add("", point(4, 16), 2, {{-8, 4}});
  EXPECT_EQ(finished(across).values(), (Front{{2, 4}}));
}

TEST(AcrossWorkloads, LeavesOutAndCountsDesignsWithoutEveryWorkload) {
  const Question asked = question(Across::worst);
  AcrossWorkloads across(asked);
  across.add("", point(4, 8), 1, {{2, 9}});
  across.add("", point(4, 16), 2, {});  // has not run
  across.add("", point(8, 8), 3, {{2, 9}});
  across.add("other", point(8, 8), 4, {{3, 9}});
  const Outcome outcome = finished(across);
  EXPECT_EQ(across.workloads(""), 2u);
  EXPECT_EQ(outcome.judgement.incomplete, 2u);
  EXPECT_EQ(outcome.values(), (Front{{3, 9}})) << "the other group has one workload";
}

TEST(AcrossWorkloads, CountsDesignsWithoutANumber) {
  const Question asked = question(Across::geomean);
  AcrossWorkloads across(asked);
  across.add("", point(4, 8), 1, {{2, std::nullopt}});
  across.add("", point(4, 16), 2, {{2, 9}});
  across.add("", point(8, 8), 3, {{0, 9}});  // whose logarithm is none
  across.add("", point(8, 16), 4, {{2, 9}});
  const Outcome outcome = finished(across);
  EXPECT_EQ(outcome.judgement.without, 2u);
  EXPECT_TRUE(outcome.designs.empty());
}

TEST(AcrossWorkloads, MeansOfEqualNumbersAreThatNumber) {
  EXPECT_EQ(together({0.1, 0.1, 0.1}, {"x"}, Across::geomean), 0.1);
  EXPECT_EQ(together({1, 2, 4}, {"x"}, Across::geomean), 2);
}

}  // namespace
}  // namespace rda::sweep

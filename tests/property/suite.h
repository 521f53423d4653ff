// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <bit>
#include <cstdlib>
#include <string>

#include "property/support.h"

namespace rda::test {

/// Graphs, workloads and choices of an ordinary run, split over the tests of a suite. The
/// environment variable RDA_PROPERTY_SCALE = n makes it n times as many, RDA_PROPERTY_SEED = n
/// checks the one with this seed alone.
inline constexpr std::uint64_t kGraphs = 240, kWorkloads = 60, kChoices = 160;
inline constexpr std::uint64_t kParts = 16;

inline std::uint64_t scale() {
  const char* text = std::getenv("RDA_PROPERTY_SCALE");
  return text ? std::strtoull(text, nullptr, 10) : 1;
}

inline const char* one_seed() { return std::getenv("RDA_PROPERTY_SEED"); }

/// Calls `check` with the seeds of part `part`.
template <class Check>
void for_each_seed(std::uint64_t part, std::uint64_t all, Check&& check) {
  if (const char* text = one_seed()) {
    const std::uint64_t seed = std::strtoull(text, nullptr, 10);
    if (seed % kParts == part) check(seed);
    return;
  }
  for (std::uint64_t seed = part; seed < all * scale(); seed += kParts) check(seed);
}

/// A part of the random graphs.
class SomeGraphs : public testing::TestWithParam<std::uint64_t> {
 protected:
  template <class Check>
  static void for_each(Check&& check) {
    for_each_seed(GetParam(), kGraphs, [&](std::uint64_t seed) {
      SCOPED_TRACE("random graph " + std::to_string(seed));
      check(random_graph(seed));
    });
  }
};

/// A part of the random workloads that map.
class SomeWorkloads : public testing::TestWithParam<std::uint64_t> {
 protected:
  template <class Check>
  static void for_each(Check&& check) {
    for_each_seed(GetParam(), kWorkloads, [&](std::uint64_t seed) {
      SCOPED_TRACE("random workload " + std::to_string(seed));
      if (const auto c = random_workload(seed)) check(*c);
    });
  }
};

/// A part of the random choices, with those the mapper refuses.
class SomeChoices : public testing::TestWithParam<std::uint64_t> {
 protected:
  template <class Check>
  static void for_each(Check&& check) {
    for_each_seed(GetParam(), kChoices, [&](std::uint64_t seed) {
      SCOPED_TRACE("random choice " + std::to_string(seed));
      check(random_choice(seed));
    });
  }
};

/// The first value of two runs that is not the same bit by bit, a NaN equal to itself; empty if
/// there is none.
inline std::string value_difference(const RunResult& got, const RunResult& want) {
  if (value_bytes_of(got) == value_bytes_of(want)) return {};
  for (const auto& [tensor, wanted] : want.values)
    for (std::size_t i = 0; i < wanted.size() && got.values.contains(tensor); ++i)
      if (const double value = got.values.at(tensor).at(i);
          std::bit_cast<std::uint64_t>(value) != std::bit_cast<std::uint64_t>(wanted[i]))
        return tensor + "[" + std::to_string(i) + "]: got " + std::to_string(value) + ", want " +
               std::to_string(wanted[i]);
  return "other tensors";
}

/// The outcome of a run: the result to the last bit, or the error.
inline void expect_same(const Outcome& got, const Outcome& want) {
  EXPECT_EQ(got.error, want.error);
  EXPECT_EQ(got.exit_code, want.exit_code);
  if (!got.ok() || !want.ok()) return;
  EXPECT_EQ(got.result.cycles, want.result.cycles);
  EXPECT_EQ(got.result.units, want.result.units);
  EXPECT_EQ(got.result.streams, want.result.streams);
  EXPECT_TRUE(got.result.steps == want.result.steps);
  EXPECT_TRUE(got.result.repetitions == want.result.repetitions);
  EXPECT_EQ(value_difference(got.result, want.result), "");
}

/// Expects the values of a run in all steps to be those of the reference to the last bit. Rows of a
/// result may be padded to a whole vector.
void expect_values(const Case& c, const RunResult& result);

/// Expects the activities of each unit to add up to the cycles, and its firings, tokens and
/// track-cycles to be at most those of the mapping's closed forms, and equal to them if the unit is
/// done.
void expect_accounts(const Case& c, const RunResult& result);

/// Options with values in all steps.
inline SimulateOptions all_values(const Case& c, Engine engine = Engine::fast) {
  return {.engine = engine, .verify_steps = c.mapping.steps};
}

}  // namespace rda::test

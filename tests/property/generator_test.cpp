// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "mapping/values.h"
#include "property/suite.h"

namespace rda::test {
namespace {

TEST(RandomGraphs, AreLegalAndTheSameForTheSameSeed) {
  for (std::uint64_t seed = 0; seed < kGraphs; ++seed) {
    const Case c = random_graph(seed);
    EXPECT_EQ(violations(c.chip, c.mapping), std::vector<std::string>{}) << seed;
    EXPECT_EQ(to_json(random_graph(seed).mapping), to_json(c.mapping)) << seed;
  }
}

TEST(RandomGraphs, ExerciseForksConflictsStallsShallowFifosRecurrencesAndDeadlocks) {
  int forks = 0, conflicts = 0, blocked = 0, shallow = 0, recurrent = 0, deadlocks = 0, units = 0;
  Cycle cycles = 0;
  for (std::uint64_t seed = 0; seed < kGraphs; ++seed) {
    const Case c = random_graph(seed);
    const Traits traits = traits_of(c);
    forks += traits.fork;
    shallow += traits.shallow;
    recurrent += traits.recurrent;
    units += static_cast<int>(c.mapping.units.size());
    const Outcome outcome = run(c, {});
    deadlocks += outcome.deadlocked();
    const auto any = [&](Activity activity) {
      return std::ranges::any_of(outcome.result.units, [&](const UnitResult& unit) {
        return unit.activity[activity] > 0;
      });
    };
    conflicts += any(Activity::conflict);
    blocked += any(Activity::blocked);
    cycles += outcome.result.cycles;
  }
  RecordProperty("graphs", static_cast<int>(kGraphs));
  RecordProperty("units", units);
  RecordProperty("cycles", std::to_string(cycles));
  const auto expect_share = [&](const char* what, int count, int least_percent) {
    RecordProperty(what, count);
    EXPECT_GE(100 * count, least_percent * static_cast<int>(kGraphs)) << what;
  };
  expect_share("forks", forks, 60);
  expect_share("conflicts", conflicts, 20);
  expect_share("blocked", blocked, 30);
  expect_share("shallow", shallow, 40);
  expect_share("recurrent", recurrent, 20);
  expect_share("deadlocks", deadlocks, 5);
  EXPECT_LE(2 * deadlocks, static_cast<int>(kGraphs)) << "too few runs end";
}

/// Programs in which `has` finds something.
int programs_with(const Mapping& mapping, const auto& has) {
  int count = 0;
  for (const Unit& unit : mapping.units)
    for (const Program& program : unit.programs) count += has(program);
  return count;
}

TEST(RandomGraphs, ExerciseTurnsAndAddends) {
  int turns = 0, addends = 0;
  for (std::uint64_t seed = 0; seed < kGraphs; ++seed) {
    const Mapping mapping = random_graph(seed).mapping;
    turns += programs_with(mapping, [](const Program& program) {
      return std::ranges::any_of(program.inputs, [](const Port& in) { return in.turn_of >= 0; });
    });
    addends += programs_with(mapping, [](const Program& program) {
      const auto* dot = std::get_if<DotProduct>(&program.work);
      return dot && std::ranges::any_of(dot->addends, [](const auto& of) { return !of.empty(); });
    });
  }
  EXPECT_GE(10 * turns, static_cast<int>(kGraphs)) << turns << " of " << kGraphs;
  EXPECT_GE(20 * addends, static_cast<int>(kGraphs)) << addends << " of " << kGraphs;
}

TEST(RandomGraphs, ExerciseMixedOperationsAndTheAccessesOfVectors) {
  int mixed = 0, trees = 0, folding = 0, narrow = 0, of_vectors = 0, of_rows = 0;
  for (std::uint64_t seed = 0; seed < kGraphs; ++seed) {
    const Mapping mapping = random_graph(seed).mapping;
    const auto any_operation = [](const Program& program, const auto& has) {
      const auto* work = std::get_if<Operations>(&program.work);
      return work && std::ranges::any_of(work->operations, has);
    };
    const auto any_access = [&](const Program& program, const auto& has) {
      const auto finds = [&](const Port& port) {
        return port.access && has(*port.access, mapping.streams[port.stream].kind);
      };
      return std::ranges::any_of(program.inputs, finds) ||
             std::ranges::any_of(program.outputs, finds);
    };
    mixed += programs_with(mapping, [&](const Program& program) {
      const auto* work = std::get_if<Operations>(&program.work);
      if (!work || work->operations.empty()) return false;
      const auto vectors = mapping::vector_values(mapping, program, *work);
      return std::ranges::count(vectors, true) % std::ssize(vectors) != 0;
    });
    trees += programs_with(mapping, [&](const Program& program) {
      return any_operation(program, [](const Operation& op) { return reduces_lanes(op.op); });
    });
    folding += programs_with(mapping, [&](const Program& program) {
      return any_operation(program, [](const Operation& op) { return folds(op.op); });
    });
    narrow += programs_with(mapping, [&](const Program& program) {
      return any_access(program, [](const Access& access, TokenKind kind) {
        return kind == TokenKind::vector && access.format != Format::fp32;
      });
    });
    of_vectors += programs_with(mapping, [&](const Program& program) {
      return any_access(program, [](const Access& access, TokenKind kind) {
        return kind == TokenKind::vector && access.looks_up_entry();
      });
    });
    of_rows += programs_with(mapping, [&](const Program& program) {
      return any_access(program, [](const Access& a, TokenKind) { return a.row.has_value(); });
    });
  }
  for (const auto& [what, count] : std::map<std::string, int>{{"mixed", mixed},
                                                              {"trees", trees},
                                                              {"folds", folding},
                                                              {"narrow", narrow},
                                                              {"of vectors", of_vectors},
                                                              {"of rows", of_rows}})
    EXPECT_GE(20 * count, static_cast<int>(kGraphs)) << what << ": " << count;
}

TEST(RandomWorkloads, MostlyMapAndExerciseRepetitions) {
  int mapped = 0, repeated = 0;
  for (std::uint64_t seed = 0; seed < kWorkloads; ++seed) {
    const auto c = random_workload(seed);
    if (!c) continue;
    ++mapped;
    repeated += c->mapping.repetitions() > 1;
  }
  RecordProperty("mapped", mapped);
  EXPECT_GE(2 * mapped, static_cast<int>(kWorkloads));
  EXPECT_GE(5 * repeated, mapped);
}

}  // namespace
}  // namespace rda::test

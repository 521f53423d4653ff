// SPDX-License-Identifier: Apache-2.0
// Errors found by random graphs, each reduced to its smallest case.
#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <utility>

#include "base/file.h"
#include "json/reader.h"
#include "property/suite.h"
#include "rda/map.h"
#include "rda/workload.h"
#include "support/hand_mapping.h"

namespace rda::test {
namespace {

class Regression : public testing::TestWithParam<Engine> {
 protected:
  static Outcome run(const HandMapping& m, std::int64_t verify_steps = 0) {
    return run_forked(m.chip, m.mapping, m.tensors,
                      {.engine = GetParam(), .verify_steps = verify_steps});
  }
};

INSTANTIATE_TEST_SUITE_P(, Regression, testing::Values(Engine::fast, Engine::reference),
                         [](const auto& test) {
                           return std::string(names(test.param)[static_cast<int>(test.param)]);
                         });

/// J and B wait for each other from the start; x's second token is put on its first link in cycle
/// 1 and on the fifth and last one in cycle 5. Nothing changes after that.
TEST_P(Regression, ATokenUnderWayToAFifoIsTheLastChangeBeforeADeadlock) {
  HandMapping m(2, 4);
  m.source("in", {0, 0}, 2);
  m.pcu("B", {0, 2}, {2}, 1).in("y").out("b");
  m.pcu("J", {1, 2}, {2}, 1).in("x").in("b").out("y");
  m.sink("out", {1, 3}, 2);
  m.vector("x", "in", {"J.x"}, {{{0, 0}, {1, 0}, {1, 1}, {1, 2}}});
  m.vector("y", "J.y", {"B.y", "out"}, {{{1, 2}, {0, 2}}, {{1, 2}, {1, 3}}});
  m.vector("b", "B.b", {"J.b"}, {{{0, 2}, {1, 2}}});
  ASSERT_EQ(violations(m.chip, m.mapping), std::vector<std::string>{});
  EXPECT_TRUE(run(m).error.starts_with("deadlock in cycle 6: ")) << run(m).error;
}

/// J waits for b and is not simulated when its second x arrives in cycle 14 and fills the FIFO of
/// one entry. The third x waits behind it, but is not what J lacks.
TEST_P(Regression, ATokenThatHasArrivedUnnoticedIsNotWaitedFor) {
  HandMapping m(2, 4);
  m.chip.network.hop_latency = 2;
  m.chip.pcu.fifo_depth.vector = 1;
  m.source("in", {0, 0}, 3);
  const Bounds second{at_index(0, 1)};
  m.pcu("B", {0, 2}, {1}, 1).in("y").out("b");
  m.pcu("J", {1, 2}, {3}, 1).in("b", {.where = second}).in("x").out("y", {.where = second});
  m.sink("out", {1, 3}, 1);
  m.vector("x", "in", {"J.x"}, {{{0, 0}, {1, 0}, {1, 1}, {1, 2}}});
  m.vector("y", "J.y", {"B.y", "out"}, {{{1, 2}, {0, 2}}, {{1, 2}, {1, 3}}});
  m.vector("b", "B.b", {"J.b"}, {{{0, 2}, {1, 2}}});
  ASSERT_EQ(violations(m.chip, m.mapping), std::vector<std::string>{});
  EXPECT_TRUE(
      run(m).error.starts_with(R"(deadlock in cycle 13: B waits for a token on input "y" from J)"))
      << run(m).error;
}

/// The port names a value, but a control token has no bits to carry it.
TEST_P(Regression, APulseCarriesNoValue) {
  HandMapping m(1, 4);
  m.source("in", {0, 0}, 1, "x");
  m.pcu("X", {0, 2}, {1}, 1).in("x").out("go", {.value = 0});
  m.sink("out", {0, 3}, 1, "y");
  m.tensors["x"] = {1, 1, {0.5F}};
  m.scalar("x", "in", {"X.x"}, {{{0, 0}, {0, 1}, {0, 2}}});
  m.control("go", "X.go", {"out"}, {{{0, 2}, {0, 3}}});
  const Outcome outcome = run(m, 1);
  ASSERT_TRUE(outcome.ok()) << outcome.error;
  EXPECT_TRUE(std::isnan(outcome.result.values.at("y").at(0)));
}

/// Z → W → R → out, all at one token per cycle. W relies on the pops that R has promised. The
/// further R has advanced in its loops, the shorter are its new promises, but earlier promises
/// still hold.
HandMapping chain(Loops loops, int level, int depth, int lambda, int col) {
  HandMapping m(2, 8);
  m.chip.network.hop_latency = lambda;
  m.chip.pcu.fifo_depth.vector = depth;
  std::int64_t firings = 1, made = 1;
  for (std::size_t l = 0; l < loops.size(); ++l) {
    firings *= loops[l];
    if (l >= static_cast<std::size_t>(level)) made *= loops[l];
  }
  m.pcu("R", {1, 6}, std::move(loops), 1).in("w").out("r", {.level = level});
  m.pcu("W", {0, col}, {firings}, 1).in("z").out("w");
  m.source("Z", {0, 0}, firings);
  m.sink("out", {1, 7}, made);
  const auto along = [](int from, int to) {
    Path path;
    for (int c = from; c <= to; ++c) path.push_back({0, c});
    return path;
  };
  Path down = along(col, 6);
  down.push_back({1, 6});
  m.vector("z", "Z", {"W.z"}, {along(0, col)});
  m.vector("w", "W.w", {"R.w"}, {down});
  m.vector("r", "R.r", {"out"}, {{{1, 6}, {1, 7}}});
  return m;
}

TEST(GraphRegression, AWriterMayRelyOnAPromiseThatIsNotRepeated) {
  for (const int lambda : {1, 2})
    for (const int depth : {2, 3, 4, 7})
      for (const int col : {2, 4, 6})
        for (const int level : {1, 2, 3})
          for (const Loops& loops : {Loops{4, 2, 150}, Loops{1, 6, 200}, Loops{5, 3, 80}}) {
            const HandMapping m = chain(loops, level, depth, lambda, col);
            ASSERT_EQ(violations(m.chip, m.mapping), std::vector<std::string>{});
            SimulateOptions options;
            options.fast_forward = false;
            options.verify_steps = 0;
            const Outcome fast = run_forked(m.chip, m.mapping, m.tensors, options);
            options.engine = Engine::reference;
            const Outcome want = run_forked(m.chip, m.mapping, m.tensors, options);
            ASSERT_EQ(fast.error, want.error);
            ASSERT_EQ(fast.result.cycles, want.result.cycles)
                << "λ " << lambda << ", depth " << depth << ", W in column " << col << ", level "
                << level << ", loops " << loops[0] << " " << loops[1] << " " << loops[2];
            expect_same(fast, want);
          }
}

std::string pinned(const std::string& name) {
  return RDA_SOURCE_DIR "/tests/property/regressions/" + name + ".json";
}

/// GRUs with the reset before the product whose gate z waited in memory in the state's bf16.
TEST(WorkloadRegression, AGateThatWaitsForALaterPhaseIsNotRoundedToTheState) {
  for (const char* number : {"1", "2", "3", "4", "5"}) {
    const std::string name = "waiting_gate_" + std::string(number);
    const Chip chip = load_chip(pinned(name + ".chip"));
    const Workload workload = load_workload(pinned(name + ".workload"));
    ASSERT_EQ(workload.formats.state, Format::bf16) << name;
    const Graph graph = lower(workload);
    const Mapping mapping =
        map(graph, chip,
            json::read<MappingOptions>(read_file(pinned(name + ".options"), json::kMaxConfigBytes),
                                       name));
    const Tensors tensors = make_tensors(workload, workload.steps);
    const Outcome outcome = run_forked(chip, mapping, tensors, {.verify_steps = workload.steps});
    ASSERT_TRUE(outcome.ok()) << outcome.error;
    const auto want = evaluate_chip(graph, tensors, mapping.reduction, graph.steps).at("layer0.h");
    EXPECT_EQ(outcome.result.values.at("layer0.h"), want) << name;
  }
}

/// A pipeline moves until the firing at its end finds no room, also in the last cycle of the run.
/// Two graphs drawn at random.
TEST(GraphRegression, APipelineThatIsHeldFromTheLastCycleOnMovedInTheOneBefore) {
  constexpr std::pair<const char*, std::size_t> kGraphs[] = {{"held_pipeline_1", 461},
                                                             {"held_pipeline_2", 1339}};
  for (const auto& [name, seed] : kGraphs) {
    const std::string file = name;
    const Chip chip = load_chip(pinned(file + ".chip"));
    const Mapping mapping = load_mapping(pinned(file + ".mapping"));
    const auto run = [&](const SimulateOptions& how) { return run_forked(chip, mapping, {}, how); };
    SimulateOptions options;
    expect_same(run(options), run({.engine = Engine::reference}));
    options.ideal = all_ideal(mapping);
    for (std::size_t s = 0; s < options.ideal.size(); ++s) options.ideal[s] = (s + seed) % 3 != 0;
    options.disturbance.stall_seed = seed + 1;
    options.disturbance.stall_per_mille = 150;
    const Outcome fast = run(options);
    options.engine = Engine::reference;
    expect_same(fast, run(options));
  }
}

}  // namespace
}  // namespace rda::test

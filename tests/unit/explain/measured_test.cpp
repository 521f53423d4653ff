// SPDX-License-Identifier: Apache-2.0
#include "explain/measured.h"

#include <map>
#include <string>

#include "unit/explain/support.h"

// The machines are those of explain_test.cpp. measure() uses no rules of the timing model. So a
// trace from a different chip than the given one represents a simulator with an error.

namespace rda {
namespace {

using explain::measure;
using explain::Measured;
using explain::Spent;
using test::HandMapping;
using Shares = std::map<std::string, Cycle>;

Trace traced(const HandMapping& m) {
  const Mapping mapping = m.finished();
  check(m.chip, mapping);
  Tracer tracer(mapping);
  simulate(m.chip, mapping, m.tensors, {}, &tracer);
  return tracer.take();
}

/// "network x": cycles.
Shares shares(const HandMapping& m, const Measured& measured) {
  Shares shares;
  for (const explain::SpentEntry& entry : measured.chain) {
    const std::string& name = entry.unit.exists() ? m.mapping.units[entry.unit].name
                                                  : m.mapping.streams[entry.stream].name;
    shares[std::string(word(entry.spent)) + " " + name] += entry.cycles;
  }
  return shares;
}

/// A source, a PCU, a sink; 5 tokens a step.
HandMapping pipeline(int latency = 5) {
  HandMapping m(1, 4);
  m.steps(4);
  m.source("in", {0, 0}, 20);
  m.pcu("X", {0, 2}, {20}, latency).in("x").out("y").element_wise();
  m.sink("out", {0, 3}, 20);
  m.vector("x", "in", {"X.x"}, {{{0, 0}, {0, 1}, {0, 2}}});
  m.vector("y", "X.y", {"out"}, {{{0, 2}, {0, 3}}});
  return m;
}

TEST(Measured, ChainAddsUpToTheCyclesOfTheRun) {
  const HandMapping m = pipeline();
  const Trace trace = traced(m);
  const Measured measured = measure(m.chip, m.finished(), trace);
  EXPECT_EQ(measured.cycles, 32);
  EXPECT_EQ(measured.cycles, trace.cycles);
  EXPECT_EQ(shares(m, measured), (Shares{{"work in", 19},
                                         {"network x", 4},
                                         {"pipelines X", 5},
                                         {"network y", 3},
                                         {"work out", 1}}));
  EXPECT_EQ(measured.pipelines, (std::vector<Cycle>{0, 5, 0}));
  EXPECT_EQ(measured.ways, (std::vector<Cycle>{4, 3}));
}

TEST(Measured, LongerLinksAreTheNetworksWhateverTheChipSays) {
  const HandMapping m = pipeline();
  HandMapping slow = pipeline();
  slow.chip.network.hop_latency = 2;
  const Measured measured = measure(m.chip, m.finished(), traced(slow));
  EXPECT_EQ(shares(m, measured), (Shares{{"work in", 19},
                                         {"network x", 8},
                                         {"pipelines X", 5},
                                         {"network y", 6},
                                         {"work out", 1}}));
  EXPECT_EQ(measured.ways, (std::vector<Cycle>{8, 6}));
}

/// A token of `near` always waits a cycle in its FIFO for the token of `far`.
TEST(Measured, WayOfAStreamThatNeverCameLastIsThatOfItsLinks) {
  HandMapping m(2, 4);
  m.source("a", {0, 0}, 20);
  m.source("b", {1, 0}, 20);
  m.pcu("X", {0, 2}, {20}, 5).in("near").in("far").out("y").element_wise();
  m.sink("out", {0, 3}, 20);
  m.vector("near", "a", {"X.near"}, {{{0, 0}, {0, 1}, {0, 2}}});
  m.vector("far", "b", {"X.far"}, {{{1, 0}, {1, 1}, {1, 2}, {0, 2}}});
  m.vector("y", "X.y", {"out"}, {{{0, 2}, {0, 3}}});
  const Measured measured = measure(m.chip, m.finished(), traced(m));
  EXPECT_EQ(measured.ways, (std::vector<Cycle>{4, 5, 3}));
  EXPECT_EQ(shares(m, measured).at("network far"), 5);
}

TEST(Measured, LongerPipelineIsThePipelinesWhateverTheMappingSays) {
  const HandMapping m = pipeline();
  const HandMapping slow = pipeline(6);
  const Measured measured = measure(m.chip, m.finished(), traced(slow));
  EXPECT_EQ(shares(m, measured).at("pipelines X"), 6);
  EXPECT_EQ(measured.pipelines, (std::vector<Cycle>{0, 6, 0}));
}

TEST(Measured, LongerIntervalIsTheUnitsWorkWhateverTheMappingSays) {
  const HandMapping m = pipeline();
  HandMapping slow = pipeline();
  slow.mapping.units[slow.unit("X")].programs.front().ii = 3;
  const Shares now = shares(m, measure(m.chip, m.finished(), traced(slow)));
  EXPECT_EQ(now.at("work X"), 57);
  EXPECT_FALSE(now.contains("waiting X"));
}

/// tests/derived/09 (b): every second word lies in half of the banks.
TEST(Measured, BankConflictsAreApartFromWork) {
  HandMapping m(1, 4);
  m.steps(1);
  Access vectors;
  vectors.strides = {128};
  vectors.slot_level = 1;
  vectors.lane_stride = 8;
  m.pmu("B", {0, 1})
      .buffer({.name = "b", .slot_bytes = 8192})
      .read({6}, 2)
      .out("q", {.access = vectors});
  m.sink("out", {0, 3}, 6);
  m.vector("q", "B.q", {"out"}, {{{0, 1}, {0, 2}, {0, 3}}});
  EXPECT_EQ(shares(m, measure(m.chip, m.finished(), traced(m))), (Shares{{"work B", 5},
                                                                         {"conflicts B", 6},
                                                                         {"pipelines B", 2},
                                                                         {"network q", 4},
                                                                         {"work out", 1}}));
}

/// W writes to S, which takes a token every second cycle, and over Y to the sink that is last.
TEST(Measured, HeldPipelineLeadsToTheReaderThatMadeRoom) {
  HandMapping m(2, 6);
  m.source("in", {0, 0}, 40);
  m.pcu("W", {0, 2}, {40}, 3).in("x").out("s").out("y").element_wise();
  m.pcu("S", {0, 4}, {40}, 1).ii(2).in("s").out("b").element_wise();
  m.pcu("Y", {1, 4}, {40}, 16).in("y").out("a").element_wise();
  m.sink("outB", {0, 5}, 40);
  m.sink("outA", {1, 5}, 40);
  m.vector("x", "in", {"W.x"}, {{{0, 0}, {0, 1}, {0, 2}}});
  m.vector("s", "W.s", {"S.s"}, {{{0, 2}, {0, 3}, {0, 4}}});
  m.vector("y", "W.y", {"Y.y"}, {{{0, 2}, {1, 2}, {1, 3}, {1, 4}}});
  m.vector("a", "Y.a", {"outA"}, {{{1, 4}, {1, 5}}});
  m.vector("b", "S.b", {"outB"}, {{{0, 4}, {0, 5}}});
  const Measured measured = measure(m.chip, m.finished(), traced(m));
  EXPECT_EQ(measured.cycles, 98);
  EXPECT_EQ(shares(m, measured), (Shares{{"network x", 4},
                                         {"pipelines W", 3},
                                         {"network s", 4},
                                         {"work S", 60},
                                         {"waiting W", 2},
                                         {"network y", 5},
                                         {"pipelines Y", 16},
                                         {"network a", 3},
                                         {"work outA", 1}}));
}

}  // namespace
}  // namespace rda

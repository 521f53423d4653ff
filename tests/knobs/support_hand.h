// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "support/hand_mapping.h"

namespace rda::knobs {

/// What the mapper never uses: control tokens over the network, into and out of PCU and PMU, and
/// sinks of every kind. The sinks are slow, so every FIFO on the way fills.
///
///   in -c-> X -c-> B -c-> ack
///                  B -v-> out
///                  B -s-> sum
inline test::HandMapping control_bench() {
  constexpr std::int64_t kTokens = 40;
  test::HandMapping m(6, 6);
  m.steps(4);
  m.chip.pmu.outputs = m.chip.pmu.inputs = m.chip.pcu.inputs = m.chip.pcu.outputs = {4, 4, 4};
  m.chip.stream.sinks.interval = 6;
  m.source("in", {0, 0}, kTokens);
  m.pcu("X", {0, 2}, {kTokens}, 1).in("go").out("gone");
  Access word{.strides = {4}, .slot_level = 1};
  m.pmu("B", {0, 3})
      .buffer({.name = "b", .slot_bytes = 8192})
      .read({kTokens}, 2)
      .in("go")
      .out("v", {.access = Access{.strides = {64}, .slot_level = 1}})
      .out("s", {.access = word})
      .out("done");
  m.sink("out", {0, 5}, kTokens);
  m.sink("sum", {1, 5}, kTokens);
  m.sink("ack", {2, 5}, kTokens);
  m.control("go", "in", {"X.go"}, {{{0, 0}, {0, 1}, {0, 2}}});
  m.control("gone", "X.gone", {"B.go"}, {{{0, 2}, {0, 3}}});
  m.vector("v", "B.v", {"out"}, {{{0, 3}, {0, 4}, {0, 5}}});
  m.scalar("s", "B.s", {"sum"}, {{{0, 3}, {0, 4}, {0, 5}, {1, 5}}});
  m.control("done", "B.done", {"ack"}, {{{0, 3}, {0, 4}, {0, 5}, {1, 5}, {2, 5}}});
  return m;
}

/// Two address generators, with ports of every kind. Each write is acknowledged, and the read
/// behind it waits for that.
///
///   a -v-> W -c-> R -v-> out
///   b -s-> W      R -s-> sum
///                 R -c-> ack
inline test::HandMapping memory_bench() {
  constexpr std::int64_t kTokens = 24;
  test::HandMapping m(6, 6);
  m.steps(4);
  m.memory({.count = 1, .capacity_mb = 2, .model = SimpleChannel{64, 1, 10}}, 8);
  m.memory_buffer({.name = "v", .slot_bytes = 1 << 20});
  m.memory_buffer({.name = "s", .offset = 1 << 20, .slot_bytes = 8192});
  const auto strided = [](int region, std::int64_t inner, std::int64_t outer) {
    return Access{.buffer = region, .strides = {inner, outer}, .slot_level = 2};
  };
  m.source("a", {0, 0}, kTokens);
  m.source("b", {1, 0}, kTokens);
  m.ag("W", 0, true, {kTokens / 4, 4}, 2)
      .in("v", {.access = strided(0, 64, 1024)})
      .in("s", {.access = strided(1, 4, 512)})
      .out("done");
  m.ag("R", 1, false, {kTokens / 4, 4}, 2)
      .in("go")
      .out("v", {.access = strided(0, 64, 1024)})
      .out("s", {.access = strided(1, 4, 512)})
      .out("e");
  m.sink("out", {0, 5}, kTokens);
  m.sink("sum", {1, 5}, kTokens);
  m.sink("ack", {2, 5}, kTokens);
  m.vector("a", "a", {"W.v"}, {{{0, 0}}});
  m.scalar("b", "b", {"W.s"}, {{{1, 0}, {0, 0}}});
  m.control("done", "W.done", {"R.go"}, {{{0, 0}, {0, 1}, {0, 2}, {0, 3}, {0, 4}, {0, 5}}});
  m.vector("v", "R.v", {"out"}, {{{0, 5}}});
  m.scalar("s", "R.s", {"sum"}, {{{0, 5}, {1, 5}}});
  m.control("e", "R.e", {"ack"}, {{{0, 5}, {1, 5}, {2, 5}}});
  return m;
}

/// A PCU that adds vectors of two sources.
inline test::HandMapping vector_bench() {
  constexpr std::int64_t kTokens = 20;
  test::HandMapping m(4, 4);
  m.steps(4);
  m.source("a", {0, 0}, kTokens);
  m.source("b", {1, 0}, kTokens);
  m.pcu("X", {0, 2}, {kTokens}, 1).in("a").in("b").operation(ScalarOp::add, 0, 1).out("y");
  m.sink("out", {0, 3}, kTokens);
  m.vector("a", "a", {"X.a"}, {{{0, 0}, {0, 1}, {0, 2}}});
  m.vector("b", "b", {"X.b"}, {{{1, 0}, {1, 1}, {1, 2}, {0, 2}}});
  m.vector("y", "X.y", {"out"}, {{{0, 2}, {0, 3}}});
  return m;
}

}  // namespace rda::knobs

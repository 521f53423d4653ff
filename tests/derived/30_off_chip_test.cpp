// SPDX-License-Identifier: Apache-2.0
#include "derived/support.h"

namespace rda::derived {
namespace {

class OffChipMemory : public Scenario {};
INSTANTIATE_TEST_SUITE_P(Engines, OffChipMemory, kEngines, engine_name);

const test::Path kEast{{0, 0}, {0, 1}, {0, 2}, {0, 3}};

ChannelConfig channel(int cycles = 1) {
  return {.count = 1, .model = SimpleChannel{.bytes = 64, .cycles = cycles, .latency = 10}};
}

Access strided(std::int64_t stride, std::int64_t offset = 0) {
  Access made = access({stride, 0}, 2);
  made.offset = offset;
  return made;
}

/// R reads tokens for a sink.
HandMapping reading(const ChannelConfig& config, std::int64_t tokens, const Access& place,
                    int outstanding = 16) {
  HandMapping m(1, 4);
  m.memory(config, outstanding);
  m.memory_buffer({.name = "x", .slot_bytes = 4096});
  m.ag("R", 0, false, {tokens, 1}, 1).out("q", {.access = place});
  m.sink("out", {0, 3}, tokens);
  return m;
}

HandMapping reading_vectors(const ChannelConfig& config, std::int64_t tokens, int outstanding = 16,
                            std::int64_t offset = 0) {
  HandMapping m = reading(config, tokens, strided(64, offset), outstanding);
  m.vector("q", "R.q", {"out"}, {kEast});
  return m;
}

/// W writes tokens, and says so with the last of them.
HandMapping writing(TokenKind kind, std::int64_t tokens, std::int64_t stride) {
  HandMapping m(1, 4);
  m.memory(channel());
  m.memory_buffer({.name = "x", .slot_bytes = 4096});
  m.source("in", {0, 0}, tokens);
  m.ag("W", 0, true, {tokens, 1}, 1)
      .in("d", {.access = strided(stride)})
      .out("done", {.where = {at_index(0, tokens - 1)}});
  kind == TokenKind::vector ? m.vector("d", "in", {"W.d"}, {{{0, 0}}})
                            : m.scalar("d", "in", {"W.d"}, {{{0, 0}}});
  return m;
}

HandMapping written(TokenKind kind, std::int64_t tokens, std::int64_t stride) {
  HandMapping m = writing(kind, tokens, stride);
  m.sink("out", {0, 3}, 1);
  m.control("done", "W.done", {"out"}, {kEast});
  return m;
}

/// R reads what W has written.
HandMapping read_behind_write() {
  HandMapping m = writing(TokenKind::vector, 2, 64);
  std::get<PortTransfer>(m.mapping.units[m.unit("in")].programs[0].work) = {
      .tensor = "x", .tokens_per_item = 2, .format = Format::fp32};
  m.ag("R", 1, false, {2, 1}, 1)
      .in("go", {.where = {at_index(0, 0)}})
      .out("q", {.access = strided(64)});
  m.sink("out", {0, 3}, 2, "y") = {.tensor = "y", .tokens_per_item = 2, .format = Format::fp32};
  m.control("done", "W.done", {"R.go"}, {kEast});
  m.vector("q", "R.q", {"out"}, {{{0, 3}}});
  return m;
}

TEST_P(OffChipMemory, ABurstTakesAddressServiceAndLatency) {
  run(reading_vectors(channel(), 4));
  EXPECT_EQ(cycles(), 21);
  EXPECT_EQ(unit("R"), (Counts{.active = 4, .idle = 6, .starved = 11}));
  EXPECT_EQ(memory_cycles("R"), 11);
  EXPECT_EQ(channels(), (ChannelResult{.reads = 4}));
}

TEST_P(OffChipMemory, ASlowChannelSpacesTokens) {
  run(reading_vectors(channel(5), 4));
  EXPECT_EQ(cycles(), 37);
  EXPECT_EQ(unit("R"), (Counts{.active = 4, .idle = 6, .starved = 27}));
  EXPECT_EQ(memory_cycles("R"), 27);
}

TEST_P(OffChipMemory, OutstandingBurstsAreLimited) {
  run(reading_vectors(channel(), 4, 2));
  EXPECT_EQ(cycles(), 31);
  EXPECT_EQ(unit("R"), (Counts{.active = 4, .idle = 6, .starved = 21}));
  EXPECT_EQ(memory_cycles("R"), 21);
}

TEST_P(OffChipMemory, NeighboursShareABurst) {
  HandMapping m = reading(channel(), 8, strided(4));
  m.scalar("q", "R.q", {"out"}, {kEast});
  run(m);
  EXPECT_EQ(cycles(), 25);
  EXPECT_EQ(unit("R"), (Counts{.active = 8, .idle = 6, .starved = 11}));
  EXPECT_EQ(memory_cycles("R"), 4);
  EXPECT_EQ(channels(), (ChannelResult{.reads = 1}));
}

TEST_P(OffChipMemory, AVectorMayLieInTwoBursts) {
  run(reading_vectors(channel(), 3, 16, 32));
  EXPECT_EQ(cycles(), 21);
  EXPECT_EQ(channels(), (ChannelResult{.reads = 4}));
}

TEST_P(OffChipMemory, ASlowReaderBlocksTheGenerator) {
  HandMapping m = reading_vectors(channel(), 16);
  m.chip.stream.sinks.interval = 8;
  run(m);
  EXPECT_EQ(cycles(), 138);
  EXPECT_EQ(unit("R"), (Counts{.active = 16, .blocked = 19, .idle = 92, .starved = 11}));
  EXPECT_EQ(memory_cycles("R"), 9);
}

TEST_P(OffChipMemory, AFullBurstIsSentAtOnce) {
  run(written(TokenKind::vector, 2, 64));
  EXPECT_EQ(cycles(), 21);
  EXPECT_EQ(unit("W"), (Counts{.active = 2, .idle = 8, .starved = 11}));
  EXPECT_EQ(memory_cycles("W"), 11);
  EXPECT_EQ(channels(), (ChannelResult{.writes = 2}));
}

TEST_P(OffChipMemory, ScalarsAreCollectedInABurst) {
  run(written(TokenKind::scalar, 3, 4));
  EXPECT_EQ(cycles(), 22);
  EXPECT_EQ(unit("W"), (Counts{.active = 3, .idle = 8, .starved = 11}));
  EXPECT_EQ(channels(), (ChannelResult{.writes = 1}));
}

TEST_P(OffChipMemory, ABurstIsSentWhenTheNextByteLiesElsewhere) {
  run(written(TokenKind::scalar, 3, 64));
  EXPECT_EQ(cycles(), 23);
  EXPECT_EQ(channels(), (ChannelResult{.writes = 3}));
}

TEST_P(OffChipMemory, AReadBehindAWriteTakesItsValues) {
  Tensor x{1, 32, {}};
  for (int n = 0; n < 32; ++n) x.values.push_back(static_cast<float>(n) / 4);
  HandMapping m = read_behind_write();
  m.tensors["x"] = x;
  run(m, 1);
  EXPECT_EQ(cycles(), 36);
  EXPECT_EQ(unit("R"), (Counts{.active = 2, .idle = 23, .starved = 11}));
  EXPECT_EQ(memory_cycles("R"), 11);
  EXPECT_EQ(values("y"), std::vector<double>(x.values.begin(), x.values.end()));
}

TEST_P(OffChipMemory, ADramHasAClockOfItsOwn) {
  ChannelConfig config = channel();
  config.model = DramChannel{.preset = DramPreset::ddr3_1600};
  run(reading_vectors(config, 2));
  EXPECT_EQ(cycles(), 45);
  EXPECT_EQ(channels(), (ChannelResult{.reads = 2, .hits = 1, .closed = 1}));
}

TEST_P(OffChipMemory, ADeadlockNamesTheGenerators) {
  HandMapping m(1, 4);
  m.memory(channel());
  m.memory_buffer({.name = "x", .slot_bytes = 4096});
  m.ag("W", 0, true, {2, 1}, 1)
      .in("d", {.access = strided(64)})
      .out("done", {.where = {at_index(0, 1)}});
  m.ag("R", 1, false, {2, 1}, 1)
      .in("go", {.where = {at_index(0, 0)}})
      .out("q", {.access = strided(64)});
  m.sink("out", {0, 3}, 2);
  m.control("done", "W.done", {"R.go"}, {kEast});
  m.vector("q", "R.q", {"W.d", "out"}, {{{0, 3}, {0, 2}, {0, 1}, {0, 0}}});
  EXPECT_EQ(deadlock(m),
            "deadlock in cycle 0: W waits for a token on input \"d\" from R; R waits for a token "
            "on input \"go\" from W; no FIFO on it is full: a token is missing from the start");
}

}  // namespace
}  // namespace rda::derived

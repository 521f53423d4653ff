// SPDX-License-Identifier: Apache-2.0
// What a probe hears of random graphs: the same from both engines, with fast-forward and without.
#include <gtest/gtest.h>

#include <vector>

#include "base/random.h"
#include "property/suite.h"
#include "property/support_off_chip.h"
#include "property/support_repeat.h"
#include "rda/check.h"
#include "rda/tracer.h"

namespace rda::test {
namespace {

/// All that a probe hears, in one form however the events are split; of some units alone if
/// `only_some` is not 0.
class Hearer final : public Probe {
 public:
  Hearer(const Mapping& mapping, std::uint64_t only_some)
      : tracer_(mapping), only_some_(only_some), intervals_(mapping.units.size()) {}

  bool hears(UnitId unit) const override {
    return only_some_ == 0 || Random(only_some_ + unit.index()).below(3) == 0;
  }
  void fired(ProgramOf program, Events cycles, int bank_cycles) override {
    tracer_.fired(program, cycles, bank_cycles);
  }
  void popped(ProgramOf program, std::size_t input, Events cycles) override {
    tracer_.popped(program, input, cycles);
  }
  void made(ProgramOf program, std::size_t output, Events firings) override {
    tracer_.made(program, output, firings);
  }
  void put(ProgramOf program, std::size_t output, Events cycles) override {
    tracer_.put(program, output, cycles);
  }
  void interval(UnitId unit, Activity activity, Cycle from, Cycle cycles) override {
    std::vector<Span>& spans = intervals_[unit.index()];
    RDA_CHECK(cycles > 0 && from == (spans.empty() ? 0 : spans.back().until));
    if (spans.empty() || spans.back().activity != activity) spans.push_back({activity, from});
    spans.back().until = from + cycles;
  }
  void ended(Cycle cycles) override { tracer_.ended(cycles); }

  void put_all(Bytes& bytes) const;
  /// Whether the intervals of the units that it hears of are those that a run counted.
  bool agrees_with(const RunResult& result) const;

 private:
  struct Span {
    Activity activity;
    Cycle from, until = 0;
  };
  Tracer tracer_;
  std::uint64_t only_some_;
  std::vector<std::vector<Span>> intervals_;  ///< by unit
};

void put_series(Bytes& bytes, const Series& series) {
  bytes.put(series.size());
  for (std::int64_t n = 0; n < series.size(); ++n) bytes.put(series[n]);
}

void Hearer::put_all(Bytes& bytes) const {
  bytes.put(tracer_.trace().cycles);
  for (const auto& programs : tracer_.trace().units)
    for (const ProgramTrace& program : programs) {
      put_series(bytes, program.fired);
      put_series(bytes, program.banks);
      for (const auto* ports : {&program.popped, &program.made, &program.put})
        for (const Series& series : *ports) put_series(bytes, series);
    }
  for (const std::vector<Span>& spans : intervals_) {
    bytes.put(std::ssize(spans));
    for (const Span& span : spans) {
      bytes.put(static_cast<std::int64_t>(span.activity));
      bytes.put(span.until);
    }
  }
}

bool Hearer::agrees_with(const RunResult& result) const {
  for (std::size_t u = 0; u < intervals_.size(); ++u) {
    if (!hears(UnitId(u))) continue;
    ActivityCounts counts;
    for (const Span& span : intervals_[u]) counts[span.activity] += span.until - span.from;
    if (counts != result.units[u].activity) return false;
  }
  return true;
}

/// What a probe heard, and whether cycles were skipped meanwhile.
struct Heard {
  std::string all;  ///< or the error
  bool skipped = false;
};

Heard hear(const Case& c, const SimulateOptions& options, std::uint64_t only_some) {
  try {
    Hearer hearer(c.mapping, only_some);
    SimulationNotes notes;
    const RunResult result = simulate(c.chip, c.mapping, c.tensors, options, &hearer, &notes);
    RDA_CHECK(hearer.agrees_with(result));
    Bytes bytes;
    hearer.put_all(bytes);
    return {bytes.all(), notes.cycles_skipped > 0};
  } catch (const Error& error) {
    return {error.what()};
  }
}

std::string hear_reference(const Case& c, SimulateOptions options, std::uint64_t only_some) {
  options.engine = Engine::reference;
  const Answer got = ask_child([&] { return hear(c, options, only_some).all; }, 60);
  EXPECT_EQ(got.error, "");
  Bytes bytes(got.bytes);
  EXPECT_EQ(bytes.number(), 0) << bytes.text();
  bytes.text();
  return bytes.text();
}

/// Expects the same of both engines, with and without fast-forward. @return whether it skipped
int expect_the_same_heard(const Case& c, SimulateOptions options, std::uint64_t only_some) {
  const Heard forward = hear(c, options, only_some);
  options.fast_forward = false;
  EXPECT_TRUE(forward.all == hear(c, options, only_some).all);
  EXPECT_TRUE(forward.all == hear_reference(c, options, only_some));
  return forward.skipped;
}

class Probes : public testing::TestWithParam<std::uint64_t> {};
INSTANTIATE_TEST_SUITE_P(Long, Probes, testing::Range<std::uint64_t>(0, 2));

TEST_P(Probes, HearTheSameFromBothEnginesAndOfSkippedPeriods) {
  int skipped = 0;
  const int rounds = 20 * static_cast<int>(scale());
  for (int round = 0; round < rounds && !HasFailure(); ++round) {
    const std::uint64_t seed = 10'000 * (GetParam() + 30) + static_cast<std::uint64_t>(round);
    SCOPED_TRACE("repeated graph " + std::to_string(seed));
    const Case c = repeated_graph(seed);
    SimulateOptions options = plain_options(c);
    if (round % 2 == 1) options.disturbance = periodic_stalls(c, seed);
    if (round % 5 == 0) options.verify_steps = 2;
    const std::uint64_t only_some = round % 3 == 0 ? seed : 0;
    skipped += expect_the_same_heard(c, options, only_some);
  }
  EXPECT_GE(3 * skipped, rounds);
}

TEST_P(Probes, HearAddressGeneratorsTheSame) {
  int skipped = 0;
  const int rounds = 20 * static_cast<int>(scale());
  for (int round = 0; round < rounds && !HasFailure(); ++round) {
    const std::uint64_t seed = 10'000 * (GetParam() + 1) + static_cast<std::uint64_t>(round);
    SCOPED_TRACE("graph with off-chip memory " + std::to_string(seed));
    const OffChipCase made = off_chip_case(seed, 60);
    Case c;
    c.chip = made.chip;
    c.mapping = made.mapping;
    c.tensors = made.tensors;
    SimulateOptions options = made.options;
    const std::uint64_t only_some = round % 3 == 0 ? seed : 0;
    skipped += expect_the_same_heard(c, options, only_some);
  }
  EXPECT_GE(8 * skipped, rounds);
}

TEST_P(Probes, ChangeNoResult) {
  for (int round = 0; round < 30 * static_cast<int>(scale()); ++round) {
    const std::uint64_t seed = 1000 * (GetParam() + 7) + static_cast<std::uint64_t>(round);
    SCOPED_TRACE("random graph " + std::to_string(seed));
    const Case c = random_graph(seed);
    const SimulateOptions options{.verify_steps = c.mapping.steps, .max_cycles = kEnoughCycles};
    const Outcome alone = run_here(c.chip, c.mapping, c.tensors, options);
    if (!alone.ok()) continue;
    Hearer hearer(c.mapping, 0);
    const RunResult heard = simulate(c.chip, c.mapping, c.tensors, options, &hearer);
    EXPECT_TRUE(bytes_of(heard) == bytes_of(alone.result));
  }
}

}  // namespace
}  // namespace rda::test

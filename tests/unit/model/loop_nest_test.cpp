// SPDX-License-Identifier: Apache-2.0
// The fast engine enumerates a loop nest in stretches. Compares them with the reference's single
// firings.
#include "sim/fast/loop_nest.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "base/random.h"
#include "sim/reference/loop_index.h"
#include "sim/reference/loop_nest.h"

namespace rda::sim::fast {
namespace {

/// The inputs and outputs that take part in a firing.
struct Firing {
  std::vector<std::size_t> needed, popped, made;
  friend bool operator==(const Firing&, const Firing&) = default;
};

std::vector<Firing> one_by_one(const Program& program) {
  std::vector<Firing> firings;
  for (reference::LoopNest nest(program); !nest.done(); nest.next()) {
    Firing firing;
    for (std::size_t i = 0; i < program.inputs.size(); ++i) {
      const Port& input = program.inputs[i];
      if (!reference::inside(input.where.bounds, nest.index())) continue;
      firing.needed.push_back(i);
      if (reference::at_last(program, input, nest.index())) firing.popped.push_back(i);
    }
    for (std::size_t o = 0; o < program.outputs.size(); ++o)
      if (reference::makes_token(program, program.outputs[o], nest.index()))
        firing.made.push_back(o);
    firings.push_back(firing);
  }
  return firings;
}

std::vector<std::size_t> numbers(const Ports& ports) {
  std::vector<std::size_t> numbers;
  ports.each([&](std::size_t port) { numbers.push_back(port); });
  return numbers;
}

/// The firings of `stretch` and of the stretches after it.
std::vector<Firing> in_stretches(LoopNest nest, Stretch stretch) {
  std::vector<Firing> firings;
  for (; stretch.firings != 0; stretch = nest.next())
    for (std::int64_t n = 0; n < stretch.firings; ++n)
      firings.push_back(
          {numbers(stretch.needed), numbers(stretch.popped), numbers(stretch.made_by(n))});
  return firings;
}

Port random_port(Random& random, const std::vector<std::int64_t>& loops) {
  Port port;
  port.level = static_cast<int>(random.below(loops.size() + 1));
  for (std::size_t l = 0; l < loops.size(); ++l) {
    if (random.below(4) != 0) continue;
    const auto extent = static_cast<std::uint64_t>(loops[l]);
    const auto lo = static_cast<std::int64_t>(random.below(extent));
    const auto size =
        1 + static_cast<std::int64_t>(random.below(extent - static_cast<std::uint64_t>(lo)));
    port.where.add({static_cast<int>(l), lo, lo + size});
  }
  return port;
}

/// `most`: inputs, and outputs.
Program random_program(Random& random, std::uint64_t most = 2) {
  Program program;
  for (std::uint64_t loops = random.below(5); loops > 0; --loops)
    program.space.extents.push_back(1 + static_cast<std::int64_t>(random.below(5)));
  for (std::uint64_t inputs = random.below(most + 1); inputs > 0; --inputs)
    program.inputs.push_back(random_port(random, program.space.extents));
  for (std::uint64_t outputs = random.below(most + 1); outputs > 0; --outputs)
    program.outputs.push_back(random_port(random, program.space.extents));
  return program;
}

TEST(LoopNest, RunsAreTheFiringsOneByOne) {
  for (std::uint64_t seed = 0; seed < 2000; ++seed) {
    Random random(seed);
    const Program program = random_program(random);
    LoopNest nest(program);
    const auto first = nest.next();
    ASSERT_EQ(in_stretches(nest, first), one_by_one(program)) << "seed " << seed;
  }
}

TEST(LoopNest, GoesOnFromAnyFiring) {
  for (std::uint64_t seed = 0; seed < 3000; ++seed) {
    Random random(seed);
    const Program program = random_program(random);
    const std::vector<Firing> all = one_by_one(program);
    LoopNest nest(program);
    for (std::size_t n = 0; n < all.size(); ++n) {
      const auto stretch = nest.seek(static_cast<std::int64_t>(n));
      ASSERT_EQ(in_stretches(nest, stretch),
                std::vector<Firing>(all.begin() + std::ptrdiff_t(n), all.end()))
          << "seed " << seed << ", from firing " << n;
    }
  }
}

TEST(LoopNest, RunsOfManyPortsAreTheFiringsOneByOne) {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    Random random(seed);
    const Program program = random_program(random, 2 * Ports::kBits + 2);
    const std::vector<Firing> all = one_by_one(program);
    LoopNest nest(program);
    const auto first = nest.next();
    ASSERT_EQ(in_stretches(nest, first), all) << "seed " << seed;
    const std::size_t middle = all.size() / 2;
    const auto rest = nest.seek(static_cast<std::int64_t>(middle));
    ASSERT_EQ(in_stretches(nest, rest),
              std::vector<Firing>(all.begin() + std::ptrdiff_t(middle), all.end()))
        << "seed " << seed;
  }
}

TEST(LoopNest, IsNotAlikeWhereAnAccessBeginsOrEnds) {
  Program program;
  program.space.extents = {4, 1000};
  Port& port = program.inputs.emplace_back();
  port.access.emplace().keep = {{1, 200, 500}};
  const LoopNest nest(program);
  EXPECT_EQ(nest.alike_until(40), 4 * 200);
  EXPECT_EQ(nest.alike_until(4 * 200), 4 * 500);
  EXPECT_EQ(nest.alike_from(4 * 300), 4 * 200);
  EXPECT_EQ(nest.alike_until(4 * 500), 4 * 1000);
}

TEST(LoopNest, TokensOfAnOutputAreItsGapOfFiringsApartOrMore) {
  for (std::uint64_t seed = 0; seed < 2000; ++seed) {
    Random random(seed);
    const Program program = random_program(random);
    const std::vector<Firing> all = one_by_one(program);
    const LoopNest nest(program);
    for (std::size_t o = 0; o < program.outputs.size(); ++o) {
      std::int64_t last = -1;
      for (std::int64_t n = 0; n < std::ssize(all); ++n) {
        if (std::ranges::count(all[static_cast<std::size_t>(n)].made, o) == 0) continue;
        if (last >= 0) {
          EXPECT_GE(n - last, nest.gap(o)) << "seed " << seed;
        }
        last = n;
      }
    }
  }
}

TEST(LoopNest, RowsOfADotProductAreOneRun) {
  Program program;
  program.space = {{4, 256, 3}};
  program.inputs.resize(2);
  program.outputs.resize(1);
  program.outputs[0].level = 1;
  LoopNest nest(program);
  const auto stretch = nest.next();
  EXPECT_EQ(stretch.firings, 4 * 256 * 3);
  EXPECT_EQ(stretch.every, 4);
  EXPECT_TRUE(stretch.made.empty());
  EXPECT_EQ(numbers(stretch.last), std::vector<std::size_t>{0});
  EXPECT_EQ(nest.gap(0), 4);
}

}  // namespace
}  // namespace rda::sim::fast

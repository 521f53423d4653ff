// SPDX-License-Identifier: Apache-2.0
// Promised pops of the fast engine, in runs of many windows: one writer whose tokens go through
// forks to readers with loops of their own.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "base/random.h"
#include "property/suite.h"
#include "support/hand_mapping.h"

namespace rda::test {
namespace {

constexpr std::int64_t kFirings = 1440;  ///< any two of kExtents divide it
constexpr std::array<std::int64_t, 5> kExtents{1, 2, 3, 4, 6};

/// A mapping under construction, from random numbers.
class Fan {
 public:
  explicit Fan(std::uint64_t seed) : random_(seed), m_(4, 16) {
    m_.chip.network.hop_latency = number(1, 2);
    m_.chip.pcu.fifo_depth.vector = number(1, 8);
    m_.chip.stream.fifo_depth.vector = number(1, 6);
    m_.pcu("W", {0, 0}, {kFirings}, number(1, 6)).in("z").out("w").element_wise();
    m_.source("Z", {0, 0}, kFirings);
    m_.vector("z", "Z", {"W.z"}, {{{0, 0}}});
    for (int reader = number(1, 2); reader > 0; --reader) add_reader();
    m_.vector("w", "W.w", readers_, routes());
    for (std::size_t r = 0; r < sites_.size(); ++r) add_way_out(static_cast<int>(r));
  }
  const HandMapping& mapping() const { return m_; }

 private:
  int number(int lo, int hi) {
    return lo + static_cast<int>(random_.below(static_cast<std::uint64_t>(hi - lo + 1)));
  }
  void add_reader() {
    const Site site{number(1, 3), 2 * number(0, 7)};
    if (std::ranges::find(sites_, site) != sites_.end()) return;
    const std::int64_t a = kExtents[random_.below(5)], b = kExtents[random_.below(5)];
    Loops loops{a, b, kFirings / (a * b)};
    const int level = number(0, 3);
    std::int64_t made = 1;
    for (auto l = static_cast<std::size_t>(level); l < loops.size(); ++l) made *= loops[l];
    const std::string name = "R" + std::to_string(sites_.size());
    m_.pcu(name, site, std::move(loops), number(1, 6))
        .in("w")
        .out("r", {.level = level})
        .element_wise();
    m_.sink("out" + std::to_string(sites_.size()), {static_cast<int>(sites_.size()), 15}, made);
    readers_.push_back(name + ".w");
    sites_.push_back(site);
  }
  /// Along row 0, and down each reader's column.
  std::vector<Path> routes() const {
    std::map<int, int> deepest;
    for (const Site& site : sites_) deepest[site.col] = std::max(deepest[site.col], site.row);
    std::vector<Path> paths(1);
    for (int col = 0; col <= deepest.rbegin()->first; ++col) paths[0].push_back({0, col});
    for (const auto& [col, row] : deepest) {
      paths.emplace_back();
      for (int r = 0; r <= row; ++r) paths.back().push_back({r, col});
    }
    if (paths[0].size() == 1) paths.erase(paths.begin());
    return paths;
  }
  void add_way_out(int r) {
    const Site site = sites_[static_cast<std::size_t>(r)];
    Path path;
    for (int col = site.col; col <= 15; ++col) path.push_back({site.row, col});
    for (int row = site.row; row != r;) path.push_back({row += row < r ? 1 : -1, 15});
    const std::string number = std::to_string(r);
    m_.vector("r" + number, "R" + number + ".r", {"out" + number}, {path});
  }

  Random random_;
  HandMapping m_;
  std::vector<Site> sites_;
  std::vector<std::string> readers_;
};

class SomePromises : public testing::TestWithParam<std::uint64_t> {};

void expect_same_cycles(std::uint64_t seed) {
  const HandMapping m = Fan(seed).mapping();
  ASSERT_EQ(violations(m.chip, m.mapping), std::vector<std::string>{}) << seed;
  SimulateOptions options;
  options.fast_forward = false;
  options.verify_steps = 0;
  const Outcome fast = run_forked(m.chip, m.mapping, m.tensors, options);
  options.disturbance.shuffle_seed = seed + 1;
  const Outcome shuffled = run_forked(m.chip, m.mapping, m.tensors, options);
  options.engine = Engine::reference;
  const Outcome want = run_forked(m.chip, m.mapping, m.tensors, options);
  ASSERT_TRUE(want.ok()) << seed << ": " << want.error;
  expect_same(fast, want);
  expect_same(shuffled, want);
  ASSERT_FALSE(testing::Test::HasFailure()) << "seed " << seed;
}

TEST_P(SomePromises, HoldInRunsOfManyWindows) {
  for (std::uint64_t seed = 10 * GetParam(); seed < 10 * (GetParam() + 1); ++seed)
    expect_same_cycles(seed);
}

/// Seeds for which a shorter promise once replaced a longer one.
TEST(Promises, HoldWhereALaterOneIsShorter) {
  for (const std::uint64_t seed : {2965U, 4673U, 6038U}) expect_same_cycles(seed);
}

INSTANTIATE_TEST_SUITE_P(Part, SomePromises, testing::Range<std::uint64_t>(0, 1));
INSTANTIATE_TEST_SUITE_P(Long, SomePromises, testing::Range<std::uint64_t>(1, kParts));

}  // namespace
}  // namespace rda::test

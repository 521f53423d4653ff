// SPDX-License-Identifier: Apache-2.0
#include "property/support_fan.h"

#include <algorithm>
#include <array>
#include <map>

#include "base/random.h"
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

}  // namespace

Case fan(std::uint64_t seed) {
  const HandMapping m = Fan(seed).mapping();
  Case c;
  c.seed = seed;
  c.chip = m.chip;
  c.mapping = m.mapping;
  c.tensors = m.tensors;
  return c;
}

}  // namespace rda::test

// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "mapping/latency.h"
#include "mapping/violations.h"

namespace rda::mapping {
namespace {

/// Far more rows than any workload's tensor has.
constexpr std::int64_t kMostTapRows = std::int64_t{1} << 20;

/// A tap: rows first, first + step, … of its tensor, in the items of some firings.
struct Tap {
  const Port* port;
  std::int64_t first, step, count;
  std::vector<Extent> inside;

  std::int64_t last() const { return first + step * (count - 1); }
  bool has(std::int64_t row) const {
    return row >= first && row <= last() && (row - first) % step == 0;
  }
};

bool same_element(const Tap& a, const Tap& b) {
  const Access &x = *a.port->access, &y = *b.port->access;
  if (x.tap != y.tap) return false;
  if (x.slot_level == y.slot_level)
    for (auto l = static_cast<std::size_t>(x.slot_level); l < a.inside.size(); ++l)
      if (std::max(a.inside[l].lo, b.inside[l].lo) >= std::min(a.inside[l].hi, b.inside[l].hi))
        return false;
  for (std::int64_t row = a.first; row <= a.last(); row += a.step)
    if (b.has(row)) return true;
  return false;
}

class TapCheck {
 public:
  TapCheck(Inspection& inspection, const Unit& unit) : inspection_(inspection), unit_(unit) {}

  void run(const Program& write) {
    for (const Port& input : write.inputs)
      if (input.access && !input.access->tap.empty()) add(write, input);
    for (std::size_t i = 0; i < taps_.size(); ++i)
      for (std::size_t other = 0; other < i; ++other)
        if (same_element(taps_[other], taps_[i]))
          inspection_.add(port_name(unit_, *taps_[i].port),
                          "taps elements of {} that {} taps (one)", taps_[i].port->access->tap,
                          taps_[other].port->name);
  }

 private:
  void add(const Program& write, const Port& input) {
    const Access& access = *input.access;
    if (inspection_.kind(input) != TokenKind::scalar) {
      inspection_.add(port_name(unit_, input), "a tap of a {} (of a scalar)",
                      name_of(inspection_.kind(input)));
      return;
    }
    auto touched = input.where;
    touched.insert(touched.end(), access.keep.begin(), access.keep.end());
    Tap tap{&input, access.tap_row, access.tap_step, 1, extents(write, touched)};
    if (std::ranges::any_of(tap.inside, [](const Extent& e) { return e.size() == 0; })) return;
    Extent rows{0, 1};
    if (access.slot_level > 0) rows = tap.inside[static_cast<std::size_t>(access.slot_level - 1)];
    std::int64_t last_row = 0, spanned = 0;
    if (access.tap_row < 0 || access.tap_step < 1 ||
        __builtin_mul_overflow(access.tap_step, rows.hi - 1, &spanned) ||
        __builtin_add_overflow(access.tap_row, spanned, &last_row) || last_row >= kMostTapRows) {
      inspection_.add(port_name(unit_, input),
                      "taps rows from {} on, step {}, {} of them (up to {})", access.tap_row,
                      access.tap_step, rows.hi, kMostTapRows - 1);
      return;
    }
    tap.first += access.tap_step * rows.lo;
    tap.count = rows.size();
    taps_.push_back(std::move(tap));
  }

  Inspection& inspection_;
  const Unit& unit_;
  std::vector<Tap> taps_;
};

}  // namespace

void check_taps(Inspection& inspection) {
  for (const Unit& unit : inspection.mapping.units)
    if (const auto* pmu = std::get_if<PmuUnit>(&unit.body); pmu && pmu->write)
      TapCheck(inspection, unit).run(*pmu->write);
}

}  // namespace rda::mapping

// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "mapping/latency.h"
#include "mapping/violations.h"

namespace rda::mapping {
namespace {

/// Far more rows than the tensor of any workload has.
constexpr std::int64_t kMostTapRows = std::int64_t{1} << 20;

/// The tap of a port: the rows of its tensor that it stores, and the firings in which it does.
struct Tap {
  const Port* port;
  std::vector<bool> rows;
  Box inside;
};

/// The loops over the rows that a port taps.
struct Tapped {
  Extent rows, turns, lanes;
};

bool same_element(const Tap& a, const Tap& b) {
  const Access &x = *a.port->access, &y = *b.port->access;
  if (x.tap != y.tap) return false;
  if (x.slot_level == y.slot_level)
    for (auto l = static_cast<std::size_t>(x.slot_level); l < a.inside.rank(); ++l)
      if (std::max(a.inside[l].lo, b.inside[l].lo) >= std::min(a.inside[l].hi, b.inside[l].hi))
        return false;
  for (std::size_t row = 0; row < std::min(a.rows.size(), b.rows.size()); ++row)
    if (a.rows[row] && b.rows[row]) return true;
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
                          "taps elements of {} that {} also taps (one port per element)",
                          taps_[i].port->access->tap, taps_[other].port->name);
  }

 private:
  void add(const Program& write, const Port& input) {
    const Access& access = *input.access;
    if (inspection_.kind(input) == TokenKind::control) {
      inspection_.add(port_name(unit_, input), "a tap of a control token (must be of data)");
      return;
    }
    Tap tap{&input, {}, write.where(input).clip(access.keep)};
    if (tap.inside.is_empty()) return;
    if (access.tap_turn != 0 && access.tap_turn_loop() < 0) {
      inspection_.add(port_name(unit_, input),
                      "tap_turn {} at slot level {} (there is no loop below the loop over rows)",
                      access.tap_turn, access.slot_level);
      return;
    }
    if (access.tap_sequences > 1 && !counts(write, access)) {
      inspection_.add(port_name(unit_, input),
                      "tap_sequences {} (the loop below that over rows must have so many)",
                      access.tap_sequences);
      return;
    }
    const auto loop = [&](int level) {
      return level < 0 ? Extent{0, 1} : tap.inside[static_cast<std::size_t>(level)];
    };
    const Extent rows = loop(access.slot_level - 1);
    const Extent turns = loop(access.tap_turn == 0 ? -1 : access.tap_turn_loop());
    const std::int64_t lanes =
        inspection_.kind(input) == TokenKind::vector ? inspection_.chip.pcu.lanes : 1;
    if (!in_range(access, rows, turns)) {
      inspection_.add(port_name(unit_, input),
                      "taps rows from {} on, step {}, {} of them (up to {})", access.tap_row,
                      access.tap_step, rows.hi, kMostTapRows - 1);
      return;
    }
    if (!mark(tap.rows, access, {rows, turns, {0, lanes}}))
      inspection_.add(port_name(unit_, input),
                      "taps a row of {} in two turns (step {}, tap_turn {})", access.tap,
                      access.tap_step, access.tap_turn);
    taps_.push_back(std::move(tap));
  }

  // Whether there is a loop over the sequences that make each row.
  static bool counts(const Program& write, const Access& access) {
    return access.slot_level >= 2 &&
           write.space.extents[static_cast<std::size_t>(access.slot_level) - 2] ==
               access.tap_sequences;
  }

  // Whether all rows are in the range that a tensor can have.
  static bool in_range(const Access& access, const Extent& rows, const Extent& turns) {
    std::int64_t last = 0, spanned = 0, turned = 0;
    return access.tap_row >= 0 && access.tap_step >= 1 && access.tap_turn >= 0 &&
           !__builtin_mul_overflow(access.tap_step, rows.hi - 1, &spanned) &&
           !__builtin_mul_overflow(access.tap_turn, turns.hi - 1, &turned) &&
           !__builtin_add_overflow(access.tap_row, spanned, &last) &&
           !__builtin_add_overflow(last, turned, &last) && last < kMostTapRows;
  }

  // Marks the rows. Returns false if a row is stored twice.
  static bool mark(std::vector<bool>& marks, const Access& access, const Tapped& tapped) {
    const auto& [rows, turns, lanes] = tapped;
    const auto row_of = [&](std::int64_t row, std::int64_t turn, std::int64_t lane) {
      return static_cast<std::size_t>(access.tap_row + access.tap_step * row +
                                      access.tap_turn * turn + lane);
    };
    marks.assign(row_of(rows.hi - 1, turns.hi - 1, lanes.hi - 1) + 1, false);
    for (std::int64_t r = rows.lo; r < rows.hi; ++r)
      for (std::int64_t t = turns.lo; t < turns.hi; ++t)
        for (std::int64_t l = lanes.lo; l < lanes.hi; ++l) {
          const std::size_t row = row_of(r, t, l);
          if (marks[row]) return false;
          marks[row] = true;
        }
    return true;
  }

  Inspection& inspection_;
  const Unit& unit_;
  std::vector<Tap> taps_;
};

}  // namespace

void check_taps(Inspection& inspection) {
  for (const Unit& unit : inspection.mapping.units)
    if (const Program* write = write_program(unit)) TapCheck(inspection, unit).run(*write);
}

}  // namespace rda::mapping

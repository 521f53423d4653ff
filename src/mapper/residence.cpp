// SPDX-License-Identifier: Apache-2.0
// Which rows of weights lie on the chip, and which come from off-chip memory in each item.
#include <algorithm>

#include "base/ceil_div.h"
#include "mapper/streamed_weights.h"

namespace rda::mapper {
namespace {

/// Cycles that the latency of the recurrence is taken to be.
constexpr double kRecurrence = 256;

/// The rows that a PMU holds, all of them or beside a ring.
class Room {
 public:
  explicit Room(const DotUnit& dot)
      : pmu_(dot.b.chip.pmu), element_(dot.element_bytes()), passes_(dot.passes()) {}

  std::int64_t rows() const { return pmu_.capacity_bytes() / (passes_ * element_); }
  int most_slots() const {
    return static_cast<int>(
        std::min<std::int64_t>(pmu_.max_slots, pmu_.capacity_bytes() / element_));
  }
  /// Both programs count the slots of the ring through all rows, of which one skips those beside
  /// the ring: so these are a multiple of the slots.
  std::int64_t beside(int slots) const {
    if (pmu_.outputs.vector < 2) return 0;
    const std::int64_t left = pmu_.capacity_bytes() - slots * element_;
    std::int64_t rows = left / (passes_ * element_) / slots * slots;
    if (round_up(rows * passes_ * element_, pmu_.row_bytes()) > left) rows -= slots;
    return std::max<std::int64_t>(0, rows);
  }

 private:
  const PmuConfig& pmu_;
  std::int64_t element_, passes_;
};

class Residences {
 public:
  Residences(const Builder& b, const std::vector<DotUnit>& dots)
      : b_(b), dots_(dots), more_(dots.size()) {
    const Chip& chip = b.chip;
    double row = 0;
    for (const DotUnit& dot : dots) row += static_cast<double>(dot.element_bytes());
    row_cycles_ = row / peak_bytes_per_cycle(chip.memory->channels, chip.clock_mhz);
    spread(b.plan.more_pmus);
  }

  std::map<std::string, Residence> run() const {
    std::map<std::string, Residence> all;
    for (std::size_t i = 0; i < dots_.size(); ++i)
      all[dots_[i].name] = residence(dots_[i], more_[i]);
    return all;
  }

 private:
  /// Gives each dot unit one of the PMUs, then each another one, as long as it has rows for it.
  void spread(std::int64_t pmus) {
    for (bool any = true; any && pmus > 0;) {
      any = false;
      for (std::size_t i = 0; i < dots_.size() && pmus > 0; ++i) {
        const std::int64_t in_one = Room(dots_[i]).rows();
        if (is_sequence(dots_[i]) || (more_[i] + 1) * in_one >= dots_[i].rows()) continue;
        if (in_one == 0 || more_[i] == most_whole(dots_[i])) continue;
        ++more_[i], --pmus, any = true;
      }
    }
  }

  /// PMUs without a ring whose streams the dot unit has inputs for, besides its operands and the
  /// two streams of the PMU with the ring.
  std::int64_t most_whole(const DotUnit& dot) const {
    std::int64_t operands = 0;
    for (const Slice& slice : dot.slices) operands += std::ssize(slice.pieces);
    const int streams = b_.chip.pcu.inputs[TokenKind::vector];
    return std::max<std::int64_t>(0, streams - (b_.plan.vectors() ? 0 : operands) - 2);
  }
  bool is_sequence(const DotUnit& dot) const { return b_.node(dot.row_node()).args.size() == 2; }

  Residence residence(const DotUnit& dot, std::int64_t more) const {
    const Room room(dot);
    const bool mixed = b_.plan.weights == Weights::mixed;
    if (is_sequence(dot) || (mixed && (more + 1) * room.rows() >= dot.rows())) return {};
    if (room.most_slots() == 0) refuse_row(dot, dot.element_bytes());
    Residence best;
    double least = 0;
    const auto most = static_cast<int>(std::min<std::int64_t>(room.most_slots(), dot.rows()));
    // Where no rows lie beside the ring, a deep one costs nothing.
    const int few = mixed && room.beside(2) > 0 ? 2 : 32;
    for (int slots = std::min(few, most); slots <= most; ++slots) {
      const Residence tried{more * room.rows(), mixed ? room.beside(slots) : 0, slots};
      const double cycles = pass_cycles(dot, tried);
      if (best.slots == 0 || cycles < least) best = tried, least = cycles;
    }
    return best;
  }

  /// Cycles of a pass over all rows. The memory goes on while the rows on the chip are multiplied,
  /// until the ring is full.
  double pass_cycles(const DotUnit& dot, const Residence& residence) const {
    const auto rows = [](std::int64_t number) { return static_cast<double>(number); };
    const double on_chip = rows(residence.whole + residence.beside);
    const double busy = on_chip * dot.tokens() + kRecurrence / dot.passes();
    const double ahead = std::min(rows(residence.slots), busy / row_cycles_);
    const double streamed = rows(dot.rows()) - on_chip;
    return std::max(rows(dot.rows()) * dot.tokens() + kRecurrence / dot.passes(),
                    busy + std::max(0.0, streamed - ahead) * row_cycles_);
  }

  const Builder& b_;
  const std::vector<DotUnit>& dots_;
  std::vector<std::int64_t> more_;  // PMUs of its own, by dot unit
  double row_cycles_ = 0;           // in which the memory brings a row of every dot unit
};

}  // namespace

std::map<std::string, Residence> residences(const Builder& b, const std::vector<DotUnit>& dots) {
  return Residences(b, dots).run();
}

}  // namespace rda::mapper

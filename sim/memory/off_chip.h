// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "rda/chip.h"
#include "sim/memory/burst_sequence.h"
#include "sim/memory/channel.h"

namespace rda::sim {

/// The channels of a chip's off-chip memory, as its address generators see them.
class OffChip {
 public:
  explicit OffChip(const Chip& chip);

  /// A generator asks for a burst, which arrives at its channel in cycle `arrival`.
  void ask(int generator, Cycle arrival, const BurstSequence::Asked& asked, bool write);
  /// Decides everything that happens before cycle `until`, as Channel::advance().
  void advance(Cycle until);
  /// Up to which cycle that is.
  Cycle reached() const { return reached_; }
  /// Whatever is decided from now on is delivered in this cycle or later.
  Cycle known_until() const { return reached_ + lookahead_; }
  /// What has been decided for a generator since the last call.
  std::vector<Delivery> take(int generator);
  /// Bursts that are asked for and whose delivery is not decided.
  std::int64_t undecided() const { return undecided_; }
  /// Whether time decides how it behaves: a refresh comes again and again.
  bool has_refresh() const { return has_refresh_; }
  /// Addresses that are equal modulo so many bytes lie alike in it; 0: only equal ones do.
  std::int64_t alike_bytes() const { return alike_bytes_; }

  /// Number of address generators of the chip.
  std::size_t generators() const { return inbox_.size(); }
  std::vector<ChannelResult> counts() const;
  void note(StateList& state) const;
  /// Moves it by so many cycles. Ids of a generator grow by `growth`.
  void shift(Cycle cycles, const std::vector<std::int64_t>& growth,
             const std::vector<ChannelResult>& counts);

 private:
  const ChannelConfig config_;
  std::vector<Channel> channels_;
  std::vector<std::vector<Delivery>> inbox_;  ///< by generator
  Cycle reached_ = 0, lookahead_ = 1;
  std::int64_t undecided_ = 0;
  bool has_refresh_ = false;
  std::int64_t alike_bytes_ = 0;
};

}  // namespace rda::sim

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "rda/buckets.h"
#include "rda/cost.h"

namespace rda {

/// Power in one bucket of time.
struct PowerBucket {
  Cycle from = 0, cycles = 0;
  double static_w = 0;
  double pcu_w = 0, pmu_w = 0, switch_w = 0, off_chip_w = 0;  ///< dynamic
  double watts = 0;                                           ///< all five
};

/// Notes what power over time needs to know. Hears of all units.
class PowerProbe final : public Probe {
 public:
  static constexpr std::size_t kBuckets = 1024;
  explicit PowerProbe(const Mapping& mapping, std::size_t most_buckets = kBuckets);

  bool wants(Heard kind) const override {
    return kind == Heard::interval || kind == Heard::fired || kind == Heard::put;
  }
  void interval(UnitId unit, Activity activity, Cycle from, Cycle cycles) override;
  void fired(ProgramOf program, Events cycles, int bank_cycles) override;
  void put(ProgramOf program, std::size_t output, Events cycles) override;

  /// Active cycles by unit.
  const Buckets& active() const { return active_; }

  /// The power of the run that was heard, `result`: an estimate. An active cycle, a firing and a
  /// token take their energy when they happen; all firings of a unit take the same, and a token
  /// takes that of its whole route when it is put. The energy of all buckets is that of cost_of().
  std::vector<PowerBucket> power(const Chip& chip, const RunResult& result, const CostTable& table,
                                 const CostOptions& options = {}) const;

 private:
  const Mapping& mapping_;
  Buckets active_, firings_;  // by unit
  Buckets tokens_;            // by stream
};

/// Dynamic energy of each unit of a run's mapping, J: what its active cycles and its firings take,
/// by a table for the chip's process. Stream ports take none. With those of the streams they add up
/// to that of cost_of().
std::vector<double> unit_dynamic_j(const Chip& chip, const Mapping& mapping,
                                   const RunResult& result, const CostTable& table);

/// As comma-separated values with a line of names: cycle, cycles, and watts.
std::string to_csv(const std::vector<PowerBucket>& power);

}  // namespace rda

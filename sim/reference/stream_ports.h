// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/reference/tile.h"

namespace rda::sim::reference {

/// Sends its tokens in order, one every interval at most. It has no pipeline.
class SourcePort : public UnitTile {
 public:
  SourcePort(sc_core::sc_module_name name, Context& context, const SourceUnit& unit,
             Datapath* datapath, UnitTrace trace);

  bool is_counting_down() const override;
  std::vector<Blockage> blockages() const override;
  InPort& input(int stream) override;
  OutPort& output(int) override { return output_; }
  std::int64_t tokens_sent(int) const override { return sent_; }

 private:
  void tick() override;
  Activity send();
  bool is_stalled() const;

  const SourceUnit& unit_;
  Datapath* datapath_;
  const Cycle interval_;
  OutPort output_{"out"};
  std::int64_t sent_ = 0;
  Cycle due_ = 0;
};

/// Takes its tokens, one every interval at most.
class SinkPort : public UnitTile {
 public:
  SinkPort(sc_core::sc_module_name name, Context& context, const SinkUnit& unit, Datapath* datapath,
           UnitTrace trace);

  bool done() const { return taken_ == unit_.tokens; }
  /// Whether it has the tokens of all steps that are to be simulated.
  bool has_enough() const { return taken_ >= enough_; }
  bool is_counting_down() const override;
  std::vector<Blockage> blockages() const override;
  InPort& input(int) override { return input_; }
  OutPort& output(int stream) override;
  std::int64_t tokens_sent(int) const override { return 0; }

 private:
  void tick() override;
  Activity take();

  const SinkUnit& unit_;
  Datapath* datapath_;
  const Cycle interval_;
  InPort input_{"in"};
  const std::int64_t enough_;
  std::int64_t taken_ = 0;
  Cycle due_ = 0;
  bool had_token_ = false;
};

}  // namespace rda::sim::reference

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/reference/loop_nest.h"
#include "sim/reference/tile.h"
#include "sim/sink_tokens.h"

namespace rda::sim::reference {

/// A stream port: its program has no pipeline and one port, at which each firing moves a token.
class StreamPort : public UnitTile {
 public:
  bool is_counting_down() const override;
  InPort& input(StreamId stream) override;
  OutPort& output(StreamId stream) override;
  std::int64_t tokens_sent(StreamId) const override { return 0; }

 protected:
  StreamPort(Context& context, const Setup& setup);

  bool done() const { return loops_.done(); }
  bool is_due() const { return context_.now() >= due_; }
  /// The next firing. @return the value of the token it makes, if it makes one
  Value fire(const Value& taken);

  const Program& program_;
  std::int64_t moved_ = 0;  ///< tokens

 private:
  LoopNest loops_;
  Cycle due_ = 0;
};

/// Sends its tokens in order, `ii` cycles apart or more.
class SourcePort : public StreamPort {
 public:
  SourcePort(sc_core::sc_module_name, Context& context, const Setup& setup)
      : StreamPort(context, setup) {}

  bool is_counting_down() const override;
  std::vector<Blockage> blockages() const override;
  OutPort& output(StreamId) override { return output_; }
  std::int64_t tokens_sent(StreamId) const override { return moved_; }

 private:
  void tick() override { did(send()); }
  Activity send();
  bool is_stalled() const;

  OutPort output_{"out"};
};

/// Takes its tokens, `ii` cycles apart or more.
class SinkPort : public StreamPort {
 public:
  SinkPort(sc_core::sc_module_name name, Context& context, const Setup& setup);

  /// Whether it has the tokens of all steps that are to be simulated.
  bool has_enough() const { return moved_ >= enough_; }
  const SinkCounter& counter() const { return counter_; }
  std::vector<Blockage> blockages() const override;
  InPort& input(StreamId) override { return input_; }

 private:
  void tick() override { did(take()); }
  Activity take();

  InPort input_{"in"};
  const std::int64_t enough_;
  SinkCounter counter_;
  bool had_token_ = false;
};

}  // namespace rda::sim::reference

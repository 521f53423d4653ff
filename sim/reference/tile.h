// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <systemc>

#include "sim/reference/link.h"

namespace rda::sim::reference {

using InPort = sc_core::sc_port<LinkIn>;
using OutPort = sc_core::sc_port<LinkOut>;

/// Anything that acts once at every clock edge: one SC_METHOD.
class Tile : public sc_core::sc_module {
 public:
  SC_HAS_PROCESS(Tile);
  explicit Tile(Context& context) : context_(context) {
    SC_METHOD(on_clock);
    sensitive << clock.pos();
    dont_initialize();
  }

  sc_core::sc_in<bool> clock{"clock"};

 protected:
  virtual void tick() = 0;

  Context& context_;

 private:
  void on_clock() {
    try {
      tick();
    } catch (...) {
      context_.fail(std::current_exception());
    }
  }
};

/// Why a program cannot continue, for the deadlock analysis: its streams without a token or without
/// room.
struct Blockage {
  std::vector<StreamId> without_token, without_room;
};

/// A tile that is a unit of the mapping.
class UnitTile : public Tile {
 public:
  /// What a tile is made from.
  struct Setup {
    UnitId id;
    const Unit& unit;
    Datapath* datapath = nullptr;  ///< of the unit; null: tokens carry no values
    Probe* probe = nullptr;        ///< hears of the unit; or null
  };
  UnitTile(Context& context, const Setup& setup) : Tile(context), setup_(setup) {}

  const UnitResult& result() const { return result_; }
  /// What it did in this cycle, as Activity counts: a variable that can be traced.
  const unsigned char& activity() const { return activity_; }
  /// Whether it may act later even if nothing else changes: after its `ii`, an interval or a
  /// disturbance.
  virtual bool is_counting_down() const = 0;
  virtual std::vector<Blockage> blockages() const = 0;
  /// The ports at the stream's ends in this unit.
  virtual InPort& input(StreamId stream) = 0;
  virtual OutPort& output(StreamId stream) = 0;
  /// Tokens put on the stream's first link.
  virtual std::int64_t tokens_sent(StreamId stream) const = 0;

 protected:
  /// What the unit did in this cycle.
  void did(Activity activity) {
    ++result_.activity[activity];
    activity_ = static_cast<unsigned char>(activity);
    if (setup_.probe) setup_.probe->interval(setup_.id, activity, context_.now(), 1);
  }

  UnitResult result_;
  unsigned char activity_ = static_cast<unsigned char>(Activity::idle);
  const Setup setup_;
};

}  // namespace rda::sim::reference

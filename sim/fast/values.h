// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <deque>
#include <memory>
#include <vector>

#include "rda/result.h"
#include "sim/datapath.h"
#include "sim/fast/loop_nest.h"

namespace rda::sim::fast {

/// What tokens carry in the verified steps. Values do not travel with the tokens: the n-th token
/// that a reader pops is the n-th its writer made, so a queue for each reader is enough.
///
/// Actors say what they did each at a time of its own; settle() then works it off cycle by cycle.
class Values {
 public:
  Values(const Chip& chip, const Mapping& mapping, const Tensors& tensors, std::int64_t steps);

  /// Declares program number `program` of a unit; of one unit in this order. @return its number
  /// here
  int add(UnitId unit, std::size_t program);

  /// Whether the firing takes part in the verified steps.
  bool rides(int id, std::int64_t number) const {
    return number < ends_[static_cast<std::size_t>(id)].numbers;
  }
  /// Firing number `firing` of a program took and made these tokens.
  void fired(Cycle cycle, int id, std::int64_t firing, const Stretch& stretch) {
    events_.push_back({cycle, id, firing, stretch});
  }
  /// All that was said before is all there is up to some cycle.
  void settle();
  void move_into(RunResult& result) { record_.move_into(result); }

 private:
  using Queue = std::deque<Value>;
  struct Reader {
    UnitId unit;
    Queue* queue;
  };
  struct Event {
    Cycle cycle;
    int id;
    std::int64_t number;
    Stretch stretch;
  };
  struct Ends {
    UnitId unit;
    std::size_t program = 0;     ///< number within the unit
    const Space& space;          ///< of the program
    std::int64_t numbers = 0;    ///< firings of the verified items
    std::vector<Queue*> inputs;  ///< null: control
    std::vector<StreamId> outputs;
  };
  Queue* queue(StreamId stream, UnitId unit);
  void push(StreamId stream, const Value& value);
  void fire(const Ends& ends, const Event& event);

  const Mapping& mapping_;
  ValueRecord record_;
  IdVector<UnitId, std::unique_ptr<Datapath>> datapaths_;
  std::vector<Ends> ends_;
  std::vector<Event> events_;
  IdVector<StreamId, std::vector<Reader>> readers_;
  std::deque<Queue> queues_;
  std::vector<Value> inputs_, outputs_;  ///< scratch
};

}  // namespace rda::sim::fast

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <deque>
#include <memory>
#include <vector>

#include "rda/result.h"
#include "sim/datapath.h"
#include "sim/fast/loop_nest.h"
#include "sim/fast/timeline.h"

namespace rda::sim::fast {

/// The values of tokens in the verified steps. Each reader of a stream has a queue of values: the
/// n-th token that it pops is the n-th token that the writer made.
///
/// Actors report their firings in their own times; settle() then executes them in the order of
/// their cycles.
class Values {
 public:
  Values(const Chip& chip, const Mapping& mapping, const Tensors& tensors, std::int64_t steps);

  /// Declares program number `program` of a unit; programs of one unit in ascending order. @return
  /// its number here, an id
  int add(UnitId unit, std::size_t program);

  /// Whether firing number `number` of program `id` belongs to the verified steps.
  bool is_verified(int id, std::int64_t number) const {
    return number < ends_[static_cast<std::size_t>(id)].numbers;
  }
  /// Reports firing number `firing` of program `id`; `stretch` names the tokens that it took and
  /// made.
  void fired(Cycle cycle, int id, std::int64_t firing, const Stretch& stretch) {
    events_.push_back({cycle, id, firing, stretch});
    sorted_ = false;
  }
  /// Executes the reported firings before `cycle`, all of which must have been reported.
  void settle(Cycle cycle = kNever);
  const ValueRecord& record() const { return record_; }
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
    std::vector<Queue*> inputs;  ///< null: a control stream
    std::vector<StreamId> outputs;
  };
  Queue* queue(StreamId stream, UnitId unit);
  void push(StreamId stream, const Value& value);
  void fire(const Ends& ends, const Event& event);

  const Mapping& mapping_;
  ValueRecord record_;
  MemoryImage external_;  ///< off-chip memory
  IdVector<UnitId, std::unique_ptr<Datapath>> datapaths_;
  std::vector<Ends> ends_;
  std::vector<Event> events_;
  std::size_t done_ = 0;  ///< of the events, the first so many are executed
  bool sorted_ = true;    ///< the others are in the order of their cycles
  IdVector<StreamId, std::vector<Reader>> readers_;
  std::deque<Queue> queues_;
  std::vector<Value> inputs_, outputs_;  ///< scratch
};

}  // namespace rda::sim::fast

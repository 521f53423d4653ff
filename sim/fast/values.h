// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <deque>
#include <map>
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

  /// Declares a program of a unit. @return its number here
  int add(int unit, const Program& program, Role role);
  /// Declares a stream port.
  int add(int unit, std::int64_t tokens_per_item);

  /// Whether the firing, or token of a port, takes part in the verified steps.
  bool rides(int id, std::int64_t number) const {
    return number < ends_[static_cast<std::size_t>(id)].numbers;
  }
  /// Firing number `firing` of a program took and made these tokens.
  void fired(Cycle cycle, int id, std::int64_t firing, const Run& run) {
    events_.push_back({cycle, id, firing, run});
  }
  /// A port sent or took its token number `token`.
  void moved(Cycle cycle, int id, std::int64_t token) { events_.push_back({cycle, id, token, {}}); }
  /// All that was said before is all there is up to some cycle.
  void settle();
  void move_into(RunResult& result) { record_.move_into(result); }

 private:
  using Queue = std::deque<Value>;
  struct Reader {
    int unit;
    Queue* queue;
  };
  struct Event {
    Cycle cycle;
    int id;
    std::int64_t number;
    Run run;
  };
  struct Ends {
    int unit = -1;
    Role role = Role::only;
    std::unique_ptr<LoopNest> nest;  ///< null: a port
    std::int64_t numbers = 0;        ///< firings, or tokens, of the verified items
    std::vector<Queue*> inputs;      ///< null: control
    std::vector<int> outputs;        ///< streams
  };
  Queue* queue(int stream, int unit);
  void push(int stream, const Value& value);
  void fire(const Ends& ends, const Event& event);
  void move(const Ends& ends, std::int64_t token);

  const Mapping& mapping_;
  ValueRecord record_;
  std::vector<std::unique_ptr<Datapath>> datapaths_;  ///< by unit
  std::vector<Ends> ends_;
  std::vector<Event> events_;
  std::vector<std::vector<Reader>> readers_;  ///< by stream
  std::deque<Queue> queues_;
  std::vector<Value> inputs_, outputs_;  ///< scratch
};

}  // namespace rda::sim::fast

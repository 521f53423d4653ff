// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <vector>

#include "sim/datapath.h"
#include "sim/fast/program.h"

namespace rda::sim::fast {

/// What tokens carry in the verified steps. Values do not travel with the tokens: the n-th token
/// that a reader pops is the n-th its writer made, so a queue for each reader is enough.
class Values final : public Host {
 public:
  Values(const Chip& chip, const Mapping& mapping, const Tensors& tensors, std::int64_t steps);

  /// Declares program number `id` of the scheduler, in ascending order.
  void add(int id, int unit, const Program& program, Role role);
  void fired(int id, std::int64_t firing, const Run& run) override;
  void sent(int unit, std::int64_t token);
  void taken(int unit, std::int64_t token);
  void move_into(RunResult& result) { record_.move_into(result); }

 private:
  using Queue = std::deque<Value>;
  struct Reader {
    int unit;
    Queue* queue;
  };
  struct Ends {
    int unit = -1;
    Role role = Role::only;
    const Program* program = nullptr;
    std::unique_ptr<LoopNest> nest;
    std::int64_t firings = 0;    ///< those of the verified items
    std::vector<Queue*> inputs;  ///< null: control
    std::vector<int> outputs;    ///< streams
  };
  Queue* queue(int stream, int unit);
  void push(int stream, const Value& value);

  const Mapping& mapping_;
  ValueRecord record_;
  std::vector<std::unique_ptr<Datapath>> datapaths_;  ///< by unit
  std::vector<Ends> ends_;                            ///< by program number
  std::vector<std::vector<Reader>> readers_;          ///< by stream
  std::deque<Queue> queues_;
  std::vector<Value> inputs_, outputs_;  ///< scratch
};

}  // namespace rda::sim::fast

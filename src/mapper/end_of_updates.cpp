// SPDX-License-Identifier: Apache-2.0
// PCUs that wait until all tensors are updated, and the sink that they tell: so a run ends with the
// last update.
#include <fmt/format.h>

#include <utility>

#include "mapper/builder.h"
#include "mapper/memories.h"
#include "mapper/stream_ports.h"
#include "mapping/latency.h"

namespace rda::mapper {
namespace {

/// A PCU that makes a control token when it has one of each stream.
StreamId joined(Builder& b, const std::vector<StreamId>& streams, int number) {
  Program program;
  program.space = {{1}};
  for (const StreamId stream : streams)
    program.inputs.push_back(port(fmt::format("in{}", program.inputs.size()), stream));
  const std::string name = fmt::format("updated{}", number);
  const StreamId all = b.add_stream(name, TokenKind::control, b.rate_of(0));
  program.outputs.push_back(port("out", all));
  program.latency = mapping::latency_of(b.chip, program);
  Origin origin;
  origin.phase = Phase::update;
  Unit pcu = new_unit(UnitKind::pcu, name, std::move(origin));
  pcu.programs.push_back(std::move(program));
  b.add_unit(std::move(pcu));
  return all;
}

}  // namespace

void add_end_of_updates(Builder& b) {
  if (b.updated.empty()) return;
  int joins = 0;
  while (b.updated.size() > 1) {
    std::vector<StreamId> all;
    for (const auto& streams : even_shares(b.updated, b.chip.pcu.inputs[TokenKind::control]))
      all.push_back(streams.size() == 1 ? streams.front() : joined(b, streams, joins++));
    b.updated = std::move(all);
  }
  Origin origin;
  origin.role = Role::sink;
  origin.phase = Phase::update;
  add_token_sink(b, "updated", std::move(origin), 1, b.updated.front());
}

}  // namespace rda::mapper

// SPDX-License-Identifier: Apache-2.0
#include "cost/counts.h"

#include <algorithm>
#include <set>
#include <variant>

#include "cost/peak.h"
#include "rda/check.h"

namespace rda::cost {
namespace {

class Counter {
 public:
  Counter(const Chip& chip, const Mapping& mapping, const RunResult& result)
      : chip_(chip), mapping_(mapping), result_(result) {}

  Counts counts() {
    for (const UnitId unit : mapping_.units.ids())
      add(mapping_.units[unit], result_.units[unit.index()]);
    for (const StreamId stream : mapping_.streams.ids())
      add(mapping_.streams[stream], result_.streams[stream.index()]);
    for (std::size_t kind = 0; kind < sites_.size(); ++kind)
      counts_.switches[kind] = static_cast<double>(sites_[kind].size());
    return std::move(counts_);
  }

 private:
  void add(const Unit& unit, const UnitResult& did) {
    const auto kind = static_cast<std::size_t>(unit.kind);
    ++counts_.used[kind];
    counts_.active[kind] += static_cast<double>(did.activity[Activity::active]);
    counts_.words_read += static_cast<double>(did.bytes_read) / 4;
    counts_.words_written += static_cast<double>(did.bytes_written) / 4;
    for (const Program& program : unit.programs) {
      if (const auto* dot = std::get_if<DotProduct>(&program.work)) add_dot(program, *dot, did);
      if (const auto* work = std::get_if<Operations>(&program.work))
        counts_.operations += static_cast<double>(did.firings) * lanes_of(program) *
                              static_cast<double>(work->operations.size());
      for (const Port& port : program.outputs)
        if (port.access && port.access->look_up >= 0) counts_.look_ups += tokens(port);
    }
  }

  void add_dot(const Program& program, const DotProduct& dot, const UnitResult& did) {
    const int values = chip_.pcu.lanes * values_per_word(chip_, dot.weights_format);
    const Format multiplied = chip_.pcu.packing ? dot.weights_format : Format::fp32;
    counts_.macs[std::string(word(multiplied))] += static_cast<double>(did.firings) * values;
    for (std::size_t i = 0; i < std::min(dot.addends.size(), program.outputs.size()); ++i)
      counts_.operations += tokens(program.outputs[i]) * static_cast<double>(dot.addends[i].size());
  }

  /// Values that an element-wise operation of the program computes at a time.
  int lanes_of(const Program& program) const {
    const bool vectors = std::ranges::any_of(program.inputs, [&](const Port& port) {
      return mapping_.streams[port.stream].kind == TokenKind::vector;
    });
    return vectors ? chip_.pcu.lanes : 1;
  }

  double tokens(const Port& port) const {
    return static_cast<double>(result_.streams[port.stream.index()].tokens);
  }

  void add(const Stream& stream, const StreamResult& did) {
    if (stream.route().empty()) return;
    const auto kind = static_cast<std::size_t>(stream.kind);
    counts_.flits[kind] += static_cast<double>(did.tokens) + static_cast<double>(did.carrying);
    for (const RouteNode& node : stream.route()) sites_[kind].insert(node.site());
  }

  const Chip& chip_;
  const Mapping& mapping_;
  const RunResult& result_;
  Counts counts_;
  std::array<std::set<Site>, kTokenKinds.size()> sites_;  // of used switches
};

}  // namespace

Counts count(const Chip& chip, const Mapping& mapping, const RunResult& result) {
  RDA_CHECK(result.units.size() == mapping.units.size());
  RDA_CHECK(result.streams.size() == mapping.streams.size());
  return Counter(chip, mapping, result).counts();
}

}  // namespace rda::cost

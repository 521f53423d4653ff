// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <set>
#include <variant>

#include "cost/peak.h"
#include "rda/check.h"
#include "rda/cost.h"

namespace rda {
namespace {

class Counter {
 public:
  Counter(const Chip& chip, const Mapping& mapping, const RunResult& result)
      : chip_(chip), mapping_(mapping), result_(result) {}

  ActionCounts counts() {
    for (const UnitId unit : mapping_.units.ids())
      add(mapping_.units[unit], result_.units[unit.index()]);
    for (const StreamId stream : mapping_.streams.ids())
      add(mapping_.streams[stream], result_.streams[stream.index()]);
    for (const TokenKind kind : kTokenKinds) switches(kind).used = std::ssize(sites(kind));
    counts_.model_macs = static_cast<double>(mapping_.macs);
    counts_.weights_format = static_cast<Format>(std::ranges::max_element(dots_) -
                                                 dots_.begin());  // the first of equals
    return std::move(counts_);
  }

 private:
  void add(const Unit& unit, const UnitResult& did) {
    if (unit.kind == UnitKind::pcu || unit.kind == UnitKind::pmu) {
      UnitActions& actions = unit.kind == UnitKind::pcu ? counts_.pcu : counts_.pmu;
      ++actions.used;
      actions.active_cycles += static_cast<double>(did.activity[Activity::active]);
    }
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
    ++dots_[static_cast<std::size_t>(dot.weights_format)];
    const int values = chip_.pcu.lanes * cost::values_per_word(chip_, dot.weights_format);
    const Format multiplied = chip_.pcu.packing ? dot.weights_format : Format::fp32;
    counts_.unit_macs[std::string(word(multiplied))] += static_cast<double>(did.firings) * values;
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
    const double bytes = static_cast<double>(did.tokens) * token_bytes(chip_, stream.kind);
    if (mapping_.units[stream.from].kind == UnitKind::source) counts_.bytes_in += bytes;
    for (const UnitId reader : stream.to)
      if (mapping_.units[reader].kind == UnitKind::sink) counts_.bytes_out += bytes;
    if (stream.route().empty()) return;
    switches(stream.kind).tokens +=
        static_cast<double>(did.tokens) + static_cast<double>(did.carrying);
    for (const RouteNode& node : stream.route()) sites(stream.kind).insert(node.site());
  }

  SwitchActions& switches(TokenKind kind) {
    return kind == TokenKind::vector   ? counts_.vector
           : kind == TokenKind::scalar ? counts_.scalar
                                       : counts_.control;
  }
  std::set<Site>& sites(TokenKind kind) { return sites_[static_cast<std::size_t>(kind)]; }

  const Chip& chip_;
  const Mapping& mapping_;
  const RunResult& result_;
  ActionCounts counts_;
  std::array<std::set<Site>, kTokenKinds.size()> sites_;  // of used switches
  std::array<int, names(Format{}).size()> dots_{};  // dot units by the format of their weights
};

}  // namespace

ActionCounts actions_of(const Chip& chip, const Mapping& mapping, const RunResult& result) {
  RDA_CHECK(result.units.size() == mapping.units.size());
  RDA_CHECK(result.streams.size() == mapping.streams.size());
  return Counter(chip, mapping, result).counts();
}

}  // namespace rda

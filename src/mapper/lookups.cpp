// SPDX-License-Identifier: Apache-2.0
// Look-up PMUs: several scalar streams of the same phase and level take turns at one unit.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>

#include "mapper/builder.h"
#include "mapping/latency.h"

namespace rda::mapper {
namespace {

constexpr std::int64_t kTableBytes = kTableEntries * 4;

/// Bytes from one table to the next: a buffer begins with a whole row of banks.
std::int64_t table_pitch(const Chip& chip) {
  const std::int64_t row = std::int64_t{chip.pmu.banks} * 4;
  return (kTableBytes + row - 1) / row * row;
}

/// One activation node's elements row · hu + u.
struct Source {
  int node, u;
};

std::string table_of(Op op) { return op == Op::sigmoid ? "table.sigmoid" : "table.tanh"; }

/// Number of the buffer that holds `tensor`, added if it is not there yet.
int table_buffer(const Chip& chip, PmuUnit& pmu, const std::string& tensor) {
  for (std::size_t i = 0; i < pmu.buffers.size(); ++i)
    if (pmu.buffers[i].name == tensor) return static_cast<int>(i);
  Content all;
  all.tensor = tensor;
  all.pitch = 4;
  all.rows = kTableEntries;
  const auto offset = static_cast<std::int64_t>(pmu.buffers.size()) * table_pitch(chip);
  pmu.buffers.push_back({tensor, offset, kTableBytes, 1, {all}});
  return static_cast<int>(pmu.buffers.size()) - 1;
}

void add_lookup(Builder& b, const std::vector<Source>& sources) {
  PmuUnit pmu;
  Program& read = pmu.read.emplace();
  const int first = sources.front().node;
  read.loops = {static_cast<std::int64_t>(sources.size()), b.rows(first), b.items()};
  std::vector<int> inputs, outputs;
  for (std::size_t i = 0; i < sources.size(); ++i) {
    const auto [node, u] = sources[i];
    const auto turn = static_cast<std::int64_t>(i);
    std::vector<Bound> where = b.ragged(node, u, 1);
    if (sources.size() > 1) where.insert(where.begin(), Bound{0, turn, turn + 1});
    inputs.push_back(b.scalar_operand(b.node(node).args[0], u, b.when[Builder::index(node)].phase));
    outputs.push_back(b.value(node, u));
    read.inputs.push_back(port(fmt::format("in{}", i), inputs.back(), 0, where));
    Port out = port(fmt::format("out{}", i), outputs.back(), 0, where);
    Access& access = out.access.emplace();
    access.buffer = table_buffer(b.chip, pmu, table_of(b.node(node).op));
    access.slot_level = 3;
    access.look_up = static_cast<int>(i);
    read.outputs.push_back(std::move(out));
  }
  read.latency = mapping::read_latency(b.chip, read);
  const int unit = b.add_unit(fmt::format("{}.lookup[{}]", b.node(first).name, sources.front().u),
                              std::move(pmu));
  for (const int stream : inputs) b.read_by(stream, unit);
  for (const int stream : outputs) b.write_by(stream, unit);
}

}  // namespace

void add_lookups(Builder& b) {
  // Streams may share a unit if they come at the same time of a row and have as many rows.
  std::map<std::tuple<int, int, std::int64_t>, std::vector<Source>> groups;
  for (int u = 0; u < b.unrolling.hu; ++u)
    for (std::size_t n = 0; n < b.graph.nodes.size(); ++n)
      if (is_lookup(b.graph.nodes[n].op))
        groups[{b.when[n].phase, b.when[n].level, b.graph.nodes[n].size}].push_back(
            {static_cast<int>(n), u});
  const PmuConfig& pmu = b.chip.pmu;
  const int ports = std::min(pmu.inputs.scalar, pmu.outputs.scalar);
  if (ports < 1 && !groups.empty())
    throw MappingError("look-up",
                       fmt::format("needs a scalar input and output, the chip's PMU has {} and {}",
                                   pmu.inputs.scalar, pmu.outputs.scalar));
  const int shared = std::max(1, std::min(ports, b.row_cycles()));
  for (const auto& [when, sources] : groups) {
    // As few units as the rate allows, with shares as even as possible.
    const int units = (static_cast<int>(sources.size()) + shared - 1) / shared;
    for (int i = 0; i < units; ++i) {
      const auto at = [&](int k) {
        return sources.begin() + static_cast<std::ptrdiff_t>(sources.size()) * k / units;
      };
      add_lookup(b, {at(i), at(i + 1)});
    }
  }
}

}  // namespace rda::mapper

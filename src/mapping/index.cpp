// SPDX-License-Identifier: Apache-2.0
#include "mapping/index.h"

#include <algorithm>

#include "rda/check.h"

namespace rda::mapping {
namespace {

/// Adds the ends of a program's streams.
void add_ends(UnitId unit, std::size_t number, const Program& program,
              IdVector<StreamId, Ends>& ends) {
  for (std::size_t i = 0; i < program.inputs.size(); ++i)
    if (const StreamId stream = program.inputs[i].stream; ends.has(stream))
      ends[stream].readers.push_back({unit, number, i});
  for (std::size_t o = 0; o < program.outputs.size(); ++o)
    if (const StreamId stream = program.outputs[o].stream; ends.has(stream))
      ends[stream].writers.push_back({unit, number, o});
}

const Program* find_program(const Unit& unit, bool (*is_it)(const Program&)) {
  const auto found = std::ranges::find_if(unit.programs, is_it);
  return found == unit.programs.end() ? nullptr : &*found;
}

/// Whether a program reads memory (0), writes it (1), or neither (-1).
int direction(const Program& program) {
  if (const auto* access = std::get_if<MemoryAccess>(&program.work)) return access->writes ? 1 : 0;
  if (const auto* access = std::get_if<ExternalAccess>(&program.work))
    return access->writes ? 1 : 0;
  return -1;
}

}  // namespace

bool writes_memory(const Program& program) { return direction(program) == 1; }
bool reads_memory(const Program& program) { return direction(program) == 0; }

IdVector<StreamId, Ends> find_ends(const Mapping& mapping) {
  IdVector<StreamId, Ends> ends(mapping.streams.size());
  for (const UnitId unit : mapping.units.ids()) {
    const auto& programs = mapping.units[unit].programs;
    for (std::size_t p = 0; p < programs.size(); ++p) add_ends(unit, p, programs[p], ends);
  }
  for (const StreamId stream : mapping.streams.ids()) {
    const auto& to = mapping.streams[stream].to;
    std::ranges::stable_sort(ends[stream].readers, {}, [&](const End& end) {
      return std::ranges::find(to, end.unit) - to.begin();
    });
  }
  return ends;
}

const Program& program_at(const Mapping& mapping, const End& end) {
  return mapping.units[end.unit].programs.at(end.program);
}

std::int64_t tokens_made(const Mapping& mapping, const End& writer) {
  const Program& program = program_at(mapping, writer);
  return program.tokens(program.outputs.at(writer.port));
}

std::int64_t tokens_taken(const Mapping& mapping, const End& reader) {
  const Program& program = program_at(mapping, reader);
  return program.tokens(program.inputs.at(reader.port));
}

int buffer_of_sequence(const Unit& unit) {
  const Program& program = unit.programs.front();
  const Port& port = writes_memory(program) ? program.inputs.front() : program.outputs.front();
  return port.access->buffer;
}

std::set<int> spilled_buffers(const Mapping& mapping) {
  std::set<int> written, spilled;
  for (const bool writes : {true, false})
    for (const Unit& unit : mapping.units)
      if (moves_sequence(unit) && writes_memory(unit.programs.front()) == writes) {
        const int buffer = buffer_of_sequence(unit);
        if (writes)
          written.insert(buffer);
        else if (written.contains(buffer))
          spilled.insert(buffer);
      }
  return spilled;
}

bool streams_weights(const Mapping& mapping) {
  return std::ranges::any_of(mapping.units, [](const Unit& unit) {
    return unit.kind == UnitKind::ag && !moves_sequence(unit);
  });
}

std::int64_t bytes_of_item(const Chip& chip, const Unit& unit) {
  const Program& program = unit.programs.front();
  const Port& port = writes_memory(program) ? program.inputs.front() : program.outputs.front();
  const std::int64_t firings = moves_sequence(unit)
                                   ? program.space.extents.front()
                                   : program.firings() / program.space.extents.back();
  return firings * chip.pcu.lanes * bytes(port.access->format);
}

const Program* write_program(const Unit& unit) { return find_program(unit, writes_memory); }
const Program* read_program(const Unit& unit) { return find_program(unit, reads_memory); }

int node_at(const Stream& stream, Site site) {
  const auto route = stream.route();
  const auto node = std::ranges::find(route, site, &RouteNode::site);
  return node == route.end() ? -1 : static_cast<int>(node - route.begin());
}

std::vector<int> depths(const Stream& stream) {
  const auto route = stream.route();
  std::vector<int> depth(route.size(), 0);
  for (std::size_t n = 1; n < route.size(); ++n)
    depth[n] = depth.at(static_cast<std::size_t>(route[n].parent)) + 1;
  return depth;
}

int links_to(const Stream& stream, Site site) {
  if (stream.is_local()) return 1;
  const int node = node_at(stream, site);
  RDA_CHECK(node >= 0, stream.name);
  return depths(stream)[static_cast<std::size_t>(node)] + 2;
}

}  // namespace rda::mapping

// SPDX-License-Identifier: Apache-2.0
#include "mapping/index.h"

#include <algorithm>

#include "mapping/latency.h"
#include "rda/check.h"

namespace rda::mapping {
namespace {

// Collects the ends of all streams, unit by unit.
class Finder {
 public:
  explicit Finder(std::size_t streams) : ends_(streams) {}

  void add(int unit, Part part, const Program& program) {
    for (std::size_t i = 0; i < program.inputs.size(); ++i)
      reader(program.inputs[i].stream, {unit, part, static_cast<int>(i)});
    for (std::size_t o = 0; o < program.outputs.size(); ++o)
      writer(program.outputs[o].stream, {unit, part, static_cast<int>(o)});
  }
  void writer(int stream, const End& end) {
    if (exists(stream)) ends_[static_cast<std::size_t>(stream)].writers.push_back(end);
  }
  void reader(int stream, const End& end) {
    if (exists(stream)) ends_[static_cast<std::size_t>(stream)].readers.push_back(end);
  }
  std::vector<Ends> take() { return std::move(ends_); }

 private:
  bool exists(int stream) const {
    return stream >= 0 && static_cast<std::size_t>(stream) < ends_.size();
  }

  std::vector<Ends> ends_;
};

const Port& port_of(const std::vector<Port>& ports, int number) {
  return ports.at(static_cast<std::size_t>(number));
}

}  // namespace

std::vector<Ends> find_ends(const Mapping& mapping) {
  Finder finder(mapping.streams.size());
  for (std::size_t u = 0; u < mapping.units.size(); ++u) {
    const Unit& unit = mapping.units[u];
    const int number = static_cast<int>(u);
    for_each_program(unit, [&](Part part, const Program& p) { finder.add(number, part, p); });
    if (const auto* source = std::get_if<SourceUnit>(&unit.body))
      finder.writer(source->stream, {number, Part::port, -1});
    if (const auto* sink = std::get_if<SinkUnit>(&unit.body))
      finder.reader(sink->stream, {number, Part::port, -1});
  }
  auto ends = finder.take();
  for (std::size_t s = 0; s < ends.size(); ++s) {
    const auto& to = mapping.streams[s].to;
    const auto place_in_to = [&](const End& end) {
      return std::ranges::find(to, end.unit) - to.begin();
    };
    std::ranges::stable_sort(ends[s].readers, {}, place_in_to);
  }
  return ends;
}

const Program* program_at(const Mapping& mapping, const End& end) {
  const Unit& unit = mapping.units.at(static_cast<std::size_t>(end.unit));
  const Program* found = nullptr;
  for_each_program(unit, [&](Part part, const Program& program) {
    if (part == end.part) found = &program;
  });
  return found;
}

std::int64_t tokens_made(const Mapping& mapping, const End& writer) {
  if (const Program* program = program_at(mapping, writer))
    return tokens(*program, port_of(program->outputs, writer.port));
  return std::get<SourceUnit>(mapping.units.at(static_cast<std::size_t>(writer.unit)).body).tokens;
}

std::int64_t tokens_taken(const Mapping& mapping, const End& reader) {
  if (const Program* program = program_at(mapping, reader))
    return tokens(*program, port_of(program->inputs, reader.port));
  return std::get<SinkUnit>(mapping.units.at(static_cast<std::size_t>(reader.unit)).body).tokens;
}

int node_at(const Stream& stream, Site site) {
  const auto node = std::ranges::find(stream.route, site, &RouteNode::site);
  return node == stream.route.end() ? -1 : static_cast<int>(node - stream.route.begin());
}

std::vector<int> depths(const Stream& stream) {
  std::vector<int> depth(stream.route.size(), 0);
  for (std::size_t n = 1; n < stream.route.size(); ++n)
    depth[n] = depth.at(static_cast<std::size_t>(stream.route[n].parent)) + 1;
  return depth;
}

int links_to(const Stream& stream, Site site) {
  if (stream.local()) return 1;
  int node = node_at(stream, site);
  RDA_CHECK(node >= 0, stream.name);
  int links = 2;
  for (; node > 0; node = stream.route.at(static_cast<std::size_t>(node)).parent) ++links;
  return links;
}

}  // namespace rda::mapping

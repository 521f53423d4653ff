// SPDX-License-Identifier: Apache-2.0
#include "trace/flows.h"

#include <fmt/format.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "json/value.h"

namespace rda::trace {
namespace {

constexpr std::size_t kLongestStream = 80;

/// A stream between two recorded units: where its tokens are made, and where they are taken.
struct Way {
  StreamId stream;
  ProgramOf writer, reader;
  std::size_t output = 0, input = 0;
};

/// Finds the port of a stream among those of a unit's programs.
std::optional<std::pair<ProgramOf, std::size_t>> port_of(const Mapping& mapping, UnitId unit,
                                                         StreamId stream,
                                                         std::vector<Port> Program::*ports) {
  const std::vector<Program>& programs = mapping.units[unit].programs;
  for (std::size_t p = 0; p < programs.size(); ++p) {
    const std::vector<Port>& of = programs[p].*ports;
    for (std::size_t i = 0; i < of.size(); ++i)
      if (of[i].stream == stream) return std::pair(ProgramOf{unit, p}, i);
  }
  return std::nullopt;
}

std::vector<Way> ways_of(const Mapping& mapping, const Recorder& recorder) {
  std::vector<Way> ways;
  for (const StreamId id : mapping.streams.ids()) {
    const Stream& stream = mapping.streams[id];
    if (!recorder.hears(stream.from)) continue;
    const auto output = port_of(mapping, stream.from, id, &Program::outputs);
    for (const UnitId unit : stream.to) {
      if (unit == stream.from || !recorder.hears(unit)) continue;
      const auto input = port_of(mapping, unit, id, &Program::inputs);
      if (output && input)
        ways.push_back({id, output->first, input->first, output->second, input->second});
    }
  }
  return ways;
}

class FlowWriter {
 public:
  FlowWriter(const Mapping& mapping, const Recorder& recorder, const Clock& clock,
             const WriteEvent& event)
      : mapping_(mapping), recorder_(recorder), clock_(clock), event_(event) {}

  void write(const Way& way, std::int64_t every) {
    const Stream& stream = mapping_.streams[way.stream];
    std::string name;
    json::append_text(name, std::string_view(one_line(stream.name, kLongestStream)));
    Sequence makers = recorder_.makers_of(way.writer, way.output);
    Sequence firings = recorder_.firings_of(way.writer);
    Sequence pops = recorder_.pops_of(way.reader, way.input);
    for (std::int64_t token = 0;; token += every) {
      const auto maker = makers.at(token);
      if (!maker) return;
      const auto made = firings.at(*maker), taken = pops.at(token + stream.initial());
      if (!made || !taken) continue;
      ++ways_;
      write_end("s", name, way.writer.unit, *made);
      write_end("f", name, way.reader.unit, *taken);
    }
  }

 private:
  /// An end lies within the slice of its cycle.
  void write_end(std::string_view phase, const std::string& name, UnitId unit, Cycle cycle) {
    event_(fmt::format(
        "{{\"ph\":\"{}\",{}\"cat\":\"tokens\",\"name\":{},\"id\":{},\"pid\":{},\"tid\":{},"
        "\"ts\":{}}}",
        phase, phase == "f" ? "\"bp\":\"e\"," : "", name, ways_,
        process_of(mapping_.units[unit].kind), thread_of(unit), clock_.within(cycle)));
  }

  const Mapping& mapping_;
  const Recorder& recorder_;
  const Clock& clock_;
  const WriteEvent& event_;
  std::int64_t ways_ = 0;
};

}  // namespace

std::int64_t count_flows(const Mapping& mapping, const Recorder& recorder, std::int64_t every) {
  std::int64_t count = 0;
  for (const Way& way : ways_of(mapping, recorder))
    count += recorder.taken(way.reader, way.input) / every + 1;
  return count;
}

void write_flows(const Mapping& mapping, const Recorder& recorder, const Clock& clock,
                 std::int64_t every, const WriteEvent& event) {
  FlowWriter writer(mapping, recorder, clock, event);
  for (const Way& way : ways_of(mapping, recorder)) writer.write(way, every);
}

}  // namespace rda::trace

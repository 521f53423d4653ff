// SPDX-License-Identifier: Apache-2.0
#include "trace/perfetto.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>

#include "base/text.h"
#include "json/value.h"
#include "mapping/group.h"
#include "trace/clock.h"
#include "trace/counters.h"
#include "trace/flows.h"
#include "trace/tracks.h"

namespace rda::trace {
namespace {

using Write = std::function<void(std::string_view)>;

constexpr std::size_t kLongestName = 200, kLongestWork = 40;
/// By kind of unit: name of its process, and its place from the top.
struct Process {
  std::string_view name;
  int order;
};
constexpr std::array<Process, 5> kProcesses{Process{"PCUs", 1}, Process{"PMUs", 2},
                                            Process{"sources", 0}, Process{"sinks", 3},
                                            Process{"AGs", 4}};

std::string json_text(std::string_view text, std::size_t longest) {
  std::string quoted;
  json::append_text(quoted, std::string_view(one_line(text, longest)));
  return quoted;
}

/// "i.dot", "c.next.element_wise", "weights": what a unit does while it is active.
std::string work_of(const Unit& unit) {
  const std::string group = mapping::group_of(unit);
  return unit.origin.gate.empty() ? group : unit.origin.gate + '.' + group;
}

class Writer {
 public:
  Writer(const Chip& chip, const Mapping& mapping, const Recorder& recorder, const Write& write)
      : chip_(chip), mapping_(mapping), recorder_(recorder), write_(write) {}

  void run(const Extras& extras) {
    header();
    for (const UnitKind kind : shown_kinds(mapping_)) process(kind);
    for (const UnitId unit : mapping_.units.ids())
      if (recorder_.hears(unit)) thread(unit);
    for (const UnitId unit : mapping_.units.ids())
      if (recorder_.hears(unit)) slices(unit);
    const WriteEvent next = [&](const std::string& text) { event(text); };
    if (extras.counters > 0) write_counters(mapping_, recorder_, clock_, extras.counters, next);
    if (extras.flows > 0) write_flows(mapping_, recorder_, clock_, extras.flows, next);
    write_("\n]}\n");
  }

 private:
  void header() {
    const Cycle from = recorder_.window().from;
    const Cycle end = std::min(recorder_.window().end, recorder_.cycles());
    write_(fmt::format(
        "{{\"displayTimeUnit\":\"ns\",\"otherData\":{{\"workload\":{},\"chip\":{},"
        "\"clock_mhz\":{},\"cycles\":{},\"trace_from\":{},\"trace_cycles\":{}}},\n"
        "\"traceEvents\":[",
        json_text(mapping_.workload, kLongestName), json_text(mapping_.chip, kLongestName),
        chip_.clock_mhz, recorder_.cycles(), from, std::max<Cycle>(end - from, 0)));
  }

  void process(UnitKind kind) {
    const Process& process = kProcesses[static_cast<std::size_t>(kind)];
    metadata("process_name", process_of(kind), 0, fmt::format("\"name\":\"{}\"", process.name));
    metadata("process_sort_index", process_of(kind), 0,
             fmt::format("\"sort_index\":{}", process.order));
  }

  void thread(UnitId number) {
    const Unit& unit = mapping_.units[number];
    const Site site = unit.site();
    const std::string at = fmt::format(" {}_{}_{}", word(unit.kind), site.row, site.col);
    const std::string name = json_text(one_line(unit.name, kLongestName) + at, 2 * kLongestName);
    metadata("thread_name", process_of(unit.kind), thread_of(number), "\"name\":" + name);
    metadata("thread_sort_index", process_of(unit.kind), thread_of(number),
             fmt::format("\"sort_index\":{}", number.number()));
  }

  void metadata(std::string_view what, int process, int thread, std::string_view args) {
    event(fmt::format("{{\"ph\":\"M\",\"name\":\"{}\",\"pid\":{},\"tid\":{},\"args\":{{{}}}}}",
                      what, process, thread, args));
  }

  void slices(UnitId number) {
    const Unit& unit = mapping_.units[number];
    const std::string work = json_text(work_of(unit), kLongestWork);
    Recorder::Reader reader(recorder_, number);
    for (Slice slice; reader.next(slice);) {
      const std::string_view activity = word(slice.activity);
      const bool active = slice.activity == Activity::active;
      event(fmt::format(
          "{{\"ph\":\"X\",\"cat\":\"{}\",\"name\":{},\"pid\":{},\"tid\":{},\"ts\":{},\"dur\":{},"
          "\"args\":{{\"cycle\":{},\"cycles\":{}{}}}}}",
          activity, active ? work : fmt::format("\"{}\"", activity), process_of(unit.kind),
          thread_of(number), clock_.at(slice.from),
          clock_.between(slice.from, slice.from + slice.cycles), slice.from, slice.cycles,
          active ? fmt::format(",\"firings\":{}", slice.firings) : ""));
    }
  }

  void event(const std::string& text) {
    write_(first_ ? "\n" : ",\n");
    write_(text);
    first_ = false;
  }

  const Chip& chip_;
  const Mapping& mapping_;
  const Recorder& recorder_;
  const Write& write_;
  const Clock clock_{chip_.clock_mhz};
  bool first_ = true;
};

}  // namespace

std::int64_t bytes_of(const Mapping& mapping, const Recorder& recorder, const Extras& extras) {
  std::int64_t bytes = recorder.slices() * kSliceBytes;
  if (extras.counters > 0) bytes += count_counters(recorder, extras.counters) * kCounterBytes;
  if (extras.flows > 0) bytes += count_flows(mapping, recorder, extras.flows) * kFlowBytes;
  return bytes;
}

void write_perfetto(const Chip& chip, const Mapping& mapping, const Recorder& recorder,
                    const Extras& extras, const std::function<void(std::string_view)>& write) {
  Writer(chip, mapping, recorder, write).run(extras);
}

}  // namespace rda::trace

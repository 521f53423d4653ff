// SPDX-License-Identifier: Apache-2.0
// Chrome traces: PyTorch's profiler (Kineto and what came before), TensorFlow's timeline.
#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <tuple>

#include "base/text.h"
#include "gpu/read/chrome_events.h"
#include "gpu/read/readers.h"
#include "gpu/read/text.h"

namespace rda::gpu::read {
namespace {

using Identity = std::tuple<std::int64_t, std::int64_t, std::string>;

Identity identity_of(const ChromeEvent& event) {
  return {*event.start, *event.duration, event.name};
}

void add_copy(const ChromeEvent& event, Draft& draft) {
  Copy& copy = draft.add_copy(event.name);
  copy.start_ns = event.start;
  copy.duration_ns = *event.duration;
  copy.bytes = event.bytes;
  copy.stream = event.stream;
}

/// The finest start: programs that write fractions leave zeros at their ends out.
void set_resolution(std::int64_t resolution, Draft& draft) {
  std::optional<std::int64_t>& known = draft.timeline.start_resolution_ns;
  known = std::min(known.value_or(resolution), resolution);
}

void add_kernel(const ChromeEvent& event, const ChromeTrace& trace, Draft& draft) {
  const std::string& device = event.device.empty() ? event.pid : event.device;
  Kernel& kernel = draft.add_kernel(event.name, device);
  kernel.start_ns = event.start;
  kernel.duration_ns = *event.duration;
  kernel.stream = event.stream.empty() ? event.tid : event.stream;
  kernel.grid = event.grid;
  kernel.block = event.block;
  set_resolution(event.resolution, draft);
  const auto call = event.correlation ? trace.calls.find(*event.correlation) : trace.calls.end();
  if (call != trace.calls.end()) {
    kernel.launched_ns = call->second.start;
    kernel.launch = call->second.of_graph ? Launch::graph : Launch::stream;
  }
  if (event.in_graph) kernel.launch = Launch::graph;
  const auto name = trace.devices.find(device);
  if (draft.timeline.device.empty() && name != trace.devices.end())
    draft.timeline.device = name->second;
}

void read_kineto(const ChromeTrace& trace, Draft& draft) {
  draft.timeline.format = "PyTorch profiler trace";
  draft.timeline.tool = "PyTorch profiler";
  draft.timeline.software = trace.software;
  for (const ChromeEvent& event : trace.kernels) add_kernel(event, trace, draft);
  for (const ChromeEvent& event : trace.copies) add_copy(event, draft);
  for (const ChromeEvent& event : trace.waits) {
    Synchronisation& wait = draft.add_synchronisation(event.name);
    wait.start_ns = event.start;
    wait.duration_ns = *event.duration;
  }
}

/// "/gpu:0/stream:12 Compute": the device and the stream; none for other processes.
struct StreamName {
  std::string device, stream;
};
std::optional<StreamName> stream_of(const ChromeTrace& trace, const std::string& pid) {
  const auto process = trace.processes.find(pid);
  if (process == trace.processes.end() || !process->second.ends_with(" Compute"))
    return std::nullopt;
  const std::string_view name = process->second;
  constexpr std::string_view kStream = "/stream:";
  const std::size_t at = name.find(kStream);
  if (at == name.npos) return std::nullopt;
  const std::string_view stream = name.substr(at + kStream.size());
  return StreamName{std::string(name.substr(0, at)),
                    std::string(stream.substr(0, stream.find(' ')))};
}

bool is_copy_process(const ChromeTrace& trace, const std::string& pid) {
  const auto process = trace.processes.find(pid);
  return process != trace.processes.end() && contains(process->second, "/memcpy");
}

/// The streams of a TensorFlow timeline. "stream:all" repeats all others, as copies are repeated
/// in a process of their own.
void read_tensorflow(const ChromeTrace& trace, Draft& draft) {
  draft.timeline.format = "TensorFlow timeline";
  draft.timeline.tool = "TensorFlow timeline";
  draft.note("operations of TensorFlow, which may be several kernels each");
  std::set<Identity> copies;
  bool single = false;
  for (const ChromeEvent& event : trace.operations) {
    if (const auto name = stream_of(trace, event.pid)) single |= name->stream != "all";
    if (is_copy_process(trace, event.pid) && copies.insert(identity_of(event)).second)
      add_copy(event, draft);
  }
  for (const ChromeEvent& event : trace.operations) {
    const std::optional<StreamName> name = stream_of(trace, event.pid);
    if (!name || copies.contains(identity_of(event))) continue;
    if (single && name->stream == "all") continue;
    if (event.name.starts_with("MEMCPY") || event.name.starts_with("MEMSET")) {
      add_copy(event, draft);
      continue;
    }
    Kernel& kernel = draft.add_kernel(event.name, name->device);
    kernel.start_ns = event.start;
    kernel.duration_ns = *event.duration;
    kernel.stream = name->stream;
    set_resolution(event.resolution, draft);
  }
}

constexpr std::string_view kNoOperator =
    "an operator of the CPU (profile with PyTorch's ProfilerActivity.CPU)";
constexpr std::string_view kNoKernel =
    "a kernel of a GPU (PyTorch: profile with ProfilerActivity.CUDA, in a build with Kineto; "
    "TensorFlow: trace_level=FULL_TRACE; --cpu-operators takes operators of the CPU)";

/// Of each operator the time in which its thread runs no operator within it.
std::vector<ChromeEvent> own_times(std::vector<ChromeEvent> operators) {
  std::ranges::stable_sort(operators, [](const ChromeEvent& a, const ChromeEvent& b) {
    return std::tuple(a.pid, a.tid, *a.start, -*a.duration) <
           std::tuple(b.pid, b.tid, *b.start, -*b.duration);
  });
  struct Open {
    std::size_t index;
    std::int64_t end;
  };
  std::vector<Open> open;  // each within the one before it
  for (std::size_t i = 0; i < operators.size(); ++i) {
    const ChromeEvent& event = operators[i];
    if (i > 0 && (operators[i - 1].tid != event.tid || operators[i - 1].pid != event.pid))
      open.clear();
    while (!open.empty() && open.back().end <= *event.start) open.pop_back();
    const std::int64_t end = *event.start + *event.duration;
    if (!open.empty()) {
      std::int64_t& own = *operators[open.back().index].duration;
      own = std::max<std::int64_t>(0, own - *event.duration);
    }
    open.push_back({i, end});
  }
  return operators;
}

/// Operators run within each other, so their own times have no place on the axis of time.
void read_cpu(const ChromeTrace& trace, Draft& draft) {
  draft.timeline.format = "PyTorch profiler trace, operators of the CPU";
  draft.timeline.tool = "PyTorch profiler";
  draft.timeline.device = "CPU";
  draft.note("own times of operators of the CPU: no kernels of a GPU");
  for (const ChromeEvent& event : own_times(trace.cpu_operators)) {
    Kernel& kernel = draft.add_kernel(event.name);
    kernel.duration_ns = *event.duration;
    kernel.stream = event.tid;
  }
}

}  // namespace

bool read_chrome_trace(std::string_view text, Processor of, Draft& draft) {
  const ChromeTrace trace = chrome_trace(text, of, draft.file());
  if (trace.is_own) return false;
  if (trace.is_cut) draft.note("the JSON is damaged behind the events");
  if (trace.events == 0)
    draft.refuse(
        "is JSON without events of a profiler (expected \"traceEvents\", or a timeline; of Nsight "
        "Systems, export SQLite: nsys export --type sqlite)");
  if (of == Processor::cpu) {
    read_cpu(trace, draft);
  } else if (!trace.kernels.empty()) {
    read_kineto(trace, draft);
  } else if (!trace.operations.empty()) {
    read_tensorflow(trace, draft);
  }
  if (draft.timeline.kernels.empty())
    draft.refuse(fmt::format("is a trace of {} events without {}", trace.events,
                             of == Processor::cpu ? kNoOperator : kNoKernel));
  return true;
}

}  // namespace rda::gpu::read

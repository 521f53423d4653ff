// SPDX-License-Identifier: Apache-2.0
#include "gpu/read/chrome_sorter.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "gpu/read/text.h"
#include "rda/error.h"

namespace rda::gpu::read {

void ChromeSorter::keep_call(const ChromeEvent& event) {
  if (!event.correlation || !event.start) return;
  const bool graph = contains(event.name, "GraphLaunch");
  auto [at, is_new] =
      trace_.calls.try_emplace(*event.correlation, ChromeTrace::Call{*event.start, graph});
  if (is_new) return;
  at->second.start = std::min(at->second.start, *event.start);
  at->second.of_graph |= graph;
}

void ChromeSorter::keep(ChromeEvent event) {
  ++trace_.events;
  if (event.phase == "M" && event.name == "process_name") trace_.processes[event.pid] = event.node;
  if (event.phase != "X") return;
  const std::string category = lowered(event.category);
  if (event.start && event.duration.value_or(0) < 0)
    throw ConfigError(file_, "",
                      fmt::format("event {} ({}) ends before it begins", trace_.events,
                                  one_line(event.name, 60)));
  if (of_ == Processor::cpu) {
    if (category == "cpu_op" || category == "operator" || event.pid == "CPU functions")
      keep_in(trace_.cpu_operators, std::move(event));
    return;
  }
  if (category == "kernel" || event.pid == "CUDA functions")
    keep_in(trace_.kernels, std::move(event));
  else if (category.ends_with("memcpy") || category.ends_with("memset"))
    keep_in(trace_.copies, std::move(event));
  else if (category == "cuda_sync")
    keep_in(trace_.waits, std::move(event));
  else if (category == "op")
    keep_in(trace_.operations, std::move(event));
  else if (category.ends_with("runtime") || category.ends_with("driver"))
    keep_call(event);
}

void ChromeSorter::keep_in(std::vector<ChromeEvent>& list, ChromeEvent event) {
  if (!event.start || !event.duration)
    throw ConfigError(file_, "",
                      fmt::format("event {} ({}) lacks \"ts\" or \"dur\"", trace_.events,
                                  one_line(event.name, 60)));
  list.push_back(std::move(event));
}

}  // namespace rda::gpu::read

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gpu/timeline.h"

namespace rda::gpu::read {

/// What readers need of an event of a Chrome trace. Times are ns, exactly as written.
struct ChromeEvent {
  std::string phase, category, name, pid, tid;
  std::string stream, device, node;  ///< of its arguments
  std::optional<std::int64_t> start, duration, correlation, bytes;
  std::int64_t resolution = 1;  ///< of the start
  std::optional<Extent> grid, block;
  bool in_graph = false;
};

/// A Chrome trace, sorted by what its events are.
struct ChromeTrace {
  std::vector<ChromeEvent> kernels, copies, waits, operations;
  std::vector<ChromeEvent> cpu_operators;  ///< only if they were asked for
  struct Call {
    std::int64_t start = 0;
    bool of_graph = false;
  };
  std::map<std::int64_t, Call> calls;            ///< of the host, by correlation
  std::map<std::string, std::string> processes;  ///< names, by pid
  std::map<std::string, std::string> devices;    ///< names, by id
  std::string software;
  std::int64_t events = 0;
  bool is_cut = false;  ///< the JSON is damaged behind the events, all of which are there
  bool is_own = false;  ///< it is RDASim's own form instead, which was not read further
};

/// Reads a Chrome trace, an object with "traceEvents" or a bare list.
/// @param of    cpu: operators of the host are kept, and no kernels
/// @param file  as messages name it
/// @throws ConfigError  if it is not JSON, naming line and column; if a time is none
ChromeTrace chrome_trace(std::string_view text, Processor of, const std::string& file);

}  // namespace rda::gpu::read

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rda/describe.h"

namespace rda::gpu {

/// trace: an entry a launch, with start times if the profiler has them. summary: an entry a name,
/// with totals.
enum class TimelineKind { trace, summary };
constexpr std::array<std::string_view, 2> names(TimelineKind) { return {"trace", "summary"}; }

/// How a kernel got onto the GPU.
enum class Launch { unknown, stream, graph };
constexpr std::array<std::string_view, 3> names(Launch) { return {"unknown", "stream", "graph"}; }

/// Threads in a block, or blocks in a grid. Work-items of AMD's grids are divided by the block.
struct Extent {
  std::int64_t x = 1, y = 1, z = 1;
  static void describe(auto& self, auto& visit);
};

/// A launch of a kernel (trace), or all launches of one name (summary).
struct Kernel {
  std::string name;           ///< as the profiler wrote it
  std::string demangled;      ///< if `name` is mangled
  std::string kernel_class;   ///< key "class": a name of the table of classes, or "other"
  std::int64_t launches = 1;  ///< 1 in a trace
  std::optional<std::int64_t> start_ns;        ///< since the first event of the timeline
  std::int64_t duration_ns = 0;                ///< of all launches together
  std::optional<std::int64_t> min_ns, max_ns;  ///< of one launch, in a summary
  std::optional<std::int64_t> launched_ns;     ///< when the host began to launch it
  std::string stream;                          ///< stream or queue; empty: not stated
  std::optional<Extent> grid, block;
  Launch launch = Launch::unknown;
  static void describe(auto& self, auto& visit);
};

/// A copy or a memset on the GPU, or all of one name.
struct Copy {
  std::string name;
  std::int64_t count = 1;
  std::optional<std::int64_t> start_ns;
  std::int64_t duration_ns = 0;
  std::optional<std::int64_t> bytes;
  std::string stream;
  static void describe(auto& self, auto& visit);
};

/// A wait of the host or of a stream, or all of one name.
struct Synchronisation {
  std::string name;
  std::int64_t count = 1;
  std::optional<std::int64_t> start_ns;
  std::int64_t duration_ns = 0;
  static void describe(auto& self, auto& visit);
};

/// What was measured. Profilers do not know it; the user states it. Names as in a workload.
struct Measured {
  std::string cell;  ///< lstm, gru, rnn; empty: not stated
  std::optional<std::int64_t> input, hidden, layers, directions, batch, steps;
  std::string precision;              ///< fp32, tf32, fp16, bf16, fp8, int8; empty: not stated
  std::optional<std::int64_t> calls;  ///< forward calls in the timeline
  std::optional<bool> input_product;  ///< whether W x is computed
  std::string phase;                  ///< inference, training, backward; empty: not stated
  static void describe(auto& self, auto& visit);
};

/// Kernels of a GPU as a profiler saw them.
struct Timeline {
  std::string timeline = "1";  ///< version of this form; its key marks the kind of file
  std::string source;          ///< name of the file that was read, without folders
  std::string format;          ///< "Nsight Systems, cuda_gpu_trace CSV"
  std::string tool;            ///< profiler and its version, if the file says so
  std::string device;          ///< GPU by name; empty: not stated
  std::string software;        ///< framework, library, driver, as far as stated
  TimelineKind kind = TimelineKind::trace;
  std::optional<std::int64_t> start_resolution_ns;  ///< of start times; absent: no start times
  Measured measured;
  std::vector<Kernel> kernels;  ///< in order of start
  std::vector<Copy> copies;
  std::vector<Synchronisation> synchronisations;
  std::vector<std::string> notes;  ///< what the reader met: dropped records, cut names, two runs
  static void describe(auto& self, auto& visit);
};

/// Reads the output of a profiler; the format is found from the content, gzipped or not.
/// @throws ConfigError  naming the file, and what it lacks or is instead, and what to export
Timeline import_timeline(const std::filesystem::path& file);

/// Reads a timeline in RDASim's own form. @throws ConfigError  as load()
Timeline load_timeline(const std::filesystem::path& file);
std::string to_json(const Timeline& timeline);

}  // namespace rda::gpu

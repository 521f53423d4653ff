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

struct KernelClasses;  // gpu/kernel_classes.h

/// Ranges of described fields: counts and times of at most 2^61, so that the difference
/// or sum of two fits into 64 bits.
inline constexpr Range kFromZero{0, 0x1p61}, kFromOne{1, 0x1p61};

/// trace: an entry a launch, with start times if the profiler has them. summary: an entry a name,
/// with totals.
enum class TimelineKind { trace, summary };
constexpr std::array<std::string_view, 2> names(TimelineKind) { return {"trace", "summary"}; }

/// Whose times are read.
enum class Processor { gpu, cpu };

/// How a kernel got onto the GPU.
enum class Launch { unknown, stream, graph };
constexpr std::array<std::string_view, 3> names(Launch) { return {"unknown", "stream", "graph"}; }

/// Threads in a block, or blocks in a grid. Work-items of AMD's grids are divided by the block.
struct Extent {
  std::int64_t x = 1, y = 1, z = 1;
  static void describe(auto& self, auto& visit) {
    visit("x", self.x, kFromOne, Doc{"in x"});
    visit("y", self.y, kFromOne, Doc{"in y"});
    visit("z", self.z, kFromOne, Doc{"in z"});
  }
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
  static void describe(auto& self, auto& visit) {
    visit("name", self.name, Doc{"as the profiler wrote it"});
    visit("demangled", self.demangled, Doc{"the name without mangling; empty: it has none"});
    visit("class", self.kernel_class, Doc{"class by name and place, or \"other\""});
    visit("launches", self.launches, kFromOne, Doc{"launches; 1 in a trace"});
    visit("start_ns", self.start_ns, kFromZero, Doc{"since the first event", "ns"});
    visit("duration_ns", self.duration_ns, kFromZero, Doc{"of all launches together", "ns"});
    visit("min_ns", self.min_ns, kFromZero, Doc{"shortest launch, in a summary", "ns"});
    visit("max_ns", self.max_ns, kFromZero, Doc{"longest launch, in a summary", "ns"});
    visit("launched_ns", self.launched_ns, kFromZero,
          Doc{"when the host began to launch it, since the first event", "ns"});
    visit("stream", self.stream, Doc{"stream or queue; empty: not stated"});
    visit("grid", self.grid, Doc{"blocks", "blocks"});
    visit("block", self.block, Doc{"threads of a block", "threads"});
    visit("launch", self.launch, Doc{"how the kernel got onto the GPU"});
  }
};

/// A copy or a memset on the GPU, or all of one name.
struct Copy {
  std::string name;
  std::int64_t count = 1;
  std::optional<std::int64_t> start_ns;
  std::int64_t duration_ns = 0;
  std::optional<std::int64_t> bytes;
  std::string stream;
  static void describe(auto& self, auto& visit) {
    visit("name", self.name, Doc{"as the profiler wrote it"});
    visit("count", self.count, kFromOne, Doc{"copies; 1 in a trace"});
    visit("start_ns", self.start_ns, kFromZero, Doc{"since the first event", "ns"});
    visit("duration_ns", self.duration_ns, kFromZero, Doc{"of all copies together", "ns"});
    visit("bytes", self.bytes, kFromZero, Doc{"of all copies together", "bytes"});
    visit("stream", self.stream, Doc{"stream or queue; empty: not stated"});
  }
};

/// A wait of the host or of a stream, or all of one name.
struct Synchronisation {
  std::string name;
  std::int64_t count = 1;
  std::optional<std::int64_t> start_ns;
  std::int64_t duration_ns = 0;
  static void describe(auto& self, auto& visit) {
    visit("name", self.name, Doc{"as the profiler wrote it"});
    visit("count", self.count, kFromOne, Doc{"waits; 1 in a trace"});
    visit("start_ns", self.start_ns, kFromZero, Doc{"since the first event", "ns"});
    visit("duration_ns", self.duration_ns, kFromZero, Doc{"of all waits together", "ns"});
  }
};

/// What was measured. Profilers do not know it; the user states it. Names as in a workload.
struct Measured {
  std::string cell;     ///< lstm, gru, rnn; empty: not stated
  std::string variant;  ///< "reset before" of a GRU, "relu" of a plain RNN; empty: the usual one
  std::optional<std::int64_t> input, hidden, layers, directions, batch, steps;
  std::string precision;              ///< fp32, tf32, fp16, bf16, fp8, int8; empty: not stated
  std::optional<std::int64_t> calls;  ///< forward calls in the timeline
  std::optional<bool> input_product;  ///< whether W x is computed
  std::string phase;                  ///< inference, training, backward; empty: not stated
  std::optional<double> call_us_without_profiler;  ///< by a clock of the host
  static void describe(auto& self, auto& visit) {
    visit("cell", self.cell, Doc{"lstm, gru or rnn; empty: not stated"});
    visit("variant", self.variant,
          Doc{"\"reset before\" of a GRU, \"relu\" of a plain RNN; empty: the usual one"});
    visit("input", self.input, kFromOne, Doc{"elements of an input"});
    visit("hidden", self.hidden, kFromOne, Doc{"elements of a hidden state"});
    visit("layers", self.layers, kFromOne, Doc{"layers"});
    visit("directions", self.directions, Range{1, 2}, Doc{"2: bidirectional"});
    visit("batch", self.batch, kFromOne, Doc{"sequences at once"});
    visit("steps", self.steps, kFromOne, Doc{"time steps of a sequence"});
    visit("precision", self.precision,
          Doc{"fp32, tf32, fp16, bf16, fp8 or int8; empty: not stated"});
    visit("calls", self.calls, kFromOne, Doc{"forward calls in the timeline"});
    visit("input_product", self.input_product, Doc{"whether W x is computed"});
    visit("phase", self.phase, Doc{"inference, training or backward; empty: not stated"});
    visit("call_us_without_profiler", self.call_us_without_profiler, kFromZero,
          Doc{"time of a call without the profiler, by a clock of the host", "us"});
  }
};

/// Kernels of a GPU as a profiler saw them.
struct Timeline {
  static constexpr std::string_view kVersion = "1";
  std::string timeline{kVersion};  ///< version of this form; its key marks the kind of file
  std::string source;              ///< name of the file that was read, without folders
  std::string format;              ///< "Nsight Systems, cuda_gpu_trace CSV"
  std::string tool;                ///< profiler and its version, if the file says so
  std::string device;              ///< GPU by name; empty: not stated
  std::string software;            ///< framework, library, driver, as far as stated
  TimelineKind kind = TimelineKind::trace;
  std::optional<std::int64_t> start_resolution_ns;  ///< of start times; absent: no start times
  Measured measured;
  std::vector<Kernel> kernels;  ///< in order of start
  std::vector<Copy> copies;
  std::vector<Synchronisation> synchronisations;
  std::vector<std::string> notes;  ///< what the reader met: dropped records, cut names, two runs
  static void describe(auto& self, auto& visit) {
    visit("timeline", self.timeline, Doc{"version of this form"});
    visit("source", self.source, Text{"name of the file that was read, without folders"});
    visit("format", self.format, Text{"what that file was"});
    visit("tool", self.tool, Text{"profiler and its version, if the file says so"});
    visit("device", self.device, Text{"GPU by name; empty: not stated"});
    visit("software", self.software, Text{"framework, library, driver, as far as stated"});
    visit("kind", self.kind, Doc{"an entry a launch, or an entry a name"});
    visit("start_resolution_ns", self.start_resolution_ns, kFromZero,
          Doc{"of start times; null: there are none", "ns"});
    visit("measured", self.measured, Doc{"what was measured, as far as stated"});
    visit("kernels", self.kernels, Doc{"in order of start"});
    visit("copies", self.copies, Doc{"copies and memsets on the GPU"});
    visit("synchronisations", self.synchronisations, Doc{"waits of the host or of a stream"});
    visit("notes", self.notes, Text{"what the reader met: dropped records, cut names, two runs"});
  }
};

/// Reads the output of a profiler; the format is found from the content, gzipped or not. A file in
/// RDASim's own form is read as load_timeline() does.
/// @param classes  sorts the kernels by name; null: the built-in ones, and a timeline in RDASim's
/// own
///                 form keeps the classes that it has
/// @param of       cpu: the operators of the host in PyTorch's traces stand for kernels
/// @throws ConfigError  naming the file, and what it lacks or is instead, and what to export
Timeline import_timeline(const std::filesystem::path& file, const KernelClasses* classes = nullptr,
                         Processor of = Processor::gpu);
/// The same of bytes. @param file  as messages name it
Timeline import_timeline(std::string bytes, const std::string& file,
                         const KernelClasses* classes = nullptr, Processor of = Processor::gpu);

/// Reads a timeline in RDASim's own form.
/// @throws ConfigError  naming the pointer of a bad value; if the version is another one, there is
/// no kernel, or sums of times do not fit into 64 bits
Timeline load_timeline(const std::filesystem::path& file);
/// The canonical text of that form.
std::string to_json(const Timeline& timeline);

}  // namespace rda::gpu

// SPDX-License-Identifier: Apache-2.0
#include "gpu/read/formats.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <initializer_list>
#include <optional>
#include <string>

#include "base/text.h"
#include "gpu/read/readers.h"

namespace rda::gpu::read {
namespace {

/// A table that profilers print, by columns that it has.
struct Format {
  std::string_view name;
  std::array<std::string_view, 5> needs;
  void (*read)(Table&, Draft&) = nullptr;  ///< null: a table without times of kernels
  std::string_view instead = "";           ///< what to export then

  bool fits(const Heading& heading) const {
    return std::ranges::all_of(
        needs, [&](std::string_view title) { return title.empty() || heading.has({title}); });
  }
};

constexpr std::string_view kNsysInstead =
    "export kernels: nsys stats --report cuda_gpu_trace --format csv";
constexpr std::string_view kNvprofInstead = "export kernels: nvprof --print-gpu-trace --csv";
constexpr std::string_view kAmdInstead = "export kernels: rocprofv3 --kernel-trace";
constexpr std::string_view kNetworks =
    "it has a row a network and no kernels; profile the run itself, e.g. with nsys";

/// The first one that fits counts.
constexpr std::array kFormats{
    Format{"Nsight Systems, cuda_kern_exec_trace",
           {"kernel start", "kernel dur", "kernel name"},
           read_nsys_exec_trace},
    Format{"Nsight Systems, cuda_gpu_trace",
           {"start", "duration", "grdx", "blkx", "name"},
           read_nsys_trace},
    Format{"a summary of calls of a library (Nsight Systems, mpi_event_sum)",
           {"total time", "instances", "source", "name"},
           nullptr,
           kNsysInstead},
    Format{"Nsight Systems, cuda_gpu_kern_sum",
           {"total time", "instances", "name"},
           read_nsys_summary},
    Format{"Nsight Systems, cuda_gpu_sum",
           {"total time", "instances", "category", "operation"},
           read_nsys_summary},
    Format{"a summary of host calls (Nsight Systems, cuda_api_sum)",
           {"total time", "num calls", "name"},
           nullptr,
           kNsysInstead},
    Format{"a trace of host calls (Nsight Systems, cuda_api_trace)",
           {"start", "duration", "name", "result"},
           nullptr,
           kNsysInstead},
    Format{"a summary of copies (Nsight Systems)",
           {"total time", "avg", "operation"},
           nullptr,
           kNsysInstead},
    Format{"Nsight Compute, details CSV",
           {"id", "kernel name", "metric name", "metric unit", "metric value"},
           read_ncu_long},
    Format{"Nsight Compute, raw CSV", {"id", "kernel name", "context", "stream"}, read_ncu_wide},
    Format{"nvprof GPU trace, CSV", {"start", "duration", "grid x", "name"}, read_nvprof_trace},
    Format{"nvprof GPU trace, text", {"start", "duration", "grid size", "name"}, read_nvprof_trace},
    Format{"nvprof summary", {"time %", "time", "calls", "avg", "name"}, read_nvprof_summary},
    Format{"metrics of nvprof without times",
           {"invocations", "metric name"},
           nullptr,
           "run nvprof again without --metrics: nvprof --print-gpu-trace --csv"},
    Format{"events of nvprof without times",
           {"invocations", "event name"},
           nullptr,
           "run nvprof again without --events: nvprof --print-gpu-trace --csv"},
    Format{"metrics of nvprof without times",
           {"device", "context", "stream", "kernel"},
           nullptr,
           "run nvprof again without --metrics: nvprof --print-gpu-trace --csv"},
    Format{
        "a trace of host calls (nvprof)", {"start", "duration", "name"}, nullptr, kNvprofInstead},
    Format{"counters of rocprofv3, a row a counter",
           {"kernel_name", "counter_name", "counter_value"},
           nullptr,
           kAmdInstead},
    Format{"rocprof results", {"kernelname", "beginns", "endns"}, read_amd_trace},
    Format{"rocprofv3 kernel_trace",
           {"kind", "kernel_name", "start_timestamp", "end_timestamp"},
           read_amd_trace},
    Format{"rocprofv2 or Omniperf results",
           {"kernel_name", "start_timestamp", "end_timestamp"},
           read_amd_trace},
    Format{"rocprof stats", {"name", "calls", "totaldurationns"}, read_amd_summary},
    Format{"Omniperf top kernels", {"kernel_name", "count", "sum"}, read_amd_summary},
    Format{"Omniperf top kernels", {"kernelname", "count", "sum"}, read_amd_summary},
    Format{"counters of rocprof without times",
           {"kernelname", "gpu-id"},
           nullptr,
           "run rocprof again with --timestamp on"},
    Format{"counters of rocprof without times",
           {"kernel_name", "gpu_id"},
           nullptr,
           "run rocprof again with --timestamp on, or rocprofv3 --kernel-trace"},
    Format{"a trace of host calls (rocprof)",
           {"domain", "function", "start_timestamp"},
           nullptr,
           kAmdInstead},
    Format{"a trace of copies (rocprof)",
           {"kind", "direction", "start_timestamp"},
           nullptr,
           kAmdInstead},
    Format{"PyTorch profiler, key_averages table",
           {"name", "self cpu", "# of calls"},
           read_torch_table},
    Format{"a published table of results (DeepBench text)", {"fwd_time"}, nullptr, kNetworks},
};

constexpr Format kTorchBenchmark{
    "a published table of results (torch.utils.benchmark)", {}, nullptr, kNetworks};

/// A heading found in a text, and what its table is.
struct Found {
  const Format* format;
  Heading heading;
};

/// Whether a line may be a heading, told quickly.
bool may_be_heading(std::string_view line) {
  return contains(line, "ame") || contains(line, "Kernel") || contains(line, "Metric") ||
         contains(line, "Operation") || contains(line, "Direction") || contains(line, "Function") ||
         contains(line, "_time");
}

std::optional<Found> found_in(std::string_view line) {
  if (line.starts_with("[--") && stripped(line).ends_with("--]"))
    return Found{&kTorchBenchmark, {}};
  if (!may_be_heading(line)) return std::nullopt;
  Heading heading(line);
  if (heading.titles().empty()) return std::nullopt;
  const auto format =
      std::ranges::find_if(kFormats, [&](const Format& one) { return one.fits(heading); });
  if (format == kFormats.end()) return std::nullopt;
  return Found{&*format, std::move(heading)};
}

/// Goes through a text from table to table.
class Search {
 public:
  Search(std::string_view text, Draft& draft) : lines_(text), draft_(draft) {}

  /// Reads the first table with times of kernels, and says what else there is.
  void run() {
    while (std::optional<Found> found = next()) {
      if (!found->format->read) {
        if (!refused_) refused_ = found->format;
        continue;
      }
      read(*found);
      return;
    }
    fail();
  }

 private:
  /// The next heading, outside of what repeats or what the host did.
  std::optional<Found> next() {
    std::string_view line;
    bool host_calls = false;
    while (lines_.next(line)) {
      look_at(line);
      if (line.starts_with("==") && contains(line, "NVTX result")) return std::nullopt;
      if (line.starts_with("==")) host_calls = contains(line, "API calls:");
      std::optional<Found> found = found_in(line);
      if (found && !host_calls) return found;
    }
    return std::nullopt;
  }

  void look_at(std::string_view line) {
    if (line.starts_with("==")) draft_.note_message(line);
    if (first_line_.empty()) first_line_ = stripped(line.substr(0, 200));
    if (none_.empty() && (contains(line, "No kernels were profiled") ||
                          contains(line, "does not contain CUDA kernel data")))
      none_ = stripped(line.substr(0, 200));
  }

  void read(const Found& found) {
    Table table(draft_.file(), found.heading, lines_);
    draft_.timeline.format = found.format->name;
    found.format->read(table, draft_);
    while (table.next()) {  // a reader that wanted the first rows alone
    }
    for (const std::string& message : table.messages()) draft_.note_message(message);
    if (table.skipped() > 0)
      draft_.note(fmt::format("lines among the rows that are no rows: {}, the first one is line {}",
                              table.skipped(), table.first_skipped()));
    lines_ = table.rest();
    std::size_t more = 0, first = 0;
    while (const std::optional<Found> other = next()) {
      if (!other->format->read) continue;
      if (++more == 1) first = lines_.number();
    }
    if (more > 0)
      draft_.note(fmt::format(
          "further tables of kernels, not read: {}, the first one at line {} (another run, or the "
          "same again)",
          more, first));
  }

  [[noreturn]] void fail() {
    if (refused_)
      draft_.refuse(
          fmt::format("is {}, not times of kernels ({})", refused_->name, refused_->instead));
    if (!none_.empty())
      draft_.refuse("there is no kernel in it; the profiler says: " + one_line(none_));
    if (first_line_.empty()) draft_.refuse("is empty (expected the output of a GPU profiler)");
    draft_.refuse(fmt::format(
        "has no heading of a known profiler; it begins with {} (a table needs its titles, e.g. "
        "\"Start (ns)\", \"Duration (ns)\", \"Name\"; {})",
        one_line(first_line_, 60), kNsysInstead));
  }

  Lines lines_;
  Draft& draft_;
  const Format* refused_ = nullptr;
  std::string_view first_line_, none_;
};

}  // namespace

void read_text(std::string_view text, Draft& draft) { Search(text, draft).run(); }

}  // namespace rda::gpu::read

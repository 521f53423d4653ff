// SPDX-License-Identifier: Apache-2.0
// CSV of rocprof (v1, v2, v3) and Omniperf. Times are ns; grids count work-items.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "gpu/read/extent.h"
#include "gpu/read/readers.h"

namespace rda::gpu::read {
namespace {

using AmdColumn = std::optional<std::size_t>;

/// Columns of a trace, whatever the tool calls them.
struct AmdTrace {
  std::size_t name, begin, end;
  AmdColumn kind, device, queue, dispatched, grid, block;
  std::array<AmdColumn, 3> grids, blocks;

  explicit AmdTrace(const Heading& heading)
      : name(*heading.find({"kernelname", "kernel_name"})),
        begin(*heading.find({"beginns", "start_timestamp"})),
        end(*heading.find({"endns", "end_timestamp"})),
        kind(heading.find({"kind"})),
        device(heading.find({"gpu-id", "gpu_id", "agent_id"})),
        queue(heading.find({"queue-id", "queue_id"})),
        dispatched(heading.find({"dispatchns"})),
        grid(heading.find({"grd", "grid_size"})),
        block(heading.find({"wgr", "workgroup_size"})),
        grids{heading.find({"grid_size_x"}), heading.find({"grid_size_y"}),
              heading.find({"grid_size_z"})},
        blocks{heading.find({"workgroup_size_x"}), heading.find({"workgroup_size_y"}),
               heading.find({"workgroup_size_z"})} {}
};

/// A size of one axis, or of each.
std::optional<Extent> size_in(const Table& table, AmdColumn all,
                              const std::array<AmdColumn, 3>& axes) {
  if (!all) return extent_in(table, axes, Mark::point);
  if (is_absent(table.cell(all))) return std::nullopt;
  return Extent{table.count(*all, Mark::point, 1), 1, 1};
}

void add_dispatch(const Table& table, const AmdTrace& in, Draft& draft) {
  const std::int64_t begin = table.time(in.begin, 0, Mark::point);
  const std::int64_t end = table.time(in.end, 0, Mark::point);
  if (end < begin) table.refuse_row(fmt::format("the kernel ends at {}, before it begins", end));
  Kernel& kernel = draft.add_kernel(table.cell(in.name), table.cell(in.device));
  kernel.start_ns = begin;
  kernel.duration_ns = end - begin;
  kernel.stream = table.cell(in.queue);
  if (!is_absent(table.cell(in.dispatched)))
    kernel.launched_ns = table.time(*in.dispatched, 0, Mark::point);
  kernel.block = size_in(table, in.block, in.blocks);
  const std::optional<Extent> items = size_in(table, in.grid, in.grids);
  if (items && kernel.block) kernel.grid = in_blocks(*items, *kernel.block);
  draft.starts_to(1);
}

/// Whether a summary is of host calls ("hipMalloc"), or of whole domains ("HIP_API").
bool is_host_call(std::string_view name) {
  const auto upper = [&](std::size_t at) {
    return name.size() > at && name[at] >= 'A' && name[at] <= 'Z';
  };
  return (name.starts_with("hip") && upper(3)) || name.starts_with("hsa_") ||
         name.starts_with("__hip") || name.ends_with("_API") || name == "KERNEL_DISPATCH" ||
         name == "MEMORY_COPY" || name == "MARKER";
}

bool is_amd_copy(std::string_view name) {
  return name.starts_with("Copy") || name.starts_with("MEMORY_COPY_");
}

}  // namespace

void read_amd_trace(Table& table, Draft& draft) {
  const AmdTrace in(table.heading());
  draft.timeline.tool = "rocprof";
  while (table.next())
    if (!in.kind || table.cell(in.kind) == "KERNEL_DISPATCH") add_dispatch(table, in, draft);
}

void read_amd_summary(Table& table, Draft& draft) {
  const Heading& heading = table.heading();
  const std::size_t name = *heading.find({"name", "kernel_name", "kernelname"});
  const std::size_t calls = *heading.find({"calls", "count"});
  const std::size_t total = *heading.find({"totaldurationns", "sum"});
  const AmdColumn least = heading.find({"minns"}), most = heading.find({"maxns"});
  const int power = power_of_time(heading.titles()[total].unit).value_or(0);
  draft.timeline.tool = "rocprof";
  draft.timeline.kind = TimelineKind::summary;
  bool host_calls = false;
  while (table.next()) {
    if (is_host_call(table.cell(name))) {
      host_calls = true;
    } else if (is_amd_copy(table.cell(name))) {
      Copy& copy = draft.add_copy(table.cell(name));
      copy.count = table.count(calls, Mark::point, 1);
      copy.duration_ns = table.time(total, power, Mark::point);
    } else {
      Kernel& kernel = draft.add_kernel(table.cell(name));
      kernel.launches = table.count(calls, Mark::point, 1);
      kernel.duration_ns = table.time(total, power, Mark::point);
      if (least) kernel.min_ns = table.time(*least, 0, Mark::point);
      if (most) kernel.max_ns = table.time(*most, 0, Mark::point);
    }
  }
  if (host_calls && draft.timeline.kernels.empty())
    draft.refuse(
        "is statistics of host calls (HIP or HSA), not of kernels (export kernels: rocprof --stats "
        "writes results.stats.csv, rocprofv3 --kernel-trace --stats writes kernel_stats.csv)");
}

}  // namespace rda::gpu::read

// SPDX-License-Identifier: Apache-2.0
// Reports of `nsys stats`: CSV with units or raw titles, and printed tables.
#include <array>

#include "gpu/read/extent.h"
#include "gpu/read/readers.h"

namespace rda::gpu::read {
namespace {

using Column = std::optional<std::size_t>;

constexpr std::int64_t kEarliest = -kLatest;

bool is_copy(std::string_view name) {
  return name.starts_with("[CUDA memcpy") || name.starts_with("[CUDA memset") ||
         name.starts_with("[CUDA Unified Memory memcpy");
}

/// Columns of cuda_gpu_trace.
struct TraceColumns {
  std::size_t start, duration, name;
  std::array<Column, 3> grid, block;
  Column bytes, device, context, stream;
  int start_power, duration_power;
  Mark mark;

  explicit TraceColumns(const Table& table)
      : start(*table.heading().find({"start"})),
        duration(*table.heading().find({"duration"})),
        name(*table.heading().find({"name"})),
        bytes(table.heading().find({"bytes"})),
        device(table.heading().find({"device"})),
        context(table.heading().find({"ctx"})),
        stream(table.heading().find({"strm"})),
        start_power(table.power_of(start)),
        duration_power(table.power_of(duration)),
        mark(table.mark_of({"start", "duration"})) {
    const Heading& heading = table.heading();
    grid = {heading.find({"grdx"}), heading.find({"grdy"}), heading.find({"grdz"})};
    block = {heading.find({"blkx"}), heading.find({"blky"}), heading.find({"blkz"})};
  }
};

void add_copy(const Table& table, const TraceColumns& in, Draft& draft) {
  Copy& copy = draft.add_copy(table.cell(in.name));
  copy.start_ns = table.time(in.start, in.start_power, in.mark, kEarliest);
  copy.duration_ns = table.time(in.duration, in.duration_power, in.mark);
  copy.stream = table.cell(in.stream);
  if (!in.bytes || is_absent(table.cell(in.bytes))) return;
  // A megabyte of this report is 10^6 bytes.
  copy.bytes = bytes_of(table.cell(in.bytes), table.heading().titles()[*in.bytes].unit, 1000);
}

void add_kernel(const Table& table, const TraceColumns& in, Draft& draft) {
  Kernel& kernel = draft.add_kernel(table.cell(in.name), table.cell(in.device));
  kernel.start_ns = table.time(in.start, in.start_power, in.mark, kEarliest);
  kernel.duration_ns = table.time(in.duration, in.duration_power, in.mark);
  kernel.grid = extent_in(table, in.grid, in.mark);
  kernel.block = extent_in(table, in.block, in.mark);
  kernel.stream = table.cell(in.stream);
  draft.starts_to(resolution_of(table.cell(in.start), in.start_power, in.mark));
}

/// What a row of a summary counts.
enum class Row { kernel, copy, other };

Row row_of(const Table& table, Column category, std::string_view name) {
  const std::string_view said = table.cell(category);
  if (category && contains(said, "MEM")) return Row::copy;
  if (category && !contains(said, "KERNEL")) return Row::other;
  return is_copy(name) ? Row::copy : Row::kernel;
}

}  // namespace

void read_nsys_trace(Table& table, Draft& draft) {
  const TraceColumns in(table);
  draft.timeline.tool = "Nsight Systems";
  while (table.next()) {
    const std::string_view name = table.cell(in.name);
    if (is_absent(table.cell(in.grid[0])) || is_copy(name)) {
      add_copy(table, in, draft);
    } else {
      add_kernel(table, in, draft);
      if (draft.timeline.device.empty()) draft.timeline.device = table.cell(in.device);
    }
  }
}

void read_nsys_exec_trace(Table& table, Draft& draft) {
  const Heading& heading = table.heading();
  const std::size_t start = *heading.find({"kernel start"}), name = *heading.find({"kernel name"});
  const std::size_t duration = *heading.find({"kernel dur"});
  const Column launch = heading.find({"api start"}), device = heading.find({"devid"});
  const Column function = heading.find({"api function", "api name"});
  const Column grid = heading.find({"gridxyz"}), block = heading.find({"blockxyz"});
  const int start_power = table.power_of(start), power = table.power_of(duration);
  const Mark mark = table.mark_of({"kernel start", "kernel dur", "api start"});
  draft.timeline.tool = "Nsight Systems";
  while (table.next()) {
    Kernel& kernel = draft.add_kernel(table.cell(name), table.cell(device));
    kernel.start_ns = table.time(start, start_power, mark, kEarliest);
    kernel.duration_ns = table.time(duration, power, mark);
    if (launch && !is_absent(table.cell(launch)))
      kernel.launched_ns = table.time(*launch, table.power_of(*launch), mark, kEarliest);
    if (function)
      kernel.launch = contains(table.cell(function), "Graph") ? Launch::graph : Launch::stream;
    kernel.grid = extent_in(table, grid);
    kernel.block = extent_in(table, block);
    draft.starts_to(resolution_of(table.cell(start), start_power, mark));
  }
}

void read_nsys_summary(Table& table, Draft& draft) {
  const Heading& heading = table.heading();
  const std::size_t total = *heading.find({"total time"}), calls = *heading.find({"instances"});
  const std::size_t name = *heading.find({"name", "operation"});
  const Column least = heading.find({"min", "minimum"}), most = heading.find({"max", "maximum"});
  const Column category = heading.find({"category"});
  const int power = table.power_of(total);
  const Mark mark = table.mark_of({"total time", "avg", "average", "med", "stddev"});
  const auto time_if = [&](Column column) -> std::optional<std::int64_t> {
    if (!column || is_absent(table.cell(column))) return std::nullopt;
    return table.time(*column, power, mark);
  };
  draft.timeline.tool = "Nsight Systems";
  draft.timeline.kind = TimelineKind::summary;
  while (table.next()) {
    const Row row = row_of(table, category, table.cell(name));
    if (row == Row::copy) {
      Copy& copy = draft.add_copy(table.cell(name));
      copy.count = table.count(calls, mark, 1);
      copy.duration_ns = table.time(total, power, mark);
    } else if (row == Row::kernel) {
      Kernel& kernel = draft.add_kernel(table.cell(name));
      kernel.launches = table.count(calls, mark, 1);
      kernel.duration_ns = table.time(total, power, mark);
      kernel.min_ns = time_if(least);
      kernel.max_ns = time_if(most);
    }
  }
}

}  // namespace rda::gpu::read

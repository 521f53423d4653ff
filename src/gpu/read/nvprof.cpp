// SPDX-License-Identifier: Apache-2.0
// Traces and summaries of nvprof, CSV and text. In CSV a row of units follows the heading, a unit a
// column; in text each value has its unit behind it.
#include <fmt/format.h>

#include <array>

#include "base/text.h"
#include "gpu/read/extent.h"
#include "gpu/read/readers.h"

namespace rda::gpu::read {
namespace {

using NvColumn = std::optional<std::size_t>;

/// A time in a cell: in the unit of its column, or with its unit behind it.
std::int64_t time_in(const Table& table, std::size_t column) {
  const std::string_view cell = table.cell(column);
  const std::optional<int> power = power_of_time(table.heading().titles()[column].unit);
  const std::optional<std::int64_t> ns = power ? scaled(cell, *power) : time_of(cell);
  if (ns && *ns >= 0) return *ns;
  table.refuse_row(fmt::format("\"{}\" is no time with a unit (column \"{}\")", one_line(cell, 40),
                               table.heading().titles()[column].name));
}

std::int64_t resolution_in(const Table& table, std::size_t column) {
  const std::string_view unit = table.heading().titles()[column].unit;
  if (const std::optional<int> power = power_of_time(unit))
    return resolution_of(table.cell(column), *power);
  const Quantity quantity = split_unit(table.cell(column));
  return resolution_of(quantity.number, power_of_time(quantity.unit).value_or(0));
}

std::optional<std::int64_t> bytes_in(const Table& table, NvColumn column) {
  if (!column || is_absent(table.cell(column))) return std::nullopt;
  const std::string_view unit = table.heading().titles()[*column].unit;
  return unit.empty() ? bytes_of(table.cell(column)) : bytes_of(table.cell(column), unit, 1024);
}

/// Takes the row of units, if the next row is one.
void take_units(Table& table, std::size_t timed) {
  Table peek = table;
  if (!peek.next()) return;
  if (!power_of_time(peek.cell(timed))) return;
  table = peek;
  table.heading().set_units(table.cells());
}

/// The name without the launch's number behind it: "kernel(int) [42]".
std::string_view without_number(std::string_view name) {
  if (!name.ends_with(']')) return name;
  const std::size_t open = name.rfind(" [");
  if (open == name.npos) return name;
  const std::string_view digits = name.substr(open + 2, name.size() - open - 3);
  const bool number = !digits.empty() && digits.find_first_not_of("0123456789") == digits.npos;
  return number ? name.substr(0, open) : name;
}

/// Columns of a trace. CSV has a column for each axis of a grid, text has one for all.
struct NvTrace {
  std::size_t start, duration, name;
  NvColumn grid, block, size, device, stream;
  std::array<NvColumn, 3> grids, blocks;

  explicit NvTrace(const Heading& heading)
      : start(*heading.find({"start"})),
        duration(*heading.find({"duration"})),
        name(*heading.find({"name"})),
        grid(heading.find({"grid size"})),
        block(heading.find({"block size"})),
        size(heading.find({"size"})),
        device(heading.find({"device"})),
        stream(heading.find({"stream"})),
        grids{heading.find({"grid x"}), heading.find({"grid y"}), heading.find({"grid z"})},
        blocks{heading.find({"block x"}), heading.find({"block y"}), heading.find({"block z"})} {}

  std::optional<Extent> extent(const Table& table, NvColumn one,
                               const std::array<NvColumn, 3>& axes) const {
    return one ? extent_in(table, one) : extent_in(table, axes, Mark::point);
  }
};

void add_row(const Table& table, const NvTrace& in, Draft& draft) {
  const std::string_view name = table.cell(in.name);
  const std::string_view stream = is_absent(table.cell(in.stream)) ? "" : table.cell(in.stream);
  if (name.starts_with("[Unified Memory")) return;
  const std::int64_t start = time_in(table, in.start), duration = time_in(table, in.duration);
  if (name.starts_with("[CUDA mem")) {
    Copy& copy = draft.add_copy(name);
    copy.start_ns = start;
    copy.duration_ns = duration;
    copy.bytes = bytes_in(table, in.size);
    copy.stream = stream;
    return;
  }
  const std::optional<Extent> grid = in.extent(table, in.grid, in.grids);
  if (!grid) return draft.note("rows without a grid are host calls and left out");
  Kernel& kernel = draft.add_kernel(without_number(name), table.cell(in.device));
  kernel.start_ns = start;
  kernel.duration_ns = duration;
  kernel.grid = grid;
  kernel.block = in.extent(table, in.block, in.blocks);
  kernel.stream = stream;
  draft.starts_to(resolution_in(table, in.start));
  if (draft.timeline.device.empty()) draft.timeline.device = table.cell(in.device);
}

}  // namespace

void read_nvprof_trace(Table& table, Draft& draft) {
  const NvTrace in(table.heading());
  draft.timeline.tool = "nvprof";
  take_units(table, in.start);
  while (table.next()) add_row(table, in, draft);
}

void read_nvprof_summary(Table& table, Draft& draft) {
  const Heading& heading = table.heading();
  const NvColumn type = heading.find({"type"}), least = heading.find({"min"}),
                 most = heading.find({"max"});
  const std::size_t time = *heading.find({"time"}), calls = *heading.find({"calls"});
  const std::size_t name = *heading.find({"name"});
  draft.timeline.tool = "nvprof";
  draft.timeline.kind = TimelineKind::summary;
  take_units(table, time);
  std::string group = "GPU activities";  // of a table without types
  while (table.next()) {
    if (type && !table.cell(type).empty()) group = table.cell(type);
    if (!group.starts_with("GPU activities")) continue;
    if (table.cell(name).starts_with("[CUDA mem")) {
      Copy& copy = draft.add_copy(table.cell(name));
      copy.count = table.count(calls, Mark::point, 1);
      copy.duration_ns = time_in(table, time);
      continue;
    }
    Kernel& kernel = draft.add_kernel(table.cell(name));
    kernel.launches = table.count(calls, Mark::point, 1);
    kernel.duration_ns = time_in(table, time);
    if (least) kernel.min_ns = time_in(table, *least);
    if (most) kernel.max_ns = time_in(table, *most);
  }
}

}  // namespace rda::gpu::read

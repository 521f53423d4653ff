// SPDX-License-Identifier: Apache-2.0
// CSV of Nsight Compute. Details: a row a launch and metric. Raw: a row a launch, under a row of
// units.
#include <fmt/format.h>

#include <string>
#include <utility>

#include "base/text.h"
#include "gpu/read/extent.h"
#include "gpu/read/readers.h"

namespace rda::gpu::read {
namespace {

using NcuColumn = std::optional<std::size_t>;

constexpr std::string_view kNcuInstead =
    "profile again with --metrics gpu__time_duration.sum, or with --set basic";
constexpr std::string_view kNcuNote =
    "Nsight Compute runs kernels one after the other, by default at a fixed clock and with empty "
    "caches";

/// Columns that both forms have.
struct NcuColumns {
  std::size_t id, name;
  NcuColumn process, grid, block, device, stream, gpu;

  explicit NcuColumns(const Heading& heading)
      : id(*heading.find({"id"})),
        name(*heading.find({"kernel name"})),
        process(heading.find({"process id"})),
        grid(heading.find({"grid size"})),
        block(heading.find({"block size"})),
        device(heading.find({"device"})),
        stream(heading.find({"stream"})),
        gpu(heading.find({"device__attribute_display_name"})) {}

  Kernel& add(const Table& table, Draft& draft) const {
    Kernel& kernel = draft.add_kernel(table.cell(name), table.cell(device));
    kernel.grid = extent_in(table, grid);
    kernel.block = extent_in(table, block);
    kernel.stream = table.cell(stream);
    if (draft.timeline.device.empty()) draft.timeline.device = table.cell(gpu);
    return kernel;
  }
};

std::int64_t duration_in(const Table& table, std::size_t column, std::string_view unit, Mark mark) {
  const std::optional<int> power = power_of_time(unit);
  if (!power)
    table.refuse_row(
        fmt::format("the duration has the unit \"{}\" (ns, us, ms or s)", one_line(unit, 20)));
  return table.time(column, *power, mark);
}

void begin(Draft& draft) {
  draft.timeline.tool = "Nsight Compute";
  draft.note(std::string(kNcuNote));
}

void note_missing(std::int64_t missing, Draft& draft) {
  if (missing > 0) draft.note(fmt::format("launches without a duration, left out: {}", missing));
}

}  // namespace

void read_ncu_long(Table& table, Draft& draft) {
  const NcuColumns in(table.heading());
  const std::size_t metric = *table.heading().find({"metric name"});
  const std::size_t unit = *table.heading().find({"metric unit"});
  const std::size_t value = *table.heading().find({"metric value"});
  const Mark mark = table.mark_of({"metric value"});
  begin(draft);
  std::string current;
  std::int64_t launches = 0, timed = 0;
  bool has_time = false;
  while (table.next()) {
    std::string launch = std::string(table.cell(in.process)) + ' ' + std::string(table.cell(in.id));
    if (launches == 0 || launch != current) {
      current = std::move(launch);
      has_time = false;
      ++launches;
    }
    const std::string_view name = table.cell(metric);
    const bool is_time = name == "Duration" || name == "gpu__time_duration.sum";
    if (!is_time || has_time || is_absent(table.cell(value))) continue;
    in.add(table, draft).duration_ns = duration_in(table, value, table.cell(unit), mark);
    has_time = true;
    ++timed;
  }
  if (timed == 0 && launches > 0)
    draft.refuse(
        fmt::format("is metrics of Nsight Compute without gpu__time_duration.sum or "
                    "Duration ({})",
                    kNcuInstead));
  note_missing(launches - timed, draft);
}

void read_ncu_wide(Table& table, Draft& draft) {
  const NcuColumns in(table.heading());
  const NcuColumn duration =
      table.heading().find({"gpu__time_duration.sum", "gpu__time_duration.avg",
                            "gpu__time_duration.max", "gpu__time_duration.min", "duration"});
  if (!duration)
    draft.refuse(fmt::format("is metrics of Nsight Compute without gpu__time_duration.sum ({})",
                             kNcuInstead));
  const std::string& title = table.heading().titles()[*duration].name;
  const Mark mark = table.mark_of({title});
  begin(draft);
  std::string unit = table.heading().titles()[*duration].unit;
  std::int64_t missing = 0;
  while (table.next()) {
    if (stripped(table.cell(in.id)).empty()) {
      unit = table.cell(duration);
    } else if (is_absent(table.cell(duration))) {
      ++missing;
    } else {
      in.add(table, draft).duration_ns = duration_in(table, *duration, unit, mark);
    }
  }
  note_missing(missing, draft);
}

}  // namespace rda::gpu::read

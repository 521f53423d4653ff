// SPDX-License-Identifier: Apache-2.0
// The table that PyTorch's profiler prints: key_averages().table(). Operators and their kernels
// have the same GPU time; rows without CPU time are the kernels.
#include <fmt/format.h>

#include <string>
#include <unordered_set>
#include <vector>

#include "base/text.h"
#include "gpu/read/readers.h"

namespace rda::gpu::read {
namespace {

/// A row that may be of a kernel.
struct Candidate {
  std::string name;
  std::int64_t calls, ns;
};

std::int64_t torch_time(const Table& table, std::size_t column) {
  const std::optional<std::int64_t> ns = time_of(table.cell(column));
  if (ns && *ns >= 0) return *ns;
  table.refuse_row(fmt::format("\"{}\" is no time with a unit (column \"{}\")",
                               one_line(table.cell(column), 40),
                               one_line(table.heading().titles()[column].name)));
}

bool is_torch_copy(std::string_view name) {
  return name.starts_with("Memcpy") || name.starts_with("Memset");
}

void add(const Candidate& row, Draft& draft) {
  if (is_torch_copy(row.name)) {
    Copy& copy = draft.add_copy(row.name);
    copy.count = row.calls;
    copy.duration_ns = row.ns;
    return;
  }
  Kernel& kernel = draft.add_kernel(row.name);
  kernel.launches = row.calls;
  kernel.duration_ns = row.ns;
}

}  // namespace

void read_torch_table(Table& table, Draft& draft) {
  const Heading& heading = table.heading();
  const std::size_t name = *heading.find({"name"}), calls = *heading.find({"# of calls"});
  const std::size_t self_cpu = *heading.find({"self cpu"});
  const std::optional<std::size_t> cpu = heading.find({"cpu total"});
  const std::optional<std::size_t> self =
      heading.find({"self cuda", "self device", "self xpu", "self hip", "self privateuse1"});
  if (!self)
    draft.refuse(
        "is a table of PyTorch's profiler without times of a GPU (profile with "
        "activities=[ProfilerActivity.CPU, ProfilerActivity.CUDA])");
  draft.timeline.tool = "PyTorch profiler";
  draft.timeline.kind = TimelineKind::summary;
  std::vector<Candidate> rows;
  std::unordered_set<std::string> on_cpu;  // an annotation has a row of the CPU and one of the GPU
  std::size_t cut = 0;
  while (table.next()) {
    const bool has_cpu = torch_time(table, self_cpu) > 0 || (cpu && torch_time(table, *cpu) > 0);
    const std::int64_t ns = torch_time(table, *self);
    std::string text(table.cell(name));
    if (has_cpu) on_cpu.insert(text);
    if (has_cpu || ns == 0 || text.starts_with("ProfilerStep")) continue;
    rows.push_back({std::move(text), table.count(calls, Mark::point, 1), ns});
  }
  for (const Candidate& row : rows) {
    if (on_cpu.contains(row.name)) continue;
    add(row, draft);
    if (row.name.ends_with("...")) ++cut;
  }
  if (cut > 0)
    draft.note(fmt::format("names that are cut off: {} (table(max_name_column_width=500))", cut));
  draft.note("the table may lack rows (table(row_limit=-1))");
}

}  // namespace rda::gpu::read

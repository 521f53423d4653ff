// SPDX-License-Identifier: Apache-2.0
#include "beside/tables.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <utility>

#include "base/text.h"
#include "beside/differences.h"
#include "gpu/timeline_text.h"

namespace rda::beside {
namespace {

/// Four significant digits, at least one behind the point of a small number.
std::string figure(double value) {
  if (value >= 1000) return fmt::format("{:.0f}", value);
  if (value >= 100) return fmt::format("{:.1f}", value);
  if (value >= 10) return fmt::format("{:.2f}", value);
  return fmt::format("{:.3f}", value);
}
std::string figure(const std::optional<double>& value) { return value ? figure(*value) : "-"; }
std::string percent(double share) { return fmt::format("{:.1f}", 100 * share); }
std::string count(double value) {
  return value == static_cast<double>(static_cast<std::int64_t>(value))
             ? fmt::format("{:.0f}", value)
             : fmt::format("{:.1f}", value);
}

std::string name_of(const Side& side) { return one_line(side.gpu, 200); }

/// "Tesla V100; TensorFlow, cuDNN"; empty if neither is known.
std::string ran_on(const Side& side) {
  const std::string device = one_line(side.device, 120), software = one_line(side.software, 200);
  return device + (device.empty() || software.empty() ? "" : "; ") + software;
}

PageTable times_of_one(const Row& row) {
  PageTable made{one_line(row.workload, 200),
                 {{"run on"},
                  {"time us", true},
                  {"us a step", true},
                  {"chip faster", true},
                  {"with gaps", true}},
                 {}};
  made.rows.push_back({fmt::format("chip, policy {}", row.policy), figure(row.us),
                       figure(row.us_per_step), "", ""});
  for (const Side& side : row.gpus)
    made.rows.push_back({name_of(side), figure(side.us), figure(side.us_per_step),
                         figure(side.speedup) + " x",
                         side.speedup_with_gaps ? figure(*side.speedup_with_gaps) + " x" : "-"});
  return made;
}

/// All rows that have this GPU.
PageTable times_on(const Beside& beside, const Overall& overall) {
  PageTable made{"",
                 {{"workload"},
                  {"chip us", true},
                  {"a step", true},
                  {"GPU us", true},
                  {"a step", true},
                  {"chip faster", true}},
                 {}};
  for (const Row& row : beside.rows)
    for (const Side& side : row.gpus) {
      if (side.gpu != overall.gpu) continue;
      made.title = name_of(side);
      made.rows.push_back({one_line(row.workload, 200), figure(row.us), figure(row.us_per_step),
                           figure(side.us), figure(side.us_per_step), figure(side.speedup) + " x"});
    }
  made.rows.push_back({fmt::format("geometric mean of {}", overall.rows), "", "", "", "",
                       figure(overall.geomean) + " x"});
  return made;
}

PageTable kernels_of(const Side& side) {
  PageTable made{"kernels of a call: " + name_of(side),
                 {{"class"},
                  {"kernels", true},
                  {"launches", true},
                  {"us", true},
                  {"%", true},
                  {"us a step", true}},
                 {}};
  double launches = 0, us = 0;
  std::int64_t kernels = 0;
  for (const KernelClass& row : side.classes) {
    kernels += row.kernels;
    launches += row.launches;
    us += row.us;
    made.rows.push_back({gpu::class_in_words(one_line(row.name, 60)),
                         fmt::format("{}", row.kernels), count(row.launches), figure(row.us),
                         percent(row.share), figure(row.us_per_step)});
  }
  made.rows.push_back(
      {"all", fmt::format("{}", kernels), count(launches), figure(us), "100.0", ""});
  return made;
}

PageTable idle_table(const Row& row) {
  PageTable made{"GPU busy and idle in a call (us)",
                 {{"run on"},
                  {"busy", true},
                  {"idle", true},
                  {"idle %", true},
                  {"gap median", true},
                  {"gap p90", true}},
                 {}};
  for (const Side& side : row.gpus)
    if (side.idle)
      made.rows.push_back({name_of(side), figure(side.idle->busy_us), figure(side.idle->us),
                           percent(side.idle->share), figure(side.idle->gap_median_us),
                           figure(side.idle->gap_p90_us)});
  return made;
}

PageTable phases_of(const Row& row) {
  PageTable made{"chip's units, active in a step (they work at the same time)",
                 {{"layer"}, {"gate"}, {"kind"}, {"units", true}, {"us", true}, {"%", true}},
                 {}};
  for (const Phase& phase : row.phases) {
    std::string layer = phase.layer < 0 ? "-" : fmt::format("{}", phase.layer);
    if (!phase.direction.empty()) layer += ' ' + phase.direction;
    made.rows.push_back({layer, one_line(phase.gate, 40), phase.kind,
                         fmt::format("{}", phase.units), figure(phase.us_per_step),
                         percent(phase.share)});
  }
  return made;
}

/// What a table of several rows says besides its geometric mean.
std::string remark_of(const Overall& overall) {
  std::string text = fmt::format("{}: speedups of {:.4g} to {:.4g} x", one_line(overall.gpu, 200),
                                 overall.least, overall.most);
  if (overall.correlation)
    text +=
        fmt::format("; correlation of the logarithms of both times {:.3f}", *overall.correlation);
  std::vector<std::string> names;
  for (const std::string& workload : overall.least_of) names.push_back(one_line(workload, 80));
  return text + "; lowest for " + join(names, ", ");
}

/// Remarks in the order in which they come up, each once, with the workloads that they are of.
class Remarks {
 public:
  explicit Remarks(std::size_t rows) : rows_(rows) {}

  void add(const std::string& line, const std::string& workload) {
    auto found = std::ranges::find(lines_, line, &std::pair<std::string, Names>::first);
    if (found == lines_.end()) found = lines_.insert(lines_.end(), {line, {}});
    if (std::ranges::find(found->second, workload) == found->second.end())
      found->second.push_back(workload);
  }

  /// Those that are not of every row name their workloads.
  std::vector<std::string> take() const {
    std::vector<std::string> all;
    for (const auto& [line, workloads] : lines_)
      all.push_back(
          workloads.size() == rows_ ? line : fmt::format("{} ({})", line, join(workloads, ", ")));
    return all;
  }

 private:
  using Names = std::vector<std::string>;
  const std::size_t rows_;
  std::vector<std::pair<std::string, Names>> lines_;
};

std::string text_of(const Difference& d) {
  std::string text = fmt::format("{} {}, on the chip {}", d.what,
                                 d.gpu.empty() ? "not stated" : one_line(d.gpu), d.chip);
  const std::string like = d.what == "precision" ? like_precision(d.chip, d.gpu) : "";
  return like.empty() ? text : fmt::format("{}; {} runs it like that", text, like);
}

void add_remarks(const Side& side, const std::string& workload, Remarks& remarks) {
  const auto add = [&](const std::string& text) {
    remarks.add(fmt::format("{}: {}", name_of(side), text), workload);
  };
  if (const std::string ran = ran_on(side); !ran.empty()) add(ran);
  for (const Difference& difference : side.differs) add(text_of(difference));
  if (const auto us = side.network.call_us_without_profiler)
    add(
        fmt::format("{} us a call without the profiler, by the host's clock: the chip is {} x "
                    "faster",
                    figure(*us), figure(side.speedup_without_profiler)));
  for (const std::string& note : side.notes) add(one_line(note, 400));
}

}  // namespace

std::vector<PageTable> tables_of(const Beside& beside) {
  std::vector<PageTable> tables;
  if (beside.rows.size() != 1) {
    for (const Overall& overall : beside.overall) tables.push_back(times_on(beside, overall));
    return tables;
  }
  const Row& row = beside.rows.front();
  tables.push_back(times_of_one(row));
  for (const Side& side : row.gpus)
    if (!side.classes.empty()) tables.push_back(kernels_of(side));
  if (PageTable idle = idle_table(row); !idle.rows.empty()) tables.push_back(std::move(idle));
  tables.push_back(phases_of(row));
  return tables;
}

std::vector<std::string> remarks_of(const Beside& beside) {
  std::vector<std::string> lines;
  for (const LeftOut& left : beside.left_out)
    lines.push_back(fmt::format("left out: {}{}: {}", one_line(left.workload, 200),
                                left.gpu.empty() ? "" : " on " + one_line(left.gpu, 200),
                                one_line(left.why, 400)));
  if (beside.rows.size() != 1)
    for (const Overall& overall : beside.overall) lines.push_back(remark_of(overall));
  Remarks remarks(beside.rows.size());
  for (const Row& row : beside.rows)
    for (const Side& side : row.gpus) add_remarks(side, one_line(row.workload, 200), remarks);
  for (std::string& line : remarks.take()) lines.push_back(std::move(line));
  return lines;
}

}  // namespace rda::beside

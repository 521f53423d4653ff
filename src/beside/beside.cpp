// SPDX-License-Identifier: Apache-2.0
#include "beside/beside.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "base/statistics.h"
#include "base/text.h"
#include "beside/differences.h"
#include "json/text_writer.h"
#include "rda/error.h"
#include "workload/layers.h"

namespace rda::beside {
namespace {

std::vector<Phase> phases_of(const Report& report) {
  std::vector<Phase> phases;
  const auto cycles = static_cast<double>(report.cycles);
  for (const BreakdownRow& row : report.breakdown) {
    const double active = static_cast<double>(row.activity.active) /
                          static_cast<double>(std::max<std::int64_t>(row.units, 1));
    Phase phase{row.layer, row.direction, row.gate, row.kind, row.units, 0, 0};
    phase.us_per_step = active / report.clock_mhz / static_cast<double>(report.steps);
    if (cycles > 0) phase.share = active / cycles;
    phases.push_back(std::move(phase));
  }
  return phases;
}

/// What is wrong about a difference, and what would make it right.
std::string problem(const std::string& gpu, const Difference& difference) {
  const std::string name = one_line(gpu, 200);
  if (difference.gpu.empty())
    return fmt::format(
        "{}: does not state {} (import-gpu --measured {}=..., or "
        "--allow-different {})",
        name, difference.what, difference.what, difference.what);
  std::string like;
  if (difference.what == "precision") like = like_precision(difference.chip, difference.gpu);
  if (!like.empty()) like += " runs the chip like it; ";
  return fmt::format("{}: {} {}, on the chip {} ({}--allow-different {})", name, difference.what,
                     one_line(difference.gpu), difference.chip, like, difference.what);
}

void refuse_others(const Side& side, const std::vector<std::string>& allowed) {
  std::vector<std::string> problems;
  for (const Difference& difference : side.differs)
    if (std::ranges::find(allowed, difference.what) == allowed.end())
      problems.push_back(problem(side.gpu, difference));
  if (problems.empty()) return;
  Error error(ExitCode::bad_input, problems.front());
  error.further.assign(std::next(problems.begin()), problems.end());
  throw error;
}

/// Every GPU once, in the order in which rows have them.
std::vector<std::string> gpus_of(const std::vector<Row>& rows) {
  std::vector<std::string> names;
  for (const Row& row : rows)
    for (const Side& side : row.gpus)
      if (std::ranges::find(names, side.gpu) == names.end()) names.push_back(side.gpu);
  return names;
}

/// The workloads with the least speedups, the least one first.
std::vector<std::string> least_of(std::vector<std::pair<double, std::string>> speedups) {
  constexpr std::size_t kMost = 5;
  std::ranges::sort(speedups);
  speedups.resize(std::min(speedups.size(), kMost));
  std::vector<std::string> workloads;
  for (auto& [speedup, workload] : speedups) workloads.push_back(std::move(workload));
  return workloads;
}

Overall overall_of(const std::string& gpu, const std::vector<Row>& rows) {
  std::vector<double> speedups, on_chip, on_gpu;
  std::vector<std::pair<double, std::string>> named;
  for (const Row& row : rows)
    for (const Side& side : row.gpus) {
      if (side.gpu != gpu) continue;
      speedups.push_back(side.speedup);
      on_chip.push_back(row.us);
      on_gpu.push_back(side.us);
      named.emplace_back(side.speedup, row.workload);
    }
  const auto [least, most] = std::ranges::minmax(speedups);
  return {gpu,  static_cast<std::int64_t>(speedups.size()), geometric_mean(speedups),  least,
          most, correlation_of_logs(on_chip, on_gpu),       least_of(std::move(named))};
}

/// What does not depend on the layers.
gpu::Measured measured(const Workload& workload) {
  gpu::Measured network;
  network.batch = workload.batch;
  network.steps = workload.steps_of_run();
  network.precision = word(workload.formats.weights);
  network.calls = 1;
  network.input_product = true;
  network.phase = workload.training && workload.training->simulate ? "training" : "inference";
  return network;
}

/// A list is described by its first layer; the variant says that there is more to it.
gpu::Measured network_of_list(const Workload& workload) {
  const std::vector<workload::PlacedLayer> layers = workload::layers_of(workload);
  gpu::Measured network = measured(workload);
  network.cell = word(layers.front().layer.type);
  network.variant = "listed layers";
  network.input = static_cast<int>(layers.front().input);
  network.hidden = static_cast<int>(layers.front().rows());
  network.layers = static_cast<int>(layers.size());
  network.directions = static_cast<int>(layers.front().directions.size());
  return network;
}

}  // namespace

gpu::Measured network_of(const Workload& workload) {
  if (workload.layers.listed()) return network_of_list(workload);
  gpu::Measured network = measured(workload);
  network.cell = word(workload.cell);
  if (workload.cell == Cell::gru && workload.gru_reset == GruReset::before)
    network.variant = "reset before";
  if (workload.cell == Cell::rnn && workload.rnn_activation == RnnActivation::relu)
    network.variant = "relu";
  network.input = workload.input > 0 ? workload.input : workload.hidden;
  network.hidden = workload.hidden;
  network.layers = workload.layers.count;
  network.directions = workload.direction == Direction::bidirectional ? 2 : 1;
  return network;
}

Row row_of(const Report& report) {
  Row row;
  row.workload = report.workload;
  row.network = network_of(report.inputs.workload);
  row.policy = report.mapping.policy;
  row.us = report.latency_ms * kUsPerMs;
  row.us_per_step = row.us / static_cast<double>(report.steps);
  row.phases = phases_of(report);
  return row;
}

void set_beside(Row& row, Side side, const std::vector<std::string>& allowed) {
  side.differs = differences(row.network, side.network);
  refuse_others(side, allowed);
  if (side.us <= 0)
    throw Error(ExitCode::bad_input,
                fmt::format("{}: its kernels took no time", one_line(side.gpu, 200)));
  const bool by_step = side.us_per_step.has_value();
  side.speedup = by_step ? *side.us_per_step / row.us_per_step : side.us / row.us;
  if (side.us_with_gaps) side.speedup_with_gaps = side.speedup * (*side.us_with_gaps / side.us);
  if (const auto us = side.network.call_us_without_profiler)
    side.speedup_without_profiler = side.speedup * (*us / side.us);
  row.gpus.push_back(std::move(side));
}

Beside beside(const Report& report, std::vector<Row> rows) {
  Beside result;
  result.chip = report.chip;
  result.clock_mhz = report.clock_mhz;
  for (const std::string& gpu : gpus_of(rows)) result.overall.push_back(overall_of(gpu, rows));
  result.rows = std::move(rows);
  return result;
}

std::string to_json(const Beside& beside) { return json::write(beside); }

}  // namespace rda::beside

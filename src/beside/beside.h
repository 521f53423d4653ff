// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "beside/side.h"
#include "rda/describe.h"
#include "rda/report.h"

namespace rda::beside {

// A chip's run beside GPUs that run the same network kernel by kernel.

/// The units of one kind that work for one gate of a layer.
struct Phase {
  std::int64_t layer = -1;  ///< −1: of no layer
  std::string direction, gate, kind;
  std::int64_t units = 0;
  double us_per_step = 0;  ///< in which a unit is active, on average over units and steps
  double share = 0;        ///< of the run, 0 to 1. Phases overlap
  static void describe(auto& self, auto& visit) {
    visit("layer", self.layer, Range{-1}, Doc{"layer; -1: of no layer"});
    visit("direction", self.direction, Doc{"reverse, or empty"});
    visit("gate", self.gate, Doc{"gate or operator"});
    visit("kind", self.kind, Doc{"kind of unit"});
    visit("units", self.units, Range{0}, Doc{"units that work for it", "units"});
    visit("us_per_step", self.us_per_step, Range{0},
          Doc{"time in which a unit is active, on average over units and steps", "us"});
    visit("share", self.share, Range{0, 1}, Doc{"the same as a share of the run; phases overlap"});
  }
};

/// A network on the chip, and beside it on GPUs.
struct Row {
  std::string workload;
  gpu::Measured network;  ///< what the chip ran
  std::string policy;
  double us = 0, us_per_step = 0;
  std::vector<Phase> phases;  ///< as Report::breakdown
  std::vector<Side> gpus;     ///< in the order asked for
  static void describe(auto& self, auto& visit) {
    visit("workload", self.workload, Doc{"workload by name"});
    visit("network", self.network, Doc{"what the chip ran"});
    visit("policy", self.policy, Doc{"policy of its mapping"});
    visit("us", self.us, Range{0}, Doc{"time of the run on the chip", "us"});
    visit("us_per_step", self.us_per_step, Range{0}, Doc{"time a step", "us"});
    visit("phases", self.phases, Doc{"what the chip's units do in a step"});
    visit("gpus", self.gpus, Doc{"the same network on GPUs"});
  }
};

/// The rows of one GPU.
struct Overall {
  std::string gpu;
  std::int64_t rows = 0;
  double geomean = 0, least = 0, most = 0;  ///< of the speedups
  std::optional<double> correlation;        ///< of chip and GPU, as correlation_of_logs()
  std::vector<std::string> least_of;        ///< workloads with the least speedups, at most five
  static void describe(auto& self, auto& visit) {
    visit("gpu", self.gpu, Doc{"GPU as asked for"});
    visit("rows", self.rows, Range{1}, Doc{"workloads with a time on it", "workloads"});
    visit("geomean", self.geomean, Range{0}, Doc{"geometric mean of the speedups"});
    visit("least", self.least, Range{0}, Doc{"least speedup"});
    visit("most", self.most, Range{0}, Doc{"largest speedup"});
    visit("correlation", self.correlation,
          Doc{"Pearson's correlation of the logarithms of both times; null: fewer than 3 rows"});
    visit("least_of", self.least_of, Doc{"workloads with the least speedups, at most 5"});
  }
};

/// A workload that did not run, or has no time on a GPU.
struct LeftOut {
  std::string workload, gpu, why;  ///< gpu: empty if the workload did not run
  static void describe(auto& self, auto& visit) {
    visit("workload", self.workload, Doc{"workload by name or file"});
    visit("gpu", self.gpu, Doc{"GPU as asked for; empty: the workload did not run on the chip"});
    visit("why", self.why, Doc{"the reason"});
  }
};

struct Beside {
  int schema = 1;
  std::string chip;
  double clock_mhz = 0;
  std::vector<Row> rows;
  std::vector<LeftOut> left_out;
  std::vector<Overall> overall;
  static void describe(auto& self, auto& visit) {
    visit("schema", self.schema, Range{1, 1}, Doc{"version of this format"});
    visit("chip", self.chip, Doc{"chip by name"});
    visit("clock_mhz", self.clock_mhz, Range{0}, Doc{"its clock", "MHz"});
    visit("rows", self.rows, Doc{"a row for each workload"});
    visit("left_out", self.left_out, Doc{"workloads without a row, or without a GPU's time"});
    visit("overall", self.overall, Doc{"speedups of all rows, for each GPU"});
  }
};

/// What a run of the chip is of, in the words of a timeline.
gpu::Measured network_of(const Workload& workload);

/// A row without GPUs.
Row row_of(const Report& report);

/// Sets a GPU's time beside the row's: its speedup and how its network differs.
/// @param allowed  names of differences that are tolerated
/// @throws Error (bad input)  naming every other difference, and what is not stated
void set_beside(Row& row, Side side, const std::vector<std::string>& allowed);

/// @param rows  with their GPUs
Beside beside(const Report& report, std::vector<Row> rows);

/// For people, 80 columns. A single row has tables of kernels and phases.
std::string to_text(const Beside& beside);
std::string to_markdown(const Beside& beside);
/// Tables for the package booktabs.
std::string to_latex(const Beside& beside);
/// One line for each workload and GPU.
std::string to_csv(const Beside& beside);
std::string to_json(const Beside& beside);

}  // namespace rda::beside

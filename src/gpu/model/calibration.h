// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "rda/describe.h"

namespace rda::gpu {

/// Errors of the model on a group of published rows: |estimate / published - 1|. They were computed
/// by scripts/fit-gpu-model, and a test computes them again.
struct ErrorGroup {
  std::string name, table, gpu, style, host, note, precision, worst_row;
  bool calibration = false, covers = false;
  std::map<std::string, std::vector<std::int64_t>> ranges;
  std::vector<std::string> cells;
  bool input_product = false;
  std::int64_t rows = 0;
  double median = 0, p90 = 0, worst = 0, bias = 0;
  std::map<std::string, double> targets;

  static void describe(auto& self, auto& visit) {
    visit("name", self.name, Doc{"name of the group"});
    visit("table", self.table, Doc{"published table of its rows"});
    visit("gpu", self.gpu, Doc{"name of the GPU's file"});
    visit("style", self.style, Doc{"style of the estimates, or gemm for single products"});
    visit("host", self.host, Doc{"terms of the host: none or deepbench"});
    visit("calibration", self.calibration, Doc{"the calibration was fitted to these rows"});
    visit("covers", self.covers, Doc{"an estimate of such a network has these errors"});
    visit("note", self.note, Doc{"what to know of the rows"});
    visit("ranges", self.ranges, Doc{"size -> its smallest and its largest value in the rows"});
    visit("cells", self.cells, Doc{"cells of the rows; empty: products"});
    visit("input_product", self.input_product, Doc{"the rows compute W x"});
    visit("precision", self.precision, Doc{"precision of the rows"});
    visit("rows", self.rows, Range{1, 1e6}, Doc{"rows"});
    visit("median", self.median, Range{0, 1e6}, Doc{"median of the sizes of the errors", "%"});
    visit("p90", self.p90, Range{0, 1e6}, Doc{"90th percentile of the sizes", "%"});
    visit("worst", self.worst, Range{0, 1e6}, Doc{"largest size", "%"});
    visit("bias", self.bias, Range{-100, 1e6}, Doc{"median of the errors with their signs", "%"});
    visit("worst_row", self.worst_row, Doc{"row of the largest error"});
    visit("targets", self.targets, Doc{"median, p90 or worst -> largest value that we accept"});
  }
};

/// What is fitted or chosen once for all GPUs, with the errors that it leaves.
struct Calibration {
  std::string name, date, description;
  double gemm_fixed_us = 0, gemm_us_per_k = 0, gemm_efficiency = 0, gemm_sharpness = 0;
  double gemm_layout = 0;
  double element_wise_us = 0, call_us = 0;
  double deepbench_step_us = 0, deepbench_steps = 0;
  double clock_ghz = 0;
  double library_launch_us = 0, framework_launch_us = 0, graph_launch_us = 0, graph_node_us = 0;
  std::vector<ErrorGroup> groups;
  std::map<std::string, std::string> sources;

  static void describe(auto& self, auto& visit) {
    visit("name", self.name, Text{"name of the calibration"});
    visit("date", self.date, Doc{"day on which it was frozen, YYYY-MM-DD"});
    visit("description", self.description, Text{"what it was fitted to"});
    describe_products(self, visit);
    describe_calls(self, visit);
    visit("groups", self.groups, Doc{"errors by group of published rows"});
    visit("sources", self.sources, Text{"JSON pointer of a value -> source of it"});
  }

 private:
  static constexpr Range kPositive{1e-9, 1e9};

  static void describe_products(auto& self, auto& visit) {
    visit("gemm_fixed_us", self.gemm_fixed_us, kPositive,
          Doc{"start and end of a matrix product, at clock_ghz", "us"});
    visit("gemm_us_per_k", self.gemm_us_per_k, kPositive,
          Doc{"latency of an element of the inner dimension, at clock_ghz", "us"});
    visit("gemm_efficiency", self.gemm_efficiency, Range{1e-9, 1},
          Doc{"share of the peak that a large product reaches"});
    visit(
        "gemm_sharpness", self.gemm_sharpness, Range{1, 100},
        Doc{"how sharply reading and computing, the longer of the two, become one: the power p of "
            "(read^p + compute^p)^(1/p)"});
    visit("gemm_layout", self.gemm_layout, kPositive,
          Doc{"time to read transposed weights / time to read others"});
    visit("clock_ghz", self.clock_ghz, kPositive, Doc{"clock of the calibration's GPU", "GHz"});
  }

  static void describe_calls(auto& self, auto& visit) {
    visit("element_wise_us", self.element_wise_us, kPositive,
          Doc{"an element-wise kernel of a step", "us"});
    visit("call_us", self.call_us, kPositive, Doc{"a call of the library, once", "us"});
    visit("deepbench_step_us", self.deepbench_step_us, kPositive,
          Doc{"host time of DeepBench a step, for the first deepbench_steps steps", "us"});
    visit("deepbench_steps", self.deepbench_steps, kPositive,
          Doc{"steps after which DeepBench's host is ahead of the GPU", "steps"});
    visit("library_launch_us", self.library_launch_us, kPositive,
          Doc{"time of the host between two launches in a C++ library", "us"});
    visit("framework_launch_us", self.framework_launch_us, kPositive,
          Doc{"time of the host between two launches in a Python framework", "us"});
    visit("graph_launch_us", self.graph_launch_us, kPositive,
          Doc{"time of the host to launch a CUDA graph", "us"});
    visit("graph_node_us", self.graph_node_us, kPositive,
          Doc{"time of the host for a node of a CUDA graph", "us"});
  }
};

/// Reads a frozen calibration (configs/gpus/model_*.json).
/// @throws ConfigError  naming file, JSON pointer, the problem, and what would be right
Calibration load_calibration(const std::filesystem::path& file);

}  // namespace rda::gpu

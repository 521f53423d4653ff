// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "json/shape.h"
#include "rda/describe.h"
#include "rda/override.h"

namespace rda::gpu {

/// A GPU as the model sees it (configs/gpus). The file says where each number comes from.
struct Gpu {
  std::string name, description;
  std::string compute_capability;  ///< "7.0": what libraries choose their kernels by
  std::int64_t sms = 0;
  double clock_ghz = 0;
  std::map<std::string, double> peak_tflops;  ///< by precision
  double dram_gbs = 0, dram_reached_gbs = 0;
  double l2_mb = 0, l2_gbs = 0;
  double registers_kb = 0;
  double stream_kernel_us = 0, graph_kernel_us = 0;
  double grid_barrier_us = 0, block_barrier_us = 0;
  std::optional<double> gemm_fixed_us, element_wise_us;
  std::map<std::string, std::string> sources;

  static void describe(auto& self, auto& visit) {
    visit("name", self.name, Text{"name; empty: the file's name"});
    visit("description", self.description, Text{"what the GPU is"});
    visit("compute_capability", self.compute_capability,
          Doc{"NVIDIA's number of the architecture, by which cuDNN chooses kernels: \"7.0\""});
    visit("sms", self.sms, Range{1, 1 << 16}, Doc{"streaming multiprocessors", "SMs"});
    visit("clock_ghz", self.clock_ghz, kPositive, Doc{"clock while kernels run", "GHz"});
    visit("peak_tflops", self.peak_tflops, kPositive,
          Doc{"precision (fp32, tf32, fp16, bf16, fp8, int8) -> peak of dense products", "TFLOPS"});
    visit("dram_gbs", self.dram_gbs, kPositive, Doc{"peak bandwidth of the DRAM", "GB/s"});
    visit("dram_reached_gbs", self.dram_reached_gbs, kPositive,
          Doc{"bandwidth of the DRAM that STREAM's triad reaches", "GB/s"});
    visit("l2_mb", self.l2_mb, kPositive, Doc{"size of the L2 cache", "MB"});
    visit("l2_gbs", self.l2_gbs, kPositive, Doc{"bandwidth of the L2 cache", "GB/s"});
    visit("registers_kb", self.registers_kb, kPositive,
          Doc{"register file of an SM, in units of 1024 bytes", "kB"});
    describe_times(self, visit);
    visit("sources", self.sources, Text{"JSON pointer of a value -> source of it in this file"});
  }

 private:
  static constexpr Range kPositive{1e-9, 1e12};

  static void describe_times(auto& self, auto& visit) {
    visit("stream_kernel_us", self.stream_kernel_us, kPositive,
          Doc{"time of a kernel that does almost nothing, in a stream", "us"});
    visit("graph_kernel_us", self.graph_kernel_us, kPositive,
          Doc{"time of a kernel that does almost nothing, in a CUDA graph", "us"});
    visit("grid_barrier_us", self.grid_barrier_us, kPositive,
          Doc{"a barrier of all blocks of a persistent kernel", "us"});
    visit(
        "block_barrier_us", self.block_barrier_us, kPositive,
        Doc{"a step of a persistent kernel whose block needs no other block, without its products",
            "us"});
    visit("gemm_fixed_us", self.gemm_fixed_us, kPositive,
          Doc{"start and end of a matrix product; null: the calibration's, by the clock", "us"});
    visit("element_wise_us", self.element_wise_us, kPositive,
          Doc{"an element-wise kernel of a step; null: the calibration's", "us"});
  }
};

/// Reads a GPU from a file that may extend another one, applies overrides and checks it.
/// @throws ConfigError  naming file, JSON pointer, the problem, and what would be right
Gpu load_gpu(const std::filesystem::path& file, std::span<const Override> overrides = {});

/// The rules that no range of a single value can express, as far as the GPU breaks them.
std::vector<json::Problem> broken_rules(const Gpu& gpu);

/// Bytes of a number. @return 0 if the precision is not known
int bytes_of(const std::string& precision);

/// The peak in operations a microsecond; 0 if the GPU has none of this precision.
double peak_per_us(const Gpu& gpu, const std::string& precision);

/// "7.0" -> 70. @return 0 if it is no such number
int capability(const Gpu& gpu);

}  // namespace rda::gpu

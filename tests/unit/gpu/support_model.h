// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

#include "gpu/model/calibration.h"
#include "gpu/model/estimate.h"
#include "gpu/model/gpu.h"

namespace rda::gpu::model_test {

inline const std::filesystem::path kGpus = std::filesystem::path(RDA_SOURCE_DIR) / "configs/gpus";
inline const std::filesystem::path kPublished =
    std::filesystem::path(RDA_SOURCE_DIR) / "workloads/published";

inline Gpu shipped_gpu(const std::string& name) { return load_gpu(kGpus / (name + ".json")); }

/// The frozen calibration: the newest.
inline Calibration frozen() {
  std::filesystem::path newest;
  for (const auto& entry : std::filesystem::directory_iterator(kGpus))
    if (entry.path().filename().string().starts_with("model_v100_") && newest < entry.path())
      newest = entry.path();
  return load_calibration(newest);
}

/// A GPU of round numbers: 1 MB a microsecond from L2, 0.1 MB from DRAM, a million operations.
inline Gpu round_gpu() {
  Gpu gpu;
  gpu.name = "round";
  gpu.compute_capability = "8.0";
  gpu.sms = 100;
  gpu.clock_ghz = 1;
  gpu.peak_tflops = {{"fp32", 1.0}, {"fp16", 8.0}};
  gpu.dram_gbs = 125;
  gpu.dram_reached_gbs = 100;
  gpu.l2_mb = 1;
  gpu.l2_gbs = 1000;
  gpu.registers_kb = 256;
  gpu.stream_kernel_us = 2;
  gpu.graph_kernel_us = 1;
  gpu.grid_barrier_us = 1.5;
  gpu.block_barrier_us = 0.5;
  return gpu;
}

/// With a sharpness of 1, a product takes the sum of reading and computing.
inline Calibration round_calibration() {
  Calibration calibration;
  calibration.name = "round";
  calibration.gemm_fixed_us = 10;
  calibration.gemm_us_per_k = 0.01;
  calibration.gemm_efficiency = 1;
  calibration.gemm_sharpness = 1;
  calibration.gemm_layout = 1.21;
  calibration.element_wise_us = 3;
  calibration.call_us = 30;
  calibration.deepbench_step_us = 20;
  calibration.deepbench_steps = 50;
  calibration.clock_ghz = 1;
  calibration.library_launch_us = 4;
  calibration.framework_launch_us = 10;
  calibration.graph_launch_us = 15;
  calibration.graph_node_us = 0.5;
  return calibration;
}

/// An LSTM of 100 units, whose product U h takes 10 + 1 + 0.16 (reading) + 0.08 (computing) us.
inline Network lstm_100(std::int64_t steps) {
  Network network;
  network.cell = "lstm";
  network.input = network.hidden = 100;
  network.steps = steps;
  return network;
}

}  // namespace rda::gpu::model_test

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace rda::training {

inline constexpr int kSettings = 3, kSensors = 21;
/// A cycle of an engine: its settings, then its sensors.
using Cycle = std::array<double, kSettings + kSensors>;
/// All cycles of an engine from new until it fails.
using Engine = std::vector<Cycle>;

/// Reads a file of NASA's C-MAPSS data (Saxena et al., PHM 2008) of engines that run until they
/// fail: lines of 26 numbers, which are the unit from 1 on, its cycle from 1 on, settings, sensors.
/// @throws ConfigError  if the file cannot be read
/// @throws WorkloadError  naming file and line
std::vector<Engine> read_engines(const std::filesystem::path& file);

/// Engines like those of data set FD001, of 130 to 330 cycles: one operating condition; seven
/// sensors are constant, the others drift with the wear, which grows faster towards the end, and
/// are noisy. The numbers are our choice.
std::vector<Engine> generated_engines(int count, std::uint64_t seed);

/// The text of a file of engines, as read_engines() reads it.
std::string engines_text(const std::vector<Engine>& engines);

}  // namespace rda::training

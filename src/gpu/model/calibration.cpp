// SPDX-License-Identifier: Apache-2.0
#include "gpu/model/calibration.h"

#include <fmt/format.h>

#include "gpu/model/network.h"
#include "json/reader.h"

namespace rda::gpu {
namespace {

/// Of a group: what its ranges and words have to be.
void check_group(const ErrorGroup& group, const std::string& file, std::size_t index) {
  const std::string pointer = fmt::format("/groups/{}", index);
  for (const auto& [size, range] : group.ranges)
    if (range.size() != 2 || range[0] > range[1])
      throw ConfigError(file, fmt::format("{}/ranges/{}", pointer, size),
                        "is no range ([smallest, largest])");
  if (group.style != kGemmStyle && !style_of(group.style))
    throw ConfigError(file, pointer + "/style",
                      fmt::format("\"{}\" is no style ({})", group.style, all_styles()));
  if (!host_of(group.host))
    throw ConfigError(file, pointer + "/host",
                      fmt::format("\"{}\" is no host (none, deepbench)", group.host));
}

}  // namespace

Calibration load_calibration(const std::filesystem::path& file) {
  const auto calibration = json::read_file<Calibration>(file, json::FileKind::calibration);
  for (std::size_t i = 0; i < calibration.groups.size(); ++i)
    check_group(calibration.groups[i], file.string(), i);
  return calibration;
}

}  // namespace rda::gpu

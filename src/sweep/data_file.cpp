// SPDX-License-Identifier: Apache-2.0
#include "sweep/data_file.h"

#include "base/sha256.h"
#include "rda/error.h"

namespace rda::sweep {
std::string data_file(const Point& point) {
  if (point.data_sha256.empty()) return {};
  const auto& workload = point.workload.get<json::Value::Object>();
  const auto data = workload.find("data");
  const std::string* file = data == workload.end() ? nullptr : data->second.get_if<std::string>();
  return file ? *file : std::string();
}

void check_data(const Point& point) {
  const std::string file = data_file(point);
  if (file.empty()) return;
  std::string found;
  try {
    found = sha256_of_file(file);
  } catch (const ConfigError& error) {
    throw InternalError(error.what());
  }
  if (found != point.data_sha256)
    throw InternalError(file + ": is not the file that the point was planned with (plan again)");
}

}  // namespace rda::sweep

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

struct zip;

namespace rda::workload {

using Shape = std::vector<std::int64_t>;

/// "[64, 32]"
std::string to_string(const Shape& shape);

/// NumPy's archive of arrays. Reads .npy versions 1 to 3, C and Fortran order, little-endian
/// float16, float32 and float64. Source: numpy.lib.format.
class Npz {
 public:
  /// @throws WorkloadError  if the file is missing or no zip archive
  explicit Npz(const std::filesystem::path& file);

  bool has(const std::string& array) const;

  /// The first `rows` rows (first dimension) of an array, row-major. Nothing is allocated before
  /// the shape is known to be `needed`, so a lying header costs nothing.
  /// @param meaning  what the dimensions are, for the message, e.g. "(4·hidden, input)"
  /// @throws WorkloadError  naming file and array: missing, other shape or type, damaged,
  /// a value that is not finite or beyond float
  std::vector<double> read(const std::string& array, const Shape& needed,
                           const std::string& meaning, std::int64_t rows) const;
  std::vector<double> read(const std::string& array, const Shape& needed,
                           const std::string& meaning) const {
    return read(array, needed, meaning, needed.at(0));
  }

 private:
  std::string name_;  // of the file, for messages
  std::shared_ptr<zip> archive_;
};

}  // namespace rda::workload

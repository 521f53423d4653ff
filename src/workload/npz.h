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

/// The shape as text, e.g. "[64, 32]".
std::string to_string(const Shape& shape);

/// An .npz archive of NumPy arrays. Reads .npy versions 1 to 3, C and Fortran order, little-endian
/// float16, float32 and float64. Source: numpy.lib.format.
class Npz {
 public:
  /// @throws WorkloadError  if the file is missing or is not a zip archive
  explicit Npz(const std::filesystem::path& file);

  bool has(const std::string& array) const;

  /// The arrays of the file, sorted; of a member that is no .npy its whole name.
  std::vector<std::string> names() const;

  /// Compares the header of an array with what is needed, without its values.
  /// @throws WorkloadError  as read()
  void check(const std::string& array, const Shape& needed, const std::string& meaning) const;

  /// The first `rows` rows (first dimension) of an array, row-major. Compares the shape with
  /// `needed` before it allocates memory, so a wrong header costs nothing.
  /// @param meaning  the dimensions in words, for messages, e.g. "(4·hidden, input)"
  /// @throws WorkloadError  if the array is missing, damaged, of another shape or type, or has a
  /// value that is not finite or exceeds the largest float; names file and array
  std::vector<double> read(const std::string& array, const Shape& needed,
                           const std::string& meaning, std::int64_t rows) const;
  std::vector<double> read(const std::string& array, const Shape& needed,
                           const std::string& meaning) const {
    return read(array, needed, meaning, needed.at(0));
  }

 private:
  void require(const std::string& array, const Shape& needed, const std::string& meaning) const;

  std::string name_;  // of the file, for messages
  std::shared_ptr<zip> archive_;
};

}  // namespace rda::workload

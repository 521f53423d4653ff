// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "workload/array_file.h"

struct zip;

namespace rda::workload {

/// An .npz archive of NumPy arrays. Reads .npy versions 1 to 3, C and Fortran order, little-endian
/// float16, float32 and float64. Source: numpy.lib.format.
class Npz : public ArrayFile {
 public:
  /// @throws WorkloadError  if the file is missing or is not a zip archive
  explicit Npz(const std::filesystem::path& file);

  bool has(const std::string& array) const override;

  /// The arrays of the file, sorted; of a member that is no .npy its whole name.
  std::vector<std::string> names() const override;

  void check(const std::string& array, const Shape& needed, const Meaning& meaning) const override;
  using ArrayFile::read;
  std::vector<double> read(const std::string& array, const Shape& needed, const Meaning& meaning,
                           std::int64_t rows) const override;

  /// An array of whatever shape, also of integers. @throws WorkloadError  as read()
  struct Any {
    Shape shape;
    std::vector<double> values;
    bool integer = false;
  };
  Any read_any(const std::string& array) const;

 private:
  std::shared_ptr<zip> archive_;
};

}  // namespace rda::workload

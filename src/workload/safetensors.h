// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <map>

#include "workload/array_file.h"

namespace rda::workload {

/// A .safetensors file: the length of a header, the header as JSON (of each tensor type, shape and
/// place), and the bytes of all tensors. Reads F16, BF16, F32 and F64. Source:
/// github.com/huggingface/safetensors, "Format".
class Safetensors : public ArrayFile {
 public:
  /// @throws WorkloadError  if the file is missing, damaged, or no such file
  explicit Safetensors(const std::filesystem::path& file);

  bool has(const std::string& array) const override { return tensors_.contains(array); }
  std::vector<std::string> names() const override;
  void check(const std::string& array, const Shape& needed, const Meaning& meaning) const override;
  using ArrayFile::read;
  std::vector<double> read(const std::string& array, const Shape& needed, const Meaning& meaning,
                           std::int64_t rows) const override;

 private:
  struct Place {
    std::string type;
    Shape shape;
    std::uint64_t begin = 0, end = 0;  ///< bytes of the file
  };
  const Place& place(const std::string& array, const Shape& needed, const Meaning& meaning) const;

  std::map<std::string, Place> tensors_;
};

}  // namespace rda::workload

// SPDX-License-Identifier: Apache-2.0
#include "workload/data.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <utility>

#include "base/sha256.h"
#include "onnx/network.h"
#include "rda/error.h"
#include "workload/npz.h"
#include "workload/onnx_workload.h"
#include "workload/safetensors.h"

namespace rda::workload {
namespace {

/// Arrays in memory, made of an ONNX model.
class ModelArrays : public ArrayFile {
 public:
  ModelArrays(std::string name, onnx::Network network)
      : ArrayFile(std::move(name)),
        arrays_(std::move(network.arrays)),
        unread_(std::move(network.unread)) {}

  bool has(const std::string& array) const override { return arrays_.contains(array); }
  std::vector<std::string> names() const override {
    std::vector<std::string> names = unread_;
    for (const auto& [array, values] : arrays_) names.push_back(array);
    std::ranges::sort(names);
    return names;
  }
  void check(const std::string& array, const Shape& needed, const Meaning& meaning) const override {
    require(array, needed, meaning);
    require_shape(arrays_.at(array).shape, needed, meaning.dimensions, place_of(array));
  }
  using ArrayFile::read;
  std::vector<double> read(const std::string& array, const Shape& needed, const Meaning& meaning,
                           std::int64_t rows) const override {
    check(array, needed, meaning);
    std::vector<double> values = arrays_.at(array).values;
    values.resize(values.size() / static_cast<std::size_t>(needed[0]) *
                  static_cast<std::size_t>(rows));
    require_finite(values, needed, place_of(array));
    return values;
  }

 private:
  const std::map<std::string, onnx::Array> arrays_;
  const std::vector<std::string> unread_;  // of the file of inputs, which the model does not have
};

/// The arrays of two files.
class TwoFiles : public ArrayFile {
 public:
  TwoFiles(std::unique_ptr<const ArrayFile> first, std::unique_ptr<const ArrayFile> second)
      : ArrayFile(first->name()), first_(std::move(first)), second_(std::move(second)) {
    for (const std::string& array : second_->names())
      if (first_->has(array))
        throw WorkloadError(second_->place_of(array),
                            "is also in " + first_->name() +
                                " (write that file without it, or leave out --input, /inputs)");
  }

  bool has(const std::string& array) const override {
    return first_->has(array) || second_->has(array);
  }
  std::vector<std::string> names() const override {
    std::vector<std::string> names = first_->names();
    std::ranges::copy(second_->names(), std::back_inserter(names));
    std::ranges::sort(names);
    return names;
  }
  void check(const std::string& array, const Shape& needed, const Meaning& meaning) const override {
    file_of(array).check(array, needed, meaning);
  }
  using ArrayFile::read;
  std::vector<double> read(const std::string& array, const Shape& needed, const Meaning& meaning,
                           std::int64_t rows) const override {
    return file_of(array).read(array, needed, meaning, rows);
  }

 private:
  const ArrayFile& file_of(const std::string& array) const {
    return second_->has(array) || array == "x" ? *second_ : *first_;
  }
  const std::unique_ptr<const ArrayFile> first_, second_;
};

std::unique_ptr<const ArrayFile> open_file(const Workload& workload) {
  switch (kind_of(workload.data)) {
    case DataKind::safetensors:
      return std::make_unique<Safetensors>(workload.data);
    case DataKind::onnx:
      return std::make_unique<ModelArrays>(workload.data, network_of(workload));
    case DataKind::npz:
      break;
  }
  return std::make_unique<Npz>(workload.data);
}

}  // namespace

DataKind kind_of(const std::string& data) {
  const std::string ending = std::filesystem::path(data).extension().string();
  if (ending == ".safetensors") return DataKind::safetensors;
  return ending == ".onnx" ? DataKind::onnx : DataKind::npz;
}

bool generates_x(const Workload& workload) {
  return !workload.data.empty() && workload.inputs.empty() &&
         kind_of(workload.data) != DataKind::npz;
}

std::unique_ptr<const ArrayFile> open_data(const Workload& workload) {
  std::unique_ptr<const ArrayFile> data = open_file(workload);
  if (workload.inputs.empty() || kind_of(workload.data) == DataKind::onnx) return data;
  return std::make_unique<TwoFiles>(std::move(data), std::make_unique<Npz>(workload.inputs));
}

std::vector<std::filesystem::path> data_files(const Workload& workload) {
  if (workload.data.empty()) return {};
  std::vector<std::filesystem::path> files{workload.data};
  if (kind_of(workload.data) == DataKind::onnx)
    std::ranges::copy(onnx::external_files(workload.data), std::back_inserter(files));
  if (!workload.inputs.empty()) files.emplace_back(workload.inputs);
  return files;
}

std::string data_sha256(const Workload& workload) {
  const std::vector<std::filesystem::path> files = data_files(workload);
  if (files.empty()) return {};
  if (files.size() == 1) return sha256_of_file(files[0]);
  std::string all;
  for (const std::filesystem::path& file : files) all += sha256_of_file(file);
  return sha256(all);
}

}  // namespace rda::workload

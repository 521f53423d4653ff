// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace rda::onnx {

// Writes messages of Protocol Buffers.

inline std::string varint(std::uint64_t value) {
  std::string bytes;
  for (; value >= 0x80; value >>= 7) bytes += static_cast<char>(value | 0x80);
  return bytes + static_cast<char>(value);
}
inline std::string integer(int field, std::int64_t value) {
  return varint(static_cast<std::uint64_t>(field) << 3) + varint(static_cast<std::uint64_t>(value));
}
inline std::string bytes(int field, const std::string& value) {
  return varint(static_cast<std::uint64_t>(field) << 3 | 2) + varint(value.size()) + value;
}

/// TensorProto of float32.
inline std::string tensor(const std::string& name, const std::vector<std::int64_t>& dims,
                          const std::vector<float>& values) {
  std::string made = integer(2, 1) + bytes(8, name);
  for (const std::int64_t dim : dims) made += integer(1, dim);
  return made + bytes(9, {reinterpret_cast<const char*>(values.data()), values.size() * 4});
}

inline std::string node(const std::string& op, const std::vector<std::string>& inputs,
                        const std::vector<std::string>& outputs,
                        const std::string& attributes = {}) {
  std::string made = bytes(4, op) + attributes;
  for (const std::string& input : inputs) made += bytes(1, input);
  for (const std::string& output : outputs) made += bytes(2, output);
  return made;
}

/// ValueInfoProto of float32.
inline std::string value(const std::string& name, const std::vector<std::int64_t>& dims) {
  std::string shape;
  for (const std::int64_t dim : dims) shape += bytes(1, integer(1, dim));
  return bytes(1, name) + bytes(2, bytes(1, integer(1, 1) + bytes(2, shape)));
}

/// ModelProto of IR version 8 and opset 14. @param graph  GraphProto
inline std::string model(const std::string& graph) {
  return integer(1, 8) + bytes(7, graph) + bytes(8, integer(2, 14));
}

/// A relu RNN of one element on one input, h' = relu(2 x + h), of `steps` steps.
inline std::string relu_graph(std::int64_t steps) {
  const std::string relu = bytes(5, bytes(1, "activations") + integer(20, 8) + bytes(9, "Relu"));
  return bytes(1, node("RNN", {"X", "W", "R"}, {"Y", "Y_h"}, relu)) +
         bytes(5, tensor("W", {1, 1, 1}, {2})) + bytes(5, tensor("R", {1, 1, 1}, {1})) +
         bytes(11, value("X", {steps, 1, 1}));
}

/// A folder with a model, for a test.
class ModelFile : public testing::Test {
 protected:
  ModelFile() : folder_(testing::TempDir() + "model_" + std::to_string(::getpid())) {
    std::filesystem::create_directories(folder_);
  }
  ~ModelFile() override { std::filesystem::remove_all(folder_); }

  /// @return its path
  std::string file(const std::string& bytes, const std::string& name = "model.onnx") const {
    std::ofstream(folder_ / name, std::ios::binary) << bytes;
    return (folder_ / name).string();
  }

  const std::filesystem::path folder_;
};

}  // namespace rda::onnx

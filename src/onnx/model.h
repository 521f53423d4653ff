// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rda::onnx {

// An ONNX model as its file has it (onnx.proto, IR version 3 to 13), as far as inference reads it.

/// Types of elements, with the numbers of TensorProto.DataType.
enum class Type {
  float32 = 1,
  uint8 = 2,
  int8 = 3,
  int32 = 6,
  int64 = 7,
  boolean = 9,
  float16 = 10,
  float64 = 11,
  bfloat16 = 16
};

/// A tensor. Its bytes lie in `raw`, in one of the lists, or in a file beside the model.
struct TensorProto {
  std::string name;
  std::vector<std::int64_t> dims;
  std::int64_t type = 0;
  std::string_view raw;
  std::vector<float> floats;
  std::vector<double> doubles;
  std::vector<std::int64_t> integers;  ///< of int32_data or int64_data
  bool external = false, segmented = false;
  std::map<std::string, std::string> external_data;  ///< location, offset, length, checksum
};

struct Attribute {
  std::string name;
  std::int64_t type = 0;  ///< of AttributeProto.AttributeType; 0: not said (IR version 1)
  float number = 0;
  std::int64_t integer = 0;
  std::string text;
  std::optional<TensorProto> tensor;
  std::vector<float> numbers;
  std::vector<std::int64_t> integers;
  std::vector<std::string> texts;
  bool graph = false;     ///< a graph, a list of graphs or of tensors, or a sparse tensor
  std::string_view body;  ///< the bytes of a graph
  std::string ref;        ///< of a function's attribute
};

struct NodeProto {
  std::size_t index = 0;  ///< its place in the file
  std::string name, op, domain;
  std::vector<std::string> inputs, outputs;  ///< names of values; empty: left out
  std::vector<Attribute> attributes;
};

/// A dimension: its number, or a name for any number; neither: any number.
struct Dim {
  std::optional<std::int64_t> value;
  std::string name;
};

/// An input or output of the graph.
struct ValueInfo {
  std::string name;
  bool tensor = false;
  std::int64_t type = 0;
  bool has_shape = false;
  std::vector<Dim> dims;
};

struct Graph {
  std::vector<NodeProto> nodes;
  std::vector<TensorProto> initializers;
  std::vector<ValueInfo> inputs, outputs;
  bool sparse = false;  ///< has sparse initializers
};

struct Model : Graph {
  std::string file;                        ///< for messages
  std::string bytes;                       ///< of the file; tensors refer to them
  std::int64_t ir_version = 0, opset = 0;  ///< opset: of the operators of ONNX itself
  std::string producer;
  bool has_graph = false, functions = false;

  Model() = default;
  Model(const Model&) = delete;  // tensors refer to bytes
  Model& operator=(const Model&) = delete;
};

/// Reads `model.bytes`. @throws WorkloadError  if they are no model
void parse(Model& model);
/// Reads the graph of an attribute; it refers to `bytes`. @param where  for messages
/// @throws WorkloadError  if it is none
Graph parse_graph(std::string_view bytes, const std::string& where);

/// The values of a tensor, row-major. Files of external data lie in `folder` or below it.
/// @throws WorkloadError  if it has fewer or more bytes than its shape says, is of a type that is
/// not read, or its file lies elsewhere or is missing; begins with `where`
std::vector<double> values_of(const TensorProto& tensor, const std::filesystem::path& folder,
                              const std::string& where);

/// Bytes of an element; 0 if the type is not read.
std::int64_t size_of(std::int64_t type);
bool is_integer(std::int64_t type);
/// "float32", or "type 8".
std::string type_name(std::int64_t type);

/// The file of a tensor's external data. @throws WorkloadError  as values_of()
std::filesystem::path external_file(const TensorProto& tensor, const std::filesystem::path& folder,
                                    const std::string& where);

/// The number of elements of a shape. @throws WorkloadError  if there are more than 2^28 or a
/// dimension is negative
std::int64_t elements_of(const std::vector<std::int64_t>& shape, const std::string& where);

}  // namespace rda::onnx

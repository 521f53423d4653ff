// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "onnx/model.h"
#include "onnx/view.h"

namespace rda::onnx {

using Views = std::map<std::string, View, std::less<>>;

/// A node with the values of its inputs. Every attribute has to be read.
class Node {
 public:
  /// @param prefix  of its name, for messages: "node 3, Scan, attribute body, "
  Node(const Model& model, const NodeProto& proto, const Views& values,
       const std::string& prefix = {});
  /// One that computes what `other` means, and has its name.
  Node(const Node& other, const NodeProto& proto, const Views& values);

  const std::string& op() const { return proto_.op; }
  const NodeProto& proto() const { return proto_; }
  std::int64_t opset() const { return model_.opset; }
  const Model& model() const { return model_; }
  /// "node 3, LSTM 'encoder'"
  const std::string& name() const { return name_; }
  std::string where() const { return model_.file + ": " + name_; }
  /// @throws WorkloadError  "model.onnx: node 3, LSTM 'encoder': ..."
  [[noreturn]] void fail(const std::string& problem) const;
  void require(bool holds, const std::string& problem) const {
    if (!holds) fail(problem);
  }

  bool has(std::string_view attribute) const;
  std::int64_t integer(std::string_view attribute, std::int64_t otherwise);
  double number(std::string_view attribute, double otherwise);
  std::string text(std::string_view attribute, const std::string& otherwise);
  std::vector<std::int64_t> integers(std::string_view attribute);
  std::vector<float> numbers(std::string_view attribute);
  std::vector<std::string> texts(std::string_view attribute);
  const TensorProto* tensor(std::string_view attribute);
  /// The bytes of a graph. @throws WorkloadError  if there is none
  std::string_view graph(std::string_view attribute);
  /// Refuses attributes that nobody has read.
  void end() const;

  std::size_t inputs() const { return proto_.inputs.size(); }
  /// None if it is left out.
  const View* input(std::size_t index) const;
  /// @param what  for messages: "W"
  const View& need(std::size_t index, const char* what) const;
  /// An input whose values are known before the run.
  const View& known(std::size_t index, const char* what) const;
  bool all_constant() const;
  /// The name of an output that somebody may use; empty if there is none.
  std::string output(std::size_t index) const;

  /// An axis of a tensor of this rank; negative ones count from behind.
  int axis(std::int64_t axis, int rank) const;

 private:
  const Attribute* find(std::string_view attribute, std::int64_t type);

  const Model& model_;
  const NodeProto& proto_;
  const Views& values_;
  std::string name_;
  std::vector<bool> read_;
};

}  // namespace rda::onnx

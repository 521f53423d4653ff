// SPDX-License-Identifier: Apache-2.0
#include "onnx/node.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "rda/error.h"

namespace rda::onnx {
namespace {

// AttributeProto.AttributeType
constexpr std::int64_t kFloat = 1, kInt = 2, kString = 3, kTensor = 4, kFloats = 6, kInts = 7,
                       kStrings = 8, kGraph = 5;

}  // namespace

Node::Node(const Model& model, const NodeProto& proto, const Views& values,
           const std::string& prefix)
    : model_(model),
      proto_(proto),
      values_(values),
      name_(fmt::format("{}node {}, {}", prefix, proto.index, one_line(proto.op, 60))),
      read_(proto.attributes.size(), false) {
  if (!proto.name.empty()) name_ += fmt::format(" '{}'", one_line(proto.name, 80));
}

Node::Node(const Node& other, const NodeProto& proto, const Views& values)
    : model_(other.model_),
      proto_(proto),
      values_(values),
      name_(other.name_),
      read_(proto.attributes.size(), false) {}

void Node::fail(const std::string& problem) const { throw WorkloadError(where(), problem); }

bool Node::has(std::string_view attribute) const {
  return std::ranges::find(proto_.attributes, attribute, &Attribute::name) !=
         proto_.attributes.end();
}

const Attribute* Node::find(std::string_view attribute, std::int64_t type) {
  const auto found = std::ranges::find(proto_.attributes, attribute, &Attribute::name);
  if (found == proto_.attributes.end()) return nullptr;
  read_[static_cast<std::size_t>(found - proto_.attributes.begin())] = true;
  if (!found->ref.empty()) fail(fmt::format("attribute {} of a function", attribute));
  if (found->type != type && found->type != 0)
    fail(fmt::format("attribute {} is of type {}, not {}", attribute, found->type, type));
  return &*found;
}

std::int64_t Node::integer(std::string_view attribute, std::int64_t otherwise) {
  const Attribute* found = find(attribute, kInt);
  return found ? found->integer : otherwise;
}
double Node::number(std::string_view attribute, double otherwise) {
  const Attribute* found = find(attribute, kFloat);
  return found ? found->number : otherwise;
}
std::string Node::text(std::string_view attribute, const std::string& otherwise) {
  const Attribute* found = find(attribute, kString);
  return found ? found->text : otherwise;
}
std::vector<std::int64_t> Node::integers(std::string_view attribute) {
  const Attribute* found = find(attribute, kInts);
  return found ? found->integers : std::vector<std::int64_t>();
}
std::vector<float> Node::numbers(std::string_view attribute) {
  const Attribute* found = find(attribute, kFloats);
  return found ? found->numbers : std::vector<float>();
}
std::vector<std::string> Node::texts(std::string_view attribute) {
  const Attribute* found = find(attribute, kStrings);
  return found ? found->texts : std::vector<std::string>();
}
const TensorProto* Node::tensor(std::string_view attribute) {
  const Attribute* found = find(attribute, kTensor);
  return found && found->tensor ? &*found->tensor : nullptr;
}

std::string_view Node::graph(std::string_view attribute) {
  const Attribute* found = find(attribute, kGraph);
  if (!found || found->body.empty()) fail(fmt::format("attribute {} is no graph", attribute));
  return found->body;
}

void Node::end() const {
  for (std::size_t i = 0; i < read_.size(); ++i)
    if (!read_[i])
      fail(fmt::format("attribute {} is not known for this operator at opset {}",
                       one_line(proto_.attributes[i].name, 60), model_.opset));
}

const View* Node::input(std::size_t index) const {
  if (index >= proto_.inputs.size() || proto_.inputs[index].empty()) return nullptr;
  const auto found = values_.find(proto_.inputs[index]);
  if (found == values_.end())
    fail(
        fmt::format("input '{}' is made by no node before it (a cycle, an order that is not that "
                    "of evaluation, or a missing value)",
                    one_line(proto_.inputs[index], 80)));
  return &found->second;
}

const View& Node::need(std::size_t index, const char* what) const {
  const View* found = input(index);
  if (!found) fail(fmt::format("input {} ({}) is missing", index, what));
  return *found;
}

const View& Node::known(std::size_t index, const char* what) const {
  const View& view = need(index, what);
  if (!view.data)
    fail(
        fmt::format("input {} ({}), '{}', has no value before the run (an initializer, a constant "
                    "or an input of the graph that --input gives would be right)",
                    index, what, one_line(proto_.inputs[index], 80)));
  return view;
}

bool Node::all_constant() const {
  for (std::size_t i = 0; i < inputs(); ++i)
    if (const View* view = input(i); view && !view->constant()) return false;
  return true;
}

std::string Node::output(std::size_t index) const {
  return index < proto_.outputs.size() ? proto_.outputs[index] : "";
}

int Node::axis(std::int64_t axis, int rank) const {
  if (axis < -rank || axis >= rank)
    fail(fmt::format("axis {} of a tensor with {} dimensions", axis, rank));
  return static_cast<int>(axis < 0 ? axis + rank : axis);
}

}  // namespace rda::onnx

// SPDX-License-Identifier: Apache-2.0
#include "onnx/rewrite.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "rda/error.h"

namespace rda::onnx {
namespace {

class Joiner {
 public:
  explicit Joiner(Model& model) : model_(model) {
    for (std::size_t i = 0; i < model.nodes.size(); ++i) {
      for (const std::string& output : model.nodes[i].outputs) maker_.emplace(output, i);
      for (const std::string& input : model.nodes[i].inputs) readers_[input].insert(i);
    }
    for (const ValueInfo& output : model.outputs) shown_.insert(output.name);
  }

  void run() {
    const std::size_t count = model_.nodes.size();
    for (std::size_t i = 0; i < count; ++i) {
      if (model_.nodes[i].op == "Div") join_layer_norm(i);
      if (model_.nodes[i].op == "Erf") join_gelu(i);
    }
    std::vector<NodeProto> kept;
    for (std::size_t i = 0; i < count; ++i) {
      if (const auto made = made_.find(i); made != made_.end())
        kept.push_back(std::move(made->second));
      else if (!gone_.contains(i))
        kept.push_back(std::move(model_.nodes[i]));
    }
    model_.nodes = std::move(kept);
  }

 private:
  using Index = std::optional<std::size_t>;

  /// The node of this operator that makes a value.
  Index made_by(const std::string& value, const char* op) const {
    const auto found = maker_.find(value);
    if (found == maker_.end() || model_.nodes[found->second].op != op ||
        gone_.contains(found->second))
      return std::nullopt;
    return found->second;
  }

  /// The only node that reads the only output of a node, if it has this operator.
  Index only_reader(std::size_t node, const char* op) const {
    const NodeProto& from = model_.nodes[node];
    if (from.outputs.size() != 1 || shown_.contains(from.outputs[0])) return std::nullopt;
    const auto readers = readers_.find(from.outputs[0]);
    if (readers == readers_.end() || readers->second.size() != 1) return std::nullopt;
    const std::size_t reader = *readers->second.begin();
    return model_.nodes[reader].op == op && !gone_.contains(reader) ? Index(reader) : std::nullopt;
  }

  const std::string& input(std::size_t node, std::size_t i) const {
    static const std::string none;
    return i < model_.nodes[node].inputs.size() ? model_.nodes[node].inputs[i] : none;
  }

  /// The other input of a node with two.
  std::string other(std::size_t node, const std::string& one) const {
    return input(node, 0) == one ? input(node, 1) : input(node, 0);
  }

  /// The one element of an initializer or of a Constant.
  std::optional<double> scalar(const std::string& value) const {
    const TensorProto* tensor = nullptr;
    const auto found = std::ranges::find(model_.initializers, value, &TensorProto::name);
    if (found != model_.initializers.end()) tensor = &*found;
    if (const Index node = made_by(value, "Constant"))
      for (const Attribute& attribute : model_.nodes[*node].attributes)
        if (attribute.name == "value" && attribute.tensor) tensor = &*attribute.tensor;
    if (!tensor || tensor->external ||
        std::ranges::count(tensor->dims, 1) != std::ssize(tensor->dims))
      return std::nullopt;
    return values_of(*tensor, {}, model_.file).at(0);
  }

  /// Whether a ReduceMean is over the last axis and keeps it.
  bool over_last(std::size_t node) const {
    std::vector<std::int64_t> axes;
    std::int64_t kept = 1;
    for (const Attribute& attribute : model_.nodes[node].attributes) {
      if (attribute.name == "axes") axes = attribute.integers;
      if (attribute.name == "keepdims") kept = attribute.integer;
    }
    if (scalar(input(node, 1)) == -1.0) axes = {-1};
    return kept == 1 && axes == std::vector<std::int64_t>{-1};
  }

  void replace(std::size_t last, const std::vector<std::size_t>& parts, NodeProto node) {
    node.outputs = model_.nodes[last].outputs;
    node.name = model_.nodes[last].name;
    node.index = model_.nodes[last].index;
    gone_.insert(parts.begin(), parts.end());
    gone_.insert(last);
    made_.emplace(last, std::move(node));
  }

  /// (x − mean(x)) / sqrt(mean((x − mean(x))²) + ε) · weight + bias
  void join_layer_norm(std::size_t div) {
    const Index sub = made_by(input(div, 0), "Sub"), root = made_by(input(div, 1), "Sqrt");
    if (!sub || !root) return;
    const Index sum = made_by(input(*root, 0), "Add"), mean = made_by(input(*sub, 1), "ReduceMean");
    if (!sum || !mean || input(*mean, 0) != input(*sub, 0) || !over_last(*mean)) return;
    const Index variance = made_by(input(*sum, 0), "ReduceMean");
    const std::optional<double> epsilon = scalar(input(*sum, 1));
    if (!variance || !epsilon || !over_last(*variance)) return;
    const Index square = made_by(input(*variance, 0), "Pow");
    if (!square || input(*square, 0) != model_.nodes[*sub].outputs[0] ||
        scalar(input(*square, 1)) != 2.0)
      return;
    const std::vector<std::size_t> parts{*mean, *sub, *square, *variance, *sum, *root, div};
    const Index scaled = only_reader(div, "Mul");
    if (!scaled || readers_.at(model_.nodes[*sub].outputs[0]).size() != 2) return;
    for (const std::size_t part : {*mean, *square, *variance, *sum, *root})
      if (readers_.at(model_.nodes[part].outputs[0]).size() != 1 ||
          shown_.contains(model_.nodes[part].outputs[0]))
        return;
    NodeProto norm;
    norm.op = "LayerNormalization";
    norm.inputs = {input(*sub, 0), other(*scaled, model_.nodes[div].outputs[0])};
    Attribute attribute;
    attribute.name = "epsilon";
    attribute.number = static_cast<float>(*epsilon);
    norm.attributes.push_back(attribute);
    std::vector<std::size_t> all = parts;
    if (const Index shifted = only_reader(*scaled, "Add")) {
      const std::string bias = other(*shifted, model_.nodes[*scaled].outputs[0]);
      if (std::ranges::find(model_.initializers, bias, &TensorProto::name) !=
          model_.initializers.end()) {
        norm.inputs.push_back(bias);
        all.push_back(*scaled);
        return replace(*shifted, all, std::move(norm));
      }
    }
    replace(*scaled, all, std::move(norm));
  }

  /// x · (1 + erf(x / √2)) · 1/2
  void join_gelu(std::size_t erf) {
    const Index narrow = made_by(input(erf, 0), "Div"), one = only_reader(erf, "Add");
    if (!narrow || !one) return;
    const std::string x = input(*narrow, 0);
    const std::optional<double> root = scalar(input(*narrow, 1));
    const std::optional<double> added = scalar(other(*one, model_.nodes[erf].outputs[0]));
    const Index product = only_reader(*one, "Mul");
    if (!root || std::abs(*root - std::sqrt(2.0)) > 1e-6 || added != 1.0 || !product) return;
    const Index half = only_reader(*product, "Mul");
    if (other(*product, model_.nodes[*one].outputs[0]) != x || !half ||
        scalar(other(*half, model_.nodes[*product].outputs[0])) != 0.5 ||
        only_reader(*narrow, "Erf") != Index(erf))
      return;
    NodeProto gelu;
    gelu.op = "Gelu";
    gelu.inputs = {x};
    replace(*half, {*narrow, erf, *one, *product}, std::move(gelu));
  }

  Model& model_;
  std::map<std::string, std::size_t> maker_;
  std::map<std::string, std::set<std::size_t>> readers_;
  std::set<std::string> shown_;  // outputs of the graph
  std::set<std::size_t> gone_;
  std::map<std::size_t, NodeProto> made_;
};

}  // namespace

void join_decomposed(Model& model) { Joiner(model).run(); }

}  // namespace rda::onnx

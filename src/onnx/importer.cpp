// SPDX-License-Identifier: Apache-2.0
#include "onnx/importer.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "base/text.h"
#include "onnx/attention.h"
#include "onnx/layers.h"
#include "onnx/moves.h"
#include "onnx/scan.h"
#include "onnx/sequences.h"
#include "rda/error.h"

namespace rda::onnx {
namespace {

class Import {
 public:
  Import(const Model& model, const Given& given, const Dims& dims)
      : model_(model),
        given_(given),
        dims_(dims),
        attention_(chain_, uses_),
        layers_(chain_, uses_) {}

  Network run() {
    count_uses();
    add_initializers();
    for (const ValueInfo* input : open_inputs(model_)) add_input(*input);
    for (const NodeProto& node : model_.nodes) add_node(node);
    attention_.end();
    add_outputs();
    check_unread();
    note_unread();
    name_by_direction();
    add_sequences(chain_, values_, model_.file);
    return std::move(chain_.network);
  }

 private:
  [[noreturn]] void fail(const std::string& what, const std::string& problem) const {
    throw WorkloadError(fmt::format("{}: {}", model_.file, what), problem);
  }

  void count_uses() {
    for (const NodeProto& node : model_.nodes)
      for (const std::string& input : node.inputs) ++uses_[input];
    for (const ValueInfo& output : model_.outputs) ++uses_[output.name];
  }

  void add(const std::string& name, View view, const std::string& where) {
    if (name.empty()) return;
    if (!values_.emplace(name, std::move(view)).second)
      throw WorkloadError(where,
                          fmt::format("makes '{}', which there is already", one_line(name, 80)));
  }

  void add_initializers() {
    for (const TensorProto& tensor : model_.initializers) {
      const std::string where =
          fmt::format("{}: initializer '{}'", model_.file, one_line(tensor.name, 80));
      add(tensor.name,
          constant(tensor.dims,
                   values_of(tensor, std::filesystem::path(model_.file).parent_path(), where),
                   is_integer(tensor.type)),
          where);
      if (!is_integer(tensor.type) && count_of(tensor.dims) > 1)
        chain_.network.type = type_name(tensor.type);
    }
  }

  Shape shape_of(const ValueInfo& input) const {
    Shape shape;
    for (std::size_t i = 0; i < input.dims.size(); ++i) {
      const std::optional<std::int64_t> value = input.dims[i].value;
      shape.push_back(value ? *value : dims_.at(name_of(input, i)));
    }
    return shape;
  }

  void add_input(const ValueInfo& input) {
    const std::string where = fmt::format("input '{}'", one_line(input.name, 80));
    if (!input.tensor) fail(where, "is no tensor");
    if (size_of(input.type) == 0)
      fail(where, fmt::format("is of {}, which is not read", type_name(input.type)));
    const auto array = given_.inputs.find(input.name);
    if (array == given_.inputs.end()) {
      if (given_.has_inputs) fail(where, "is missing in the file of inputs");
      if (!input.has_shape) fail(where, "has no shape in the model (--input FILE.npz has one)");
      const Shape shape = shape_of(input);
      elements_of(shape, model_.file + ": " + where);
      return add(input.name, chain_.add_input(input.name, shape, is_integer(input.type)),
                 model_.file);
    }
    check_shape(input, array->second.shape, where);
    elements_of(array->second.shape, model_.file + ": " + where);
    View view = chain_.add_input(input.name, array->second.shape, is_integer(input.type));
    view.data = std::make_shared<const std::vector<double>>(array->second.values);
    add(input.name, std::move(view), model_.file);
  }

  void check_shape(const ValueInfo& input, const Shape& found, const std::string& where) const {
    if (!input.has_shape) return;
    bool fits = found.size() == input.dims.size();
    for (std::size_t i = 0; fits && i < found.size(); ++i)
      fits = input.dims[i].value.value_or(found[i]) == found[i];
    if (fits) return;
    std::vector<std::string> dims;
    for (const Dim& dim : input.dims)
      dims.push_back(dim.value          ? std::to_string(*dim.value)
                     : dim.name.empty() ? "?"
                                        : one_line(dim.name, 40));
    fail(where, fmt::format("shape {} in the file of inputs, needed [{}]", to_string(found),
                            join(dims, ", ")));
  }

  void add_node(const NodeProto& proto) {
    Node node(model_, proto, values_);
    const std::string& domain = proto.domain;
    if (!domain.empty() && domain != "ai.onnx")
      node.fail(fmt::format("is of domain '{}' (operators of ai.onnx are supported)",
                            one_line(domain, 60)));
    for (const Attribute& attribute : proto.attributes)
      node.require(!attribute.graph || proto.op == "Scan" || proto.op == "Loop",
                   fmt::format("attribute {} is a graph or a list of tensors (supported: {})",
                               one_line(attribute.name, 60), supported_operators()));
    for (std::size_t i = 0; i < proto.inputs.size(); ++i) node.input(i);
    std::optional<std::map<std::size_t, View>> made = outputs_of(node);
    if (!made)
      node.fail(fmt::format("is not supported{} (supported: {})",
                            node.all_constant() ? " as a constant" : "", supported_operators()));
    node.end();
    for (std::size_t i = 0; i < proto.outputs.size(); ++i) {
      if (proto.outputs[i].empty()) continue;
      node.require(made->contains(i), fmt::format("output {} is not made", i));
      add(proto.outputs[i], made->at(i), node.where());
    }
  }

  std::optional<std::map<std::size_t, View>> outputs_of(Node& node) {
    if (std::optional<View> part = attention_.computed(node))
      return std::map<std::size_t, View>{{0, *std::move(part)}};
    if (std::optional<View> constant = folded(node))
      return std::map<std::size_t, View>{{0, *std::move(constant)}};
    if (std::optional<std::vector<View>> views = moved(node)) {
      std::map<std::size_t, View> made;
      for (View& view : *views) made.emplace(made.size(), std::move(view));
      return made;
    }
    if (node.op() == "Scan") return scan(node, values_, chain_);
    if (node.op() == "Loop") return loop(node, values_, chain_);
    return layers_.computed(node);
  }

  void add_outputs() {
    if (model_.outputs.empty()) throw WorkloadError(model_.file, "has no output");
    for (const ValueInfo& info : model_.outputs) {
      const std::string where = fmt::format("output '{}'", one_line(info.name, 80));
      const auto found = values_.find(info.name);
      if (found == values_.end()) fail(where, "is made by no node");
      const View& view = found->second;
      Output output{info.name, view.shape, {}, view.axis};
      if (view.parts)
        for (const View& part : *view.parts) output.parts.push_back(part_of(part, where));
      else
        output.parts.push_back(part_of(view, where));
      chain_.network.outputs.push_back(std::move(output));
    }
  }

  OutputPart part_of(const View& view, const std::string& where) const {
    if (view.constant()) fail(where, "is a constant, which no run makes");
    const Source& source = chain_.sources[static_cast<std::size_t>(view.source)];
    if (!source.part.empty())
      fail(where,
           fmt::format("shows {} of attention, which leave the chip in no layer", source.part));
    if (source.layer < 0) fail(where, "is an input, which no run makes");
    const bool end = source.layer + 1 == std::ssize(chain_.network.layers);
    const Layer& layer = chain_.network.layers[static_cast<std::size_t>(source.layer)];
    const bool state = source.shown == Shown::h_n || source.shown == Shown::c_n;
    if (!end && !state && (!layer.recurrent() || layer.residual))
      fail(where, fmt::format("shows what {} makes, which another layer reads (the output of the "
                              "last layer, and states of others, leave the chip)",
                              layer.node));
    const bool batch_first = source.axes.size() == 2 && source.axes[0] == chain_.batch_axis &&
                             source.axes[1] == chain_.time_axis;
    return {source.shown, source.layer, view, batch_first};
  }

  /// Each layer is read by the next one; the last one is an output.
  void check_unread() const {
    const Network& network = chain_.network;
    if (!chain_.has_recurrent)
      throw WorkloadError(model_.file,
                          "has no LSTM, GRU or RNN, and RDASim runs networks with one");
    const int last = static_cast<int>(network.layers.size()) - 1;
    if (std::ranges::none_of(network.outputs, [&](const Output& output) {
          return std::ranges::find(output.parts, last, &OutputPart::layer) != output.parts.end();
        }))
      throw WorkloadError(model_.file,
                          fmt::format("nothing reads what {} makes, and it is no output",
                                      network.layers[static_cast<std::size_t>(last)].node));
  }

  /// The arrays of layers without a recurrence, but for attention, are named by the direction in
  /// which they go.
  void name_by_direction() {
    Network& network = chain_.network;
    for (std::size_t i = 0; i < network.layers.size(); ++i) {
      const bool reverse = direction_of(network, static_cast<int>(i)) == "reverse";
      const Layer& layer = network.layers[i];
      if (layer.recurrent() || layer.type == "attention" || !reverse) continue;
      for (const char* array : {"weight", "bias"}) {
        auto found = network.arrays.extract(fmt::format("{}_l{}", array, i));
        if (!found) continue;
        found.key() += "_reverse";
        network.arrays.insert(std::move(found));
      }
    }
  }

  void note_unread() {
    for (const auto& [name, array] : given_.inputs)
      if (std::ranges::find(model_.inputs, name, &ValueInfo::name) == model_.inputs.end())
        chain_.network.unread.push_back(name);
  }

  const Model& model_;
  const Given& given_;
  const Dims& dims_;
  Chain chain_;
  Uses uses_;
  Attention attention_;
  Layers layers_;
  Views values_;
};

}  // namespace

Network import_with(const Model& model, const Given& given, const Dims& dims) {
  return Import(model, given, dims).run();
}

}  // namespace rda::onnx

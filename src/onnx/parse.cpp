// SPDX-License-Identifier: Apache-2.0
// Numbers of fields are those of onnx.proto.
#include <utility>

#include "onnx/model.h"
#include "onnx/wire.h"
#include "rda/error.h"

namespace rda::onnx {
namespace {

std::pair<std::string, std::string> parse_entry(WireReader in) {
  std::pair<std::string, std::string> entry;
  while (in.next()) {
    if (in.field() == 1) entry.first = in.text();
    if (in.field() == 2) entry.second = in.text();
  }
  return entry;
}

TensorProto parse_tensor(WireReader in) {
  TensorProto tensor;
  while (in.next()) switch (in.field()) {
      case 1:
        in.append(tensor.dims);
        break;
      case 2:
        tensor.type = in.integer();
        break;
      case 3:
        tensor.segmented = true;
        break;
      case 4:
        in.append(tensor.floats);
        break;
      case 5:
      case 7:
        in.append(tensor.integers);
        break;
      case 8:
        tensor.name = in.text();
        break;
      case 9:
        tensor.raw = in.bytes();
        break;
      case 10:
        in.append(tensor.doubles);
        break;
      case 13:
        tensor.external_data.insert(parse_entry(in.message()));
        break;
      case 14:
        tensor.external = in.integer() == 1;
        break;
      default:
        break;
    }
  return tensor;
}

Attribute parse_attribute(WireReader in) {
  Attribute attribute;
  while (in.next()) switch (in.field()) {
      case 1:
        attribute.name = in.text();
        break;
      case 2:
        attribute.number = in.number();
        break;
      case 3:
        attribute.integer = in.integer();
        break;
      case 4:
        attribute.text = in.text();
        break;
      case 5:
        attribute.tensor = parse_tensor(in.message());
        break;
      case 7:
        in.append(attribute.numbers);
        break;
      case 8:
        in.append(attribute.integers);
        break;
      case 9:
        attribute.texts.push_back(in.text());
        break;
      case 6:
        attribute.body = in.bytes();
        attribute.graph = true;
        break;
      case 10:
      case 11:
      case 22:
      case 23:
        attribute.graph = true;
        break;
      case 20:
        attribute.type = in.integer();
        break;
      case 21:
        attribute.ref = in.text();
        break;
      default:
        break;
    }
  return attribute;
}

NodeProto parse_node(WireReader in) {
  NodeProto node;
  while (in.next()) switch (in.field()) {
      case 1:
        node.inputs.push_back(in.text());
        break;
      case 2:
        node.outputs.push_back(in.text());
        break;
      case 3:
        node.name = in.text();
        break;
      case 4:
        node.op = in.text();
        break;
      case 5:
        node.attributes.push_back(parse_attribute(in.message()));
        break;
      case 7:
        node.domain = in.text();
        break;
      default:
        break;
    }
  return node;
}

Dim parse_dim(WireReader in) {
  Dim dim;
  while (in.next()) {
    if (in.field() == 1) dim.value = in.integer();
    if (in.field() == 2) dim.name = in.text();
  }
  return dim;
}

void parse_type(WireReader in, ValueInfo& info) {
  while (in.next()) {
    if (in.field() != 1) continue;
    info.tensor = true;
    WireReader tensor = in.message();
    while (tensor.next()) {
      if (tensor.field() == 1) info.type = tensor.integer();
      if (tensor.field() != 2) continue;
      info.has_shape = true;
      WireReader shape = tensor.message();
      while (shape.next())
        if (shape.field() == 1) info.dims.push_back(parse_dim(shape.message()));
    }
  }
}

ValueInfo parse_info(WireReader in) {
  ValueInfo info;
  while (in.next()) {
    if (in.field() == 1) info.name = in.text();
    if (in.field() == 2) parse_type(in.message(), info);
  }
  return info;
}

void parse_graph(WireReader in, Graph& graph) {
  while (in.next()) switch (in.field()) {
      case 1:
        graph.nodes.push_back(parse_node(in.message()));
        graph.nodes.back().index = graph.nodes.size() - 1;
        break;
      case 5:
        graph.initializers.push_back(parse_tensor(in.message()));
        break;
      case 11:
        graph.inputs.push_back(parse_info(in.message()));
        break;
      case 12:
        graph.outputs.push_back(parse_info(in.message()));
        break;
      case 15:
        graph.sparse = true;
        break;
      default:
        break;
    }
}

void parse_opset(WireReader in, Model& model) {
  std::string domain;
  std::int64_t version = 0;
  while (in.next()) {
    if (in.field() == 1) domain = in.text();
    if (in.field() == 2) version = in.integer();
  }
  if (domain.empty() || domain == "ai.onnx") model.opset = version;
}

}  // namespace

Graph parse_graph(std::string_view bytes, const std::string& where) {
  Graph graph;
  parse_graph(WireReader(bytes, where), graph);
  if (graph.sparse) throw WorkloadError(where, "has sparse initializers (dense ones are read)");
  return graph;
}

void parse(Model& model) {
  WireReader in(model.bytes, model.file);
  while (in.next()) switch (in.field()) {
      case 1:
        model.ir_version = in.integer();
        break;
      case 2:
        model.producer = in.text();
        break;
      case 7:
        if (std::exchange(model.has_graph, true))
          throw WorkloadError(model.file, "is damaged or no ONNX model: it has two graphs");
        parse_graph(in.message(), model);
        break;
      case 8:
        parse_opset(in.message(), model);
        break;
      case 25:
        model.functions = true;
        break;
      default:
        break;
    }
  if (!model.has_graph || model.ir_version < 1)
    throw WorkloadError(model.file, "is damaged or no ONNX model: it has no graph or no version");
}

}  // namespace rda::onnx

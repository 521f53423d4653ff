// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "base/file.h"
#include "base/text.h"
#include "onnx/importer.h"
#include "onnx/network.h"
#include "onnx/rewrite.h"
#include "rda/error.h"

namespace rda::onnx {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kFirstOpset = 7, kLastOpset = 25, kLastVersion = 13;
constexpr std::int64_t kMostOpen = 6;  // open dimensions that are tried in all ways

void read(const fs::path& file, Model& model) {
  model.file = file.string();
  model.bytes = read_file(file, kLargestText);
  parse(model);
  const auto refuse = [&](const std::string& problem) { throw WorkloadError(model.file, problem); };
  if (model.ir_version > kLastVersion)
    refuse(fmt::format("IR version {} (at most {} is read)", model.ir_version, kLastVersion));
  if (model.opset < kFirstOpset || model.opset > kLastOpset)
    refuse(fmt::format("opset {} of ai.onnx ({} to {} are read)", model.opset, kFirstOpset,
                       kLastOpset));
  if (model.sparse) refuse("has sparse initializers (dense ones are read)");
}

/// The open dimensions of inputs that are not given.
std::vector<std::string> open_dims(const Model& model, const Given& given) {
  std::set<std::string> names;
  for (const ValueInfo* input : open_inputs(model))
    for (std::size_t i = 0; i < input->dims.size(); ++i)
      if (!given.has_inputs && !input->dims[i].value) names.insert(name_of(*input, i));
  return {names.begin(), names.end()};
}

bool fits(const Network& network, const Given& given) {
  return (given.steps == 0 || network.steps == given.steps) &&
         (given.batch == 0 || network.batch == given.batch);
}

/// Tries the numbers of steps and sequences for the open dimensions, in all ways.
Network import_open(const Model& model, const Given& given, const std::vector<std::string>& open) {
  std::vector<std::int64_t> choices;
  for (const std::int64_t choice : {given.steps, given.batch})
    if (choice > 0) choices.push_back(choice);
  if (choices.empty() || std::ssize(open) > kMostOpen)
    throw WorkloadError(model.file,
                        fmt::format("dimensions {} are open (--input FILE.npz gives them, or --set "
                                    "/steps=N and --set /batch=N)",
                                    join(open, ", ")));
  std::size_t ways = 1;
  for (std::size_t i = 0; i < open.size(); ++i) ways *= choices.size();
  std::optional<WorkloadError> first;
  for (std::size_t way = 0; way < ways; ++way) {
    Dims dims;
    std::size_t rest = way;
    for (const std::string& name : open) {
      dims[name] = choices[rest % choices.size()];
      rest /= choices.size();
    }
    try {
      Network network = import_with(model, given, dims);
      if (fits(network, given)) return network;
    } catch (const WorkloadError& error) {
      if (!first) first.emplace(error);
    }
  }
  if (first) throw WorkloadError(*first);
  throw WorkloadError(
      model.file, fmt::format("cannot have {} steps and a batch of {}", given.steps, given.batch));
}

}  // namespace

std::string name_of(const ValueInfo& input, std::size_t axis) {
  const Dim& dim = input.dims[axis];
  if (!dim.name.empty()) return one_line(dim.name, 60);
  return fmt::format("{}.{}", one_line(input.name, 60), axis);
}

std::vector<const ValueInfo*> open_inputs(const Model& model) {
  std::set<std::string> known;
  for (const TensorProto& tensor : model.initializers) known.insert(tensor.name);
  std::vector<const ValueInfo*> inputs;
  for (const ValueInfo& input : model.inputs)
    if (!known.contains(input.name)) inputs.push_back(&input);
  return inputs;
}

std::vector<GraphInput> inputs_of(const fs::path& file) {
  Model model;
  read(file, model);
  std::vector<GraphInput> inputs;
  for (const ValueInfo* input : open_inputs(model)) {
    GraphInput made{input->name, {}, {}};
    for (const Dim& dim : input->dims) {
      made.shape.push_back(dim.value.value_or(-1));
      made.dims.push_back(dim.value          ? std::to_string(*dim.value)
                          : dim.name.empty() ? "?"
                                             : one_line(dim.name, 40));
    }
    inputs.push_back(std::move(made));
  }
  return inputs;
}

Network import_model(const fs::path& file, const Given& given) {
  Model model;
  read(file, model);
  join_decomposed(model);
  const std::vector<std::string> open = open_dims(model, given);
  if (!open.empty()) return import_open(model, given, open);
  Network network = import_with(model, given, {});
  if (!fits(network, given))
    throw WorkloadError(model.file,
                        fmt::format("has {} steps and a batch of {}, not {} and {}", network.steps,
                                    network.batch, given.steps, given.batch));
  return network;
}

std::vector<fs::path> external_files(const fs::path& file) {
  Model model;
  read(file, model);
  std::set<fs::path> files;
  for (const TensorProto& tensor : model.initializers)
    if (tensor.external)
      files.insert(external_file(
          tensor, file.parent_path(),
          fmt::format("{}: initializer '{}'", model.file, one_line(tensor.name, 80))));
  return {files.begin(), files.end()};
}

}  // namespace rda::onnx

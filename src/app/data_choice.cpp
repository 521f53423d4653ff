// SPDX-License-Identifier: Apache-2.0
#include "app/data_choice.h"

#include <fmt/format.h>

#include <filesystem>

#include "base/paths.h"
#include "base/tell.h"
#include "base/text.h"
#include "json/overrides.h"
#include "json/value.h"
#include "workload/data.h"

namespace rda::app {
namespace {

/// A file that an option names, as an override says it: from the folder of the workload.
Override data_override(const char* pointer, const std::string& file, const std::string& workload) {
  const std::filesystem::path folder = std::filesystem::path(workload).parent_path();
  std::filesystem::path path = folder.empty()
                                   ? std::filesystem::path(file)
                                   : std::filesystem::path(file).lexically_relative(folder);
  if (path.empty()) path = absolute_path(file);
  return {pointer, json::dump(path.string())};
}

}  // namespace

void add_weights(CLI::App& app, DataOptions& data) {
  app.add_option(
      "--weights", data.weights,
      "file of the weights in place of the workload's data: .npz, .safetensors or .onnx");
}

void add_input(CLI::App& app, DataOptions& data) {
  app.add_option("--input", data.input,
                 ".npz file of x and states, or of the inputs of an ONNX model");
}

void add_overrides(const DataOptions& data, const std::string& workload_file,
                   std::vector<Override>& overrides) {
  if (!data.weights.empty())
    overrides.push_back(data_override("/data", data.weights, workload_file));
  if (!data.input.empty()) overrides.push_back(data_override("/inputs", data.input, workload_file));
  json::refuse_contradictions(overrides);
}

void tell_of_model(const Workload& workload) {
  if (workload::generates_x(workload))
    tell(
        fmt::format("rdasim: note: x is generated (data_seed {}): {} has weights alone (--input "
                    "FILE.npz)\n",
                    workload.data_seed, one_line(workload.data, 300)));
}

}  // namespace rda::app

// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <filesystem>
#include <string>
#include <vector>

#include "app/arguments.h"
#include "app/command.h"
#include "app/output.h"
#include "app/set_words.h"
#include "app/workload_text.h"
#include "base/tell.h"
#include "base/text.h"
#include "flow/inputs.h"
#include "json/file_kind.h"
#include "json/overrides.h"
#include "json/reader.h"
#include "rda/workload.h"
#include "workload/arrays.h"
#include "workload/data.h"
#include "workload/onnx_arrays.h"
#include "workload/onnx_workload.h"

namespace rda::app {
namespace {

struct ModelImport {
  std::string model, output;
  DataOptions data;
  std::vector<std::string> sets;
  bool ignore_extra = false;
};

void add_options(CLI::App& app, ModelImport& o) {
  app.add_option("MODEL", o.model, "ONNX model, .onnx")->required();
  app.add_option(
         "-o,--output", o.output,
         "write the workload as JSON to this file, and its arrays beside it to an .npz file "
         "of the same name")
      ->required();
  add_input(app, o.data);
  app.add_option("--set", o.sets,
                 "another value of the workload, e.g. /steps=25 for an open dimension; repeatable")
      ->allow_extra_args(false);
  app.add_flag("--ignore-extra", o.ignore_extra,
               "read the file of inputs also if it has arrays that the model does not read");
}

}  // namespace

ExitCode import_model(Words words) {
  ModelImport o;
  CLI::App app("Makes a workload file, and a file of its arrays, of an ONNX model.",
               "rdasim import-model");
  add_options(app, o);
  if (!parse(app, words)) return ExitCode::ok;
  if (!json::is_model(o.model))
    throw UsageError("MODEL: " + one_line(o.model, 400) + " is no name of an .onnx file");
  if (ending_of(o.output) != ".json")
    throw UsageError("--output: " + one_line(o.output, 400) + " is no name of a .json file");
  const std::string arrays = std::filesystem::path(o.output).replace_extension(".npz").string();
  check_output(o.output);
  check_output(arrays);
  std::vector<Override> overrides = overrides_of(o.sets, {});
  json::reject_unknown(overrides, flow::known_knobs());
  add_overrides(o.data, o.model, overrides);
  Workload workload = load_workload(o.model, overrides);
  using enum workload::ExtraArrays;
  workload::check_data(workload, o.ignore_extra ? ignore : refuse_with_option);
  std::vector<std::string> inputs{o.model};
  for (const auto& file : workload::data_files(workload)) inputs.push_back(file.string());
  refuse_same_file("--output", arrays, inputs);
  write_output(arrays, workload::npz_bytes(
                           workload::arrays_of_model(workload::network_of(workload), workload)));
  const Workload loaded = workload;
  workload.data = std::filesystem::path(arrays).filename().string();
  workload.inputs.clear();
  write_output(o.output, workload_text(workload));
  tell_of_model(loaded);
  tell(fmt::format("wrote {} and {}\n", one_line(o.output, 300), one_line(arrays, 300)));
  return ExitCode::ok;
}

}  // namespace rda::app

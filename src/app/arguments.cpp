// SPDX-License-Identifier: Apache-2.0
#include "app/arguments.h"

#include <fmt/format.h>

#include <CLI/Error.hpp>
#include <algorithm>
#include <iterator>

#include "app/set_words.h"
#include "app/sweep/find_point.h"
#include "base/tell.h"
#include "base/text.h"
#include "chip/chip_fields.h"
#include "json/extends.h"
#include "json/file_kind.h"
#include "json/reader.h"
#include "sweep/simulator.h"
#include "workload/arrays.h"
#include "workload/data.h"
#include "workload/workload_fields.h"

namespace rda::app {
namespace {

/// The option leaves no choice to the options added so far that have a say in the result.
void stand_for_inputs(CLI::App& app, CLI::Option* instead) {
  for (CLI::Option* option : app.get_options())
    if (option != instead && option != app.get_help_ptr() && option->get_group() != kNoInput)
      instead->excludes(option->required(false));
}

/// The inputs of a sweep's point; says so if another program planned it.
flow::Inputs inputs_of_point(const InputOptions& inputs, Conditions* of_point) {
  const PointName name = to_point_name("--point", inputs.point);
  const sweep::Point point = find_point(name);
  if (point.simulator != sweep::simulator())
    tell(fmt::format("rdasim: note: {} has a point of simulator {}; this is {}\n",
                     one_line(inputs.point, 400), one_line(point.simulator, 60),
                     sweep::simulator()));
  if (of_point) *of_point = json::read_value<Conditions>(point.run, "run");
  flow::Inputs loaded = flow::load(point.chip, point.workload, point.mapping);
  InputOptions files = inputs;
  files.chip_file = name.file;
  refuse_input_as_output(files, loaded.workload.data);
  return loaded;
}

}  // namespace

void add_inputs(CLI::App& app, InputOptions& inputs) {
  app.parse_complete_callback([&app, &inputs] {
    inputs.mapping_file = given_value(app, "--mapping-file");
    inputs.costs = given_value(app, "--costs");
    inputs.output = given_value(app, "--output");
    for (const char* name : kOutputs)
      if (const std::string file = given_value(app, name); !file.empty())
        inputs.outputs.emplace_back(name, file);
    if (!inputs.report_file.empty() || !inputs.point.empty()) return;
    if (inputs.chip_file.empty()) throw CLI::RequiredError("CHIP");
    if (inputs.workload_file.empty()) {
      json::refuse_other_kind(json::kind_of_file(inputs.chip_file), json::FileKind::chip,
                              inputs.chip_file);
      throw CLI::RequiredError("WORKLOAD");
    }
  });
  app.add_option("CHIP", inputs.chip_file, "chip file, e.g. configs/plasticine_rnn.json")
      ->required();
  app.add_option("WORKLOAD", inputs.workload_file, "workload file")->required();
  app.add_option("--set", inputs.sets,
                 "another value for one of the chip, the workload or the mapping options, e.g. "
                 "/pcu/lanes=16; repeatable (describe /pcu/lanes says what a value means)")
      ->allow_extra_args(false);
  app.add_option_function<std::string>(
         "--seed",
         [&inputs](const std::string& word) { inputs.seed = to_integer("--seed", word, 0); },
         "seed of placement")
      ->default_str("1");
  add_weights(app, inputs.data);
  add_input(app, inputs.data);
  inputs.can_ignore_extra = true;
  app.add_flag("--ignore-extra", inputs.ignore_extra,
               "read the workload's data file also if it has arrays that nothing reads");
}

void add_point(CLI::App& app, InputOptions& inputs) {
  stand_for_inputs(
      app, app.add_option("--point", inputs.point,
                          "POINTS:LINE or POINTS:KEY, a point of a sweep by its line in the points "
                          "file or the first digits of its key; it stands for CHIP, WORKLOAD and "
                          "all options of the result"));
}

void add_from(CLI::App& app, InputOptions& inputs) {
  stand_for_inputs(
      app, app.add_option("--from", inputs.report_file,
                          "repeat the run of this report (run -o); its inputs stand for CHIP, "
                          "WORKLOAD and all options of the result"));
}

void refuse_input_as_output(const InputOptions& inputs, const std::string& data) {
  for (const auto& [option, output] : inputs.outputs)
    refuse_same_file(option, output,
                     {inputs.chip_file, inputs.workload_file, inputs.mapping_file, inputs.costs,
                      inputs.report_file, data});
}

namespace {

/// What chip and workload extend is an input too, which matters where something is written.
std::vector<std::string> extended_files(const InputOptions& inputs) {
  using json::FileKind;
  if (inputs.outputs.empty()) return {};
  std::vector<std::string> files =
      json::Extended(inputs.chip_file, FileKind::chip, json::shape<Chip>()).files();
  if (json::is_model(inputs.workload_file)) return files;
  const json::Extended workload(inputs.workload_file, FileKind::workload, json::shape<Workload>());
  std::ranges::copy(workload.files(), std::back_inserter(files));
  return files;
}

}  // namespace

flow::Inputs load(const InputOptions& inputs, Conditions* of_point) {
  if (!inputs.point.empty()) return inputs_of_point(inputs, of_point);
  refuse_input_as_output(inputs, "");
  std::vector<Override> overrides = overrides_of(inputs.sets, inputs.seed);
  add_overrides(inputs.data, inputs.workload_file, overrides);
  flow::Inputs loaded = flow::load(inputs.chip_file, inputs.workload_file, overrides);
  tell_shared(overrides);
  for (const auto& file : workload::data_files(loaded.workload))
    refuse_input_as_output(inputs, file.string());
  for (const std::string& file : extended_files(inputs)) refuse_input_as_output(inputs, file);
  using enum workload::ExtraArrays;
  tell_of_model(loaded.workload);
  if (loaded.workload.training && !loaded.workload.training->simulate)
    tell("rdasim: note: inference is simulated (/training/simulate=true: training)\n");
  workload::check_data(loaded.workload, inputs.ignore_extra       ? ignore
                                        : inputs.can_ignore_extra ? refuse_with_option
                                                                  : refuse);
  return loaded;
}

}  // namespace rda::app

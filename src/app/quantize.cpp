// SPDX-License-Identifier: Apache-2.0
#include "workload/quantize.h"

#include <fmt/format.h>

#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "app/arguments.h"
#include "app/command.h"
#include "app/output.h"
#include "app/set_words.h"
#include "app/workload_text.h"
#include "base/statistics.h"
#include "base/tell.h"
#include "base/text.h"
#include "flow/inputs.h"
#include "json/overrides.h"
#include "rda/error.h"
#include "rda/workload.h"
#include "workload/arrays.h"
#include "workload/data.h"
#include "workload/layers.h"

namespace rda::app {
namespace {

namespace fs = std::filesystem;

struct Quantize {
  std::string workload, output;
  Format format = Format::int8;
  RowScales rows = RowScales::none;
  std::set<int> kept;
  DataOptions data;
  std::vector<std::string> sets;
  bool ignore_extra = false;
};

/// @throws UsageError  if it is no format of weights and operands
Format operand_format(const std::string& word) {
  std::vector<std::string_view> of_operands;
  for (const std::string_view name : names(Format{}))
    if (name != rda::word(Format::int32)) of_operands.push_back(name);
  if (std::ranges::find(of_operands, word) != of_operands.end())
    return to_enumerator<Format>("--to", word, "format");
  if (word == rda::word(Format::int32))
    throw UsageError("--to: int32 holds sums (int8 holds weights and operands)");
  throw UsageError(
      fmt::format("--to: {} is no format ({})", one_line(word), fmt::join(of_operands, " or ")));
}

void add_options(CLI::App& app, Quantize& o) {
  app.add_option("WORKLOAD", o.workload, "workload file or ONNX model")->required();
  app.add_option_function<std::string>(
         "--to", [&o](const std::string& word) { o.format = operand_format(word); },
         "format of weights and operands of products: fp32, bf16, fp16, fp8_e4m3, fp8_e5m2, int8")
      ->required();
  app.add_option_function<std::string>(
      "--rows",
      [&o](const std::string& word) {
        o.rows = to_enumerator<RowScales>("--rows", word, "kind of factor");
      },
      "factors of the rows of int8 weights: none, power_of_two, float");
  app.add_option_function<std::vector<std::string>>(
         "--keep",
         [&o](const std::vector<std::string>& words) {
           for (const std::string& word : words)
             o.kept.insert(static_cast<int>(to_integer("--keep", word, 0, 63)));
         },
         "number of a listed layer that keeps its formats; repeatable")
      ->allow_extra_args(false);
  app.add_option("-o,--output", o.output,
                 "write the workload as JSON to this file; it names the same files of data");
  add_weights(app, o.data);
  add_input(app, o.data);
  app.add_option("--set", o.sets, "another value of the workload, e.g. /steps=25; repeatable")
      ->allow_extra_args(false);
  app.add_flag("--ignore-extra", o.ignore_extra,
               "read files of data also if they have arrays that nothing reads");
}

void check_kept(const Quantize& o, const Workload& workload) {
  const auto count = static_cast<int>(workload::layers_of(workload).size());
  for (const int layer : o.kept) {
    if (!workload.layers.listed())
      throw UsageError(
          "--keep: the layers of this workload are equal, with one set of formats "
          "(a list of layers would be right)");
    if (layer >= count)
      throw UsageError(fmt::format("--keep: {} is no layer (0 to {})", layer, count - 1));
  }
}

/// The file as a workload file in the folder of --output names it.
std::string beside(const std::string& file, const std::string& output) {
  if (file.empty()) return {};
  const fs::path folder = fs::absolute(output).parent_path();
  return fs::absolute(file).lexically_normal().lexically_proximate(folder.lexically_normal());
}

std::string scales_text(const std::vector<workload::ChosenScale>& scales) {
  std::string text =
      fmt::format("{:<5} {:<18} {:>10} {:>10} {:>6} {:>10} {:>13}\n", "layer", "int8 tensors",
                  "values", "largest", "scale", "clipped", "signal/noise");
  for (const workload::ChosenScale& one : scales)
    text += fmt::format("{:<5} {:<18} {:>10} {:>10.4g} {:>6} {:>10} {:>13}\n",
                        one.layer < 0 ? "all" : std::to_string(one.layer), one.of, one.values,
                        one.largest, one.rows ? "rows" : std::to_string(one.scale), one.clipped,
                        one.noise > 0 ? fmt::format("{:.2f} dB", decibels(one.signal, one.noise))
                                      : std::string("exact"));
  return text;
}

}  // namespace

ExitCode quantize(Words words) {
  Quantize o;
  CLI::App app("Gives a workload other number formats, without training, and chooses scales.",
               "rdasim quantize");
  add_options(app, o);
  if (!parse(app, words)) return ExitCode::ok;
  if (!o.output.empty()) {
    if (ending_of(o.output) != ".json")
      throw UsageError("--output: " + one_line(o.output, 400) + " is no name of a .json file");
    check_output(o.output);
  }
  std::vector<Override> overrides = overrides_of(o.sets, {});
  json::reject_unknown(overrides, flow::known_knobs());
  add_overrides(o.data, o.workload, overrides);
  if (o.rows != RowScales::none && o.format != Format::int8)
    throw UsageError(
        fmt::format("--rows: {} has no scales (--to int8 would be right)", word(o.format)));
  const Workload workload = load_workload(o.workload, overrides);
  check_kept(o, workload);
  using enum workload::ExtraArrays;
  workload::check_data(workload, o.ignore_extra ? ignore : refuse_with_option);
  std::vector<std::string> inputs{o.workload};
  for (const auto& file : workload::data_files(workload)) inputs.push_back(file.string());
  refuse_same_file("--output", o.output, inputs);
  workload::Quantized made = workload::quantized(workload, o.format, o.kept, o.rows);
  if (!o.output.empty()) {
    made.workload.data = beside(made.workload.data, o.output);
    made.workload.inputs = beside(made.workload.inputs, o.output);
    write_output(o.output, workload_text(made.workload));
    tell(fmt::format("wrote {}\n", one_line(o.output, 300)));
  }
  tell_of_model(workload);
  print(made.scales.empty()
            ? fmt::format("weights and operands in {}, which has no scales\n", word(o.format))
            : scales_text(made.scales));
  return ExitCode::ok;
}

}  // namespace rda::app

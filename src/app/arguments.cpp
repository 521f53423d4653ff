// SPDX-License-Identifier: Apache-2.0
#include "app/arguments.h"

#include <fmt/format.h>

#include <CLI/Config.hpp>
#include <CLI/Error.hpp>
#include <CLI/Formatter.hpp>  // CLI::App needs its code, in one file of the program
#include <algorithm>
#include <array>
#include <charconv>
#include <filesystem>
#include <iterator>
#include <system_error>

#include "app/command_docs.h"
#include "app/help.h"
#include "app/output.h"
#include "app/set_words.h"
#include "app/sweep/find_point.h"
#include "base/tell.h"
#include "base/text.h"
#include "chip/chip_fields.h"
#include "json/extends.h"
#include "json/reader.h"
#include "sweep/simulator.h"
#include "workload/arrays.h"
#include "workload/data.h"
#include "workload/onnx_workload.h"
#include "workload/workload_fields.h"

namespace rda::app {
namespace {

/// An empty word is what a script makes of a variable it forgot to set.
void refuse_empty_values(const CLI::App& app) {
  for (const CLI::Option* option : app.get_options())
    if (!option->get_positional() &&
        std::ranges::find(option->results(), "") != option->results().end())
      throw UsageError(option->get_name() + ": needs a value that is not empty");
}

/// The options that name a file to write, of all commands that run.
constexpr std::array kOutputs{"--output", "--search-log", "--outputs", "--exact",
                              "--html",   "--power",      "--trace",   "--vcd"};

/// The value of an option that not every command has.
std::string value_of(const CLI::App& app, const std::string& name) {
  const CLI::Option* option = app.get_option_no_throw(name);
  return option && option->count() > 0 ? option->results().back() : "";
}

/// Whether an option given says what holds without it: the default, or that a flag is off. A --set
/// that says otherwise is refused.
bool says_nothing(const CLI::Option& option) {
  const std::vector<std::string>& words = option.results();
  if (option.get_items_expected_max() == 0) return words.back() == "false";
  return words == std::vector<std::string>{option.get_default_str()};
}

/// A word as a shell passes it on and CLI11 takes it for no option.
std::string spelled(const CLI::Option& option, const std::string& word) {
  const bool dashed = word.starts_with('-');
  if (option.get_positional()) return shell_quoted(dashed ? "./" + word : word);
  return "--" + option.get_lnames().front() + (dashed ? '=' : ' ') + shell_quoted(word);
}

/// A report cannot hold other text.
void require_utf8(const CLI::Option& option, const std::string& word) {
  if (!is_utf8(word))
    throw UsageError(fmt::format("{}: {} is not valid UTF-8", option.get_name(), one_line(word)));
}

/// Says which option of the command a word may have been meant to be.
[[noreturn]] void refuse_option(const CLI::App& app, const std::string& word) {
  std::vector<std::string> names;
  for (const CLI::Option* option : app.get_options())
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  throw UsageError(fmt::format("{}: unknown option{} (try {} --help)", one_line(word, 400),
                               did_you_mean(word, names), app.get_name()));
}

/// A misspelt option says more than what is missing because of it.
void refuse_unknown_options(const CLI::App& app, Words words) {
  for (const std::string& word : words) {
    if (word == "--") return;
    const std::string name = word.substr(0, word.find('='));
    if (name.starts_with("--") && !app.get_option_no_throw(name)) refuse_option(app, name);
  }
}

/// Says of the first word that the command does not know which option it may have been meant to be.
[[noreturn]] void refuse_extras(const CLI::App& app, const CLI::ExtrasError& error) {
  const std::vector<std::string> extras = app.remaining();
  if (extras.empty())
    throw UsageError(
        fmt::format("{} (try {} --help)", one_line(error.what(), 400), app.get_name()));
  const std::string word = extras.front().substr(0, extras.front().find('='));
  if (!word.starts_with('-'))
    throw UsageError(
        fmt::format("{}: one word too many (try {} --help)", one_line(word, 400), app.get_name()));
  refuse_option(app, word);
}

/// What CLI11 says of words that are too many or missing, in plain words.
std::string plain_words(const std::string& message) {
  if (const std::size_t most = message.find(": At Most 1 required but received");
      most != message.npos)
    return message.substr(0, most) + " is given more than once";
  constexpr std::string_view kMissing = ": 1 required ", kEnd = " missing";
  const std::size_t missing = message.find(kMissing);
  if (missing == message.npos || !message.ends_with(kEnd)) return message;
  return message.substr(0, missing) + " needs a value after it";
}

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

bool parse(CLI::App& app, Words words) {
  app.get_help_ptr()->description("print this help");
  if (words.size() == 1 && words.front() == kAskForOptions) answer_with_options(app);
  std::vector<std::string> reversed(words.rbegin(), words.rend());  // as CLI11 wants them
  try {
    app.parse(std::move(reversed));
  } catch (const CLI::CallForHelp&) {
    print(help_text(app));
    return false;
  } catch (const CLI::ExtrasError& error) {
    refuse_extras(app, error);
  } catch (const CLI::ParseError& error) {
    refuse_unknown_options(app, words);
    throw UsageError(fmt::format("{} (try {} --help)", one_line(plain_words(error.what()), 400),
                                 app.get_name()));
  }
  refuse_empty_values(app);
  return true;
}

std::string command_of(const CLI::App& app) {
  std::string command = app.get_name();
  for (const CLI::Option* option : app.get_options()) {
    if (option->get_group() == kNoInput || option->results().empty() || says_nothing(*option))
      continue;
    const bool flag = option->get_items_expected_max() == 0;
    for (const std::string& word : option->results()) {
      require_utf8(*option, word);
      command += ' ' + (flag ? "--" + option->get_lnames().front() : spelled(*option, word));
      if (flag) break;
    }
  }
  return command;
}

std::int64_t to_integer(const std::string& option, const std::string& word, std::int64_t lo,
                        std::int64_t hi) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
  if (error != std::errc() || end != word.data() + word.size() || value < lo || value > hi)
    throw UsageError(fmt::format("{}: {} is not an integer {}", option, one_line(word),
                                 hi == kLargestInteger ? fmt::format("of at least {}", lo)
                                                       : fmt::format("from {} to {}", lo, hi)));
  return value;
}

double to_real(const std::string& option, const std::string& word, double most) {
  double value = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
  if (error != std::errc() || end != word.data() + word.size() || !(value > 0) || value > most)
    throw UsageError(
        fmt::format("{}: {} is not a number above 0, up to {}", option, one_line(word), most));
  return value;
}

void add_inputs(CLI::App& app, InputOptions& inputs) {
  app.parse_complete_callback([&app, &inputs] {
    inputs.mapping_file = value_of(app, "--mapping-file");
    inputs.costs = value_of(app, "--costs");
    inputs.output = value_of(app, "--output");
    for (const char* name : kOutputs)
      if (const std::string file = value_of(app, name); !file.empty())
        inputs.outputs.emplace_back(name, file);
    if (!inputs.report_file.empty() || !inputs.point.empty()) return;
    if (inputs.chip_file.empty()) throw CLI::RequiredError("CHIP");
    if (inputs.workload_file.empty()) throw CLI::RequiredError("WORKLOAD");
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

/// Files are compared by what they are, so that no other spelling or link gets around it.
void refuse_same_file(const std::string& option, const std::string& output,
                      const std::vector<std::string>& files, std::string_view is) {
  if (output.empty() || output == "-") return;
  for (const std::string& file : files) {
    std::error_code differs;  // or does not exist yet
    if (!file.empty() && (output == file || std::filesystem::equivalent(output, file, differs)))
      throw UsageError(fmt::format("{}: {} {}", option, one_line(output, 400), is));
  }
}

void refuse_other_output(const CLI::App& app, const std::string& option, const std::string& file) {
  for (const char* other : kOutputs)
    if (other != option)
      refuse_same_file(option, file, {value_of(app, other)},
                       "is also the file of " + std::string(other));
}

void check_written(const CLI::App& app, const std::string& option, const std::string& file,
                   bool has_ending, std::string_view kind) {
  if (!has_ending)
    throw UsageError(fmt::format("{}: {} is no name of {}", option, one_line(file, 400), kind));
  refuse_other_output(app, option, file);
  check_output(file);
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
  if (workload::is_model(inputs.workload_file)) return files;
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
  workload::check_data(loaded.workload, inputs.ignore_extra       ? ignore
                                        : inputs.can_ignore_extra ? refuse_with_option
                                                                  : refuse);
  return loaded;
}

}  // namespace rda::app

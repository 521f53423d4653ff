// SPDX-License-Identifier: Apache-2.0
#include "app/arguments.h"

#include <fmt/format.h>

#include <CLI/Config.hpp>
#include <CLI/Error.hpp>
#include <CLI/Formatter.hpp>
#include <algorithm>
#include <charconv>
#include <filesystem>
#include <iterator>
#include <system_error>

#include "app/command_docs.h"
#include "app/output.h"
#include "base/text.h"

namespace rda::app {
namespace {

Override to_override(const std::string& word) {
  const std::size_t equals = word.find('=');
  if (equals == std::string::npos || word.empty() || word[0] != '/')
    throw UsageError("--set: " + one_line(word) +
                     " is not /json/pointer=value (e.g. /pcu/lanes=16)");
  return {word.substr(0, equals), word.substr(equals + 1)};
}

/// The seed comes last, so that it wins.
std::vector<Override> overrides_of(const InputOptions& inputs) {
  std::vector<Override> overrides;
  std::ranges::transform(inputs.sets, std::back_inserter(overrides), to_override);
  if (inputs.seed) overrides.push_back({"/seed", std::to_string(*inputs.seed)});
  return overrides;
}

/// An empty word is what a script makes of a variable it forgot to set.
void refuse_empty_values(const CLI::App& app) {
  for (const CLI::Option* option : app.get_options())
    if (!option->get_positional() &&
        std::ranges::find(option->results(), "") != option->results().end())
      throw UsageError(option->get_name() + ": needs a value that is not empty");
}

/// The value of an option that not every command has.
std::string value_of(const CLI::App& app, const std::string& name) {
  const CLI::Option* option = app.get_option_no_throw(name);
  return option && option->count() > 0 ? option->results().back() : "";
}

/// Whether an option given says what holds without it: the default, unless a --set says otherwise;
/// or that a flag is off.
bool says_nothing(const CLI::App& app, const CLI::Option& option) {
  const std::vector<std::string>& words = option.results();
  if (option.get_items_expected_max() == 0) return words.back() == "false";
  return words == std::vector<std::string>{option.get_default_str()} && app.count("--set") == 0;
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

}  // namespace

bool parse(CLI::App& app, Words words) {
  if (words.size() == 1 && words.front() == kAskForOptions) answer_with_options(app);
  std::vector<std::string> reversed(words.rbegin(), words.rend());  // as CLI11 wants them
  try {
    app.parse(std::move(reversed));
  } catch (const CLI::CallForHelp&) {
    print(wrapped(app.help(), 80, app.get_formatter()->get_column_width()));
    return false;
  } catch (const CLI::ParseError& error) {
    throw UsageError(
        fmt::format("{} (try {} --help)", one_line(error.what(), 400), app.get_name()));
  }
  refuse_empty_values(app);
  return true;
}

std::string command_of(const CLI::App& app) {
  std::string command = app.get_name();
  for (const CLI::Option* option : app.get_options()) {
    if (option->get_group() == kNoInput || option->results().empty() || says_nothing(app, *option))
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
    throw UsageError(
        fmt::format("{}: {} is not an integer from {} to {}", option, one_line(word), lo, hi));
  return value;
}

void add_inputs(CLI::App& app, InputOptions& inputs) {
  app.parse_complete_callback([&app, &inputs] {
    inputs.mapping_file = value_of(app, "--mapping-file");
    inputs.output = value_of(app, "--output");
    inputs.search_log = value_of(app, "--search-log");
    inputs.values = value_of(app, "--outputs");
    if (!inputs.report_file.empty()) return;
    if (inputs.chip_file.empty()) throw CLI::RequiredError("CHIP");
    if (inputs.workload_file.empty()) throw CLI::RequiredError("WORKLOAD");
  });
  app.add_option("CHIP", inputs.chip_file, "chip file, e.g. configs/plasticine_rnn.json")
      ->required();
  app.add_option("WORKLOAD", inputs.workload_file, "workload file")->required();
  app.add_option(
         "--set", inputs.sets,
         "/json/pointer=value: override a value of chip, workload or mapping options; repeatable")
      ->allow_extra_args(false);
  app.add_option_function<std::string>(
         "--seed",
         [&inputs](const std::string& word) { inputs.seed = to_integer("--seed", word, 0); },
         "seed of placement")
      ->default_str("1");
}

void add_from(CLI::App& app, InputOptions& inputs) {
  CLI::Option* from =
      app.add_option("--from", inputs.report_file,
                     "repeat the run of this report (run -o); its inputs stand for CHIP, WORKLOAD "
                     "and all options of the result");
  for (CLI::Option* option : app.get_options())
    if (option != from && option != app.get_help_ptr() && option->get_group() != kNoInput)
      from->excludes(option->required(false));
}

/// Files are compared by what they are, so that no other spelling or link gets around it.
void refuse_input_as_output(const InputOptions& inputs, const std::string& data) {
  for (const auto& [option, output] :
       {std::pair("--output", inputs.output), std::pair("--search-log", inputs.search_log),
        std::pair("--outputs", inputs.values)})
    for (const std::string& input :
         {inputs.chip_file, inputs.workload_file, inputs.mapping_file, inputs.report_file, data}) {
      std::error_code differs;
      if (!output.empty() && output != "-" && !input.empty() &&
          std::filesystem::equivalent(output, input, differs))
        throw UsageError(fmt::format("{}: {} is an input", option, one_line(output, 400)));
    }
}

flow::Inputs load(const InputOptions& inputs) {
  refuse_input_as_output(inputs, "");
  flow::Inputs loaded = flow::load(inputs.chip_file, inputs.workload_file, overrides_of(inputs));
  refuse_input_as_output(inputs, loaded.workload.data);
  return loaded;
}

}  // namespace rda::app

// SPDX-License-Identifier: Apache-2.0
#include "app/explain_shrink.h"

#include <algorithm>
#include <iterator>
#include <string_view>

#include "base/text.h"
#include "json/overrides.h"
#include "json/writer.h"

namespace rda::app {
namespace {

constexpr std::string_view kSet = "--set";

/// Each mapping option that is not what it is by default, as a word of --set: they leave the run no
/// choice, whatever the words of this command left to a search.
std::vector<std::string> words_of(const MappingOptions& options) {
  const json::Value value = json::to_value(options), usual = json::to_value(MappingOptions{});
  std::vector<std::string> words;
  for (const auto& [key, option] : value.get<json::Value::Object>()) {
    if (option == usual.get<json::Value::Object>().at(key)) continue;
    const auto* word = option.get_if<std::string>();
    words.push_back(json::child("", key) + '=' + (word ? *word : json::dump_line(option)));
  }
  return words;
}

/// The words of --set that the smaller chip leaves as they were given.
std::vector<std::string> kept_words(const InputOptions& words, const shrink::Shrunk& shrunk) {
  const auto is_kept = [&](const std::string& word) {
    const std::string pointer = word.substr(0, word.find('='));
    const auto is_it = [&](const shrink::Lowered& row) { return row.change.pointer == pointer; };
    return !json::owns<MappingOptions>(pointer) && std::ranges::none_of(shrunk.rows, is_it);
  };
  std::vector<std::string> kept;
  std::ranges::copy_if(words.sets, std::back_inserter(kept), is_kept);
  return kept;
}

/// Words as a shell takes them, with the value of each --set behind it.
std::vector<std::string> parts_of_command(const std::vector<std::string>& words) {
  std::vector<std::string> parts;
  for (const std::string& word : words)
    if (!parts.empty() && parts.back() == kSet)
      parts.back() += ' ' + shell_quoted(word);
    else
      parts.push_back(shell_quoted(word));
  return parts;
}

}  // namespace

void add_shrink(CLI::App& app, ShrinkOptions& options) {
  app.add_flag(
      "--shrink", options.asked,
      "also print how far each knob that costs area can be lowered with the same cycles, and what "
      "that saves, which takes about 60 runs");
  add_cost_options(app, options.costs, false);
}

void check_shrink(const ShrinkOptions& options, const InputOptions& inputs) {
  if (!options.asked && options.costs.given)
    throw UsageError("--costs, --node and --volts: only with --shrink");
  if (!options.asked) return;
  if (!inputs.mapping_file.empty())
    throw UsageError("--shrink: --mapping-file leaves nothing to map anew for a smaller chip");
  if (!inputs.point.empty())
    throw UsageError("--shrink: --point takes no --set (give the chip and workload as files)");
  refuse_same_file("--output", inputs.output, {options.costs.file});
}

std::vector<std::string> command_of(const shrink::Shrunk& shrunk, const InputOptions& words,
                                    const CostChoice& costs, const MappingOptions& options) {
  if (shrunk.rows.empty()) return {};
  std::vector<std::string> command{"rdasim", "run", words.chip_file, words.workload_file};
  const std::vector<std::string> estimate = words_of(costs);
  command.insert(command.end(), estimate.begin(), estimate.end());
  if (words.ignore_extra) command.emplace_back("--ignore-extra");
  for (const auto& sets : {kept_words(words, shrunk), words_of(options), shrunk.set})
    for (const std::string& set : sets) command.insert(command.end(), {std::string(kSet), set});
  return command;
}

std::string shrink_text(const shrink::Shrunk& shrunk) {
  if (shrunk.command.empty()) return to_text(shrunk);
  return to_text(shrunk) + "\nthe smaller chip, run for itself:\n" +
         continued(parts_of_command(shrunk.command), 4);
}

}  // namespace rda::app

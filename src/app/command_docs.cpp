// SPDX-License-Identifier: Apache-2.0
#include "app/command_docs.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <functional>
#include <map>
#include <span>
#include <string_view>

#include "app/sweep/sweep.h"
#include "rda/check.h"

namespace rda::app {
namespace {

/// What a command's parser says of its options. Like CLI11's call for help it is thrown, so that a
/// command needs no second way in.
struct OptionsAsked {
  std::vector<OptionDoc> options;
};

std::vector<std::string> choices(std::string_view meaning) {
  constexpr std::string_view kBegin = "one of: ";
  std::vector<std::string> all;
  if (!meaning.starts_with(kBegin)) return all;
  meaning.remove_prefix(kBegin.size());
  while (true) {
    const std::size_t comma = meaning.find(", ");
    all.emplace_back(meaning.substr(0, comma));
    if (comma == meaning.npos) return all;
    meaning.remove_prefix(comma + 2);
  }
}

/// What follows an option, where its name does not say it.
std::string value_word(const std::string& name) {
  static const std::map<std::string, std::string, std::less<>> kWords{
      {"-j", "N"},
      {"-n", "N"},
      {"--cache-dir", "DIR"},
      {"--chip", "CHIP"},
      {"--chunk", "SECONDS"},
      {"--case", "GLOB"},
      {"--columns", "NAMES"},
      {"--costs", "FILE"},
      {"--csv", "FILE"},
      {"--from", "REPORT"},
      {"--jobs", "N"},
      {"--html", "FILE"},
      {"--json", "FILE"},
      {"--junit", "FILE"},
      {"--label", "KNOBS"},
      {"--latex", "FILE"},
      {"--by", "KNOBS"},
      {"--mapping", "POLICY"},
      {"--mapping-file", "FILE"},
      {"--markdown", "FILE"},
      {"--max-array", "N"},
      {"--max-cycles", "N"},
      {"--at-once", "N"},
      {"--memory-mb", "N"},
      {"--output", "FILE"},
      {"--search-budget", "N"},
      {"--search-log", "FILE"},
      {"--seed", "N"},
      {"--seeds", "N"},
      {"--set", "/POINTER=VALUE"},
      {"--shard", "I/N"},
      {"--sqlite", "FILE"},
      {"--step", "N"},
      {"--store", "DIR"},
      {"--svg", "FILE"},
      {"--test-every", "N"},
      {"--timeout", "SECONDS"},
      {"--trace", "FILE"},
      {"--trace-cycles", "N"},
      {"--trained", "FILE"},
      {"--trace-from", "CYCLE"},
      {"--trace-max-mb", "N"},
      {"--trace-units", "UNITS"},
      {"--vcd", "FILE"},
      {"--vcd-units", "UNITS"},
      {"--verify-steps", "N"},
      {"--fail-over", "RATIO"},
      {"--figure", "NAME=EXPRESSION"},
      {"--why", "REASON"},
      {"--measured", "KEY=VALUE,..."},
      {"--summary", "FILE"},
      {"--classes", "FILE"},
      {"--workload", "FILE"},
      {"--gpu", "SOURCE"},
      {"--leave-out", "NAMES"},
      {"--allow-different", "NAMES"},
      {"--worst", "N"},
      {"--keep", "LAYER"},
      {"--mem", "SIZE"},
      {"--across", "WAY"},
      {"--against", "REPORT"},
      {"--max-points", "N"},
      {"--outputs", "FILE"},
      {"--power", "FILE"},
      {"--tap", "STATE"},
      {"--to", "FORMAT"},
      {"--trace-counters", "N"},
      {"--trace-flows", "N"},
      {"--input", "FILE"},
      {"--weights", "FILE"},
      {"--exact", "FILE"},
      {"--expected", "FILE"},
      {"--tolerance", "DIFFERENCE"},
      {"--x", "METRIC"},
      {"--y", "METRIC"},
      {"--minimize", "METRIC"},
      {"--maximize", "METRIC"},
      {"--sensitivity", "METRIC"},
      {"--run-arg", "OPTION"},
      {"--sbatch-arg", "OPTION"},
      {"--seconds-per-point", "SECONDS"}};
  if (const auto word = kWords.find(name); word != kWords.end()) return word->second;
  std::string word = name.substr(name.rfind('-') + 1);
  std::ranges::transform(word, word.begin(),
                         [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return word;
}

/// The meaning, and the default unless the meaning names it.
std::string meaning_of(const CLI::Option& option) {
  const std::string meaning = option.get_description(), usual = option.get_default_str();
  if (usual.empty() || meaning.find("default") != meaning.npos) return meaning;
  return fmt::format("{} (default {})", meaning, usual == "-" ? "stdout" : usual);
}

OptionDoc doc_of(const CLI::Option& option) {
  OptionDoc doc;
  doc.positional = option.get_positional();
  if (doc.positional) doc.names.push_back(option.get_name(true));
  for (const std::string& letter : option.get_snames()) doc.names.push_back('-' + letter);
  for (const std::string& name : option.get_lnames()) doc.names.push_back("--" + name);
  if (!doc.positional && option.get_items_expected_max() > 0)
    doc.value = value_word(doc.names.back());
  doc.meaning = meaning_of(option);
  doc.no_input = option.get_group() == kNoInput;
  doc.choices = choices(option.get_description());
  return doc;
}

CommandDoc doc_of(const Command& command, const std::string& before) {
  CommandDoc doc{before + std::string(command.name),
                 before + std::string(command.synopsis),
                 std::string(command.summary),
                 {}};
  try {
    command.run(std::span(&kAskForOptions, 1));
  } catch (OptionsAsked& asked) {
    doc.options = std::move(asked.options);
    return doc;
  }
  throw InternalError("rdasim " + doc.name + " does not say what its options are");
}

}  // namespace

void answer_with_options(const CLI::App& app) { throw OptionsAsked{option_docs(app)}; }

std::vector<OptionDoc> option_docs(const CLI::App& app) {
  std::vector<OptionDoc> options;
  for (const CLI::Option* option : app.get_options()) options.push_back(doc_of(*option));
  return options;
}

const Command* command_named(std::string_view name) {
  constexpr std::string_view kSweep = "sweep ";
  const std::span<const Command> all = name.starts_with(kSweep) ? sweep_verbs() : commands();
  if (name.starts_with(kSweep)) name.remove_prefix(kSweep.size());
  const auto found = std::ranges::find(all, name, &Command::name);
  return found == all.end() ? nullptr : &*found;
}

std::vector<CommandDoc> command_docs() {
  std::vector<CommandDoc> docs;
  for (const Command& command : commands()) {
    if (command.run != sweep) {
      docs.push_back(doc_of(command, ""));
      continue;
    }
    for (const Command& verb : sweep_verbs()) docs.push_back(doc_of(verb, "sweep "));
  }
  return docs;
}

}  // namespace rda::app

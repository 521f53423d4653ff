// SPDX-License-Identifier: Apache-2.0
#include "app/command_docs.h"

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

OptionDoc doc_of(const CLI::Option& option) {
  OptionDoc doc;
  doc.positional = option.get_positional();
  if (doc.positional) doc.names.push_back(option.get_name(true));
  for (const std::string& letter : option.get_snames()) doc.names.push_back('-' + letter);
  for (const std::string& name : option.get_lnames()) doc.names.push_back("--" + name);
  if (!doc.positional && option.get_items_expected_max() > 0) doc.value = option.get_type_name();
  doc.meaning = option.get_description();
  doc.default_value = option.get_default_str();
  doc.choices = choices(doc.meaning);
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

void answer_with_options(const CLI::App& app) {
  OptionsAsked asked;
  for (const CLI::Option* option : app.get_options()) asked.options.push_back(doc_of(*option));
  throw asked;
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

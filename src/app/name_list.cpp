// SPDX-License-Identifier: Apache-2.0
#include "app/name_list.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "rda/error.h"

namespace rda::app {
namespace {

/// What stands between commas, but for those within parentheses: max(lanes, banks) is one name.
std::vector<std::string> listed_in(const std::string& word) {
  std::vector<std::string> parts{""};
  int depth = 0;
  for (const char letter : word) {
    depth += letter == '(' ? 1 : letter == ')' ? -1 : 0;
    if (letter == ',' && depth <= 0)
      parts.emplace_back();
    else
      parts.back() += letter;
  }
  return parts;
}

void add(const std::string& option, const std::string& word, std::vector<std::string>& names) {
  for (const std::string& part : listed_in(word)) {
    const std::string name = trimmed(part);
    if (name.empty())
      throw UsageError(fmt::format("{}: {} has an empty name (names with a comma between them)",
                                   option, one_line(word)));
    if (std::ranges::find(names, name) != names.end())
      throw UsageError(fmt::format("{}: {} is given twice", option, one_line(name)));
    names.push_back(name);
  }
}

}  // namespace

void add_names(CLI::App& app, const std::string& option, std::vector<std::string>& names,
               const std::string& meaning) {
  app.add_option_function<std::vector<std::string>>(
         option,
         [&names, option](const std::vector<std::string>& words) {
           for (const std::string& word : words)
             if (!word.empty()) add(option, word, names);  // parse() refuses the empty word
         },
         meaning)
      ->allow_extra_args(false);
}

}  // namespace rda::app

// SPDX-License-Identifier: Apache-2.0
#include "app/help.h"

#include <fmt/format.h>

#include <functional>
#include <vector>

#include "app/command_docs.h"
#include "app/examples.h"
#include "base/text.h"

namespace rda::app {
namespace {

constexpr std::size_t kColumn = 26;
constexpr std::string_view kProgram = "rdasim ";

/// "  --seed N" and its meaning beside it, or below if it is long.
std::string entry(const OptionDoc& option) {
  std::string left = "  " + join(option.names, ", ");
  if (!option.value.empty()) left += ' ' + option.value;
  const bool beside = left.size() + 2 <= kColumn;
  left.resize(beside ? kColumn : left.size(), ' ');
  if (!beside) left += '\n' + std::string(kColumn, ' ');
  return wrapped(left + option.meaning + '\n', kScreenColumns, kColumn);
}

std::string entries(std::string_view title, const std::vector<OptionDoc>& options,
                    const std::function<bool(const OptionDoc&)>& belongs) {
  std::string text;
  for (const OptionDoc& option : options)
    if (belongs(option)) text += entry(option);
  return text.empty() ? "" : fmt::format("\n{}{}", title, text);
}

}  // namespace

std::string help_text(const CLI::App& app) {
  std::string name = app.get_name();
  if (name.starts_with(kProgram)) name.erase(0, kProgram.size());
  const Command* command = command_named(name);
  const std::string before = name.starts_with("sweep ") ? "sweep " : "";
  std::string text = wrapped(app.get_description() + "\n\n", kScreenColumns, 0);
  if (command)
    text += wrapped(fmt::format("  rdasim {}{}\n", before, command->synopsis), kScreenColumns, 6);
  const std::vector<OptionDoc> options = option_docs(app);
  text += entries("", options, [](const OptionDoc& o) { return o.positional; });
  text += entries("Options:\n", options,
                  [](const OptionDoc& o) { return !o.positional && !o.no_input; });
  text += entries(fmt::format("{}:\n", kNoInput), options,
                  [](const OptionDoc& o) { return !o.positional && o.no_input; });
  const std::string examples = examples_text(name);
  return examples.empty() ? text : text + '\n' + examples;
}

}  // namespace rda::app

// SPDX-License-Identifier: Apache-2.0
#include "app/derived_figures.h"

#include <fmt/format.h>

#include <algorithm>

namespace rda::app {
namespace {

sweep::NamedExpression to_figure(const std::string& word) {
  const std::size_t equals = std::min(word.find('='), word.size());
  const std::string name = trimmed(word.substr(0, equals));
  if (equals == word.size() || !sweep::is_name(name))
    throw UsageError(
        fmt::format("--figure: {} is not NAME = EXPRESSION (e.g. \"density = tflops_effective / "
                    "area\"; a name has letters, digits and _)",
                    one_line(word)));
  const std::string expression = trimmed(word.substr(equals + 1));
  check_expression("--figure " + name, expression);
  return {name, expression};
}

}  // namespace

void add_figures(CLI::App& app, std::vector<sweep::NamedExpression>& figures) {
  app.add_option_function<std::vector<std::string>>(
         "--figure",
         [&figures](const std::vector<std::string>& words) {
           for (const std::string& word : words) {
             if (word.empty()) continue;  // parse() refuses it
             sweep::NamedExpression figure = to_figure(word);
             if (std::ranges::find(figures, figure.name, &sweep::NamedExpression::name) !=
                 figures.end())
               throw UsageError(fmt::format("--figure: {} is given twice", figure.name));
             figures.push_back(std::move(figure));
           }
         },
         "figure worked out of others and knobs, NAME = EXPRESSION, e.g. --figure \"density = "
         "tflops_effective / area\"; may use those before it; repeatable")
      ->allow_extra_args(false);
}

void check_expression(const std::string& option, const std::string& word) {
  try {
    sweep::require_expression(option, word);
  } catch (const ConfigError& error) {
    throw UsageError(error.what());
  }
}

void refuse_unused(const sweep::Measures& measures, const std::string& what) {
  const std::vector<std::string> unused = measures.unused();
  if (!unused.empty())
    throw UsageError(fmt::format("--figure: no {} needs {}", what, join(unused, ", ")));
}

}  // namespace rda::app

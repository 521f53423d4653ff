// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <string_view>

#include "app/arguments.h"

namespace rda::app {

/// Formats of a result that is a table.
enum class TableFormat { text, json, csv, md, latex };
constexpr std::array<std::string_view, 5> names(TableFormat) {
  return {"text", "json", "csv", "md", "latex"};
}

/// What check_output() knows the format by.
constexpr std::string_view format_name(TableFormat format) {
  constexpr std::array<std::string_view, 5> kNames{"text", "JSON", "CSV", "Markdown", "LaTeX"};
  return kNames[static_cast<std::size_t>(format)];
}

/// Adds --format.
inline void add_format(CLI::App& app, TableFormat& format) {
  app.add_option_function<std::string>(
         "--format",
         [&format](const std::string& word) {
           format = to_enumerator<TableFormat>("--format", word, "format");
         },
         "text, json, csv, md (Markdown) or latex (tables for the package booktabs)")
      ->default_str("text");
}

}  // namespace rda::app

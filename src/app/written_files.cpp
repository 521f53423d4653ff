// SPDX-License-Identifier: Apache-2.0
#include "app/written_files.h"

#include <fmt/format.h>

#include <filesystem>
#include <system_error>

#include "app/command.h"
#include "app/output.h"
#include "base/text.h"

namespace rda::app {

std::string given_value(const CLI::App& app, const std::string& name) {
  const CLI::Option* option = app.get_option_no_throw(name);
  return option && option->count() > 0 ? option->results().back() : "";
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
      refuse_same_file(option, file, {given_value(app, other)},
                       "is also the file of " + std::string(other));
}

void check_written(const CLI::App& app, const std::string& option, const std::string& file,
                   bool has_ending, std::string_view kind) {
  if (!has_ending)
    throw UsageError(fmt::format("{}: {} is no name of {}", option, one_line(file, 400), kind));
  refuse_other_output(app, option, file);
  check_output(file);
}

}  // namespace rda::app

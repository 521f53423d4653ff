// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <CLI/App.hpp>
#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace rda::app {

/// The options that name a file to write, of all commands that run.
inline constexpr std::array kOutputs{"--output", "--search-log", "--outputs", "--exact",
                                     "--html",   "--power",      "--trace",   "--vcd"};

/// The value of an option that not every command has; empty if it is not given.
std::string given_value(const CLI::App& app, const std::string& name);

/// @throws UsageError  if the output of an option is one of these files, by whatever name: it `is`
/// what they are
void refuse_same_file(const std::string& option, const std::string& output,
                      const std::vector<std::string>& files, std::string_view is = "is an input");

/// @throws UsageError  if another option of the command writes the file of this one, too
void refuse_other_output(const CLI::App& app, const std::string& option, const std::string& file);

/// Checks before a run the file that an option writes.
/// @param has_ending  whether its name ends as it must, and `kind` what it is: "an .html file"
/// @throws UsageError (another ending, the file of another option), OutputError (as check_output())
void check_written(const CLI::App& app, const std::string& option, const std::string& file,
                   bool has_ending, std::string_view kind);

}  // namespace rda::app

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fmt/format.h>

#include <CLI/App.hpp>
#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/command.h"
#include "app/data_choice.h"
#include "base/text.h"
#include "flow/inputs.h"
#include "rda/conditions.h"

namespace rda::app {

inline constexpr std::int64_t kLargestInteger = 9007199254740991;  // exact in JSON everywhere

/// Group of the options that have no say in the result: engine, cache, where to write.
inline constexpr const char* kNoInput = "Options that change nothing in the result";

/// The words after `rdasim` that give the same result, without those that have no say in it or say
/// what holds without them. @throws UsageError  if a word is not UTF-8
std::string command_of(const CLI::App& app);

/// Parses a command's words. @return false if they asked for --help, which is then printed
/// @throws UsageError  in one line
bool parse(CLI::App& app, Words words);

/// The integer that an option's word spells. @throws UsageError  naming option and range
std::int64_t to_integer(const std::string& option, const std::string& word, std::int64_t lo,
                        std::int64_t hi = kLargestInteger);

/// The number above 0 that an option's word spells. @throws UsageError  naming option and range
double to_real(const std::string& option, const std::string& word, double most);

/// The enumerator that an option's word names. @throws UsageError  naming option and choices
template <class Enum>
Enum to_enumerator(const std::string& option, const std::string& word, std::string_view what) {
  const auto all = names(Enum{});
  const auto found = std::ranges::find(all, word);
  if (found != all.end()) return static_cast<Enum>(found - all.begin());
  throw UsageError(
      fmt::format("{}: {} is no {} ({})", option, one_line(word), what, fmt::join(all, " or ")));
}

/// What run and map have in common: chip, workload, overrides, seed.
struct InputOptions {
  std::string chip_file, workload_file;
  std::string report_file;  ///< instead of all others: the run of this report
  std::string point;        ///< instead of all others: "points.jsonl:17", a point of a sweep
  /// Noted from --mapping-file, --costs and --output, if there are any.
  std::string mapping_file, costs, output;
  /// Noted: the options that name a file to write, with the file, as far as they are given.
  std::vector<std::pair<std::string, std::string>> outputs;
  std::vector<std::string> sets;
  DataOptions data;
  std::optional<std::int64_t> seed;
  bool ignore_extra = false;      ///< arrays of the data file that nothing reads
  bool can_ignore_extra = false;  ///< whether the command has --ignore-extra
};
void add_inputs(CLI::App& app, InputOptions& inputs);

/// Adds --point, which stands for CHIP, WORKLOAD and the options added so far that are not
/// kNoInput.
void add_point(CLI::App& app, InputOptions& inputs);

/// Adds --from, which stands for CHIP, WORKLOAD and the options added so far that are not kNoInput.
void add_from(CLI::App& app, InputOptions& inputs);

/// @throws UsageError  if an output of the command is one of its inputs, or `data`
void refuse_input_as_output(const InputOptions& inputs, const std::string& data);

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

/// Loads what they name. @throws UsageError (an override without '='; an output that is one of the
/// inputs), ConfigError (as flow::load() does)
/// @param of_point  if given and --point names a point: becomes its conditions
flow::Inputs load(const InputOptions& inputs, Conditions* of_point = nullptr);

}  // namespace rda::app

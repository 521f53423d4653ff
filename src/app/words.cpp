// SPDX-License-Identifier: Apache-2.0
#include "app/words.h"

#include <CLI/Config.hpp>
#include <CLI/Error.hpp>
#include <CLI/Formatter.hpp>  // CLI::App needs its code, in one file of the program
#include <charconv>
#include <system_error>
#include <utility>

#include "app/command_docs.h"
#include "app/help.h"
#include "app/output.h"

namespace rda::app {
namespace {

/// An empty word is what a script makes of a variable it forgot to set.
void refuse_empty_values(const CLI::App& app) {
  for (const CLI::Option* option : app.get_options())
    if (!option->get_positional() &&
        std::ranges::find(option->results(), "") != option->results().end())
      throw UsageError(option->get_name() + ": needs a value that is not empty");
}

/// Whether an option given says what holds without it: the default, or that a flag is off. A --set
/// that says otherwise is refused.
bool says_nothing(const CLI::Option& option) {
  const std::vector<std::string>& words = option.results();
  if (option.get_items_expected_max() == 0) return words.back() == "false";
  return words == std::vector<std::string>{option.get_default_str()};
}

/// A word as a shell passes it on and CLI11 takes it for no option.
std::string spelled(const CLI::Option& option, const std::string& word) {
  const bool dashed = word.starts_with('-');
  if (option.get_positional()) return shell_quoted(dashed ? "./" + word : word);
  return "--" + option.get_lnames().front() + (dashed ? '=' : ' ') + shell_quoted(word);
}

/// A report cannot hold other text.
void require_utf8(const CLI::Option& option, const std::string& word) {
  if (!is_utf8(word))
    throw UsageError(fmt::format("{}: {} is not valid UTF-8", option.get_name(), one_line(word)));
}

/// Says which option of the command a word may have been meant to be.
[[noreturn]] void refuse_option(const CLI::App& app, const std::string& word) {
  std::vector<std::string> names;
  for (const CLI::Option* option : app.get_options())
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  throw UsageError(fmt::format("{}: unknown option{} (try {} --help)", one_line(word, 400),
                               did_you_mean(word, names), app.get_name()));
}

/// A misspelt option says more than what is missing because of it.
void refuse_unknown_options(const CLI::App& app, Words words) {
  for (const std::string& word : words) {
    if (word == "--") return;
    const std::string name = word.substr(0, word.find('='));
    if (name.starts_with("--") && !app.get_option_no_throw(name)) refuse_option(app, name);
  }
}

/// "--set /pcu/lanes 8" was meant to be "--set /pcu/lanes=8".
void refuse_blank_in_set(Words words) {
  for (std::size_t i = 0; i + 2 < words.size(); ++i) {
    const std::string &pointer = words[i + 1], &value = words[i + 2];
    if (words[i] != "--set" || !pointer.starts_with('/') || pointer.find('=') != pointer.npos ||
        value.starts_with("--"))
      continue;
    throw UsageError(fmt::format("--set {0} {1}: has a blank (write --set {0}={1})",
                                 one_line(pointer, 400), one_line(value, 400)));
  }
}

/// Says of the first word that the command does not know which option it may have been meant to be.
[[noreturn]] void refuse_extras(const CLI::App& app, const CLI::ExtrasError& error) {
  const std::vector<std::string> extras = app.remaining();
  if (extras.empty())
    throw UsageError(
        fmt::format("{} (try {} --help)", one_line(error.what(), 400), app.get_name()));
  const std::string word = extras.front().substr(0, extras.front().find('='));
  if (!word.starts_with('-'))
    throw UsageError(
        fmt::format("{}: one word too many (try {} --help)", one_line(word, 400), app.get_name()));
  refuse_option(app, word);
}

/// What CLI11 says of words that are too many or missing, in plain words.
std::string plain_words(const std::string& message) {
  if (const std::size_t most = message.find(": At Most 1 required but received");
      most != message.npos)
    return message.substr(0, most) + " is given more than once";
  constexpr std::string_view kMissing = ": 1 required ", kEnd = " missing";
  const std::size_t missing = message.find(kMissing);
  if (missing == message.npos || !message.ends_with(kEnd)) return message;
  return message.substr(0, missing) + " needs a value after it";
}

}  // namespace

bool parse(CLI::App& app, Words words) {
  app.get_help_ptr()->description("print this help");
  if (words.size() == 1 && words.front() == kAskForOptions) answer_with_options(app);
  std::vector<std::string> reversed(words.rbegin(), words.rend());  // as CLI11 wants them
  try {
    app.parse(std::move(reversed));
  } catch (const CLI::CallForHelp&) {
    print(help_text(app));
    return false;
  } catch (const CLI::ExtrasError& error) {
    refuse_blank_in_set(words);
    refuse_extras(app, error);
  } catch (const CLI::ParseError& error) {
    refuse_unknown_options(app, words);
    refuse_blank_in_set(words);
    throw UsageError(fmt::format("{} (try {} --help)", one_line(plain_words(error.what()), 400),
                                 app.get_name()));
  }
  refuse_empty_values(app);
  return true;
}

std::string command_of(const CLI::App& app) {
  std::string command = app.get_name();
  for (const CLI::Option* option : app.get_options()) {
    if (option->get_group() == kNoInput || option->results().empty() || says_nothing(*option))
      continue;
    const bool flag = option->get_items_expected_max() == 0;
    for (const std::string& word : option->results()) {
      require_utf8(*option, word);
      command += ' ' + (flag ? "--" + option->get_lnames().front() : spelled(*option, word));
      if (flag) break;
    }
  }
  return command;
}

std::int64_t to_integer(const std::string& option, const std::string& word, std::int64_t lo,
                        std::int64_t hi) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
  if (error != std::errc() || end != word.data() + word.size() || value < lo || value > hi)
    throw UsageError(fmt::format("{}: {} is not an integer {}", option, one_line(word),
                                 hi == kLargestInteger ? fmt::format("of at least {}", lo)
                                                       : fmt::format("from {} to {}", lo, hi)));
  return value;
}

double to_real(const std::string& option, const std::string& word, double most) {
  double value = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
  if (error != std::errc() || end != word.data() + word.size() || !(value > 0) || value > most)
    throw UsageError(
        fmt::format("{}: {} is not a number above 0, up to {}", option, one_line(word), most));
  return value;
}

}  // namespace rda::app

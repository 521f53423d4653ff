// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <exception>
#include <string>
#include <vector>

#include "rda/error.h"

namespace rda {

/// Runs checks of an input one after the other and throws at the end what all of them found, so
/// that people can mend everything at once.
class Gather {
 public:
  /// Problems of one error that are kept.
  static constexpr std::size_t kMost = 100;

  /// Runs a check. Keeps a bad input for the end; any other error ends everything.
  template <class Check>
  void operator()(const Check& check) {
    try {
      check();
    } catch (const Error& error) {
      if (error.exit_code != ExitCode::bad_input) throw;
      keep(error);
    }
  }

  bool found() const { return first_ != nullptr; }

  /// @throws Error  the first one that was kept, as the type it had; `further` has the others
  void raise() const {
    if (!first_) return;
    try {
      std::rethrow_exception(first_);
    } catch (Error& error) {
      error.further = further_;
      throw;
    }
  }

 private:
  /// Requires that `error` is being handled. One cause may be found in two ways: equal lines count
  /// once.
  void keep(const Error& error) {
    if (first_) {
      add(error.what());
    } else {
      first_ = std::current_exception();
      first_line_ = error.what();
    }
    for (const std::string& line : error.further) add(line);
  }

  void add(const std::string& line) {
    const bool is_new = line != first_line_ && std::ranges::find(further_, line) == further_.end();
    if (is_new && further_.size() + 1 < kMost) further_.push_back(line);
  }

  std::exception_ptr first_;
  std::string first_line_;
  std::vector<std::string> further_;
};

/// Gives an error what else was wrong in the error that it replaces, each line as `say` puts it.
template <class Named, class Say>
Named with_further(Named named, const Error& replaced, const Say& say) {
  for (const std::string& line : replaced.further) named.further.push_back(say(line));
  return named;
}

}  // namespace rda

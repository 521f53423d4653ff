// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cerrno>
#include <map>
#include <string>
#include <vector>

#include "cli/support_sweep.h"

namespace rda::faults {

using Words = std::vector<std::string>;
using Files = std::map<std::string, std::string>;  ///< bytes by path

/// What happens to a program's calls that change files (tests/faults/fail_write.cpp).
struct Fault {
  long at = 0;           ///< which call of all fails, from 1; 0: none
  int why = ENOSPC;      ///< what the system says; 0: the process is killed at that call
  bool onwards = false;  ///< all later calls fail as well
};

/// What the program did, and how it was disturbed.
struct Disturbed {
  cli::Outcome outcome;
  long calls = 0;      ///< calls that change files, in all processes
  std::string failed;  ///< the first that failed, e.g. "write /tmp/x/report.json\n"
};

/// A command that writes files, and the folder in which it does.
struct Case {
  std::string folder;
  Words command;
  std::vector<std::string> named;  ///< a failure names one of these
  int code = 0;                    ///< exit code of the undisturbed command
  bool only_full_disk = false;     ///< of the kinds of faults, for commands that take long
  bool own_words = false;          ///< a library says in words of its own what the system said
  Files before = {};               ///< what the folder holds before the command, by path in it
};

/// Tests of commands whose calls of the system fail.
class Faults : public cli::SweepCli {
 protected:
  /// Runs the program; calls that change files below `folder` are disturbed.
  Disturbed disturbed(const std::string& folder, const Words& words, const Fault& fault) const;

  /// Lets each call of the command that changes a file fail, each call and all later ones, and
  /// kills the program at each. Expects that the failure is told with code 74, or changed nothing;
  /// that each file is the old one or the new one as a whole; and that the command, given again,
  /// makes what the undisturbed one made.
  void expect_all_or_nothing(const Case& c) const;
};

/// Empties a folder, or makes it, and fills it.
void refill(const std::string& folder, const Files& files);

/// All files below a folder, by their path in it, but those under the names that stand for files
/// which are not complete yet.
Files whole_files(const std::string& folder);
/// How many of those there are.
std::size_t unfinished_files(const std::string& folder);

/// Runs the program, at most until it is killed after some microseconds.
/// @return its exit code; 128 + 9 if it was killed
int run_and_kill(const Words& words, unsigned microseconds);

}  // namespace rda::faults

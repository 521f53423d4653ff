// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace rda::cli {

/// What the real program did.
struct Outcome {
  int code = -1;  ///< exit code; 128 + signal if one killed it
  std::string out, err;
};

/// Runs build/<preset>/rdasim with these words. `stdout_file`: where its stdout goes instead of
/// `out`; `stderr_file` likewise, "closed" closes it.
Outcome rdasim(const std::vector<std::string>& words, const std::string& stdout_file = {},
               const std::string& stderr_file = {});

/// A file of the repository.
std::string repository(const std::string& path);
std::string read(const std::filesystem::path& file);

/// Each test has a folder of its own, and the smallest chip and workload.
class Cli : public testing::Test {
 protected:
  Cli();
  ~Cli() override;

  /// Writes a file into the test's folder. @return its path
  std::string file(const std::string& name, std::string_view text) const;
  std::string path(const std::string& name) const { return (folder_ / name).string(); }

  /// `rdasim run` of the smallest chip and workload, with these words after them.
  Outcome run(const std::vector<std::string>& words = {}) const;
  Outcome run_chip(const std::string& chip_file) const;
  Outcome run_workload(const std::string& workload_file) const;

  const std::string chip_, workload_;

 private:
  std::filesystem::path folder_;
};

/// What a report says came out: it without its command, what the run started from, its commit, and
/// the estimate, which only a run of its own has.
std::string results_in(const std::string& report);

/// Expects that the program refused with this code: nothing on stdout, on stderr a line for each of
/// so many problems, the first of which starts with "rdasim: ", and all `parts`.
void expect_refusal(const Outcome& outcome, int code, const std::vector<std::string>& parts,
                    int problems = 1);

/// Expects each part somewhere in the text.
inline void expect_parts(const std::string& text, const std::vector<std::string>& parts) {
  for (const std::string& part : parts)
    EXPECT_NE(text.find(part), std::string::npos) << "no \"" << part << "\" in:\n" << text;
}

}  // namespace rda::cli

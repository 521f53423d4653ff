// SPDX-License-Identifier: Apache-2.0
#include "faults/support.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/wait.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "base/file.h"

namespace rda::faults {
namespace {

namespace fs = std::filesystem;

/// Variables of the environment, for as long as this lives.
class Variables {
 public:
  explicit Variables(std::map<std::string, std::string> values) : values_(std::move(values)) {
    for (const auto& [name, value] : values_) setenv(name.c_str(), value.c_str(), 1);
  }
  Variables(const Variables&) = delete;
  Variables& operator=(const Variables&) = delete;
  ~Variables() {
    for (const auto& [name, value] : values_) unsetenv(name.c_str());
  }

 private:
  std::map<std::string, std::string> values_;
};

bool has_one_of(const std::string& text, const std::vector<std::string>& parts) {
  return std::ranges::any_of(parts,
                             [&](const std::string& part) { return text.find(part) != text.npos; });
}

/// A full disk harms no kept file of the cache, and a probe has nothing to lose.
void expect_told_or_harmless(const Case& c, const Fault& fault, const Disturbed& run,
                             const Files& after) {
  const auto& [code, out, err] = run.outcome;
  if (code == c.code) {
    EXPECT_EQ(whole_files(c.folder), after) << "a failure was not told: " << run.failed;
    return;
  }
  EXPECT_EQ(code, 74) << run.failed << err;
  EXPECT_TRUE(has_one_of(err, c.named)) << run.failed << err;
  EXPECT_TRUE(c.own_words || err.find(std::strerror(fault.why)) != err.npos) << run.failed << err;
  EXPECT_EQ(err.find(".rdasim-"), err.npos) << "it names a file that nobody knows: " << err;
}

void expect_old_or_new(const Case& c, const Files& after) {
  for (const auto& [path, bytes] : whole_files(c.folder)) {
    const auto old = c.before.find(path), fresh = after.find(path);
    const bool whole = (old != c.before.end() && old->second == bytes) ||
                       (fresh != after.end() && fresh->second == bytes);
    EXPECT_TRUE(whole) << path << " is neither the old file nor the new one";
  }
}

/// Also by the name that SystemC makes of it: it adds .vcd.
bool is_unfinished(const fs::path& path) {
  return is_new_file(path.filename().string()) || is_new_file(path.stem().string());
}

}  // namespace

void refill(const std::string& folder, const Files& files) {
  fs::remove_all(folder);
  fs::create_directories(folder);
  for (const auto& [path, bytes] : files) {
    fs::create_directories((fs::path(folder) / path).parent_path());
    std::ofstream(fs::path(folder) / path, std::ios::binary) << bytes;
  }
}

Files whole_files(const std::string& folder) {
  Files files;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (entry.is_regular_file() && !is_unfinished(entry.path()))
      files[fs::relative(entry.path(), folder)] = cli::read(entry.path());
  return files;
}

std::size_t unfinished_files(const std::string& folder) {
  std::size_t count = 0;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    count += is_unfinished(entry.path());
  return count;
}

Disturbed Faults::disturbed(const std::string& folder, const Words& words,
                            const Fault& fault) const {
  const std::string counter = file("counter", std::string(sizeof(long), '\0'));
  const std::string log = file("log", "");
  Disturbed run;
  {
    const Variables variables({{"LD_PRELOAD", RDA_FAIL_WRITE},
                               {"RDA_FAULT_FOLDER", folder},
                               {"RDA_FAULT_COUNTER", counter},
                               {"RDA_FAULT_LOG", log},
                               {"RDA_FAULT_AT", std::to_string(fault.at)},
                               {"RDA_FAULT_ERRNO", std::to_string(fault.why)},
                               {"RDA_FAULT_ONWARDS", fault.onwards ? "1" : "0"}});
    run.outcome = cli::rdasim(words);
  }
  std::memcpy(&run.calls, cli::read(counter).data(), sizeof run.calls);
  run.failed = cli::read(log);
  return run;
}

void Faults::expect_all_or_nothing(const Case& c) const {
  refill(c.folder, c.before);
  const Disturbed whole = disturbed(c.folder, c.command, {});
  ASSERT_EQ(whole.outcome.code, c.code) << whole.outcome.err;
  ASSERT_GE(whole.calls, 5) << "the library that lets calls fail is not at work";
  const Files after = whole_files(c.folder);
  std::vector<Fault> kinds{{0, ENOSPC, false}, {0, EIO, true}, {0, 0, false}};
  if (c.only_full_disk) kinds.resize(1);
  for (const Fault& kind : kinds)
    for (long at = 1; at <= whole.calls; ++at) {
      SCOPED_TRACE(fmt::format("call {} of {}, errno {}{}", at, whole.calls, kind.why,
                               kind.onwards ? ", and all later ones" : ""));
      refill(c.folder, c.before);
      const Fault fault{at, kind.why, kind.onwards};
      const Disturbed run = disturbed(c.folder, c.command, fault);
      ASSERT_NE(run.failed, "") << "no call failed";
      expect_old_or_new(c, after);
      if (fault.why != 0) {
        expect_told_or_harmless(c, fault, run, after);
        EXPECT_EQ(unfinished_files(c.folder), 0u) << run.failed;
      }
      const cli::Outcome again = cli::rdasim(c.command);
      EXPECT_EQ(again.code, c.code) << run.failed << again.err;
      EXPECT_EQ(whole_files(c.folder), after) << run.failed;
      if (HasFailure()) return;
    }
}

int run_and_kill(const Words& words, unsigned microseconds) {
  const pid_t process = fork();
  if (process == 0) {
    const int nowhere = open("/dev/null", O_WRONLY);
    dup2(nowhere, STDOUT_FILENO);
    dup2(nowhere, STDERR_FILENO);
    std::string program = RDA_BINARY_DIR "/rdasim";
    std::vector<std::string> copies = words;
    std::vector<char*> arguments{program.data()};
    for (std::string& word : copies) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    setenv("RDASIM_CACHE_MB", "0", 0);
    execv(program.c_str(), arguments.data());
    _exit(127);
  }
  usleep(microseconds);
  kill(process, SIGKILL);
  return cli::end_of(process);
}

}  // namespace rda::faults

// SPDX-License-Identifier: Apache-2.0
#include "cli/support.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>

#include "json/value.h"

namespace rda::cli {
namespace {

namespace fs = std::filesystem;

fs::path make_folder() {
  std::string name = (fs::temp_directory_path() / "rdasim_cli_XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
  return name;
}

[[noreturn]] void become_rdasim(const std::vector<std::string>& words, const std::string& out,
                                const std::string& err) {
  dup2(open(out.c_str(), O_WRONLY | O_CREAT, 0600), STDOUT_FILENO);
  if (err == "closed") {
    close(STDERR_FILENO);
  } else {
    dup2(open(err.c_str(), O_WRONLY | O_CREAT, 0600), STDERR_FILENO);
  }
  setenv("RDASIM_CACHE_MB", "0", 0);  // tests of the cache say otherwise
  std::string program = RDA_BINARY_DIR "/rdasim";
  std::vector<std::string> copies = words;
  std::vector<char*> argv{program.data()};
  for (std::string& word : copies) argv.push_back(word.data());
  argv.push_back(nullptr);
  execv(program.c_str(), argv.data());
  _exit(127);
}

}  // namespace

Outcome rdasim(const std::vector<std::string>& words, const std::string& stdout_file,
               const std::string& stderr_file) {
  const fs::path folder = make_folder();
  const std::string out = stdout_file.empty() ? (folder / "out").string() : stdout_file;
  const std::string err = stderr_file.empty() ? (folder / "err").string() : stderr_file;
  const pid_t child = fork();
  if (child == 0) become_rdasim(words, out, err);
  int status = 0;
  waitpid(child, &status, 0);
  Outcome outcome;
  outcome.code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  if (stdout_file.empty()) outcome.out = read(out);
  if (stderr_file.empty()) outcome.err = read(err);
  fs::remove_all(folder);
  return outcome;
}

std::string repository(const std::string& path) { return std::string(RDA_SOURCE_DIR "/") + path; }

std::string read(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

Cli::Cli()
    : chip_(repository("configs/tiny.json")),
      workload_(repository("workloads/small/lstm_16_4.json")),
      folder_(make_folder()) {}

Cli::~Cli() { fs::remove_all(folder_); }

std::string Cli::file(const std::string& name, std::string_view text) const {
  std::ofstream(folder_ / name, std::ios::binary) << text;
  return path(name);
}

Outcome Cli::run(const std::vector<std::string>& words) const {
  std::vector<std::string> all{"run", chip_, workload_};
  all.insert(all.end(), words.begin(), words.end());
  return rdasim(all);
}

Outcome Cli::run_chip(const std::string& chip_file) const {
  return rdasim({"run", chip_file, workload_});
}

Outcome Cli::run_workload(const std::string& workload_file) const {
  return rdasim({"run", chip_, workload_file});
}

void expect_refusal(const Outcome& outcome, int code, const std::vector<std::string>& parts,
                    int problems) {
  EXPECT_EQ(outcome.code, code) << outcome.err;
  EXPECT_EQ(outcome.out, "");
  EXPECT_EQ(outcome.err.find("rdasim: "), 0u) << outcome.err;
  EXPECT_EQ(std::ranges::count(outcome.err, '\n'), problems) << outcome.err;
  for (const std::string& part : parts)
    EXPECT_NE(outcome.err.find(part), std::string::npos)
        << "no \"" << part << "\" in: " << outcome.err;
}

std::string results_in(const std::string& report) {
  json::Value value = json::parse(report, "report");
  for (const char* about : {"command", "cost", "inputs", "simulator_commit"})
    value.get_if<json::Value::Object>()->erase(about);
  return json::dump(value);
}

}  // namespace rda::cli

// SPDX-License-Identifier: Apache-2.0
#include "cli/support_sweep.h"

#include <fcntl.h>
#include <sys/wait.h>

#include <fstream>

#include "chip/chip_fields.h"
#include "json/reader.h"
#include "json/writer.h"
#include "rda/conditions.h"
#include "rda/map.h"
#include "rda/workload.h"
#include "sweep/simulator.h"
#include "workload/workload_fields.h"

namespace rda::cli {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> words_of(const std::string& verb, const std::string& file,
                                  const std::string& store, const std::vector<std::string>& words) {
  std::vector<std::string> all{"sweep", verb, file, "--store", store};
  all.insert(all.end(), words.begin(), words.end());
  return all;
}

}  // namespace

sweep::Point SweepCli::point(const std::map<std::string, std::string>& knobs) const {
  std::vector<Override> overrides;
  json::Value::Object named;
  for (const auto& [pointer, value] : knobs) {
    overrides.push_back({pointer, value});
    named[pointer] = json::parse(value, "test");
  }
  MappingOptions options;
  json::override_fields(options, overrides);
  Conditions conditions;
  json::override_fields(conditions, overrides);
  sweep::Point made;
  made.chip = json::to_value(load_chip(chip_, overrides));
  made.workload = json::to_value(load_workload(workload_, overrides));
  made.mapping = json::to_value(options);
  made.run = json::to_value(conditions);
  made.simulator = sweep::simulator();
  made.knobs = std::move(named);
  made.key = key_of(made);
  return made;
}

std::vector<sweep::Point> SweepCli::points(int count, int effort) const {
  std::vector<sweep::Point> made;
  for (int seed = 1; seed <= count; ++seed)
    made.push_back(
        point({{"/place_effort", std::to_string(effort)}, {"/seed", std::to_string(seed)}}));
  return made;
}

sweep::Point SweepCli::endless() const {
  return point({{"/place_effort", "1000"},
                {"/hidden", "256"},
                {"/grid/rows", "24"},
                {"/grid/cols", "24"},
                {"/policy", "\"auto\""},
                {"/search_budget", "100000"}});
}

std::string SweepCli::write(const std::vector<sweep::Point>& points,
                            const std::string& name) const {
  std::string text;
  for (const sweep::Point& one : points) text += to_line(one) + '\n';
  return file(name, text);
}

Outcome SweepCli::sweep(const std::string& verb, const std::string& file, const std::string& store,
                        const std::vector<std::string>& words) const {
  return rdasim(words_of(verb, file, path(store), words));
}

Outcome SweepCli::sweep_run(const std::string& file, const std::string& store,
                            const std::vector<std::string>& words) const {
  return sweep("run", file, store, words);
}

pid_t SweepCli::start_sweep(const std::string& file, const std::string& store,
                            const std::vector<std::string>& words) const {
  const pid_t process = fork();
  if (process != 0) return process;
  const int nowhere = open("/dev/null", O_WRONLY);
  dup2(nowhere, STDOUT_FILENO);
  dup2(nowhere, STDERR_FILENO);
  setenv("RDASIM_CACHE_MB", "0", 0);
  std::string program = RDA_BINARY_DIR "/rdasim";
  std::vector<std::string> copies = words_of("run", file, path(store), words);
  std::vector<char*> argv{program.data()};
  for (std::string& word : copies) argv.push_back(word.data());
  argv.push_back(nullptr);
  execv(program.c_str(), argv.data());
  _exit(127);
}

std::map<std::string, std::string> SweepCli::files(const std::string& store) const {
  std::map<std::string, std::string> all;
  std::error_code gone;  // a running sweep renames its temporary files
  for (const auto& entry : fs::recursive_directory_iterator(path(store)))
    if (entry.is_regular_file(gone))
      all[entry.path().lexically_relative(path(store))] = read(entry.path());
  return all;
}

PlannedSweep::PlannedSweep(const std::string& axes) : points_(path("planned.jsonl")) {
  const std::string spec = file("s.json", R"({"chip": ")" + chip_ + R"(", "workloads": [")" +
                                              workload_ + R"("], "axes": )" + axes + '}');
  EXPECT_EQ(rdasim({"sweep", "plan", spec, "-o", points_}).code, 0);
  EXPECT_EQ(sweep_run(points_).code, 0);
}

int end_of(pid_t process) {
  int status = 0;
  waitpid(process, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

std::vector<pid_t> children_of(pid_t process) {
  const std::string number = std::to_string(process);
  std::ifstream list("/proc/" + number + "/task/" + number + "/children");
  std::vector<pid_t> children;
  for (pid_t child = 0; list >> child;) children.push_back(child);
  return children;
}

}  // namespace rda::cli

// SPDX-License-Identifier: Apache-2.0
#include "app/sweep/slurm_queue.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <system_error>

#include "base/file.h"
#include "base/paths.h"
#include "base/text.h"
#include "process/program.h"
#include "rda/error.h"
#include "sweep/packs.h"
#include "sweep/point.h"
#include "sweep/slurm.h"

namespace rda::app {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostJobsBytes = std::size_t{1} << 26;

/// @throws Error  if there is no such command or it fails
std::string answer(const std::vector<std::string>& words) {
  const process::ProgramOutcome outcome = process::run_program(words, process::Messages::dropped);
  if (!outcome.found)
    throw Error(ExitCode::bad_input,
                fmt::format("no Slurm here: {} is not in PATH (rdasim sweep run needs no Slurm)",
                            words[0]));
  if (!outcome.ok())
    throw Error(ExitCode::bad_input,
                fmt::format("no Slurm cluster answers here: {} failed with exit code {} (rdasim "
                            "sweep run needs no Slurm)",
                            join(words, " "), outcome.code));
  return outcome.output;
}

void add_keys(const fs::path& pack, std::vector<std::string>& keys) {
  sweep::PointReader reader(pack);
  while (const std::optional<sweep::Point> point = reader.next()) keys.push_back(point->key);
}

bool is_number(const std::string& name) {
  return !name.empty() && name.size() < 10 && name.find_first_not_of("0123456789") == name.npos;
}

}  // namespace

std::string slurm_config() { return answer({"scontrol", "show", "config"}); }

std::string absolute_store(const fs::path& store) { return absolute_path(store).string(); }

fs::path submissions_folder(const fs::path& store) { return store / "slurm"; }

std::vector<fs::path> submissions(const fs::path& store) {
  std::vector<int> numbers;
  std::error_code none;
  for (fs::directory_iterator folder(submissions_folder(store), none), end; !none && folder != end;
       folder.increment(none))
    if (const std::string name = folder->path().filename(); is_number(name))
      numbers.push_back(std::stoi(name));
  std::ranges::sort(numbers);
  std::vector<fs::path> folders;
  for (const int number : numbers)
    folders.push_back(submissions_folder(store) / std::to_string(number));
  return folders;
}

std::vector<std::string> keys_in_queue(const fs::path& store) {
  const std::vector<fs::path> folders = submissions(store);
  std::vector<std::string> keys;
  if (folders.empty()) return keys;
  const std::string queue = answer({"squeue", "--noheader", "--array", "--format=%F %K",
                                    "--name=" + sweep::job_name(store.string())});
  if (queue.empty()) return keys;
  for (const fs::path& folder : folders) {
    if (!is_there(folder / "jobs")) continue;  // cut off before its first job
    const auto arrays = sweep::submitted_arrays(read_file(folder / "jobs", kMostJobsBytes));
    for (const std::int64_t pack : sweep::packs_in_queue(queue, arrays))
      add_keys(sweep::pack_file(folder / "packs", pack), keys);
  }
  std::ranges::sort(keys);
  return keys;
}

std::string queue_line(const fs::path& store) {
  if (submissions(store).empty()) return "";
  const process::ProgramOutcome queue =
      process::run_program({"squeue", "--noheader", "--array", "--format=%t %K",
                            "--name=" + sweep::job_name(absolute_store(store))},
                           process::Messages::dropped);
  if (!queue.ok()) return "";
  const sweep::TaskCounts tasks = sweep::tasks_in_queue(queue.output);
  return fmt::format("tasks in Slurm's queue: {} running, {} waiting\n", tasks.running,
                     tasks.waiting);
}

}  // namespace rda::app

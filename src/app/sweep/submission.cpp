// SPDX-License-Identifier: Apache-2.0
#include "app/sweep/submission.h"

#include <fmt/format.h>

#include <filesystem>
#include <system_error>

#include "app/sweep/slurm_queue.h"
#include "base/file.h"
#include "base/text.h"
#include "process/program.h"
#include "rda/error.h"

namespace rda::app {
namespace {

namespace fs = std::filesystem;

std::string as_shell_line(const std::vector<std::string>& words) {
  std::string line;
  for (const std::string& word : words) line += (line.empty() ? "" : " ") + shell_quoted(word);
  return line + '\n';
}

void make_folders(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) throw OutputError(folder.string() + ": cannot be made: " + error.message());
}

/// @return the job's number
std::string submit_one(const std::vector<std::string>& command) {
  const process::ProgramOutcome outcome = process::run_program(command);
  if (!outcome.found) throw Error(ExitCode::bad_input, "no Slurm here: sbatch is not in PATH");
  const std::string job = sweep::submitted_job(outcome.output);
  if (!outcome.ok() || job.empty())
    throw Error(ExitCode::bad_input,
                fmt::format("sbatch refused (exit code {}): {}(a larger --chunk makes fewer tasks; "
                            "submit again to continue)",
                            outcome.code, as_shell_line(command)));
  return job;
}

}  // namespace

std::string describe(const Plan& plan) {
  std::string text = fmt::format(
      "==> {}/task.sh <==\n{}\n==> {}/collect.sh <==\n{}\n==> commands <==\n", plan.request.folder,
      sweep::task_script(plan.scripts), plan.request.folder, sweep::collect_script(plan.scripts));
  std::vector<std::string> jobs;
  for (const sweep::JobArray& array : plan.arrays) {
    text += as_shell_line(sweep::array_command(plan.request, array));
    jobs.push_back(fmt::format("JOB{}", jobs.size() + 1));
  }
  return text + as_shell_line(sweep::collect_command(plan.request, jobs));
}

std::string next_submission_folder(const std::string& store) {
  const std::vector<fs::path> made = submissions(store);
  const int last = made.empty() ? 0 : std::stoi(made.back().filename().string());
  return (submissions_folder(store) / std::to_string(last + 1)).string();
}

std::string make_submission_folder(const std::string& store) {
  make_folders(submissions_folder(store));
  while (true) {
    const fs::path folder = next_submission_folder(store);
    std::error_code error;
    const bool made = fs::create_directory(folder, error);
    if (error) throw OutputError(folder.string() + ": cannot be made: " + error.message());
    if (!made) continue;  // another submission was faster
    make_folders(folder / "packs");
    make_folders(folder / "logs");
    return folder.string();
  }
}

std::vector<std::string> submit(const Plan& plan) {
  const fs::path folder = plan.request.folder;
  write_file(folder / "task.sh", sweep::task_script(plan.scripts));
  write_file(folder / "collect.sh", sweep::collect_script(plan.scripts));
  std::vector<std::string> jobs;
  std::string notes;
  for (const sweep::JobArray& array : plan.arrays) {
    jobs.push_back(submit_one(sweep::array_command(plan.request, array)));
    notes += sweep::to_line({jobs.back(), array});
    write_file(folder / "jobs", notes);
  }
  jobs.push_back(submit_one(sweep::collect_command(plan.request, jobs)));
  return jobs;
}

}  // namespace rda::app

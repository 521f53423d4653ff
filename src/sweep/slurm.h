// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rda::sweep {

/// The name in Slurm's queue of all jobs that fill a store, by the store's absolute path.
std::string job_name(std::string_view store);

/// What the scripts of a submission have to know. Paths are absolute.
struct Submission {
  std::string rdasim, rdasim_sha256;  ///< the program, and of its bytes
  std::string store;
  std::string points;                    ///< the whole sweep, which the last job collects
  std::vector<std::string> run_options;  ///< more words for `sweep run`
};

/// The script of a task: it runs a pack of points. Its first argument is the number of the array's
/// first pack; it is started in the folder that holds packs/ and logs/.
std::string task_script(const Submission& submission);

/// The script of the job that comes after all tasks, whatever became of them.
std::string collect_script(const Submission& submission);

/// Points that keep a core busy for `chunk` seconds, at least one.
std::int64_t points_a_task(double seconds_a_point, double chunk);

/// A job array: its tasks have the indices 0 to tasks - 1 and run the packs from `first_pack` on.
struct JobArray {
  std::int64_t first_pack = 0, tasks = 0;
  bool operator==(const JobArray&) const = default;
};

/// As few arrays of at most `largest` tasks as `packs` need, of about equal size.
std::vector<JobArray> job_arrays(std::int64_t packs, std::int64_t largest);

/// What sbatch is asked for besides the script.
struct Request {
  std::string folder;                   ///< of the submission
  std::string time, memory, partition;  ///< empty: what the cluster gives
  std::int64_t at_once = 0;             ///< tasks of an array; 0: as the cluster pleases
  std::vector<std::string> more;        ///< options for sbatch, as they are
};

/// Whether sbatch takes a word as a time limit: "90" (minutes), "10:00", "1:30:00", "2-12",
/// "2-12:00", "2-12:00:00", "infinite" or "unlimited".
bool is_time_limit(const std::string& word);
/// Whether sbatch takes a word as a size of memory: "500" (megabytes), "500M", "2G".
bool is_memory_size(const std::string& word);

/// The words of the command that submits an array.
std::vector<std::string> array_command(const Request& request, const JobArray& array);
/// The words of the command that submits the job after the jobs `after`.
std::vector<std::string> collect_command(const Request& request,
                                         const std::vector<std::string>& after);

/// The job that `sbatch --parsable` says it made ("17" or "17;cluster"); empty if that is none.
std::string submitted_job(std::string_view output);

/// A number of `scontrol show config` ("MaxArraySize = 1001").
std::optional<std::int64_t> setting(std::string_view config, std::string_view name);

/// A job array that was submitted, as the file `jobs` of a submission keeps it, a line each.
struct SubmittedArray {
  std::string job;
  JobArray array;
  bool operator==(const SubmittedArray&) const = default;
};
std::string to_line(const SubmittedArray& array);
/// Lines that are none (of a file cut short) are left out.
std::vector<SubmittedArray> submitted_arrays(std::string_view lines);

/// The packs of `arrays` whose tasks are in the queue, ascending. `queue` is what
/// `squeue --noheader --array --format="%F %K"` prints: a job and an index a line.
std::vector<std::int64_t> packs_in_queue(std::string_view queue,
                                         const std::vector<SubmittedArray>& arrays);

/// Tasks of job arrays, by what `squeue --noheader --array --format="%t %K"` prints: a state and an
/// index a line. The job that collects has no index and does not count.
struct TaskCounts {
  std::int64_t running = 0, waiting = 0;
  bool operator==(const TaskCounts&) const = default;
};
TaskCounts tasks_in_queue(std::string_view queue);

}  // namespace rda::sweep

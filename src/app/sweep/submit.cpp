// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/arguments.h"
#include "app/output.h"
#include "app/sweep/measure.h"
#include "app/sweep/notes.h"
#include "app/sweep/slurm_queue.h"
#include "app/sweep/submission.h"
#include "app/sweep/sweep.h"
#include "base/file.h"
#include "base/paths.h"
#include "base/sha256.h"
#include "base/tell.h"
#include "base/text.h"
#include "rda/error.h"
#include "sweep/packs.h"
#include "sweep/simulator.h"
#include "sweep/slurm.h"
#include "sweep/store.h"

namespace rda::app {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kSample = 3;
constexpr std::int64_t kDefaultMaxArraySize = 1001;  // Slurm's own

struct SubmitOptions {
  std::string points, store, engine = "slurm", chunk = "60", max_array, at_once;
  double seconds_a_point = 0;  // 0: measure
  bool dry_run = false, retry_failed = false;
  std::vector<std::string> run_args;
  sweep::Request request;
};

void add_options(CLI::App& app, SubmitOptions& options) {
  app.add_option("POINTS", options.points, "points file, written by rdasim sweep plan")->required();
  app.add_option("--store", options.store, "folder of the results, which all nodes must see")
      ->required();
  app.add_option("--engine", options.engine, "engine that runs the points: slurm");
  app.add_flag("--dry-run", options.dry_run, "print scripts and commands; submit nothing");
  app.add_flag("--retry-failed", options.retry_failed, "run again the points that have an error");
  app.add_option("--chunk", options.chunk, "seconds of work in a task (default 60)");
  app.add_option("--seconds-per-point", options.seconds_a_point,
                 "seconds that a point takes (default: measured by running a few points here)")
      ->check(CLI::PositiveNumber);
  app.add_option("--max-array", options.max_array,
                 "most tasks of a job array (default: the cluster's MaxArraySize)");
  app.add_option("--at-once", options.at_once, "most tasks of an array that run at a time");
  app.add_option("--time", options.request.time, "time limit of a task, as sbatch takes it");
  app.add_option("--mem", options.request.memory, "memory of a task, as sbatch takes it");
  app.add_option("--partition", options.request.partition, "partition, as sbatch takes it");
  app.add_option("--run-arg", options.run_args,
                 "any option for sweep run, e.g. --run-arg=--timeout=600; may be repeated")
      ->allow_extra_args(false);
  app.add_option("--sbatch-arg", options.request.more,
                 "any option for sbatch, e.g. --sbatch-arg=--account=lab; may be repeated")
      ->allow_extra_args(false);
}

/// What `sweep run` would refuse in every task is refused before there are tasks.
void check_run_args(const SubmitOptions& options) try {
  std::vector<std::string> words{options.points, "--store", options.store};
  words.insert(words.end(), options.run_args.begin(), options.run_args.end());
  check_run_words(words);
} catch (const UsageError& error) {
  throw UsageError(std::string("--run-arg: ") + error.what());
}

void check(const SubmitOptions& options) {
  if (options.engine != "slurm")
    throw UsageError(fmt::format("--engine: {} is no engine (slurm; rdasim sweep run needs none)",
                                 one_line(options.engine)));
  if (is_there(options.store) && !is_folder(options.store))
    throw UsageError(options.store + ": is no folder (--store needs one)");
  const sweep::Request& request = options.request;
  if (!request.time.empty() && !sweep::is_time_limit(request.time))
    throw UsageError(
        fmt::format("--time: {} is no time limit of sbatch (minutes, hours:minutes:seconds, "
                    "days-hours)",
                    one_line(request.time)));
  if (!request.memory.empty() && !sweep::is_memory_size(request.memory))
    throw UsageError(
        fmt::format("--mem: {} is no size of memory (e.g. 500M, 2G)", one_line(request.memory)));
  check_run_args(options);
}

/// Which points are left to run.
class Wanted {
 public:
  Wanted(const sweep::Store& store, bool retry_failed, std::vector<std::string> in_queue)
      : in_queue_(std::move(in_queue)) {
    store.for_each([&](const std::string& key, sweep::Stored what) {
      if (what == sweep::Stored::result || !retry_failed) done_.push_back(key);
    });
  }

  bool operator()(std::string_view key) const {
    return !std::ranges::binary_search(done_, key) && !std::ranges::binary_search(in_queue_, key);
  }
  void leave_out(const std::vector<std::string>& keys) {
    done_.insert(done_.end(), keys.begin(), keys.end());
    std::ranges::sort(done_);
  }

 private:
  std::vector<std::string> done_, in_queue_;  // sorted
};

/// The cluster that points are submitted to.
struct Cluster {
  std::int64_t largest_array = kDefaultMaxArraySize;  ///< tasks
  std::vector<std::string> keys_in_queue;             ///< points of this store, sorted
};

/// @throws Error  if there is none
Cluster cluster_of(const SubmitOptions& options) {
  Cluster cluster;
  // The largest index that Slurm takes is one less, and so many tasks have the indices from 0 on.
  if (const auto size = sweep::setting(slurm_config(), "MaxArraySize"))
    cluster.largest_array = std::max<std::int64_t>(1, *size);
  cluster.keys_in_queue = keys_in_queue(options.store);
  return cluster;
}

/// As above; a dry run goes without a cluster.
Cluster cluster_or_none(const SubmitOptions& options) try {
  return cluster_of(options);
} catch (const Error& error) {
  if (!options.dry_run) throw;
  tell(fmt::format("{}; as if MaxArraySize were {}\n", error.what(), kDefaultMaxArraySize));
  return {};
}

/// More words for `sweep run`.
std::vector<std::string> run_options(const SubmitOptions& options) {
  std::vector<std::string> words = options.run_args;
  if (options.retry_failed) words.push_back("--retry-failed");
  return words;
}

/// This program's file, which nodes run.
std::string own_program() { return fs::read_symlink("/proc/self/exe").string(); }

sweep::Submission scripts_of(const SubmitOptions& options) {
  return {.rdasim = own_program(),
          .rdasim_sha256 = sha256_of_file("/proc/self/exe"),
          .store = options.store,
          .points = options.points,
          .run_options = run_options(options)};
}

/// How many seconds a point takes: as told, or as measured by running a few, which then are done.
double seconds_a_point(const SubmitOptions& options, double chunk, sweep::Count& count,
                       Wanted& wanted) {
  if (options.seconds_a_point > 0) return options.seconds_a_point;
  const Timing timing =
      time_points(own_program(), count.sample, options.dry_run ? "" : options.store,
                  run_options(options), chunk);
  tell(fmt::format("{:.3g} s a point: {} of {} were run here\n", timing.seconds, timing.done.size(),
                   count.sample.size()));
  if (!options.dry_run) {
    wanted.leave_out(timing.done);
    count.wanted -= std::ssize(timing.done);
  }
  return timing.seconds;
}

ExitCode submit_packs(const SubmitOptions& options, const Wanted& wanted, std::int64_t points,
                      std::int64_t packs, std::int64_t largest) {
  Plan plan{scripts_of(options), options.request, sweep::job_arrays(packs, largest)};
  plan.request.folder = next_submission_folder(options.store);
  if (options.dry_run) {
    print(describe(plan));
    return ExitCode::ok;
  }
  plan.request.folder = make_submission_folder(options.store);
  sweep::write_packs(options.points, wanted, points, packs, plan.request.folder + "/packs");
  const std::vector<std::string> jobs = submit(plan);
  print(fmt::format("jobs {}; scripts and logs in {}\n", join(jobs, " "), plan.request.folder));
  return ExitCode::ok;
}

ExitCode submit_sweep(const SubmitOptions& options) {
  const auto chunk = static_cast<double>(to_integer("--chunk", options.chunk, 1, 10'000'000));
  Cluster cluster = cluster_or_none(options);
  if (!options.max_array.empty())
    cluster.largest_array = to_integer("--max-array", options.max_array, 1, 1 << 22);
  Wanted wanted(sweep::Store(options.store), options.retry_failed, cluster.keys_in_queue);
  sweep::Count count =
      sweep::count_points(options.points, sweep::simulator(), std::ref(wanted), kSample);
  tell(fmt::format("{} points, {} to run: the others are in the store or in Slurm's queue\n",
                   count.points, count.wanted));
  tell_changed_files(options.points, count.files);
  tell_repeated(options.points, count.repeated);
  const double seconds = count.wanted == 0 ? 0 : seconds_a_point(options, chunk, count, wanted);
  if (count.wanted == 0) {
    print("nothing to submit\n");
    return ExitCode::ok;
  }
  const std::int64_t each = sweep::points_a_task(seconds, chunk);
  const std::int64_t packs = (count.wanted + each - 1) / each;
  tell(fmt::format("{} points in {} of up to {}\n", count.wanted, counted(packs, "task"),
                   (count.wanted + packs - 1) / packs));
  return submit_packs(options, wanted, count.wanted, packs, cluster.largest_array);
}

}  // namespace

ExitCode sweep_submit(Words words) {
  CLI::App app{"Runs the points of a sweep that a store lacks on a Slurm cluster.",
               "rdasim sweep submit"};
  SubmitOptions options;
  add_options(app, options);
  if (!parse(app, words)) return ExitCode::ok;
  check(options);
  if (!options.at_once.empty())
    options.request.at_once = to_integer("--at-once", options.at_once, 1, 1 << 22);
  options.points = absolute_path(options.points).string();
  options.store = absolute_store(options.store);
  return submit_sweep(options);
}

}  // namespace rda::app

// SPDX-License-Identifier: Apache-2.0
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

#include "app/arguments.h"
#include "app/cache_choice.h"
#include "app/output.h"
#include "app/sweep/notes.h"
#include "app/sweep/runner.h"
#include "app/sweep/sweep.h"
#include "app/words.h"
#include "base/text.h"
#include "process/children.h"

namespace rda::app {
namespace {

constexpr std::int64_t kMostJobs = 4096, kMostSeconds = 1'000'000'000;
constexpr std::int64_t kUsualSeconds = 3600;

struct SweepRunOptions {
  RunnerOptions runner;
  std::string points, store;
  CacheOptions cache;
};

sweep::Shard to_shard(const std::string& word) {
  const std::size_t slash = word.find('/');
  if (slash == word.npos)
    throw UsageError(fmt::format("--shard: {} is not I/N (e.g. 0/4)", one_line(word)));
  sweep::Shard shard;
  shard.count = to_integer("--shard N", word.substr(slash + 1), 1, 1'000'000'000);
  shard.index = to_integer("--shard I", word.substr(0, slash), 0, shard.count - 1);
  return shard;
}

void add_limits(CLI::App& app, RunnerOptions& o) {
  app.add_option_function<std::string>(
      "-j",
      [&o](const std::string& word) {
        o.jobs = static_cast<int>(to_integer("-j", word, 1, kMostJobs));
      },
      "points that run at once (default: the number of cores)");
  app.add_option_function<std::string>(
      "--shard", [&o](const std::string& word) { o.choice.shard = to_shard(word); },
      "I/N: run only the points whose number in the file, from 0, modulo N is I");
  app.add_option_function<std::string>(
         "--timeout",
         [&o](const std::string& word) {
           o.seconds = to_integer("--timeout", word, 0, kMostSeconds);
         },
         "time limit of a point in seconds; 0: no limit")
      ->default_str(std::to_string(kUsualSeconds));
  app.add_option_function<std::string>(
      "--memory-mb",
      [&o](const std::string& word) {
        o.memory_bytes = kMegabyte * to_integer("--memory-mb", word, 1, kMegabyte * kMegabyte);
      },
      "limit of address space of a point's process in MB (default: no limit)");
}

void add_options(CLI::App& app, SweepRunOptions& o) {
  app.add_option("POINTS", o.points, "points file, written by rdasim sweep plan")->required();
  app.add_option("--store", o.store,
                 "folder for the results; points with a result there are not run again")
      ->required();
  add_limits(app, o.runner);
  app.add_flag("--retry-failed", o.runner.choice.retry_failed,
               "run again the points that ended by a limit or a crash");
  app.add_flag("--detail", o.runner.choice.whole_reports,
               "also keep the whole reports, with all units and streams");
  add_cache(app, o.cache);
}

/// Held while a sweep fills a store. A second one then begins at the other end, so that they meet
/// and do not do the same points side by side.
class Hold {
 public:
  explicit Hold(const std::filesystem::path& folder)
      : descriptor_(open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)),
        first_(flock(descriptor_, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK) {}
  Hold(const Hold&) = delete;
  Hold& operator=(const Hold&) = delete;
  ~Hold() {
    if (descriptor_ >= 0) close(descriptor_);
  }
  bool first() const { return first_; }

 private:
  const int descriptor_;
  const bool first_;
};

/// However the run ends, what killed points have left in the store goes. Outlives the runner, which
/// kills them.
class Tidy {
 public:
  explicit Tidy(const sweep::Store& store) : store_(store) {}
  Tidy(const Tidy&) = delete;
  Tidy& operator=(const Tidy&) = delete;
  ~Tidy() { store_.tidy(); }

 private:
  const sweep::Store& store_;
};

/// @return false if the words asked for --help
bool parse_options(Words words, SweepRunOptions& o) {
  o.runner.seconds = kUsualSeconds;
  CLI::App app("Runs the points of a sweep that are not in its store yet.", "rdasim sweep run");
  add_options(app, o);
  return parse(app, words);
}

}  // namespace

void check_run_words(Words words) {
  SweepRunOptions o;
  if (const auto help = std::ranges::find_if(
          words, [](const std::string& word) { return word == "--help" || word == "-h"; });
      help != words.end())
    throw UsageError(*help + ": runs no point");
  parse_options(words, o);
}

ExitCode sweep_run(Words words) {
  SweepRunOptions o;
  if (!parse_options(words, o)) return ExitCode::ok;
  o.runner.points = o.points;
  o.runner.jobs = process::children_at_once(o.runner.jobs);
  const flow::PlacementCache cache(choose_cache(o.cache));
  const sweep::Store store(o.store);

  sweep::Work work = find_work(o.runner.points, store, o.runner.choice);
  tell_changed_files(o.points, work.files);
  tell_repeated(o.points, work.repeated);
  const std::int64_t reused = work.tally.known();
  store.prepare();
  const Hold hold(store.folder());
  if (!hold.first()) std::ranges::reverse(work.to_do);
  const Tidy tidy(store);
  const auto [all, tally] = [&] {
    SweepRunner runner(o.runner, store, cache, std::move(work));
    const bool ran = runner.run();
    return std::pair(ran, runner.tally());
  }();  // takes the line of progress away
  if (!all)
    throw Error(ExitCode::stopped_early,
                fmt::format("stopped: {} of {} points are in {} (run it again to continue)",
                            tally.known(), tally.points, one_line(o.store, 400)));
  tell_reused(reused, tally.known() - reused, o.store);
  print(tally.text() + '\n');
  return tally.exit_code();
}

}  // namespace rda::app

// SPDX-License-Identifier: Apache-2.0
#include "app/sweep/measure.h"

#include <fmt/format.h>
#include <stdlib.h>

#include <algorithm>
#include <chrono>
#include <system_error>

#include "base/descriptor.h"
#include "base/file.h"
#include "base/paths.h"
#include "process/program.h"
#include "rda/error.h"
#include "sweep/point.h"
#include "sweep/store.h"

namespace rda::app {
namespace {

namespace fs = std::filesystem;

/// A folder that is gone with this.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string name = (temporary_folder() / "rdasim-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw OutputError(name + ": cannot be made: " + reason());
    path_ = name;
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

}  // namespace

Timing time_points(const std::string& rdasim, const std::vector<std::string>& sample,
                   const fs::path& store_folder, const std::vector<std::string>& run_options,
                   double most) {
  const TemporaryFolder folder;
  const fs::path points = folder.path() / "sample.jsonl";
  std::string text;
  for (const std::string& line : sample) text += line + '\n';
  write_file(points, text, Durable::no);

  const auto begin = std::chrono::steady_clock::now();
  const fs::path into = store_folder.empty() ? folder.path() / "store" : store_folder;
  std::vector<std::string> command{rdasim,    "sweep",       "run", points.string(),
                                   "--store", into.string(), "-j",  "1"};
  command.insert(command.end(), run_options.begin(), run_options.end());
  const process::ProgramOutcome outcome =
      process::run_program(command, process::Messages::ours, most);
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
  if (outcome.in_time && outcome.code != 0 &&
      outcome.code != static_cast<int>(ExitCode::sweep_points_failed))
    throw Error(static_cast<ExitCode>(outcome.code),
                "no point could be timed: sweep run failed (see above)");
  const sweep::Store store(into);
  Timing timing;
  for (const std::string& line : sample)
    if (const std::string key = sweep::parse_point(line, "sample").key;
        store.has(key) != sweep::Stored::nothing)
      timing.done.push_back(key);
  timing.seconds = timing.done.empty()
                       ? most
                       : std::max(took.count() / static_cast<double>(timing.done.size()), 1e-3);
  return timing;
}

}  // namespace rda::app

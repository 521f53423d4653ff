// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <string>

#include "app/arguments.h"
#include "app/output.h"
#include "app/sweep/notes.h"
#include "app/sweep/slurm_queue.h"
#include "app/sweep/sweep.h"
#include "base/text.h"
#include "sweep/results.h"
#include "sweep/tally.h"

namespace rda::app {
namespace {

using sweep::Status;

constexpr std::size_t kMostMessageBytes = 160;

/// One line for the first point that ended in some way.
using Examples = std::array<std::string, names(Status{}).size()>;

std::string text_of(const sweep::Tally& tally, const Examples& examples) {
  std::string text = tally.text() + '\n';
  for (std::size_t i = 1; i < examples.size(); ++i)  // all but ok
    if (!examples[i].empty())
      text += wrapped(fmt::format("{:<11} e.g. {}\n", names(Status{})[i], examples[i]),
                      kScreenColumns, 12);
  return text;
}

}  // namespace

ExitCode sweep_status(Words words) {
  std::string points, folder;
  CLI::App app("Says how many points of a sweep are in its store, and how they ended.",
               "rdasim sweep status");
  app.add_option("POINTS", points, "points file, written by rdasim sweep plan")->required();
  app.add_option("--store", folder, "folder with the results")->required();
  if (!parse(app, words)) return ExitCode::ok;
  sweep::Tally tally;
  Examples examples;
  sweep::Results results(points, sweep::Store(folder));
  while (const auto row = results.next()) {
    ++tally.points;
    if (!row->result) continue;
    ++tally.of(row->result->status);
    std::string& example = examples[static_cast<std::size_t>(row->result->status)];
    if (example.empty())
      example =
          fmt::format("{}: {}", results.where(), one_line(row->result->message, kMostMessageBytes));
  }
  tell_changed_files(points, results.files());
  tell_repeated(points, results.repeated());
  print(text_of(tally, examples) + queue_line(folder));
  return tally.exit_code();
}

}  // namespace rda::app

// SPDX-License-Identifier: Apache-2.0
#include <filesystem>
#include <optional>
#include <string>

#include "app/arguments.h"
#include "app/output.h"
#include "app/sweep/notes.h"
#include "app/sweep/sweep.h"
#include "base/paths.h"
#include "base/replacement.h"
#include "sweep/results.h"
#include "sweep/table.h"
#include "sweep/tally.h"

namespace rda::app {
namespace {

struct CollectOptions {
  std::string points, store, sqlite, csv;
};

bool parse_options(Words words, CollectOptions& o) {
  CLI::App app("Writes tables of a sweep's points, with their knobs and figures.",
               "rdasim sweep collect");
  app.add_option("POINTS", o.points, "points file, written by rdasim sweep plan")->required();
  app.add_option("--store", o.store, "folder with the results")->required();
  app.add_option("--sqlite", o.sqlite, "SQLite database to write, with a table `points`");
  app.add_option("--csv", o.csv,
                 "comma-separated values to write; - is stdout (default without --sqlite: "
                 "results.db and results.csv in the store)");
  if (!parse(app, words)) return false;
  if (o.sqlite.empty() && o.csv.empty()) {
    sweep::Results(o.points, sweep::Store(o.store)).next();  // or says what is wrong with them
    o.sqlite = (std::filesystem::path(o.store) / "results.db").string();
    o.csv = (std::filesystem::path(o.store) / "results.csv").string();
  }
  if (o.sqlite == "-")
    throw UsageError("--sqlite: a database cannot be written to stdout (name a file)");
  check_output(o.sqlite, "SQLite");
  check_output(o.csv, "CSV");
  return true;
}

/// All points of the sweep, joined with what is known of them.
sweep::Tally fill(sweep::Table& table, const CollectOptions& o) {
  sweep::Results results(o.points, sweep::Store(o.store));
  sweep::Tally tally;
  while (const auto row = results.next()) {
    ++tally.points;
    if (row->result) ++tally.of(row->result->status);
    table.add(*row);
  }
  table.finish();
  tell_changed_files(o.points, results.files());
  return tally;
}

void write_csv(sweep::Table& table, const std::string& target) {
  if (target == "-") return table.write_csv([](std::string_view piece) { print(piece); });
  Replacement csv(target);
  table.write_csv([&](std::string_view piece) { csv.write(piece); });
  csv.take_place();
}

}  // namespace

ExitCode sweep_collect(Words words) {
  CollectOptions o;
  if (!parse_options(words, o)) return ExitCode::ok;
  // Without --sqlite the database is a file beside the other one that is not kept.
  const std::filesystem::path beside =
      o.csv == "-" ? temporary_folder() / "-" : std::filesystem::path(o.csv);
  Replacement database(o.sqlite.empty() ? beside : std::filesystem::path(o.sqlite));
  sweep::Tally tally;
  {
    sweep::Table table(database.path(), o.sqlite.empty() ? beside.string() : o.sqlite);
    tally = fill(table, o);
    if (!o.csv.empty()) write_csv(table, o.csv);
  }
  if (!o.sqlite.empty()) database.take_place();
  if (o.csv != "-") print(tally.text() + '\n');
  return ExitCode::ok;
}

}  // namespace rda::app

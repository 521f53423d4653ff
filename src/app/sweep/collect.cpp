// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <iterator>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "app/arguments.h"
#include "app/derived_figures.h"
#include "app/name_list.h"
#include "app/output.h"
#include "app/sweep/cost_figures.h"
#include "app/sweep/notes.h"
#include "app/sweep/sweep.h"
#include "app/sweep/worked_out.h"
#include "base/paths.h"
#include "base/replacement.h"
#include "base/tell.h"
#include "base/text.h"
#include "regress/figures.h"
#include "sweep/results.h"
#include "sweep/table.h"
#include "sweep/tally.h"

namespace rda::app {
namespace {

/// A table that is no database, if it is asked for.
struct RowsOutput {
  const char* option;
  RowForm form;
  std::string_view format;
  std::string file;
};

struct CollectOptions {
  std::string points, store, sqlite;
  std::array<RowsOutput, 3> rows{{{"--csv", RowForm::csv, "CSV", {}},
                                  {"--markdown", RowForm::markdown, "Markdown", {}},
                                  {"--latex", RowForm::latex, "LaTeX", {}}}};
  std::vector<std::string> columns;
  std::vector<sweep::NamedExpression> figures;
  CostChoice costs;
  bool in_store = false;  ///< no output was named: the tables lie in the store

  std::vector<std::string> expressions() const {
    std::vector<std::string> words;
    std::ranges::copy_if(columns, std::back_inserter(words), is_expression);
    return words;
  }
  bool has_rows() const {
    return std::ranges::any_of(rows, [](const RowsOutput& output) { return !output.file.empty(); });
  }
  bool to_stdout() const {
    return std::ranges::any_of(rows, [](const RowsOutput& output) { return output.file == "-"; });
  }
};

void add_options(CLI::App& app, CollectOptions& o) {
  app.add_option("POINTS", o.points, "points file, written by rdasim sweep plan")->required();
  app.add_option("--store", o.store, "folder with the results")->required();
  app.add_option("--sqlite", o.sqlite, "SQLite database to write, with a table `points`");
  app.add_option("--csv", o.rows[0].file,
                 "comma-separated values to write; - is stdout (default without an output: "
                 "results.db and results.csv in the store)");
  app.add_option("--markdown", o.rows[1].file, "table to write for a page; - is stdout");
  app.add_option("--latex", o.rows[2].file,
                 "table to write for a paper (tabular, package booktabs); - is stdout");
  add_names(
      app, "--columns", o.columns,
      "columns of CSV, Markdown and LaTeX in this order, named as in the CSV's first line, or "
      "expressions, e.g. --columns \"lanes,latency_ms * cost.mm2\" (default: all in CSV; in "
      "Markdown and LaTeX the knobs that vary, cycles, latency_ms and what --figure adds)");
  add_figures(app, o.figures);
  add_cost_options(app, o.costs);
}

/// Each output is a file of its own; at most one is stdout.
void check_outputs(const CollectOptions& o) {
  if (o.sqlite == "-")
    throw UsageError("--sqlite: a database cannot be written to stdout (name a file)");
  check_output(o.sqlite, "SQLite");
  refuse_same_file("--sqlite", o.sqlite, {o.points, o.costs.file});
  std::set<std::filesystem::path> written;
  if (!o.sqlite.empty()) written.insert(absolute_path(o.sqlite));
  for (const auto& [option, form, format, file] : o.rows) {
    if (file.empty()) continue;
    check_output(file, format);
    refuse_same_file(option, file, {o.points, o.costs.file});
    if (!written.insert(file == "-" ? std::filesystem::path(file) : absolute_path(file)).second)
      throw UsageError(fmt::format("{}: {} is the file of another option", option,
                                   file == "-" ? "stdout" : one_line(file, 400)));
  }
}

bool parse_options(Words words, CollectOptions& o) {
  CLI::App app("Writes tables of a sweep's points, with their knobs and figures.",
               "rdasim sweep collect");
  add_options(app, o);
  if (!parse(app, words)) return false;
  if (o.sqlite.empty() && !o.has_rows()) {
    sweep::Results(o.points, sweep::Store(o.store)).next();  // or says what is wrong with them
    o.in_store = true;
    o.sqlite = (std::filesystem::path(o.store) / "results.db").string();
    o.rows[0].file = (std::filesystem::path(o.store) / "results.csv").string();
  }
  if (!o.columns.empty() && !o.has_rows())
    throw UsageError("--columns: a database has all columns (add --csv, --markdown or --latex)");
  for (const std::string& expression : o.expressions()) check_expression("--columns", expression);
  check_outputs(o);
  return true;
}

/// All points of the sweep, joined with what is known of them.
sweep::Tally fill(sweep::Table& table, const CollectOptions& o, WorkedOut& worked_out) {
  sweep::Results results(o.points, sweep::Store(o.store), cost_figures(o.costs));
  sweep::Tally tally;
  while (const auto row = results.next()) {
    ++tally.points;
    if (row->result) ++tally.of(row->result->status);
    table.add(*row, worked_out.of(*row));
  }
  table.finish();
  tell_changed_files(o.points, results.files());
  tell_repeated(o.points, results.repeated());
  return tally;
}

/// A figure that no point has, because none has run, makes an empty column.
void refuse_unknown_columns(const CollectOptions& o, const sweep::Table& table,
                            const WorkedOut& worked_out) {
  const std::vector<std::string>& own = worked_out.names();
  std::vector<std::string> known = table.columns();
  std::erase_if(known,
                [&](const std::string& name) { return std::ranges::find(own, name) != own.end(); });
  const std::vector<std::string> figures = regress::known_figures();
  known.insert(known.end(), figures.begin(), figures.end());
  worked_out.refuse_unknown(known);
  known.insert(known.end(), own.begin(), own.end());
  for (const std::string& name : o.columns)
    if (std::ranges::find(known, name) == known.end())
      throw UsageError(fmt::format("--columns: the points have no knob or figure {}{}",
                                   one_line(name), did_you_mean(name, known)));
}

/// The file takes its place when all are complete.
std::unique_ptr<Replacement> write_rows(sweep::Table& table, const RowsOutput& output,
                                        const std::vector<std::string>& asked) {
  const bool all = output.form == RowForm::csv;
  const std::vector<std::string> columns = !asked.empty() ? asked
                                           : all          ? table.columns()
                                                          : table.usual_columns();
  std::unique_ptr<Replacement> file;
  if (output.file != "-") file = std::make_unique<Replacement>(output.file);
  const auto put = [&](std::string_view piece) { file ? file->write(piece) : print(piece); };
  if (output.form == RowForm::latex) put(kLatexNeeds);
  table.write(output.form, columns, put);
  return file;
}

/// Without --sqlite the database is a file beside the other ones that is not kept.
std::filesystem::path database_file(const CollectOptions& o) {
  if (!o.sqlite.empty()) return o.sqlite;
  for (const RowsOutput& output : o.rows)
    if (!output.file.empty() && output.file != "-") return output.file;
  return temporary_folder() / "-";
}

}  // namespace

ExitCode sweep_collect(Words words) {
  CollectOptions o;
  if (!parse_options(words, o)) return ExitCode::ok;
  const std::filesystem::path beside = database_file(o);
  Replacement database(beside);
  std::vector<std::unique_ptr<Replacement>> complete;
  sweep::Tally tally;
  {
    sweep::Table table(database.path(), beside.string());
    WorkedOut worked_out(o.figures, o.expressions());
    tally = fill(table, o, worked_out);
    refuse_unknown_columns(o, table, worked_out);
    for (const RowsOutput& output : o.rows)
      if (!output.file.empty()) complete.push_back(write_rows(table, output, o.columns));
  }
  for (const auto& file : complete)
    if (file) file->take_place();
  if (!o.sqlite.empty()) database.take_place();
  if (!o.to_stdout()) print(tally.text() + '\n');
  if (o.in_store)
    tell(fmt::format("wrote {} and {}\n", one_line(o.sqlite, 300), one_line(o.rows[0].file, 300)));
  return ExitCode::ok;
}

}  // namespace rda::app

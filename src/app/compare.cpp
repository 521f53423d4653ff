// SPDX-License-Identifier: Apache-2.0
#include "regress/compare.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <filesystem>
#include <optional>
#include <set>

#include "app/arguments.h"
#include "app/command.h"
#include "app/cost_choice.h"
#include "app/derived_figures.h"
#include "app/output.h"
#include "app/sweep/cost_figures.h"
#include "app/sweep/find_point.h"
#include "app/table_format.h"
#include "base/file.h"
#include "base/paths.h"
#include "sweep/store.h"

namespace rda::app {
namespace {

constexpr std::int64_t kWorst = 10;

struct CompareOptions {
  std::string a, b, output, store;
  std::vector<std::string> metrics;
  std::vector<sweep::NamedExpression> figures;
  std::optional<double> fail_over;
  std::int64_t worst = kWorst;
  TableFormat form = TableFormat::text;
};

double to_ratio(const std::string& word) {
  double value = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
  if (error != std::errc() || end != word.data() + word.size() || !std::isfinite(value) ||
      value <= 0)
    throw UsageError("--fail-over: " + one_line(word) + " is no ratio above 0, e.g. 1.05");
  return value;
}

void add_options(CLI::App& app, CompareOptions& o) {
  app.add_option("A", o.a,
                 "the first: a report, a store of a sweep, a golden file, or a CSV of your "
                 "own with the columns workload and latency_ms")
      ->required();
  app.add_option("B", o.b, "the second, of the same kind, or a CSV")->required();
  app.add_option("--store", o.store,
                 "folder with results of a sweep: A and B are points of it, POINTS:LINE or "
                 "POINTS:KEY");
  app.add_option_function<std::vector<std::string>>(
         "--metric",
         [&o](const std::vector<std::string>& words) {
           for (const std::string& word : words) o.metrics.push_back(regress::figure_name(word));
         },
         "figure to compare, e.g. utilization.pcu (docs/stats.md); repeatable. Default: all "
         "numbers of reports, cycles of stores, recorded figures of golden files")
      ->allow_extra_args(false);
  add_figures(app, o.figures);
  app.add_option_function<std::string>(
         "--worst", [&o](const std::string& word) { o.worst = to_integer("--worst", word, 0); },
         "number of differing pairs to list")
      ->default_str(std::to_string(kWorst));
  app.add_option_function<std::string>(
      "--fail-over", [&o](const std::string& word) { o.fail_over = to_ratio(word); },
      "exit with 1 only if a ratio second / first is greater than this, or the second lacks an "
      "entry");
  add_format(app, o.form);
  app.add_option("-o,--output", o.output, "write to this file; - is stdout");
}

/// Adds the estimate by the program's cost table, which stores do not hold.
regress::Complete usual_cost() {
  return [costs = Costs({})](const json::Value& chip, json::Value& report) {
    add_cost(costs, chip, report);
  };
}

/// The whole report of a point, which a store holds without an estimate, too.
regress::Comparand whole_report(const std::filesystem::path& file, const sweep::Point& point) {
  json::Value report = json::parse(read_file(file, kLargestText), file.string());
  usual_cost()(point.chip, report);
  return regress::report_comparand(report, file.string());
}

/// One of the two sides. With a store, it is the result of a point, the whole report if it is kept.
regress::Comparand side(const CompareOptions& o, const std::string& name, const std::string& word) {
  if (o.store.empty()) {
    if (!is_there(word) && is_there(word.substr(0, word.rfind(':'))))
      throw UsageError(
          fmt::format("{}: {} is a point of a sweep (--store: the folder with results)", name,
                      one_line(word, 400)));
    return regress::read_comparand(word, usual_cost());
  }
  const sweep::Store store(o.store);
  const sweep::Point point = find_point(to_point_name(name, word));
  const std::string& key = point.key;
  if (store.has(key) == sweep::Stored::nothing)
    throw ConfigError(o.store, "", fmt::format("has no result of {}", one_line(word, 400)));
  const std::filesystem::path whole = store.report_file(key);
  regress::Comparand result =
      is_there(whole) ? whole_report(whole, point)
                      : regress::read_comparand(store.file_of(key).string(), usual_cost());
  result.file = word;
  return result;
}

/// What an entry has under a name: a figure, else a value that a report started from, whose name
/// may lack its first part (pcu.lanes of chip.pcu.lanes).
std::optional<json::Value> value_in(const regress::Entry& entry, const std::string& name) {
  if (const auto figure = entry.figures.find(name); figure != entry.figures.end())
    return figure->second;
  for (const char* part : {"", "chip.", "workload.", "mapping."})
    if (const auto knob = entry.knobs.find(part + name); knob != entry.knobs.end())
      return knob->second;
  return std::nullopt;
}

/// Gives every entry the figures that are worked out of its own.
/// @throws Error (bad input)  for names that no entry has, and figures whose name is taken
void add_figures_to(regress::Comparand& a, regress::Comparand& b,
                    const std::vector<sweep::NamedExpression>& figures) {
  sweep::Measures measures(figures, {});
  std::set<std::string> known;
  for (regress::Comparand* side : {&a, &b})
    for (auto& [key, entry] : side->entries) {
      for (const auto& figure : entry.figures) known.insert(figure.first);
      const auto& numbers =
          measures.at([&entry = entry](const std::string& name) { return value_in(entry, name); });
      for (std::size_t i = 0; i < figures.size(); ++i)
        if (numbers[i]) entry.figures.try_emplace(figures[i].name, *numbers[i]);
    }
  for (const sweep::NamedExpression& figure : figures)
    if (known.contains(figure.name))
      throw Error(ExitCode::bad_input,
                  fmt::format("--figure {}: the two have this name already (choose another one)",
                              figure.name));
  measures.refuse_unknown({known.begin(), known.end()}, "the two have");
}

std::string in_form(const CompareOptions& o, const regress::Comparison& comparison) {
  const auto worst = static_cast<std::size_t>(o.worst);
  switch (o.form) {
    case TableFormat::json:
      return to_json(comparison);
    case TableFormat::md:
      return to_markdown(comparison, worst);
    case TableFormat::csv:
      return to_csv(comparison);
    case TableFormat::latex:
      return to_latex(comparison, worst);
    case TableFormat::text:
      break;
  }
  return to_text(comparison, worst);
}

}  // namespace

/// Read both, join, compare. Exit code 1 if they differ.
ExitCode compare_command(Words words) {
  CompareOptions o;
  CLI::App app(
      "Compares two reports, two stores of sweeps, two golden files, or one of them "
      "with a CSV of your own.",
      "rdasim compare");
  add_options(app, o);
  if (!parse(app, words)) return ExitCode::ok;
  check_output(o.output, format_name(o.form));
  regress::Comparand a = side(o, "A", o.a), b = side(o, "B", o.b);
  add_figures_to(a, b, o.figures);
  std::vector<std::string> added;
  for (const sweep::NamedExpression& figure : o.figures) added.push_back(figure.name);
  const regress::Comparison comparison = regress::compare(a, b, o.metrics, added);
  write_output(o.output.empty() ? "-" : o.output, in_form(o, comparison));
  const bool failed = o.fail_over ? comparison.exceeds(*o.fail_over) : comparison.different();
  return failed ? ExitCode::check_failed : ExitCode::ok;
}

}  // namespace rda::app

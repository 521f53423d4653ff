// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "app/arguments.h"
#include "app/derived_figures.h"
#include "app/name_list.h"
#include "app/output.h"
#include "app/picture.h"
#include "app/sweep/cost_figures.h"
#include "app/sweep/goals.h"
#include "app/sweep/ground.h"
#include "app/sweep/notes.h"
#include "app/sweep/sweep.h"
#include "app/sweep/table.h"
#include "base/gather.h"
#include "base/paths.h"
#include "base/tell.h"
#include "report/figure_unit.h"
#include "sweep/judge.h"
#include "sweep/scatter.h"

namespace rda::app {
namespace {

using sweep::Design;

/// More labels than this hide what they are about.
constexpr std::size_t kMostLabels = 16;

struct PlotOptions {
  std::string points, store, x, y, output, title, x_title, y_title;
  std::vector<std::string> maximize, label;
  sweep::Question question;
  CostChoice costs;
};

/// "latency_ms" or "tflops_effective [TFLOPS]": what stands at an axis.
std::string axis_title(const std::string& metric) {
  const std::string unit = unit_of_figure(metric);
  if (!unit.empty() && !metric.ends_with(unit)) return fmt::format("{} [{}]", metric, unit);
  return metric;
}

std::string knob_text(const Design& design, const std::string& name) {
  const auto& knobs = design.knobs.get<json::Value::Object>();
  const auto knob = knobs.find(name);
  return knob == knobs.end() ? "" : short_value(knob->second);
}

/// The knobs in which designs of the fronts differ, without those that say the same as another.
std::vector<std::string> telling(const sweep::Judgement& judgement, const PlotOptions& o) {
  std::vector<std::string> names;
  std::set<std::vector<std::size_t>> seen;
  for (const std::string& name : judgement.varying) {
    if (name == o.x || name == o.y) continue;
    std::vector<std::string> values;
    std::vector<std::size_t> same;  // of each design, the first one with the same value
    for (const sweep::Group& group : judgement.groups)
      for (const Design& design : group.front) {
        values.push_back(knob_text(design, name));
        same.push_back(
            static_cast<std::size_t>(std::ranges::find(values, values.back()) - values.begin()));
      }
    const bool varies = std::ranges::any_of(same, [](std::size_t first) { return first > 0; });
    if (varies && seen.insert(same).second) names.push_back(name);
  }
  return names;
}

/// What to write at the best designs: what the user says, or what tells them apart if they are few.
std::vector<std::string> label_names(const sweep::Judgement& judgement, const PlotOptions& o) {
  if (!o.label.empty()) return o.label;
  std::size_t count = 0;
  for (const sweep::Group& group : judgement.groups) count += group.front.size();
  if (count <= kMostLabels) return telling(judgement, o);
  tell(
      fmt::format("rdasim: note: {} best designs are too many for labels (--label KNOB,... labels "
                  "them all the same)\n",
                  count));
  return {};
}

std::string label_of(const Design& design, const std::vector<std::string>& names) {
  std::vector<std::string> words;
  for (const std::string& name : names) words.push_back(name + ' ' + knob_text(design, name));
  return join(words, ", ");
}

/// @throws Error (bad input)  for every label that is no knob, naming the nearest
void check_labels(const sweep::Judgement& judgement, const PlotOptions& o) {
  std::vector<std::string> known;
  for (const auto& [name, value] : judgement.groups[0].front[0].knobs.get<json::Value::Object>())
    known.push_back(name);
  Gather gather;
  for (const std::string& name : o.label)
    if (std::ranges::find(known, name) == known.end())
      gather([&] {
        throw Error(ExitCode::bad_input, fmt::format("the points have no knob {}{}", one_line(name),
                                                     did_you_mean(name, known)));
      });
  gather.raise();
}

sweep::Scatter scatter_of(const PlotOptions& o) {
  sweep::Scatter scatter;
  scatter.more_x = o.question.goals[0].maximize;
  scatter.more_y = o.question.goals[1].maximize;
  sweep::Results results(o.points, sweep::Store(o.store), cost_figures(o.costs));
  const auto draw = [&](const Design& design) {
    if (scatter.series.size() <= design.group) scatter.series.resize(design.group + 1);
    scatter.series[design.group].designs.push_back({design.values[0], design.values[1]});
  };
  const sweep::Judgement judgement = sweep::judge(results, o.question, draw);
  tell_changed_files(o.points, results.files());
  tell_repeated(o.points, results.repeated());
  if (judgement.groups.empty())
    throw Error(ExitCode::bad_input,
                fmt::format("{}: there is nothing to draw: {}", o.points, judgement.tally.text()));
  check_labels(judgement, o);
  const std::vector<std::string> names = label_names(judgement, o);
  for (std::size_t g = 0; g < judgement.groups.size(); ++g) {
    scatter.series[g].name = judgement.groups[g].name;
    for (const Design& design : judgement.groups[g].front)
      scatter.series[g].front.push_back(
          {{design.values[0], design.values[1]}, label_of(design, names)});
  }
  scatter.title = o.title.empty() ? fmt::format("{} against {}", o.y, o.x) : o.title;
  scatter.subtitle =
      judgement.tally.text() + across_words(o.question.across, judgement.groups[0].workloads);
  for (const sweep::NamedExpression& figure : o.question.figures)
    scatter.subtitle += fmt::format("; {} = {}", figure.name, one_line(figure.expression));
  scatter.x_title = o.x_title.empty() ? axis_title(o.x) : o.x_title;
  scatter.y_title = o.y_title.empty() ? axis_title(o.y) : o.y_title;
  return scatter;
}

void add_options(CLI::App& app, PlotOptions& o) {
  app.add_option("POINTS", o.points, "points file, written by rdasim sweep plan")->required();
  app.add_option("--store", o.store, "folder with the results")->required();
  app.add_option("--x", o.x, "a figure of the report, e.g. latency_ms, a knob, or an expression")
      ->required();
  app.add_option("--y", o.y,
                 "another figure, knob or expression, e.g. \"tflops_effective / cost.mm2\"")
      ->required();
  add_cost_options(app, o.costs);
  app.add_option("-o,--output", o.output, "picture to write, .svg, .png or .pdf")->required();
  app.add_option("--maximize", o.maximize,
                 "the one of the two that is better when greater; repeatable")
      ->allow_extra_args(false);
  add_figures(app, o.question.figures);
  add_names(app, "--by", o.question.by,
            "one colour for points with equal values of these knobs (default: workload)");
  add_across(app, o.question);
  add_names(app, "--label", o.label,
            "knobs to write beside the best designs (default: the knobs in which these differ, if "
            "they are few)");
  app.add_option("--title", o.title, "title of the picture");
  app.add_option("--x-title", o.x_title, "title of the x axis, e.g. \"area [mm2, estimate]\"");
  app.add_option("--y-title", o.y_title, "title of the y axis");
}

/// Completes the question.
void check(PlotOptions& o) {
  picture_format(o.output);
  check_expression("--x", o.x);
  check_expression("--y", o.y);
  if (o.x == o.y) throw UsageError("--y: " + one_line(o.y) + " is x already");
  for (const std::string& metric : {o.x, o.y})
    o.question.goals.push_back({metric, std::ranges::find(o.maximize, metric) != o.maximize.end()});
  o.question.computed = computed_numbers();
  for (const std::string& metric : o.maximize)
    if (metric != o.x && metric != o.y)
      throw UsageError("--maximize: " + one_line(metric) + " is neither x nor y");
  refuse_unused(sweep::measures(o.question), "axis");
}

}  // namespace

ExitCode sweep_plot(Words words) {
  PlotOptions o;
  CLI::App app("Draws the points of a sweep, and the designs that no other design beats.",
               "rdasim sweep plot");
  add_options(app, o);
  if (!parse(app, words)) return ExitCode::ok;
  check(o);
  check_output(o.output);
  refuse_same_file("--output", o.output, {o.points, o.costs.file});
  std::size_t left_out = 0;
  const std::string svg = to_svg(scatter_of(o), &left_out);
  write_picture(o.output, svg);
  if (left_out > 0)
    tell(
        fmt::format("rdasim: note: {} of the best designs found no room for a label (--label "
                    "KNOB,...: fewer knobs)\n",
                    left_out));
  return ExitCode::ok;
}

}  // namespace rda::app

// SPDX-License-Identifier: Apache-2.0
#include "app/sweep/goals.h"

#include <algorithm>
#include <string>
#include <vector>

#include "app/derived_figures.h"
#include "app/name_list.h"
#include "app/sweep/ground.h"
#include "base/text.h"

namespace rda::app {
namespace {

void add_goal(CLI::App& app, sweep::Question& question, const std::string& name, bool maximize) {
  app.add_option_function<std::vector<std::string>>(
         name,
         [&question, name, maximize](const std::vector<std::string>& metrics) {
           for (const std::string& metric : metrics) {
             if (metric.empty()) continue;  // parse() refuses it
             check_expression(name, metric);
             if (std::ranges::find(question.goals, metric, &sweep::Goal::metric) !=
                 question.goals.end())
               throw UsageError(name + ": " + one_line(metric) + " is a goal already");
             question.goals.push_back({metric, maximize});
           }
         },
         maximize
             ? "figure, knob or expression of which the greatest value is best, e.g. "
               "\"tflops_effective / cost.mm2\"; repeatable"
             : "figure of the report, e.g. latency_ms, knob, or expression of these, of which the "
               "least value is best; repeatable")
      ->allow_extra_args(false)
      ->trigger_on_parse();
}

}  // namespace

void add_question(CLI::App& app, sweep::Question& question) {
  add_goal(app, question, "--minimize", false);
  add_goal(app, question, "--maximize", true);
  add_figures(app, question.figures);
  question.computed = computed_numbers();
  add_names(
      app, "--by", question.by,
      "among points of the same workload compare only those with equal values of these knobs, e.g. "
      "--by lanes,rows");
  add_across(app, question);
}

void add_across(CLI::App& app, sweep::Question& question) {
  app.add_option_function<std::string>(
      "--across",
      [&question](const std::string& word) {
        if (!word.empty())  // parse() refuses it
          question.across = to_enumerator<sweep::Across>("--across", word, "way to rank designs");
      },
      "rank designs over all workloads: by the geometric mean of each goal (geomean), or by the "
      "worst workload for each goal (worst)");
}

std::string across_words(std::optional<sweep::Across> across, std::size_t workloads) {
  if (!across) return "";
  return fmt::format(", {} {}",
                     *across == sweep::Across::worst ? "worst of" : "geometric mean over",
                     counted(std::int64_t(workloads), "workload"));
}

bool is_goal(const std::vector<sweep::Goal>& goals, const std::string& name) {
  return std::ranges::find(goals, name, &sweep::Goal::metric) != goals.end();
}

void check_question(const sweep::Question& question) {
  if (question.goals.empty())
    throw UsageError("a goal is missing (--minimize latency_ms, or --maximize FIGURE)");
  refuse_unused(sweep::measures(question), "goal");
}

}  // namespace rda::app

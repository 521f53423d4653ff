// SPDX-License-Identifier: Apache-2.0
#include "app/sweep/goals.h"

#include <algorithm>
#include <string>
#include <vector>

#include "app/name_list.h"
#include "base/text.h"

namespace rda::app {
namespace {

void add_goal(CLI::App& app, sweep::Question& question, const std::string& name, bool maximize) {
  app.add_option_function<std::vector<std::string>>(
         name,
         [&question, name, maximize](const std::vector<std::string>& metrics) {
           for (const std::string& metric : metrics) {
             if (std::ranges::find(question.goals, metric, &sweep::Goal::metric) !=
                 question.goals.end())
               throw UsageError(name + ": " + one_line(metric) + " is a goal already");
             question.goals.push_back({metric, maximize});
           }
         },
         maximize
             ? "figure or knob of which the greatest value is best; repeatable"
             : "figure of the report, e.g. latency_ms, or knob, of which the least value is best; "
               "repeatable")
      ->allow_extra_args(false)
      ->trigger_on_parse();
}

}  // namespace

void add_question(CLI::App& app, sweep::Question& question) {
  add_goal(app, question, "--minimize", false);
  add_goal(app, question, "--maximize", true);
  add_names(
      app, "--by", question.by,
      "among points of the same workload compare only those with equal values of these knobs, e.g. "
      "--by lanes,rows");
}

void check_question(const sweep::Question& question) {
  if (question.goals.empty())
    throw UsageError("a goal is missing (--minimize latency_ms, or --maximize FIGURE)");
}

}  // namespace rda::app

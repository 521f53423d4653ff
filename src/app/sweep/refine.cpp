// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "app/arguments.h"
#include "app/output.h"
#include "app/sweep/cost_figures.h"
#include "app/sweep/goals.h"
#include "app/sweep/notes.h"
#include "app/sweep/sweep.h"
#include "base/streamed_file.h"
#include "base/tell.h"
#include "base/text.h"
#include "rda/conditions.h"
#include "sweep/neighbours.h"

namespace rda::app {
namespace {

using json::Value;

struct RefineOptions {
  std::string points, store, output = "-";
  sweep::Question question;
  CostChoice costs;
  std::int64_t search_budget = 0;  ///< 0: that of each point
};

/// @return false if the words asked for --help
bool parse_options(Words words, RefineOptions& o) {
  CLI::App app(
      "Writes the points again, and the best designs and those next to them once more, with policy "
      "auto.",
      "rdasim sweep refine");
  app.add_option("POINTS", o.points, "points file, written by rdasim sweep plan")->required();
  app.add_option("--store", o.store, "folder with the results")->required();
  add_question(app, o.question);
  add_cost_options(app, o.costs);
  app.add_option_function<std::string>(
      "--search-budget",
      [&o](const std::string& word) {
        o.search_budget = to_integer("--search-budget", word, 1, kMostCandidates);
      },
      "most trials of auto in a new point (default: that of the point)");
  app.add_option("-o,--output", o.output, "points file; - is stdout")->default_str("-");
  if (!parse(app, words)) return false;
  check_question(o.question);
  check_output(o.output, "JSON lines");
  refuse_same_file("--output", o.output, {o.points, o.costs.file});
  return true;
}

/// Lines of the points file.
struct Chosen {
  std::set<std::size_t> front, next;
};

/// Whether a knob's value is a policy, whatever the spec calls the knob.
bool is_policy(const Value& value) {
  constexpr auto kPolicies = names(Policy{});
  const auto* word = value.get_if<std::string>();
  return word && std::ranges::find(kPolicies, *word) != kPolicies.end();
}

/// Without its policy: a step leads from design to design, whatever mapped them.
sweep::Design unlabelled(sweep::Design design) {
  std::erase_if(*design.knobs.get_if<Value::Object>(),
                [](const auto& knob) { return is_policy(knob.second); });
  return design;
}

Chosen choose(const RefineOptions& o) {
  sweep::Results results(o.points, sweep::Store(o.store), cost_figures(o.costs));
  sweep::Neighbours neighbours;
  const sweep::Judgement judgement =
      sweep::judge(results, o.question,
                   [&](const sweep::Design& design) { neighbours.note(unlabelled(design)); });
  tell_changed_files(o.points, results.files());
  tell_repeated(o.points, results.repeated());
  if (const std::int64_t missing = judgement.tally.missing(); missing > 0)
    tell(fmt::format("{} of {} points have no result yet and are not compared\n", missing,
                     judgement.tally.points));
  Chosen chosen;
  for (const sweep::Group& group : judgement.groups)
    for (const sweep::Design& design : group.front) {
      chosen.front.insert(design.lines.begin(), design.lines.end());
      const std::vector<std::size_t> next = neighbours.of(unlabelled(design));
      chosen.next.insert(next.begin(), next.end());
    }
  for (const std::size_t line : chosen.front) chosen.next.erase(line);
  return chosen;
}

void set(Value& object, const std::string& key, Value value) {
  (*object.get_if<Value::Object>())[key] = std::move(value);
}

std::string policy_of(const sweep::Point& point) {
  return point.mapping.get<Value::Object>().at("policy").get<std::string>();
}

/// A point with policy auto in place of another one.
struct Refined {
  sweep::Point point;
  bool best = false;  ///< else next to one of the best
};

/// The point with policy auto.
sweep::Point with_auto(sweep::Point point, std::int64_t search_budget) {
  set(point.mapping, "policy", Value(std::string("auto")));
  for (auto& [name, value] : *point.knobs.get_if<Value::Object>())
    if (is_policy(value)) value = Value(std::string("auto"));
  if (search_budget > 0) set(point.run, "search_budget", Value(json::make_integer(search_budget)));
  point.files.clear();
  point.key = sweep::key_of(point);
  return point;
}

}  // namespace

ExitCode sweep_refine(Words words) {
  RefineOptions o;
  if (!parse_options(words, o)) return ExitCode::ok;
  const Chosen chosen = choose(o);
  StreamedFile out(o.output);
  std::vector<Refined> more;
  std::set<std::string> keys;
  std::int64_t points = 0, front = 0, added = 0;
  sweep::PointReader reader(o.points);
  while (std::optional<sweep::Point> point = reader.next()) {
    const std::string policy = policy_of(*point);
    set(point->knobs, "policy", Value(policy));
    out.append(to_line(*point) + '\n');
    keys.insert(point->key);
    ++points;
    const std::size_t line = reader.place().line;
    if (policy != "auto" && (chosen.front.contains(line) || chosen.next.contains(line)))
      more.push_back({with_auto(*std::move(point), o.search_budget), chosen.front.contains(line)});
  }
  for (const Refined& refined : more) {
    if (!keys.insert(refined.point.key).second) continue;  // the file has it already
    out.append(to_line(refined.point) + '\n');
    ++added;
    front += refined.best ? 1 : 0;
  }
  out.commit();
  tell(fmt::format(
      "{} points, and {} of them once more with policy auto: {} best, {} next to them\n", points,
      added, front, added - front));
  return ExitCode::ok;
}

}  // namespace rda::app

// SPDX-License-Identifier: Apache-2.0
#include "sweep/known_names.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/gather.h"
#include "base/text.h"
#include "rda/error.h"
#include "sweep/point_values.h"

namespace rda::sweep {
namespace {

using json::Value;

bool has(const std::vector<std::string>& names, const std::string& name) {
  return std::ranges::find(names, name) != names.end();
}

void require_known(const std::string& name, const std::vector<std::string>& known,
                   std::string_view what) {
  if (known.empty() || has(known, name)) return;
  throw Error(ExitCode::bad_input, fmt::format("the points have no {} {}{}", what, one_line(name),
                                               did_you_mean(name, known)));
}

}  // namespace

void KnownNames::note(const Results::Row& row, const std::vector<Computed>& computed) {
  if (!std::exchange(noted_, true)) {
    for (const auto& [name, value] : row.point.knobs.get<Value::Object>()) {
      knobs_.push_back(name);
      if (number_of(value)) numbers_.push_back(name);
    }
    const std::vector<std::string> others = other_numbers(row.point, computed);
    numbers_.insert(numbers_.end(), others.begin(), others.end());
  }
  if (!metrics_.empty() || !row.result || row.result->status != Status::ok) return;
  for_each_metric(row.result->report, [&](const std::string& name, const Value& value) {
    if (number_of(value)) metrics_.push_back(name);
  });
}

void KnownNames::refuse_unknown(const Question& question, const Measures& measures) const {
  std::vector<std::string> known = metrics_;
  known.insert(known.end(), numbers_.begin(), numbers_.end());
  for (const std::string& metric : metrics_)
    if (has(knobs_, metric)) known.push_back("report." + metric);
  Gather gather;
  if (!metrics_.empty()) gather([&] { measures.refuse_unknown(known, "the points have"); });
  for (const NamedExpression& figure : question.figures) gather([&] { refuse_taken(figure.name); });
  for (const std::string& name : question.by)
    gather([&] {
      refuse_result(name);
      require_known(name, knobs_, "knob");
    });
  gather.raise();
}

void KnownNames::refuse_taken(const std::string& name) const {
  if (!has(metrics_, name) && !has(numbers_, name) && !has(knobs_, name)) return;
  throw Error(
      ExitCode::bad_input,
      fmt::format("--figure {}: the points have this name already (choose another one)", name));
}

void KnownNames::refuse_result(const std::string& name) const {
  if (has(knobs_, name) || !has(metrics_, name)) return;
  throw Error(ExitCode::bad_input,
              fmt::format("--by {}: is a result, and groups are made by knobs ({})", name,
                          one_line(join(knobs_, ", "), 300)));
}

}  // namespace rda::sweep

// SPDX-License-Identifier: Apache-2.0
#include "sweep/rules.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "rda/error.h"

namespace rda::sweep {
namespace {

using json::Value;

/// The value of a derived knob with the knob's type, as far as there is such a value.
Value knob_value(const Knob& knob, double number) {
  if (knob.described.field.shape.kind == json::Shape::Kind::boolean && (number == 0 || number == 1))
    return Value(number == 1);
  return plain(number);
}

}  // namespace

Rules::Rules(const Spec& spec, const std::string& file, const Ground& ground,
             const std::vector<Dimension>& dimensions)
    : file_(file) {
  for (const Dimension& dimension : dimensions)
    for (const Axis& axis : dimension.axes) axes_.push_back(&axis);
  read_derived(spec, ground);
  read_formulas(spec, ground);
  sort_derived();
  mark_early();
}

std::optional<double> Rules::value(Formula& formula, const Candidate& candidate) const {
  for (std::size_t i = 0; i < formula.sources.size(); ++i) {
    const Source& source = formula.sources[i];
    std::optional<double> number;
    if (const auto* axis = std::get_if<OfAxis>(&source)) {
      number = number_of(candidate.axes[axis->axis]);
    } else if (const auto* derived = std::get_if<OfDerived>(&source)) {
      number = candidate.derived[derived->derived];
    } else if (const auto* knob = std::get_if<const Knob*>(&source)) {
      number = number_of((*knob)->in(*candidate.setting));
    } else {
      number = std::get<const Computed*>(source)->value(*candidate.setting);
    }
    if (!number) return std::nullopt;
    formula.expression.set(i, *number);
  }
  return formula.expression.value();
}

/// The first constraint that a candidate breaks. `early`: of those that can be judged before knobs
/// are set; else of the others, and of those that stand behind one of them and may have had no
/// value for that reason.
std::optional<std::size_t> Rules::broken(Candidate& candidate, bool early) {
  bool behind_late = false;
  for (std::size_t i = 0; i < constraints_.size(); ++i) {
    behind_late = behind_late || !constraints_[i].early;
    if (early ? !constraints_[i].early : !behind_late) continue;
    const std::optional<double> holds = value(constraints_[i], candidate);
    if (!holds && early && behind_late) continue;
    if (!holds) fail_value(constraints_[i], candidate);
    if (*holds == 0) return i;
  }
  return std::nullopt;
}

std::optional<std::size_t> Rules::first_half(Candidate& candidate) {
  candidate.derived.assign(derived_.size(), std::nullopt);
  for (const std::size_t i : order_)
    if (derived_[i].early) candidate.derived[i] = value(derived_[i], candidate);
  return broken(candidate, true);
}

std::optional<std::size_t> Rules::second_half(Candidate& candidate) {
  for (const std::size_t i : order_) {
    Derived& derived = derived_[i];
    if (!derived.early) candidate.derived[i] = value(derived, candidate);
    if (derived.knob) set_knob(derived, candidate.derived[i], candidate);
  }
  if (const std::optional<std::size_t> constraint = broken(candidate, false)) return constraint;
  for (const std::size_t i : order_)
    if (!candidate.derived[i]) fail_value(derived_[i], candidate);
  return std::nullopt;
}

void Rules::set_knob(const Derived& derived, std::optional<double> number,
                     Candidate& candidate) const {
  if (!number) fail_value(derived, candidate);
  const Value value = knob_value(*derived.knob, *number);
  if (json::problems(value, derived.knob->described.field.shape).empty()) {
    derived.knob->in(*candidate.setting) = typed(*derived.knob, value);
    return;
  }
  require_value(*derived.knob, value, file_, derived.pointer,
                fmt::format("derived {} at {}", derived.name, place(candidate)));
}

Value Rules::value(std::size_t i, const Candidate& candidate) const {
  if (const Knob* knob = derived_[i].knob) return knob->in(*candidate.setting);
  return Value(*candidate.derived[i]);
}

std::string Rules::place(const Candidate& candidate) const {
  std::vector<std::string> items;
  for (std::size_t i = 0; i < axes_.size(); ++i)
    items.push_back(axes_[i]->name + ' ' + json::dump_line(candidate.axes[i]));
  return one_line(join(items, ", "), 200);
}

void Rules::fail_value(const Formula& formula, const Candidate& candidate) const {
  const Expression& expression = formula.expression;
  throw ConfigError(expression.where().file, expression.where().pointer,
                    fmt::format("\"{}\" has no finite value at {} (a division by zero? A "
                                "constraint before it can keep such points out)",
                                one_line(expression.text()), place(candidate)));
}

}  // namespace rda::sweep

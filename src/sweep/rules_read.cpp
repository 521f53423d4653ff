// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "base/gather.h"
#include "base/text.h"
#include "rda/error.h"
#include "sweep/rules.h"

// How rules are read: what the names in expressions stand for, and in which order derived values
// can be worked out.

namespace rda::sweep {

void Rules::read_derived(const Spec& spec, const Ground& ground) {
  Gather gather;
  for (std::size_t i = 0; i < spec.derived.size(); ++i)
    gather([&] { read_derived(spec.derived[i], fmt::format("/derived/{}", i), ground); });
  if (gather.found()) gather([&] { check_alone(spec, file_, ground); });
  gather.raise();
}

/// Reads what an expression may name; its own expression may name what comes later in the file.
void Rules::read_derived(const DerivedSpec& said, const std::string& pointer,
                         const Ground& ground) {
  const Knob* knob =
      said.knob.empty() ? nullptr : &require_knob(ground, said.knob, file_, pointer + "/knob");
  const std::string name = checked_name(said.name, knob, ground, file_, pointer);
  const auto set = [&](const auto& other) { return knob && other.knob == knob; };
  const auto named = [&](const auto& other) { return other.name == name; };
  const auto of_axis = [](const auto& test) {
    return [&test](const Axis* axis) { return test(*axis); };
  };
  if (std::ranges::any_of(axes_, of_axis(set)) || std::ranges::any_of(derived_, set))
    throw ConfigError(file_, pointer + "/knob", said.knob + " is varied or derived already");
  if (std::ranges::any_of(axes_, of_axis(named)) || std::ranges::any_of(derived_, named))
    throw ConfigError(file_, pointer + "/name",
                      name + " is taken already (give one of them another name)");
  derived_.push_back({{Expression(said.expression, {file_, pointer + "/expression"}), {}, true},
                      name,
                      knob,
                      pointer});
}

void Rules::read_formulas(const Spec& spec, const Ground& ground) {
  Gather gather;
  for (std::size_t i = 0; i < spec.derived.size(); ++i)
    gather([&] {
      Formula read =
          formula(spec.derived[i].expression, derived_[i].pointer + "/expression", ground);
      static_cast<Formula&>(derived_[i]) = std::move(read);
    });
  for (std::size_t i = 0; i < spec.constraints.size(); ++i)
    gather([&] {
      constraints_.push_back(
          formula(spec.constraints[i], fmt::format("/constraints/{}", i), ground));
    });
  gather.raise();
}

void Rules::check_alone(const Spec& spec, const std::string& file, const Ground& ground) {
  Gather gather;
  for (std::size_t i = 0; i < spec.derived.size(); ++i) {
    const DerivedSpec& said = spec.derived[i];
    const std::string pointer = fmt::format("/derived/{}", i);
    gather([&] {
      if (!said.knob.empty()) require_knob(ground, said.knob, file, pointer + "/knob");
    });
    gather([&] { Expression(said.expression, {file, pointer + "/expression"}); });
  }
  for (std::size_t i = 0; i < spec.constraints.size(); ++i)
    gather([&] { Expression(spec.constraints[i], {file, fmt::format("/constraints/{}", i)}); });
  gather.raise();
}

Rules::Formula Rules::formula(const std::string& text, const std::string& pointer,
                              const Ground& ground) const {
  Formula formula{Expression(text, {file_, pointer}), {}, true};
  for (const std::string& name : formula.expression.names())
    formula.sources.push_back(source(name, formula.expression, ground));
  return formula;
}

Rules::Source Rules::source(const std::string& name, const Expression& expression,
                            const Ground& ground) const {
  for (std::size_t i = 0; i < axes_.size(); ++i)
    if (axes_[i]->name == name) return axis_source(i, expression);
  for (std::size_t i = 0; i < derived_.size(); ++i)
    if (derived_[i].name == name) return OfDerived{i};
  const auto computed = std::ranges::find(ground.computed, name, &Computed::name);
  if (computed != ground.computed.end()) return &*computed;
  const auto knob = std::ranges::find(ground.knobs, name, &Knob::path);
  if (knob == ground.knobs.end()) fail_unknown(name, expression, ground);
  if (!number_of(knob->described.field.fallback))
    throw ConfigError(expression.where().file, expression.where().pointer,
                      fmt::format("\"{}\": {} is no number", one_line(expression.text()), name));
  return &*knob;
}

Rules::Source Rules::axis_source(std::size_t axis, const Expression& expression) const {
  for (const json::Value& value : axes_[axis]->values)
    if (!number_of(value))
      throw ConfigError(expression.where().file, expression.where().pointer,
                        fmt::format("\"{}\": {} is no number but {}", one_line(expression.text()),
                                    axes_[axis]->name, one_line(json::dump_line(value), 40)));
  return OfAxis{axis};
}

void Rules::fail_unknown(const std::string& name, const Expression& expression,
                         const Ground& ground) const {
  std::vector<std::string> known;
  for (const Axis* axis : axes_) known.push_back(axis->name);
  for (const Derived& derived : derived_) known.push_back(derived.name);
  for (const Computed& computed : ground.computed) known.push_back(computed.name);
  for (const Knob& knob : ground.knobs)
    if (number_of(knob.described.field.fallback)) known.push_back(knob.path());
  throw ConfigError(expression.where().file, expression.where().pointer,
                    fmt::format("\"{}\": there is no {}{}", one_line(expression.text()),
                                one_line(name), did_you_mean(name, known)));
}

/// The derived values that have to be worked out first.
std::vector<std::size_t> Rules::needs(const Formula& formula) const {
  std::vector<std::size_t> result;
  for (const Source& source : formula.sources) {
    if (const auto* named = std::get_if<OfDerived>(&source)) result.push_back(named->derived);
    for (std::size_t i = 0; i < derived_.size(); ++i) {
      const Knob* set = derived_[i].knob;
      if (!set) continue;
      const auto* knob = std::get_if<const Knob*>(&source);
      if (knob && *knob == set) result.push_back(i);
      const auto* computed = std::get_if<const Computed*>(&source);
      const auto reads = [&](const std::string& place) {
        return set->pointer() == place || set->pointer().starts_with(place + '/');
      };
      if (computed && std::ranges::any_of((*computed)->reads, reads)) result.push_back(i);
    }
  }
  return result;
}

void Rules::sort_derived() {
  std::vector<int> state(derived_.size(), 0);
  std::vector<std::size_t> path;
  for (std::size_t i = 0; i < derived_.size(); ++i) visit(i, state, path);
}

/// Depth first. `state`: 0 not seen, 1 on the path, 2 in the order.
void Rules::visit(std::size_t derived, std::vector<int>& state, std::vector<std::size_t>& path) {
  if (state[derived] == 2) return;
  path.push_back(derived);
  if (state[derived] == 1) {
    std::string circle;
    for (auto at = std::ranges::find(path, derived); at != path.end(); ++at)
      circle += (circle.empty() ? "" : " needs ") + derived_[*at].name;
    throw ConfigError(file_, derived_[derived].pointer + "/expression",
                      circle + " (a derived value cannot need itself)");
  }
  state[derived] = 1;
  for (const std::size_t needed : needs(derived_[derived])) visit(needed, state, path);
  state[derived] = 2;
  path.pop_back();
  order_.push_back(derived);
}

void Rules::mark_early() {
  const auto early = [&](const Formula& formula) {
    return std::ranges::all_of(formula.sources, [&](const Source& source) {
      const auto* derived = std::get_if<OfDerived>(&source);
      return std::holds_alternative<OfAxis>(source) ||
             (derived && derived_[derived->derived].early);
    });
  };
  for (const std::size_t i : order_) derived_[i].early = early(derived_[i]);
  for (Formula& constraint : constraints_) constraint.early = early(constraint);
}

}  // namespace rda::sweep

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "sweep/axis.h"
#include "sweep/expression.h"
#include "sweep/setting.h"
#include "sweep/spec.h"

namespace rda::sweep {

/// A combination on its way to a point.
struct Candidate {
  Setting* setting = nullptr;                  ///< its axes' values are in it
  std::vector<json::Value> axes;               ///< value of each axis, in the order of Rules' axes
  std::vector<std::optional<double>> derived;  ///< of each derived value, as far as it has one
};

/// The derived values and constraints of a spec, ready to be worked out for many combinations.
class Rules {
 public:
  /// @throws ConfigError  for everything that is wrong: knobs, names, expressions, naming what an
  ///                      expression does not know, and the nearest; derived values that need
  ///                      themselves
  Rules(const Spec& spec, const std::string& file, const Ground& ground,
        const std::vector<Dimension>& dimensions);

  /// Checks what needs no axes: the knobs of derived values, and that expressions can be read.
  /// @throws ConfigError  for everything that is wrong
  static void check_alone(const Spec& spec, const std::string& file, const Ground& ground);

  /// Works out what depends on axes alone, then the constraints that need no more.
  /// @return the constraint that does not hold; none: all of these do
  /// @throws ConfigError  if a constraint has no value at this combination
  std::optional<std::size_t> first_half(Candidate& candidate);
  /// Sets derived knobs, works out all else.
  /// @throws ConfigError  also if a derived value is none, or not one that its knob can have
  std::optional<std::size_t> second_half(Candidate& candidate);

  std::size_t derived() const { return derived_.size(); }
  /// What tables and pictures call derived value i, and what it is.
  const std::string& name(std::size_t i) const { return derived_[i].name; }
  json::Value value(std::size_t i, const Candidate& candidate) const;
  const std::string& constraint(std::size_t i) const { return constraints_[i].expression.text(); }

  /// "lanes 4, banks 8": which combination it is, for messages.
  std::string place(const Candidate& candidate) const;

 private:
  struct OfAxis {
    std::size_t axis;
  };
  struct OfDerived {
    std::size_t derived;
  };
  using Source = std::variant<OfAxis, OfDerived, const Knob*, const Computed*>;
  /// An expression, and where the numbers of its names come from.
  struct Formula {
    Expression expression;
    std::vector<Source> sources;
    bool early = true;  ///< needs axes alone
  };
  struct Derived : Formula {
    std::string name;
    const Knob* knob = nullptr;
    std::string pointer;  ///< "/derived/0"
  };

  void read_derived(const Spec& spec, const Ground& ground);
  void read_derived(const DerivedSpec& said, const std::string& pointer, const Ground& ground);
  void read_formulas(const Spec& spec, const Ground& ground);
  Formula formula(const std::string& text, const std::string& pointer, const Ground& ground) const;
  Source source(const std::string& name, const Expression& expression, const Ground& ground) const;
  Source axis_source(std::size_t axis, const Expression& expression) const;
  [[noreturn]] void fail_unknown(const std::string& name, const Expression& expression,
                                 const Ground& ground) const;
  std::vector<std::size_t> needs(const Formula& formula) const;
  void sort_derived();
  void visit(std::size_t derived, std::vector<int>& state, std::vector<std::size_t>& path);
  void mark_early();

  std::optional<double> value(Formula& formula, const Candidate& candidate) const;
  std::optional<std::size_t> broken(Candidate& candidate, bool early);
  void set_knob(const Derived& derived, std::optional<double> value, Candidate& candidate) const;
  [[noreturn]] void fail_value(const Formula& formula, const Candidate& candidate) const;

  std::string file_;
  std::vector<const Axis*> axes_;
  std::vector<Derived> derived_;
  std::vector<std::size_t> order_;  // of derived_, each after those it needs
  std::vector<Formula> constraints_;
};

}  // namespace rda::sweep

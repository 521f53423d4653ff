// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "json/value.h"
#include "sweep/expression.h"

namespace rda::sweep {

/// A figure that is worked out after the run: density = tflops_effective / area.
struct NamedExpression {
  std::string name, expression;
};

/// Expressions over numbers that places have by name: the points of a sweep, or what is compared.
class Measures {
 public:
  /// What a place has under a name; none: nothing. Null is a number that is missing there.
  using Find = std::function<std::optional<json::Value>(const std::string& name)>;

  /// @param figures  each may use those before it
  /// @param asked    may use all figures; one that begins with "/" is a single name
  /// @throws ConfigError  if one cannot be read (require_expression() says so of each)
  Measures(const std::vector<NamedExpression>& figures, const std::vector<std::string>& asked);

  /// Values at a place, of the figures and then of `asked`; none: an expression has no value there.
  const std::vector<std::optional<double>>& at(const Find& find);

  /// After the last place: refuses every name that no place had and that is not in `known`, naming
  /// the nearest of `known`, and every name that is always a text.
  /// @param who  "the points have"
  /// @throws Error (bad input)
  void refuse_unknown(const std::vector<std::string>& known, std::string_view who) const;

  /// The figures that no expression of `asked` needs.
  std::vector<std::string> unused() const;

 private:
  enum class Seen { nothing, text, number };
  /// A name that places are asked for.
  struct Name {
    std::string name, expression;  ///< the first that uses it
    Seen seen = Seen::nothing;
    std::optional<double> number = std::nullopt;  ///< at the last place
  };
  struct Source {
    bool is_figure;
    std::size_t index;  ///< of formulas_ or names_
  };
  struct Formula {
    std::string name;                                     ///< empty: it was asked for
    std::optional<Expression> expression = std::nullopt;  ///< none: the only source's number
    std::vector<Source> sources = {};
  };

  void add(const std::string& name, const std::string& text);
  Source source(const std::string& name, const std::string& expression);
  std::optional<double> value(Formula& formula) const;

  std::vector<Formula> formulas_;
  std::vector<Name> names_;
  std::vector<std::optional<double>> values_;
};

/// Checks that a text is an expression that depends on something.
/// @throws ConfigError  naming `place`
void require_expression(const std::string& place, const std::string& text);

}  // namespace rda::sweep

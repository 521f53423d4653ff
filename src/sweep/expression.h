// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace rda::sweep {

/// An arithmetic expression over named numbers: + - * / ^, comparisons, && ||, c ? a : b, and the
/// functions of functions(). Names may have dots: pcu.lanes.
class Expression {
 public:
  /// File and JSON pointer of what the user wrote, for messages.
  struct Where {
    std::string file, pointer;
  };
  /// @throws ConfigError  naming what cannot be understood
  Expression(const std::string& text, Where where);
  Expression(Expression&&) noexcept;
  Expression& operator=(Expression&&) noexcept;
  ~Expression();

  const std::string& text() const { return text_; }
  const Where& where() const { return where_; }

  /// The names it uses, in the order in which they appear first.
  const std::vector<std::string>& names() const;

  /// Gives name i, in the order of names(), its number.
  void set(std::size_t name, double number);

  /// Its value with the numbers set last; none if it or something in it has no finite value, e.g.
  /// is divided by zero.
  std::optional<double> value();

  /// The functions that expressions may call, for messages and documents.
  static std::string functions();

 private:
  struct Parser;
  std::string text_;
  Where where_;
  std::unique_ptr<Parser> parser_;
};

/// Whether a knob or figure can be called so in an expression: a letter or _, then also digits; not
/// the name of a function.
bool is_name(const std::string& word);

}  // namespace rda::sweep

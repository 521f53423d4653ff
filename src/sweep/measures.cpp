// SPDX-License-Identifier: Apache-2.0
#include "sweep/measures.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/gather.h"
#include "base/text.h"
#include "rda/error.h"
#include "sweep/setting.h"

namespace rda::sweep {
namespace {

/// Names of knobs that points files of other programs may have, and no expression begins so.
bool is_single_name(const std::string& text) { return text.starts_with('/'); }

}  // namespace

void require_expression(const std::string& place, const std::string& text) {
  if (is_single_name(text)) return;
  if (Expression(text, {place, ""}).names().empty())
    throw ConfigError(
        place, "",
        fmt::format("\"{}\" names no figure and no knob (e.g. latency_ms * area)", one_line(text)));
}

Measures::Measures(const std::vector<NamedExpression>& figures,
                   const std::vector<std::string>& asked) {
  for (const NamedExpression& figure : figures) add(figure.name, figure.expression);
  for (const std::string& text : asked) add("", text);
  values_.resize(formulas_.size());
}

void Measures::add(const std::string& name, const std::string& text) {
  Formula formula{name};
  if (is_single_name(text)) {
    formula.sources.push_back(source(text, text));
  } else {
    formula.expression.emplace(text, Expression::Where{"expression", ""});
    for (const std::string& used : formula.expression->names())
      formula.sources.push_back(source(used, text));
  }
  formulas_.push_back(std::move(formula));
}

Measures::Source Measures::source(const std::string& name, const std::string& expression) {
  if (const auto figure = std::ranges::find(formulas_, name, &Formula::name);
      figure != formulas_.end())
    return {true, static_cast<std::size_t>(figure - formulas_.begin())};
  const auto known = std::ranges::find(names_, name, &Name::name);
  const auto index = static_cast<std::size_t>(known - names_.begin());
  if (known == names_.end()) names_.push_back({name, expression});
  return {false, index};
}

const std::vector<std::optional<double>>& Measures::at(const Find& find) {
  for (Name& name : names_) {
    const std::optional<json::Value> value = find(name.name);
    name.number = value ? number_of(*value) : std::nullopt;
    if (!value) continue;
    name.seen = std::max(name.seen, name.number || value->is_null() ? Seen::number : Seen::text);
  }
  for (std::size_t i = 0; i < formulas_.size(); ++i) values_[i] = value(formulas_[i]);
  return values_;
}

std::optional<double> Measures::value(Formula& formula) const {
  const auto number = [&](const Source& source) {
    return source.is_figure ? values_[source.index] : names_[source.index].number;
  };
  if (!formula.expression) return number(formula.sources[0]);
  for (std::size_t i = 0; i < formula.sources.size(); ++i) {
    const std::optional<double> part = number(formula.sources[i]);
    if (!part) return std::nullopt;
    formula.expression->set(i, *part);
  }
  return formula.expression->value();
}

void Measures::refuse_unknown(const std::vector<std::string>& known, std::string_view who) const {
  std::vector<std::string> all = known;
  for (const Formula& formula : formulas_)
    if (!formula.name.empty()) all.push_back(formula.name);
  Gather gather;
  for (const Name& name : names_) {
    const std::string place =
        name.name == name.expression ? "" : fmt::format("\"{}\": ", one_line(name.expression));
    gather([&] {
      if (name.seen == Seen::text)
        throw Error(ExitCode::bad_input,
                    fmt::format("{}{} is a text, not a number", place, one_line(name.name)));
      if (name.seen == Seen::nothing && std::ranges::find(known, name.name) == known.end())
        throw Error(ExitCode::bad_input,
                    fmt::format("{}{} no number {}{}", place, who, one_line(name.name),
                                did_you_mean(name.name, all)));
    });
  }
  gather.raise();
}

std::vector<std::string> Measures::unused() const {
  std::vector<bool> used(formulas_.size());
  for (std::size_t i = formulas_.size(); i-- > 0;)
    if (used[i] || formulas_[i].name.empty())
      for (const Source& source : formulas_[i].sources)
        if (source.is_figure) used[source.index] = true;
  std::vector<std::string> names;
  for (std::size_t i = 0; i < formulas_.size(); ++i)
    if (!used[i] && !formulas_[i].name.empty()) names.push_back(formulas_[i].name);
  return names;
}

}  // namespace rda::sweep

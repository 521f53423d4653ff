// SPDX-License-Identifier: Apache-2.0
#include "regress/rules.h"

#include <fmt/format.h>

#include <cmath>

namespace rda::regress {

std::optional<double> number(const json::Value& value) {
  if (const auto* real = value.get_if<double>()) return *real;
  if (const auto* integer = value.get_if<json::Integer>())
    return std::visit([](auto n) { return static_cast<double>(n); }, *integer);
  return std::nullopt;
}

std::optional<double> ratio(const json::Value& recorded, const json::Value& now) {
  const std::optional<double> before = number(recorded), after = number(now);
  if (!before || !after) return std::nullopt;
  if (*before == 0) return *after == 0 ? std::optional(1.0) : std::nullopt;
  return *after / *before;
}

namespace {

bool equal(const json::Value& a, const json::Value& b) {
  if (a == b) return true;
  const bool whole = a.get_if<json::Integer>() && b.get_if<json::Integer>();
  const std::optional<double> x = number(a), y = number(b);
  return !whole && x && y && *x == *y;
}

bool passes(const Metric& metric, const json::Value& now) {
  const std::optional<double> before = number(metric.is), after = number(now);
  if (!before || !after) return false;
  if (metric.abs > 0 && std::fabs(*after - *before) <= metric.abs) return true;
  const std::optional<double> quotient = ratio(metric.is, now);
  return !metric.range.empty() && quotient && metric.range[0] <= *quotient &&
         *quotient <= metric.range[1];
}

}  // namespace

Verdict judge(const Metric& metric, const json::Value* now) {
  if (metric.is.is_null()) return now ? Verdict::fresh : Verdict::missing;
  if (!now || now->is_null()) return Verdict::missing;
  if (equal(metric.is, *now)) return Verdict::same;
  return passes(metric, *now) ? Verdict::within : Verdict::moved;
}

std::string rule_text(const Metric& metric) {
  const std::string abs = metric.abs > 0 ? fmt::format("+-{}", metric.abs) : "";
  if (metric.range.empty()) return abs.empty() ? "equal" : abs;
  const std::string range = fmt::format("range [{}, {}]", metric.range[0], metric.range[1]);
  return abs.empty() ? range : range + " or " + abs;
}

}  // namespace rda::regress

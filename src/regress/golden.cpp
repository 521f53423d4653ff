// SPDX-License-Identifier: Apache-2.0
#include "regress/golden.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "base/gather.h"
#include "json/reader.h"
#include "json/schema.h"
#include "json/writer.h"
#include "rda/error.h"
#include "regress/figures.h"

namespace rda::regress {
namespace {

using json::child;
using json::Value;

// --- reading -------------------------------------------------------------------------------------

void check_range(const std::vector<double>& range, const std::string& pointer,
                 const std::string& file) {
  if (range.empty()) return;
  if (range.size() != 2 || !(range[0] <= range[1]))
    throw ConfigError(file, child(pointer, "range"),
                      "expected [least, most] of new / recorded, e.g. [0.95, 1.05]");
}

void check(const Metric& metric, const std::string& pointer, const std::string& file) {
  const bool plain = !metric.is.get_if<Value::Array>() && !metric.is.get_if<Value::Object>();
  if (!plain)
    throw ConfigError(file, child(pointer, "is"), "expected a number, text, true or false");
  check_range(metric.range, pointer, file);
}

void require_file(const std::string& name, const std::string& key, const std::string& pointer,
                  const std::string& file) {
  if (name.empty())
    throw ConfigError(file, child(pointer, key),
                      fmt::format("missing; the {} file, relative to this one", key));
}

void refuse_idle_budget(const Case& c, const std::string& pointer, const std::string& file) {
  const auto policy = c.set.find("/policy");
  const bool searches =
      c.policy == "auto" || (policy != c.set.end() && policy->second == Value("auto"));
  if (c.search_budget > 0 && !searches)
    throw ConfigError(file, child(pointer, "search_budget"),
                      "has no effect: only a search has it (\"policy\": \"auto\")");
}

void refuse_both(const Case& c, const std::string& pointer, const std::string& file) {
  const bool figures = std::ranges::any_of(
      c.metrics, [](const auto& metric) { return !metric.second.is.is_null(); });
  if (c.refusal && figures)
    throw ConfigError(file, child(pointer, "refusal"),
                      "a case has recorded metrics or a refusal, not both");
}

void check(const Case& c, const std::string& pointer, const std::string& file) {
  Gather gather;
  gather([&] { require_file(c.chip, "chip", pointer, file); });
  gather([&] { require_file(c.workload, "workload", pointer, file); });
  for (const auto& [name, metric] : c.metrics)
    gather([&] { check(metric, child(child(pointer, "metrics"), name), file); });
  const auto given_twice = [&](bool given, const std::string& key) {
    if (given && c.set.contains("/" + key))
      throw ConfigError(file, child(child(pointer, "set"), "/" + key),
                        fmt::format("given twice: the case has \"{}\" as well", key));
  };
  gather([&] { given_twice(c.steps > 0, "steps"); });
  gather([&] { given_twice(!c.policy.empty(), "policy"); });
  gather([&] { refuse_idle_budget(c, pointer, file); });
  gather([&] { refuse_both(c, pointer, file); });
  gather.raise();
}

std::map<std::string, Metric> renamed(std::map<std::string, Metric> metrics) {
  std::map<std::string, Metric> result;
  for (auto& [name, metric] : metrics) result[figure_name(name)] = std::move(metric);
  return result;
}

// --- writing -------------------------------------------------------------------------------------

/// `value` without the members that have their default value.
Value without_defaults(const Value& value, const json::Shape& shape) {
  using Kind = json::Shape::Kind;
  if (shape.kind == Kind::optional && !value.is_null())
    return without_defaults(value, shape.elements[0]);
  const auto* members = value.get_if<Value::Object>();
  if (!members || (shape.kind != Kind::map && shape.kind != Kind::object)) return value;
  Value::Object kept;
  for (const auto& [key, member] : *members) {
    if (shape.kind == Kind::map) {
      kept[key] = without_defaults(member, shape.elements[0]);
      continue;
    }
    const auto field = std::ranges::find(shape.fields, key, &json::Field::key);
    if (member == field->fallback) continue;
    kept[key] = without_defaults(member, field->shape);
  }
  return kept;
}

Golden parsed(std::string_view text, const std::string& file) {
  return json::read_value<Golden>(json::parse_as(json::FileKind::golden, text, file), file);
}

/// Checks what no shape can express. @throws ConfigError  for everything that is wrong
void check(const Golden& golden, const std::string& file) {
  Gather gather;
  gather([&] {
    if (golden.cases.empty())
      throw ConfigError(file, "/cases", "missing; at least one case, by its name");
  });
  gather([&] { check_range(golden.tolerance.range, "/tolerance", file); });
  for (const auto& [name, c] : golden.cases) gather([&] { check(c, child("/cases", name), file); });
  gather.raise();
}

}  // namespace

bool Case::recorded() const {
  return refusal || std::ranges::any_of(
                        metrics, [](const auto& metric) { return !metric.second.is.is_null(); });
}

Golden read_golden(std::string_view text, const std::string& file) {
  Golden golden = parsed(text, file);
  check(golden, file);
  for (auto& [name, c] : golden.cases) {
    c.metrics = renamed(std::move(c.metrics));
    if (c.metrics.empty() && !c.refusal) c.metrics["cycles"];
  }
  return golden;
}

Case with_tolerance(Case c, const Tolerance& tolerance) {
  for (auto& [name, metric] : c.metrics) {
    if (!metric.range.empty() || metric.abs > 0) continue;
    metric.range = tolerance.range;
    metric.abs = tolerance.abs;
  }
  return c;
}

Value said_by(const Case& c) {
  Value::Object said;
  for (const auto& [pointer, value] : c.set) said[pointer] = value;
  if (c.steps > 0) said["/steps"] = c.steps;
  if (!c.policy.empty()) said["/policy"] = c.policy;
  if (c.search_budget > 0) said["search_budget"] = c.search_budget;
  if (c.verify_steps > 0) said["verify_steps"] = c.verify_steps;
  return said;
}

std::string to_text(const Golden& golden) {
  Value value = without_defaults(json::to_value(golden), json::shape<Golden>());
  (*value.get_if<Value::Object>())["schema"] = golden.schema;
  return dump(value) + '\n';
}

std::string golden_schema() { return json::schema<Golden>("golden"); }

}  // namespace rda::regress

// SPDX-License-Identifier: Apache-2.0
#include "app/describe_value.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "app/near_value.h"
#include "base/text.h"
#include "json/knobs.h"
#include "json/reference.h"
#include "rda/error.h"
#include "regress/golden.h"
#include "report/report_fields.h"
#include "sweep/spec.h"

namespace rda::app {
namespace {

/// A kind of file, with all of its values.
struct Kind {
  std::string_view of;
  std::vector<json::Knob> values;
  bool has_defaults = true;  ///< people write it
};

std::vector<Kind> kinds() {
  std::vector<Kind> all;
  all.push_back({"a chip", json::all_values(json::shape<Chip>())});
  all.push_back({"a workload", json::all_values(json::shape<Workload>())});
  all.push_back({"the mapping options", json::all_values(json::shape<MappingOptions>())});
  all.push_back({"a sweep", json::all_values(json::shape<sweep::Spec>())});
  all.push_back({"a golden file", json::all_values(json::shape<regress::Golden>())});
  all.push_back({"a report", json::all_values(json::shape<Report>()), false});
  return all;
}

/// Whether the segments of `known` are those that begin `asked`, where `*` stands for anything.
bool begins(const std::vector<std::string>& known, const std::vector<std::string>& asked) {
  if (asked.size() < known.size()) return false;
  return std::ranges::equal(known, std::span(asked).first(known.size()),
                            [](const auto& a, const auto& b) { return a == "*" || a == b; });
}

/// The values of a kind that lie inside the object that is asked for, a line each.
std::string inside(const Kind& kind, const std::vector<std::string>& asked) {
  std::string text;
  for (const json::Knob& value : kind.values) {
    const std::vector<std::string> known = json::split_pointer(value.pointer);
    if (known.size() <= asked.size() ||
        !begins(std::vector(known.begin(), known.begin() + std::ssize(asked)), asked))
      continue;
    text += wrapped(fmt::format("  {:<24}  {}\n", value.pointer, value.field.meaning),
                    kScreenColumns, 28);
  }
  return text;
}

std::string described(const Kind& kind, const std::string& pointer) {
  const std::vector<std::string> asked = json::split_pointer(pointer);
  std::string text;
  for (const json::Knob& value : kind.values) {
    const std::vector<std::string> known = json::split_pointer(value.pointer);
    if (known.size() == asked.size() && begins(known, asked))
      text +=
          fmt::format("{} of {}\n", value.pointer, kind.of) + value_text(value, kind.has_defaults);
  }
  const std::string below = inside(kind, asked);
  if (text.empty() && !below.empty()) return fmt::format("{} of {}\n", pointer, kind.of) + below;
  return text + below;
}

std::string described(const std::vector<Kind>& all, const std::string& pointer) {
  std::string text;
  for (const Kind& kind : all)
    if (const std::string one = described(kind, pointer); !one.empty())
      text += (text.empty() ? "" : "\n") + one;
  return text;
}

std::string pointer_of(const std::string& word) {
  if (word.starts_with('/')) return word;
  std::string pointer = '/' + word;
  std::ranges::replace(pointer, '.', '/');
  return pointer;
}

}  // namespace

bool names_value(const std::string& word) {
  return word.starts_with('/') || word.find('.') != word.npos ||
         !described(kinds(), pointer_of(word)).empty();
}

std::string values_near(const std::string& word) {
  std::vector<json::Knob> values;
  for (const Kind& kind : kinds())  // a report's inputs are those of the others
    std::ranges::copy_if(kind.values, std::back_inserter(values), [](const json::Knob& value) {
      return !value.pointer.starts_with("/inputs/");
    });
  const std::vector<std::string> near = near_values(pointer_of(word), values);
  return near.empty() ? "" : "did you mean " + join(near, " or ") + "?";
}

std::string describe_value(const std::string& word) {
  const std::vector<Kind> all = kinds();
  std::string pointer = pointer_of(word);
  while (pointer.size() > 1 && pointer.ends_with('/')) pointer.pop_back();
  if (std::string text = described(all, pointer); !text.empty() && pointer != "/") return text;
  std::string hint = values_near(pointer);
  if (hint.empty()) hint = "rdasim describe chip|workload|mapping-options|sweep|stats lists all";
  throw Error(
      ExitCode::bad_input,
      fmt::format("describe {}: no file has a value with this pointer ({})", one_line(word), hint));
}

}  // namespace rda::app

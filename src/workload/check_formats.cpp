// SPDX-License-Identifier: Apache-2.0
#include "workload/check_formats.h"

#include <fmt/format.h>

#include <algorithm>
#include <initializer_list>
#include <string_view>

#include "base/text.h"

namespace rda::workload {
namespace {

using Problems = std::vector<json::Problem>;

void check_format(Format format, std::initializer_list<Format> allowed, const std::string& key,
                  Problems& problems) {
  if (std::ranges::find(allowed, format) != allowed.end()) return;
  std::vector<std::string> list;
  for (const Format one : allowed) list.emplace_back(word(one));
  problems.push_back(
      {"/formats/" + key, fmt::format("\"{}\" cannot be used here (it would have to be one of {})",
                                      word(format), join(list, ", "))});
}

/// int8 operands are summed in int32, and nothing else is: one problem that names all keys to set.
void check_integers(const Formats& formats, const std::string& at, Problems& problems) {
  std::vector<std::string> to_set;
  const auto needs = [&](Format format, Format right, std::string_view key) {
    if (format != right)
      to_set.push_back(fmt::format("{}/formats/{} ({}) to {}", at, key, word(format), word(right)));
  };
  needs(formats.weights, Format::int8, "weights");
  needs(formats.activations, Format::int8, "activations");
  needs(formats.accumulate, Format::int32, "accumulate");
  if (!to_set.empty())
    problems.push_back({"/formats",
                        "int8 weights, int8 activations and int32 accumulate go "
                        "together only: set " +
                            join(to_set, " and ") + ", or none of the three"});
}

void check_operands(const Formats& formats, Problems& problems) {
  using enum Format;
  check_format(formats.weights, {fp32, bf16, fp16, fp8_e4m3, fp8_e5m2, int8}, "weights", problems);
  check_format(formats.activations, {fp32, bf16, fp16, fp8_e4m3, fp8_e5m2, int8}, "activations",
               problems);
  check_format(formats.accumulate, {fp32, bf16, fp16, int32}, "accumulate", problems);
  if (!problems.empty() || bits(formats.weights) == bits(formats.activations)) return;
  problems.push_back(
      {"/formats/activations",
       fmt::format("{} has {} bits, the weights' {} has {} (they are multiplied lane by lane and "
                   "must be equally wide)",
                   word(formats.activations), bits(formats.activations), word(formats.weights),
                   bits(formats.weights))});
}

}  // namespace

void check_formats(const Formats& formats, const std::string& at, Problems& problems) {
  using enum Format;
  Problems found;
  if (formats.weights == int8 || formats.activations == int8 || formats.accumulate == int32)
    check_integers(formats, at, found);
  else
    check_operands(formats, found);
  check_format(formats.state, {fp32, bf16, fp16}, "state", found);
  for (json::Problem& problem : found) {
    problem.pointer = at + problem.pointer;
    problems.push_back(std::move(problem));
  }
}

}  // namespace rda::workload

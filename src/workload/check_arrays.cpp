// SPDX-License-Identifier: Apache-2.0
// Whether a data file has the arrays that are read, and no others.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/gather.h"
#include "base/text.h"
#include "onnx/network.h"
#include "rda/error.h"
#include "workload/arrays.h"
#include "workload/data.h"

namespace rda::workload {
namespace {

/// The number behind "_l" in the name of an array; -1 if there is none.
int layer_in(const std::string& name) {
  const std::size_t at = name.find("_l");
  int layer = -1;
  if (at != name.npos) std::from_chars(name.data() + at + 2, name.data() + name.size(), layer);
  return layer;
}

std::vector<std::string> names_read(const Workload& workload) {
  std::vector<std::string> names;
  for (const Array& array : arrays_of(workload)) names.push_back(array.name);
  return names;
}

/// Why nothing reads this array, as far as its name says.
std::string reason(const Workload& workload, const std::string& name) {
  const bool of_recurrence = name.starts_with("weight_") || name.starts_with("bias_");
  const Direction direction = workload.direction;
  if (name.starts_with("weight_hr_") && !workload.layers.listed())
    return "a projection of h needs /layers as a list, with /layers/0/projection";
  if (of_recurrence && layer_in(name) >= workload.layers.size())
    return fmt::format("the workload has layers {}", workload.layers.size());
  if (of_recurrence && layer_in(name) >= 0 && !workload.layers.listed() &&
      name.ends_with("_reverse") != (direction == Direction::reverse))
    return fmt::format("the workload has direction {}", word(direction));
  if (name == "c0" && !workload.layers.listed())
    return fmt::format("a {} has no c", word(workload.cell));
  std::vector<std::string> known = names_read(workload);
  if (kind_of(workload.data) == DataKind::onnx) {
    known.clear();
    for (const onnx::GraphInput& input : onnx::inputs_of(workload.data))
      known.push_back(input.name);
  }
  const std::size_t prefix = name.rfind('.') + 1;  // npos + 1 is 0
  if (prefix > 0 && std::ranges::find(known, name.substr(prefix)) != known.end())
    return fmt::format("the names that are read have no \"{}\" before them",
                       name.substr(0, prefix));
  const std::string near = nearest(name, known);
  return near.empty() ? "arrays that are read: " + join(known, ", ")
                      : fmt::format("did you mean \"{}\"?", near);
}

/// Each reason once, behind the names of its arrays unless it is that of all.
std::string reasons(const Workload& workload, const std::vector<std::string>& extra) {
  std::vector<std::string> whys, names;
  for (const std::string& name : extra) {
    const std::string why = reason(workload, name);
    const auto same = std::ranges::find(whys, why);
    if (same != whys.end()) {
      names[static_cast<std::size_t>(same - whys.begin())] += ", " + name;
      continue;
    }
    whys.push_back(why);
    names.push_back(name);
  }
  if (whys.size() == 1) return (whys[0].starts_with("did you") ? "; " : ": ") + whys[0];
  for (std::size_t i = 0; i < whys.size(); ++i) whys[i] = names[i] + ": " + whys[i];
  return ": " + join(whys, "; ");
}

/// @param way_out  what a user can do if the arrays are right, for the message
void refuse_extra(const ArrayFile& data, const Workload& workload, std::string_view way_out) {
  const std::vector<std::string> known = names_read(workload);
  std::vector<std::string> extra;
  for (const std::string& name : data.names())
    if (std::ranges::find(known, name) == known.end()) extra.push_back(name);
  if (extra.empty()) return;
  throw WorkloadError(
      fmt::format("{}: {}", workload.data, one_line(join(extra, ", "), 300)),
      fmt::format("nothing reads {}{}{}", extra.size() == 1 ? "this array" : "these arrays",
                  one_line(reasons(workload, extra), 800), way_out));
}

}  // namespace

void check_data(const Workload& workload, ExtraArrays extra) {
  if (workload.data.empty()) return;
  const std::unique_ptr<const ArrayFile> data = open_data(workload);
  Gather gather;
  if (extra == ExtraArrays::refuse) gather([&] { refuse_extra(*data, workload, ""); });
  if (extra == ExtraArrays::refuse_with_option)
    gather([&] { refuse_extra(*data, workload, " (--ignore-extra reads the others)"); });
  for (const Array& array : arrays_of(workload))
    if (!array.optional || data->has(array.name))
      gather([&] { data->check(array.name, array.shape, array.meaning); });
  gather.raise();
}

void refuse_extra_arrays(const Workload& workload) {
  if (!workload.data.empty()) refuse_extra(*open_data(workload), workload, "");
}

}  // namespace rda::workload

// SPDX-License-Identifier: Apache-2.0
#include "workload/arrays.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/gather.h"
#include "base/text.h"
#include "rda/error.h"

namespace rda::workload {
namespace {

std::int64_t stacked(const Workload& workload) {
  return std::ssize(gates(workload.cell)) * workload.hidden;
}

std::string named(const char* array, int layer, const Recurrence& recurrence) {
  return fmt::format("{}_l{}{}", array, layer, recurrence.suffix);
}

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
  if (name.starts_with("weight_hr_")) return "a projection of h is not supported";
  if (of_recurrence && layer_in(name) >= workload.layers)
    return fmt::format("the workload has layers {}", workload.layers);
  if (of_recurrence && layer_in(name) >= 0 &&
      name.ends_with("_reverse") != (workload.direction == Direction::reverse))
    return fmt::format("the workload has direction {}", word(workload.direction));
  if (name == "c0") return fmt::format("a {} has no c", word(workload.cell));
  const std::vector<std::string> known = names_read(workload);
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
void refuse_extra(const Npz& npz, const Workload& workload, std::string_view way_out) {
  const std::vector<std::string> known = names_read(workload);
  std::vector<std::string> extra;
  for (const std::string& name : npz.names())
    if (std::ranges::find(known, name) == known.end()) extra.push_back(name);
  if (extra.empty()) return;
  throw WorkloadError(
      fmt::format("{}: {}", workload.data, one_line(join(extra, ", "), 300)),
      fmt::format("nothing reads {}{}{}", extra.size() == 1 ? "this array" : "these arrays",
                  one_line(reasons(workload, extra), 800), way_out));
}

}  // namespace

Array x_array(const Workload& workload) {
  return {"x", {workload.steps, workload.batch, input_size(workload, 0)}, "(steps, batch, input)"};
}

Array weights_array(const Workload& workload, int layer, const Recurrence& recurrence, bool of_x) {
  return {named(of_x ? "weight_ih" : "weight_hh", layer, recurrence),
          {stacked(workload), of_x ? input_size(workload, layer) : workload.hidden},
          fmt::format("({}·hidden, {})", gates(workload.cell).size(),
                      of_x && layer == 0 ? "input" : "hidden")};
}

Array bias_array(const Workload& workload, int layer, const Recurrence& recurrence, bool of_x) {
  return {named(of_x ? "bias_ih" : "bias_hh", layer, recurrence),
          {stacked(workload)},
          fmt::format("({}·hidden)", gates(workload.cell).size())};
}

Array state_array(const Workload& workload, const std::string& name) {
  const std::int64_t directions = std::ssize(recurrences(workload.direction));
  return {name,
          {workload.layers * directions, workload.batch, workload.hidden},
          directions > 1 ? "(layers·directions, batch, hidden)" : "(layers, batch, hidden)",
          true};
}

std::vector<Array> arrays_of(const Workload& workload) {
  std::vector<Array> arrays{x_array(workload), state_array(workload, "h0")};
  if (workload.cell == Cell::lstm) arrays.push_back(state_array(workload, "c0"));
  for (int layer = 0; layer < workload.layers; ++layer)
    for (const Recurrence& recurrence : recurrences(workload.direction))
      for (const bool of_x : {true, false}) {
        arrays.push_back(weights_array(workload, layer, recurrence, of_x));
        arrays.push_back(bias_array(workload, layer, recurrence, of_x));
      }
  return arrays;
}

void check_data(const Workload& workload, ExtraArrays extra) {
  if (workload.data.empty()) return;
  const Npz npz(workload.data);
  Gather gather;
  if (extra == ExtraArrays::refuse) gather([&] { refuse_extra(npz, workload, ""); });
  if (extra == ExtraArrays::refuse_with_option)
    gather([&] { refuse_extra(npz, workload, " (--ignore-extra reads the others)"); });
  for (const Array& array : arrays_of(workload))
    if (!array.optional || npz.has(array.name))
      gather([&] { npz.check(array.name, array.shape, array.meaning); });
  gather.raise();
}

void refuse_extra_arrays(const Workload& workload) {
  if (!workload.data.empty()) refuse_extra(Npz(workload.data), workload, "");
}

}  // namespace rda::workload

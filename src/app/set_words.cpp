// SPDX-License-Identifier: Apache-2.0
#include "app/set_words.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "base/tell.h"
#include "base/text.h"
#include "chip/chip_fields.h"
#include "flow/inputs.h"
#include "json/overrides.h"
#include "json/suggest.h"
#include "workload/workload_fields.h"

namespace rda::app {
namespace {

/// What a word without a pointer may have meant: "pcu.lanes=3" is likely "/pcu/lanes=3".
std::string meant_by(const std::string& word) {
  std::string pointer = word.substr(0, word.find('='));
  std::ranges::replace(pointer, '.', '/');
  if (!pointer.starts_with('/')) pointer.insert(0, 1, '/');
  const std::vector<std::string> known = flow::known_knobs();
  if (std::ranges::find(known, pointer) != known.end())
    return fmt::format("; did you mean \"{}\"?", pointer);
  return json::suggest_pointer(pointer, known);
}

Override to_override(const std::string& word) {
  const std::size_t equals = word.find('=');
  if (equals != std::string::npos && word[0] == '/')
    return {word.substr(0, equals), word.substr(equals + 1)};
  const std::string meant = word.starts_with('/') ? "" : meant_by(word);
  throw UsageError(fmt::format("--set: {} is not /json/pointer=value{}", one_line(word),
                               meant.empty() ? " (e.g. /pcu/lanes=16)" : meant));
}

}  // namespace

std::vector<Override> overrides_of(const std::vector<std::string>& sets,
                                   const std::optional<std::int64_t>& seed) {
  std::vector<Override> overrides;
  std::ranges::transform(sets, std::back_inserter(overrides), to_override);
  json::refuse_contradictions(overrides);
  if (seed) overrides.push_back({"/seed", std::to_string(*seed)});
  return overrides;
}

void tell_shared(std::span<const Override> overrides) {
  for (const Override& override : overrides)
    if (json::owns<Chip>(override.pointer) && json::owns<Workload>(override.pointer))
      tell(fmt::format("rdasim: note: --set {} is set in both the chip and the workload\n",
                       one_line(override.pointer)));
}

}  // namespace rda::app

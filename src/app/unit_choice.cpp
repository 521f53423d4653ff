// SPDX-License-Identifier: Apache-2.0
#include "app/unit_choice.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/gather.h"
#include "base/glob.h"
#include "base/text.h"
#include "rda/error.h"

namespace rda::app {
namespace {

[[noreturn]] void refuse_word(const Mapping& mapping, const std::string& word,
                              const std::string& option) {
  std::vector<std::string> names;
  for (const UnitKind kind : kUnitKinds) names.emplace_back(rda::word(kind));
  for (const Unit& unit : mapping.units) names.push_back(unit.name);
  throw Error(ExitCode::bad_input,
              fmt::format("{}: no unit of the mapping is {}{}", option, one_line(word),
                          one_line(did_you_mean(word, names), 400)));
}

}  // namespace

std::vector<bool> chosen_units(const Mapping& mapping, const std::vector<std::string>& words,
                               const std::string& option) {
  std::vector<bool> chosen(mapping.units.size(), words.empty());
  Gather gather;
  for (const std::string& word : words) {
    bool any = false;
    for (const UnitId id : mapping.units.ids()) {
      const Unit& unit = mapping.units[id];
      if (rda::word(unit.kind) != word && !matches(word, unit.name)) continue;
      chosen[id.index()] = any = true;
    }
    if (!any) gather([&] { refuse_word(mapping, word, option); });
  }
  gather.raise();
  return chosen;
}

}  // namespace rda::app

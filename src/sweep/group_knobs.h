// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "json/value.h"
#include "sweep/judge.h"

namespace rda::sweep {

/// The values of knobs in groups of designs, as far as they tell groups and designs apart.
class GroupKnobs {
 public:
  void note(const Design& design);

  /// Knobs that differ between designs of a group.
  std::vector<std::string> varying() const;

  /// Knobs that tell groups apart: those of `by`, then those that are the same within every group
  /// but not in all; only the workload of these if that does.
  /// @param asked   how many combinations of values the knobs of `by` have
  /// @param groups  how many groups there are
  std::vector<std::string> telling(const std::vector<std::string>& by, std::size_t asked,
                                   std::size_t groups) const;

  /// What a group is called by its values of the knobs, e.g. "lstm-256, lanes 16"; one line.
  std::string name_of(std::size_t group, const std::vector<std::string>& knobs) const;

 private:
  struct Values {
    json::Value first;
    std::map<std::size_t, json::Value> in_group;  ///< the first one of each
    bool varies = false, varies_in_group = false;
  };
  std::map<std::string, Values> knobs_;
};

}  // namespace rda::sweep

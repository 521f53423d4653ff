// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "json/value.h"
#include "page/sweep_page.h"

namespace rda::page {

/// Collects the values of designs by name.
class Columns {
 public:
  /// The value of a design; the first one of a name counts.
  void add(std::size_t design, const std::string& name, const json::Value& value, bool knob);

  /// Gives the page its columns: knobs first, then goals, then the others, each as they came. What
  /// has one value becomes a constant, unless it is a goal. Texts that nearly every design has
  /// another of (a hash) are left out, unless they are knobs.
  /// @param goals  of the page
  void finish(SweepPage& page) &&;

 private:
  struct Collected {
    std::string name;
    bool knob = false;
    std::vector<json::Value> values;  ///< by design; null: none
  };
  std::vector<Collected> columns_;
  std::map<std::string, std::size_t> known_;
};

}  // namespace rda::page

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rda/describe.h"

namespace rda {

/// What a unit is for. The mapper writes it down; nobody parses it from a name.
enum class Role {
  none,          ///< not said: a mapping made by hand
  source,        ///< sends an input
  sink,          ///< takes an output
  gather,        ///< collects the elements of an output into vectors
  dot,           ///< multiplies weights with a vector
  weights,       ///< holds weights
  vectors,       ///< holds what is multiplied
  sum,           ///< adds partial sums
  look_up,       ///< reads an activation's table
  element_wise,  ///< works on elements
  rows,          ///< holds elements that are read one by one
  bias,          ///< holds biases
  off_chip,      ///< reads or writes off-chip memory
};
constexpr std::array<std::string_view, 13> names(Role) {
  return {"none", "source",  "sink",         "gather", "dot",  "weights", "vectors",
          "sum",  "look_up", "element_wise", "rows",   "bias", "off_chip"};
}

/// What a part of a batch of training is for.
enum class Phase { forward, loss, backward, update };
constexpr std::array<std::string_view, 4> names(Phase) {
  return {"forward", "loss", "backward", "update"};
}

/// Where in a model a value belongs.
struct Origin {
  int layer = -1;         ///< −1: no layer
  std::string direction;  ///< "reverse", or empty
  std::string gate;       ///< "i", "f", …; empty: of no gate
  std::string node;       ///< "c.next", …; empty where gate and role say it all
  Role role = Role::none;
  std::vector<int> index;           ///< which of those that are alike, e.g. row and slice
  std::optional<Phase> phase = {};  ///< none: inference
  friend bool operator==(const Origin&, const Origin&) = default;
  static void describe(auto& self, auto& visit) {
    visit("layer", self.layer, Range{-1}, Doc{"layer, or -1"});
    visit("direction", self.direction, Doc{"reverse, or empty"});
    visit("gate", self.gate, Doc{"gate, or empty"});
    visit("node", self.node, Doc{"operator within the layer, or empty"});
    visit("role", self.role, Doc{"what it is for"});
    visit("phase", self.phase, Part{"phase of a batch of training; null: inference"});
    visit("index", self.index, Range{0}, Doc{"which of those that are alike"});
  }
};

}  // namespace rda

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "rda/describe.h"
#include "rda/mapping.h"

namespace rda::page {

// How a mapping divides the rows and columns of its products among units, read from the programs
// of these units (docs/mapping.md).

/// What the weights of a product are multiplied with.
struct Operand {
  std::string name;
  bool recurrent = false;
  std::int64_t vectors = 0;
  static void describe(auto& self, auto& visit) {
    visit("name", self.name, Doc{"name, as ports of dot units have it"});
    visit("recurrent", self.recurrent, Doc{"whether it lies on the recurrence"});
    visit("vectors", self.vectors, Range{0}, Doc{"vectors of a step", "vectors"});
  }
};

/// The columns of an operand that lie in a slice: vectors one after the other.
struct SlicePiece {
  int operand = 0, pass = 0;
  std::int64_t first = 0, vectors = 0;
  static void describe(auto& self, auto& visit) {
    visit("operand", self.operand, Range{0}, Doc{"number of the operand"});
    visit("pass", self.pass, Range{0}, Doc{"pass over the rows in which it is multiplied"});
    visit("first", self.first, Range{0}, Doc{"first of its vectors"});
    visit("vectors", self.vectors, Range{0}, Doc{"number of its vectors", "vectors"});
  }
};

/// Products of gates that are divided alike.
struct UnrolledProduct {
  std::int64_t layer = -1;
  std::string direction;
  std::vector<std::string> gates;
  std::int64_t rows = 0, row_groups = 0;
  int hu = 0, hv = 1, ru = 0, rv = 0, passes = 1;
  std::vector<Operand> operands;
  std::vector<std::vector<SlicePiece>> slices;
  std::vector<std::vector<int>> units;
  static void describe(auto& self, auto& visit) {
    visit("layer", self.layer, Range{-1}, Doc{"layer of the model; -1: none"});
    visit("direction", self.direction, Doc{"reverse, or empty"});
    visit("gates", self.gates, Doc{"gates whose rows and columns are divided so"});
    visit("rows", self.rows, Range{0},
          Doc{"rows of each gate; with hv > 1 a multiple of it", "rows"});
    visit("row_groups", self.row_groups, Range{0}, Doc{"row groups", "row groups"});
    visit("hu", self.hu, Range{0}, Doc{"positions of a row group", "positions"});
    visit("hv", self.hv, Range{1}, Doc{"rows of a position", "rows"});
    visit("ru", self.ru, Range{0}, Doc{"slices of the columns", "slices"});
    visit("rv", self.rv, Range{0}, Doc{"values of a vector that is multiplied", "values"});
    visit("passes", self.passes, Range{1}, Doc{"passes over the rows in a step", "passes"});
    visit("operands", self.operands, Doc{"what the weights are multiplied with"});
    visit("slices", self.slices, Doc{"pieces of each slice"});
    visit("units", self.units,
          Doc{"by gate: numbers of its dot units, position by position and slice by slice"});
  }
};

/// Units of one role and gate behind the products, and what each does one after the other.
struct SharedUnits {
  std::int64_t layer = -1;
  std::string direction, role, gate;
  std::int64_t turns = 1;
  std::vector<int> units;
  std::vector<std::vector<std::string>> takes;
  static void describe(auto& self, auto& visit) {
    visit("layer", self.layer, Range{-1}, Doc{"layer of the model; -1: none"});
    visit("direction", self.direction, Doc{"reverse, or empty"});
    visit("role", self.role, Doc{"sum, look_up or element_wise"});
    visit("gate", self.gate, Doc{"gate, as /floorplan/units has it"});
    visit("turns", self.turns, Range{1},
          Doc{"values of a row group that the first unit makes one after the other", "turns"});
    visit("units", self.units, Doc{"numbers of the units"});
    visit("takes", self.takes,
          Doc{"streams that the first unit takes in each turn; one list: the same in all"});
  }
};

struct Unrolling {
  std::vector<UnrolledProduct> products;
  std::vector<SharedUnits> shared;
  static void describe(auto& self, auto& visit) {
    visit("products", self.products, Doc{"products by layer and direction"});
    visit("shared", self.shared, Doc{"sums, look-ups and element-wise units, likewise"});
  }
};

/// Empty for a mapping made by hand whose units do not say what they are for.
Unrolling unrolling_of(const Mapping& mapping);

}  // namespace rda::page

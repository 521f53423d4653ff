// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "json/value.h"
#include "rda/conditions.h"
#include "rda/describe.h"
#include "sweep/point.h"

namespace rda::sweep {

// A sweep as its author writes it (docs/sweeps.md). Every struct is described: reader, schema and
// reference follow from the same lines.

inline constexpr Range kAnyNumber{-1e15, 1e15};

/// `from`, `from + step`, ... up to `to`.
struct RangeSpec {
  double from = 0, to = 0;
  std::optional<double> step;

  static void describe(auto& self, auto& visit) {
    visit("from", self.from, kAnyNumber, Doc{"first value"});
    visit("to", self.to, kAnyNumber, Doc{"last value, if a whole number of steps reaches it"});
    visit("step", self.step, kAnyNumber,
          Doc{"distance of two values, above 0; null: 1 for integers, and any real number of the "
              "range in a sample"});
  }
};

/// 2^n from `from` to `to`, which are such numbers.
struct PowersSpec {
  std::int64_t from = 1, to = 1;

  static void describe(auto& self, auto& visit) {
    visit("from", self.from, Range{1, 1e15}, Doc{"first value, a power of two"});
    visit("to", self.to, Range{1, 1e15}, Doc{"last value, a power of two"});
  }
};

/// One thing that the sweep varies. Exactly one of values, range, powers_of_two says how.
struct AxisSpec {
  std::string knob, name, zip;
  std::optional<std::vector<json::Value>> values;
  std::optional<RangeSpec> range;
  std::optional<PowersSpec> powers_of_two;

  static void describe(auto& self, auto& visit) {
    visit("knob", self.knob,
          Doc{"JSON pointer of a value of chip, workload or mapping options; or workload or "
              "chip, for the list of workloads or chips"});
    visit("name", self.name, Doc{"name in expressions and tables; empty: the pointer's last key"});
    visit("zip", self.zip,
          Doc{"axes with the same word here advance together; empty: every value is combined with "
              "every value of other axes"});
    visit("values", self.values, Doc{"list of values"});
    visit("range", self.range, Doc{"evenly spaced values"});
    visit("powers_of_two", self.powers_of_two,
          Doc{"values of which each is twice the previous one"});
  }
};

enum class SampleMethod { random, latin_hypercube };
constexpr std::array<std::string_view, 2> names(SampleMethod) {
  return {"random", "latin_hypercube"};
}

/// Some combinations of the axes instead of all.
struct SampleSpec {
  SampleMethod method = SampleMethod::random;
  std::int64_t points = 0, seed = 1;

  static void describe(auto& self, auto& visit) {
    visit("method", self.method,
          Doc{"random: each axis is drawn by itself; latin_hypercube: each axis is divided into as "
              "many equal intervals as there are points, and one value is drawn from each"});
    visit("points", self.points, Range{1, 1e6},
          Doc{"number of combinations for each workload and chip", "points"});
    visit("seed", self.seed, Range{0, 9007199254740991.0}, Doc{"seed of the sampling"});
  }
};

/// A value that follows from others.
struct DerivedSpec {
  std::string name, knob, expression, description;

  static void describe(auto& self, auto& visit) {
    visit("name", self.name, Doc{"name in expressions and tables; empty: the knob's last key"});
    visit("knob", self.knob,
          Doc{"JSON pointer of the value to set; empty: a figure for expressions and tables only"});
    visit("expression", self.expression,
          Doc{"expression of numbers, names of axes and derived values, and values by dotted "
              "pointer (pcu.lanes)"});
    visit("description", self.description, Doc{"source of the expression, for people"});
  }
};

struct Spec {
  std::string description, chip;
  std::vector<std::string> chips, workloads;
  std::map<std::string, json::Value> set;
  Conditions run{.search_budget = 4};  ///< a search a point: fewer trials than in a run alone
  std::vector<AxisSpec> axes;
  std::optional<SampleSpec> sample;
  std::vector<DerivedSpec> derived;
  std::vector<std::string> constraints;

  static void describe(auto& self, auto& visit) {
    visit("description", self.description, Doc{"question that the sweep answers, for people"});
    visit("chip", self.chip, Doc{"chip file, relative to the spec; either this or chips"});
    visit("chips", self.chips, Doc{"chip files, relative to the spec, which vary as an axis does"});
    visit("workloads", self.workloads, Doc{"workload files, relative to the spec"});
    visit("set", self.set,
          Doc{"JSON pointer of a value of chip, workload or mapping options -> its value in all "
              "points, as with --set"});
    visit("run", self.run, Doc{"conditions of a run, on which its result depends too"});
    visit("axes", self.axes, Doc{"knobs that vary; the first one varies slowest"});
    visit("sample", self.sample, Doc{"some combinations of the axes; null: all of them"});
    visit("derived", self.derived, Doc{"values that follow from others"});
    visit("constraints", self.constraints,
          Doc{"a combination becomes a point if all of these expressions hold (are not 0)"});
  }
};

}  // namespace rda::sweep

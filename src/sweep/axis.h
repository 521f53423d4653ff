// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "sweep/setting.h"
#include "sweep/spec.h"

namespace rda::sweep {

/// The words that stand for the lists of workloads and chips where a knob could.
inline constexpr std::string_view kWorkload = "workload", kChip = "chip";

/// Values that an axis may have at most.
inline constexpr std::size_t kMostValues = 100000;

/// What an axis varies: a knob, or which workload or chip of the ground a point has.
enum class Varies { knob, workload, chip };

/// Something that the sweep varies, checked against the knob it belongs to.
struct Axis {
  std::string name;
  Varies varies = Varies::knob;
  const Knob* knob = nullptr;       ///< of the ground; nullptr: workloads or chips
  std::vector<json::Value> values;  ///< of the knob's type; of workloads and chips their names
  std::optional<RangeSpec> span;    ///< any real between: there are no values, only samples
  std::string pointer;              ///< "/axes/0"; empty: workloads or chips that no axis names

  /// The axis' value in a combination. @param share  where in a span, from 0 to 1
  json::Value value(std::size_t index, double share) const;
};

/// Axes that advance together: each has as many values as the others.
struct Dimension {
  std::vector<Axis> axes;
  std::size_t count = 0;  ///< values; of a span 1
  bool sampled = true;    ///< false: each of its values meets every sample

  bool is_span() const { return axes[0].span.has_value(); }
};

/// The spec's axes as dimensions, the slowest first. Workloads that no axis names come before the
/// axes; after them, if the ground varies chips, chips that no axis names.
/// @throws ConfigError  for every axis that is wrong and each of its values, naming axis, value and
/// range
std::vector<Dimension> dimensions(const Spec& spec, const std::string& file, const Ground& ground);

/// A name of an axis or derived value: `name`, or the last key of `knob`.
/// @throws ConfigError  at `pointer`, if expressions cannot use it
std::string checked_name(const std::string& name, const Knob* knob, const Ground& ground,
                         const std::string& file, const std::string& pointer);

/// The knob at `pointer`. @throws ConfigError  at `place`, naming the nearest
const Knob& require_knob(const Ground& ground, const std::string& pointer, const std::string& file,
                         const std::string& place);

/// Throws ConfigError at `place` unless the knob can have the value. `what`: "axis lanes".
void require_value(const Knob& knob, const json::Value& value, const std::string& file,
                   const std::string& place, const std::string& what);

}  // namespace rda::sweep

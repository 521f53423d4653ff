// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "json/knobs.h"
#include "json/value.h"
#include "sweep/spec.h"

namespace rda::sweep {

// What a sweep varies, as values: the module knows chips, workloads and mapping options only by
// their descriptions.

/// What a point is made of, each a JSON object with all its members.
struct Setting {
  json::Value chip, workload, mapping;
};

/// A value of a setting that a sweep may change.
struct Knob {
  json::Value Setting::*part;
  json::Knob described;
  std::vector<std::string> keys = json::split_pointer(described.pointer);

  const std::string& pointer() const { return described.pointer; }
  /// "pcu.lanes": what expressions call it.
  std::string path() const;
  /// "lanes", "layers_0_hidden": what it is called if a spec gives it no name.
  std::string usual_name() const;
  /// Its place; an object on the way that is null comes to be.
  json::Value& in(Setting& setting) const;
  /// Its value; null if an object on the way is null.
  const json::Value& in(const Setting& setting) const;
};

/// The value with the type that the knob has: 3 for an integer that a file writes 3.0, and the
/// other way round. `value` is within the knob's range.
json::Value typed(const Knob& knob, const json::Value& value);

/// A number as people write it: an integer if it is whole.
json::Value plain(double number);

/// The number that a value is: booleans 0 or 1. None: a text, a list.
std::optional<double> number_of(const json::Value& value);

/// A number that is computed from a setting, for expressions.
struct Computed {
  std::string name;                ///< "grid.pcus"
  std::vector<std::string> reads;  ///< pointers of the knobs, or of what they are in
  std::function<double(const Setting&)> value;
};

/// One of the sweep's chips.
struct NamedChip {
  std::string name;
  json::Value chip;
  std::map<std::string, std::string> files = {};  ///< as in Point: the chip's own
};

/// One of the sweep's workloads.
struct NamedWorkload {
  std::string name;
  json::Value workload;
  std::string data_sha256;                        ///< as in Point
  std::map<std::string, std::string> files = {};  ///< as in Point: the workload's own
};

/// What a sweep starts from: the spec's files, and what the program knows of their contents.
struct Ground {
  std::vector<Knob> knobs;
  std::vector<Computed> computed;
  json::Value mapping;
  std::vector<NamedChip> chips;
  bool varies_chips = false;  ///< chips are an axis, as workloads are; else there is one chip
  std::vector<NamedWorkload> workloads;
  std::map<std::string, std::string> files;  ///< as in Point: those of all points
  std::string simulator;
  /// Makes a changed setting whole and checks what no single range can say.
  /// @throws ConfigError
  std::function<void(Setting&)> complete;
  /// If given: the values of a whole setting that no run depends on, and why.
  std::function<std::vector<json::Problem>(const Setting&)> idle = {};
};

/// The ground's knob with this pointer; nullptr if there is none.
const Knob* find_knob(const Ground& ground, std::string_view pointer);

}  // namespace rda::sweep

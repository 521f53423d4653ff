// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "json/shape.h"
#include "json/value.h"
#include "rda/error.h"
#include "rda/override.h"

namespace rda::json {

// `--set /pcu/lanes=8` belongs to every described struct that has the pointer's first key; so
// `/name` sets the names of chip and workload.

/// Whether the pointer's first key is a key of the object. False for what is no pointer below the
/// top.
bool owns(const Shape& shape, std::string_view pointer);
template <class T>
bool owns(std::string_view pointer) {
  return owns(shape<T>(), pointer);
}

/// Those overrides that belong to the object, in their order.
std::vector<Override> own(const Shape& shape, std::span<const Override> overrides);

/// The value an override spells: JSON, or else the text itself as a string.
/// @throws Error (bad input)  if it is no valid UTF-8
Value override_value(const Override& override);

/// Puts the override's value at its pointer. Objects on the way are made where the key is absent or
/// null; an array takes indices up to its size.
/// @throws ConfigError  naming `file` and `--set`, if something on the way is neither
void apply(const Override& override, Value& root, const std::string& file);

/// " (from --set /pcu/lanes=128)" if an override wrote at, above or below `pointer`, else nothing.
/// Of several the last, as it is the one that holds.
std::string blame(std::string_view pointer, std::span<const Override> overrides);

/// Calls `check`; a ConfigError of it about `file` says which override brought the value in, if
/// any.
template <class Check>
void check_blaming(std::span<const Override> overrides, const std::string& file, Check check);

/// Throws Error (bad input) for the first override whose pointer is none of `known` nor below or
/// above one of them, naming the nearest. `known`: the pointers of all knobs (json/knobs.h) that
/// overrides reach.
void reject_unknown(std::span<const Override> overrides, std::span<const std::string> known);

/// Throws `error`, which is about `file`, with the blame added to its text.
[[noreturn]] void throw_blaming(const ConfigError& error, const std::string& file,
                                std::span<const Override> overrides);

template <class Check>
void check_blaming(std::span<const Override> overrides, const std::string& file, Check check) {
  try {
    check();
  } catch (const ConfigError& error) {
    throw_blaming(error, file, overrides);
  }
}

}  // namespace rda::json

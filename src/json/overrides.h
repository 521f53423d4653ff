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

// An override, `--set /pcu/lanes=8`, belongs to every described struct that has the first key of
// its pointer. So `/name` sets the names of both chip and workload.

/// Whether the first key of the pointer is a key of the object. False for text that is not a
/// pointer, and for the empty pointer.
bool owns(const Shape& shape, std::string_view pointer);
template <class T>
bool owns(std::string_view pointer) {
  return owns(shape<T>(), pointer);
}

/// The overrides that belong to the object, in the same order.
std::vector<Override> own(const Shape& shape, std::span<const Override> overrides);

/// The value of an override: parsed as JSON, or the text as a string if it is not JSON.
/// @throws Error (bad input)  if the text is not valid UTF-8
Value override_value(const Override& override);

/// Puts the value of an override at its pointer. Adds an object for each key of the pointer that is
/// absent or null. The index of an array can be at most its size.
/// @throws ConfigError  naming `file` and `--set`, if the pointer leads into a plain value or has
/// no such index; names `--set` alone if `file` is empty: the value stands in no file
void apply(const Override& override, Value& root, const std::string& file);
/// The same for each override, the next one also after one that cannot be applied.
void apply(std::span<const Override> overrides, Value& root, const std::string& file);

/// " (from --set /pcu/lanes=128)" if an override wrote at, above or below `pointer`; otherwise
/// empty. Names the last such override, which is the one that holds.
std::string blame(std::string_view pointer, std::span<const Override> overrides);

/// @throws ConfigError  for every part of `value`, which stands in no file, that does not have the
/// shape; names the override that wrote it
void require_overridden(const Value& value, const Shape& shape,
                        std::span<const Override> overrides);

/// @throws UsageError  if an override takes away what an earlier one has set: another value of the
/// same pointer, or a value of all around it
void refuse_contradictions(std::span<const Override> overrides);

/// @param known  the pointers of all knobs (json/knobs.h) that overrides can set
/// @return the overrides whose pointer is in `known`, or above or below such a pointer
std::vector<Override> known_ones(std::span<const Override> overrides,
                                 std::span<const std::string> known);

/// @throws Error (bad input)  for all overrides that are not among the known ones; names for each
/// the nearest pointer
void reject_unknown(std::span<const Override> overrides, std::span<const std::string> known);

}  // namespace rda::json

// SPDX-License-Identifier: Apache-2.0
#include "json/overrides.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <iterator>
#include <optional>

#include "base/gather.h"
#include "base/text.h"
#include "json/suggest.h"
#include "rda/error.h"

namespace rda::json {
namespace {

std::string spelled(const Override& override) {
  return one_line(fmt::format("--set {}={}", override.pointer, override.value));
}

/// Whether the pointers are equal, or one lies below the other.
bool related(std::string_view a, std::string_view b) {
  if (a.size() > b.size()) std::swap(a, b);
  return b.starts_with(a) && (a.size() == b.size() || b[a.size()] == '/');
}

/// The last override that wrote at, above or below the pointer; nullptr if there is none.
const Override* last_at(std::string_view pointer, std::span<const Override> overrides) {
  for (auto override = overrides.rbegin(); override != overrides.rend(); ++override)
    if (related(pointer, override->pointer)) return &*override;
  return nullptr;
}

bool is_known(const Override& override, std::span<const std::string> known) {
  return override.pointer.starts_with('/') &&
         std::ranges::any_of(known, [&](const auto& k) { return related(k, override.pointer); });
}

std::optional<std::size_t> index_of(const std::string& key) {
  std::size_t index = 0;
  const auto [end, error] = std::from_chars(key.data(), key.data() + key.size(), index);
  if (error != std::errc() || end != key.data() + key.size()) return std::nullopt;
  return index;
}

/// The member or element `key` of `parent`. Adds it if it is absent; nullptr if that is impossible.
Value* step(Value& parent, const std::string& key) {
  if (parent.is_null()) parent = Value::Object();
  if (auto* members = parent.get_if<Value::Object>()) return &(*members)[key];
  auto* items = parent.get_if<Value::Array>();
  const std::optional<std::size_t> index = index_of(key);
  if (!items || !index || *index > items->size()) return nullptr;
  return *index == items->size() ? &items->emplace_back() : &(*items)[*index];
}

/// A value that is not JSON, as a string. Parsing it as a JSON string checks its UTF-8.
Value bare_word(const Override& override) {
  try {
    return parse(dump(override.value), "--set");
  } catch (const ConfigError&) {
    throw Error(ExitCode::bad_input, spelled(override) + ": the value is not valid UTF-8");
  }
}

}  // namespace

bool owns(const Shape& shape, std::string_view pointer) {
  if (!pointer.starts_with('/')) return false;
  const std::vector<std::string> keys = split_pointer(pointer);
  return std::ranges::find(shape.fields, keys[0], &Field::key) != shape.fields.end();
}

std::vector<Override> own(const Shape& shape, std::span<const Override> overrides) {
  std::vector<Override> result;
  for (const Override& override : overrides) {
    if (owns(shape, override.pointer)) result.push_back(override);
  }
  return result;
}

Value override_value(const Override& override) {
  try {
    return parse(override.value, "--set");
  } catch (const ConfigError&) {
    return bare_word(override);
  }
}

void apply(const Override& override, Value& root, const std::string& file) {
  Value* place = &root;
  std::string pointer;
  for (const std::string& key : split_pointer(override.pointer)) {
    Value* next = step(*place, key);
    if (!next) {
      const std::string problem =
          fmt::format("{} has no such key: its value is {}", pointer.empty() ? "the file" : pointer,
                      one_line(dump_line(*place), 40));
      if (file.empty()) throw ConfigError(spelled(override), "", problem);
      throw ConfigError(file, child(pointer, key), problem + " (" + spelled(override) + ")");
    }
    place = next;
    pointer = child(pointer, key);
  }
  *place = override_value(override);
}

void apply(std::span<const Override> overrides, Value& root, const std::string& file) {
  Gather gather;
  for (const Override& override : overrides) gather([&] { apply(override, root, file); });
  gather.raise();
}

std::string blame(std::string_view pointer, std::span<const Override> overrides) {
  const Override* last = last_at(pointer, overrides);
  return last ? fmt::format(" (from {})", spelled(*last)) : "";
}

void require_overridden(const Value& value, const Shape& shape,
                        std::span<const Override> overrides) {
  Gather gather;
  for (const Problem& problem : problems(value, shape, Gather::kMost)) {
    const Override* from = last_at(problem.pointer, overrides);
    const bool named = from && from->pointer == problem.pointer;
    gather([&] {
      throw ConfigError(from ? spelled(*from) : "--set", "",
                        (named ? "" : problem.pointer + ": ") + problem.text);
    });
  }
  gather.raise();
}

void refuse_contradictions(std::span<const Override> overrides) {
  for (std::size_t later = 0; later < overrides.size(); ++later)
    for (const Override& earlier : overrides.first(later)) {
      const Override& last = overrides[later];
      const bool same = last.pointer == earlier.pointer;
      if (same && override_value(last) == override_value(earlier)) continue;
      if (same ||
          (related(last.pointer, earlier.pointer) && last.pointer.size() < earlier.pointer.size()))
        throw UsageError(fmt::format("{} and {} want different values (give one of them)",
                                     spelled(earlier), spelled(last)));
    }
}

std::vector<Override> known_ones(std::span<const Override> overrides,
                                 std::span<const std::string> known) {
  std::vector<Override> result;
  std::ranges::copy_if(overrides, std::back_inserter(result),
                       [&](const Override& o) { return is_known(o, known); });
  return result;
}

void reject_unknown(std::span<const Override> overrides, std::span<const std::string> known) {
  Gather gather;
  for (const Override& override : overrides)
    if (!is_known(override, known))
      gather([&] {
        throw Error(ExitCode::bad_input,
                    fmt::format("{}: no knob has this pointer{}", spelled(override),
                                suggest_pointer(override.pointer, known)));
      });
  gather.raise();
}

}  // namespace rda::json

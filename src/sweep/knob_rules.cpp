// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/text.h"
#include "json/suggest.h"
#include "rda/error.h"
#include "sweep/axis.h"
#include "sweep/expression.h"

// What a spec may say of a knob: its pointer, a name for it, a value.

namespace rda::sweep {

using json::Value;

std::string checked_name(const std::string& name, const Knob* knob, const Ground& ground,
                         const std::string& file, const std::string& pointer) {
  const std::string word = name.empty() && knob ? knob->usual_name() : name;
  const std::string place = pointer + "/name";
  if (word.empty()) throw ConfigError(file, place, "missing (what expressions and tables call it)");
  if (!is_name(word))
    throw ConfigError(file, place,
                      fmt::format("\"{}\" is no name (letters, digits and _, a letter first; no "
                                  "function: {})",
                                  one_line(word), Expression::functions()));
  const auto clashes = [&](const Knob& other) { return &other != knob && other.path() == word; };
  const bool is_list = word == kWorkload || (word == kChip && ground.varies_chips);
  if (is_list || std::ranges::any_of(ground.knobs, clashes))
    throw ConfigError(file, place,
                      fmt::format("{} is the name of another value (choose one of its own)", word));
  return word;
}

namespace {

constexpr std::string_view kLayers = "/layers/";

/// Why a value of a layer is no knob: the workload that lacks the layer; empty if none does.
std::string why_no_layer(std::string_view pointer, const Ground& ground) {
  const std::string_view key = pointer.substr(kLayers.size());
  std::size_t layer = 0;
  const auto [end, error] = std::from_chars(key.data(), key.data() + key.size(), layer);
  if (error != std::errc() || end == key.data()) return "";
  for (const auto& [name, workload, data, files] : ground.workloads) {
    const auto* members = workload.get_if<Value::Object>();
    const auto found = members ? members->find("layers") : Value::Object::const_iterator();
    if (!members || found == members->end()) continue;
    const auto* layers = found->second.get_if<Value::Array>();
    if (!layers) return fmt::format("workload {} does not list its layers", one_line(name));
    if (layer >= layers->size())
      return fmt::format("workload {} has {}", one_line(name),
                         layers->size() == 1 ? "layer 0 alone"
                                             : fmt::format("layers 0 to {}", layers->size() - 1));
  }
  return "";
}

/// Why a value of chip or workload is no knob of a sweep; empty if it is none of theirs.
std::string why_no_knob(std::string_view pointer, const Ground& ground) {
  if (pointer.starts_with(kLayers)) return why_no_layer(pointer, ground);
  if (pointer == "/data")
    return "it names a file (\"workloads\" takes several workloads, each with its own data)";
  const bool is_text =
      pointer.starts_with('/') && std::ranges::find(kTexts, pointer.substr(1)) != kTexts.end();
  return is_text ? "it is a text for people, and no result depends on it" : "";
}

}  // namespace

const Knob& require_knob(const Ground& ground, const std::string& pointer, const std::string& file,
                         const std::string& place) {
  if (const Knob* knob = find_knob(ground, pointer)) return *knob;
  if (const std::string reason = why_no_knob(pointer, ground); !reason.empty())
    throw ConfigError(file, place, fmt::format("\"{}\" is no knob: {}", one_line(pointer), reason));
  std::vector<std::string> known;
  for (const Knob& knob : ground.knobs) known.push_back(knob.pointer());
  throw ConfigError(
      file, place,
      fmt::format("\"{}\" is no knob{}", one_line(pointer), json::suggest_pointer(pointer, known)));
}

void require_value(const Knob& knob, const Value& value, const std::string& file,
                   const std::string& place, const std::string& what) {
  const json::Field& field = knob.described.field;
  for (const json::Problem& problem : json::problems(value, field.shape))
    throw ConfigError(
        file, place + problem.pointer,
        fmt::format("{}: {}{}", what, problem.text, json::in_brackets(field.meaning)));
}

}  // namespace rda::sweep

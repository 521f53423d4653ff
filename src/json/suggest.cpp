// SPDX-License-Identifier: Apache-2.0
#include "json/suggest.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "base/text.h"

namespace rda::json {
namespace {

/// What other programs and people call our keys.
constexpr std::array<std::pair<std::string_view, std::string_view>, 30> kMeanings{{
    {"hidden_size", "hidden"},
    {"num_units", "hidden"},
    {"input_size", "input"},
    {"num_layers", "layers"},
    {"batch_size", "batch"},
    {"seq_len", "steps"},
    {"seq_length", "steps"},
    {"sequence_length", "steps"},
    {"timesteps", "steps"},
    {"time_steps", "steps"},
    {"bidirectional", "direction"},
    {"model", "cell"},
    {"type", "cell"},
    {"weights", "data"},
    {"seed", "data_seed"},
    {"precision", "formats"},
    {"dtype", "formats"},
    {"columns", "cols"},
    {"width", "cols"},
    {"height", "rows"},
    {"simd", "lanes"},
    {"depth", "stages"},
    {"clock", "clock_mhz"},
    {"frequency", "clock_mhz"},
    {"freq_mhz", "clock_mhz"},
    {"capacity", "capacity_kb"},
    {"size_kb", "capacity_kb"},
    {"latency", "hop_latency"},
    {"noc", "network"},
    {"mapping", "policy"},
}};

std::string_view last_key(std::string_view pointer) {
  return pointer.substr(pointer.find_last_of("/.") + 1);  // npos + 1 is 0
}

/// The key of the same meaning; empty if there is none.
std::string_view meaning_of(std::string_view key) {
  const auto found =
      std::ranges::find(kMeanings, key, &std::pair<std::string_view, std::string_view>::first);
  return found == kMeanings.end() ? std::string_view() : found->second;
}

std::string asked(const std::string& best) {
  return best.empty() ? "" : "; did you mean \"" + best + "\"?";
}

/// Of the pointers with this last key the nearest one.
std::string with_last_key(std::string_view key, std::string_view pointer,
                          std::span<const std::string> known) {
  std::vector<std::string> same;
  for (const std::string& one : known)
    if (!key.empty() && last_key(one) == key) same.push_back(one);
  const auto best = std::ranges::min_element(
      same, {}, [&](const std::string& one) { return edit_distance(pointer, one); });
  return best == same.end() ? "" : *best;
}

}  // namespace

std::string suggest_key(std::string_view key, std::span<const std::string> known) {
  const std::string_view meant = meaning_of(key);
  if (std::ranges::find(known, meant) != known.end()) return asked(std::string(meant));
  return asked(nearest(key, known));
}

std::string suggest_pointer(std::string_view pointer, std::span<const std::string> known) {
  const std::string_view key = last_key(pointer);
  std::vector<std::string> keys;
  for (const std::string& one : known) keys.emplace_back(last_key(one));
  for (const std::string_view meant : {key, meaning_of(key)})
    if (const std::string best = with_last_key(meant, pointer, known); !best.empty())
      return asked(best);
  const std::string best = with_last_key(nearest(key, keys), pointer, known);
  return asked(best.empty() ? nearest(pointer, known) : best);
}

}  // namespace rda::json

// SPDX-License-Identifier: Apache-2.0
#include "app/measured.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "base/text.h"
#include "json/overrides.h"
#include "json/reader.h"
#include "rda/error.h"

namespace rda::app {
namespace {

std::vector<std::string> keys() {
  std::vector<std::string> all;
  for (const json::Field& field : json::shape<gpu::Measured>().fields) all.push_back(field.key);
  return all;
}

Override override_of(const std::string& word) {
  const std::size_t equals = word.find('=');
  if (equals == word.npos || equals == 0)
    throw UsageError(fmt::format("--measured: {} is not KEY=VALUE, e.g. steps=25", one_line(word)));
  const std::string key = word.substr(0, equals);
  const std::vector<std::string> known = keys();
  if (std::ranges::find(known, key) == known.end())
    throw UsageError(fmt::format("--measured: unknown key {}{} (one of: {})", one_line(key),
                                 did_you_mean(key, known), join(known, ", ")));
  return {'/' + key, word.substr(equals + 1)};
}

/// A word of a property that has a list of them.
void require_word(const std::string& key, const std::string& word,
                  const std::vector<std::string>& known) {
  if (!word.empty() && std::ranges::find(known, word) == known.end())
    throw UsageError(fmt::format("--measured: {}={}: not known{} (one of: {})", key, one_line(word),
                                 did_you_mean(word, known), join(known, ", ")));
}

}  // namespace

void state(gpu::Measured& measured, const std::vector<std::string>& words) {
  json::Value value = json::to_value(measured);
  for (const std::string& list : words)
    for (std::size_t from = 0; from <= list.size();) {
      const std::size_t comma = std::min(list.find(',', from), list.size());
      json::apply(override_of(list.substr(from, comma - from)), value, "");
      from = comma + 1;
    }
  measured = json::read_value<gpu::Measured>(std::move(value), "--measured");
  if (words.empty()) return;
  require_word("cell", measured.cell, {"lstm", "gru", "rnn"});
  require_word("phase", measured.phase, {"inference", "training", "backward"});
  require_word("precision", measured.precision,
               {"fp32", "tf32", "fp16", "bf16", "fp8", "fp8_e4m3", "fp8_e5m2", "int8"});
}

}  // namespace rda::app

// SPDX-License-Identifier: Apache-2.0
#include "app/near_value.h"

#include <algorithm>
#include <cctype>
#include <map>
#include <set>
#include <string_view>
#include <utility>

#include "base/text.h"

namespace rda::app {
namespace {

constexpr std::size_t kMost = 3;

/// The words of a pointer or a sentence, in small letters and without a plural's s.
std::set<std::string> words_of(std::string_view text) {
  std::set<std::string> words;
  std::string word;
  const auto end_word = [&] {
    if (word.size() > 3 && word.back() == 's') word.pop_back();
    if (word.size() > 1) words.insert(word);
    word.clear();
  };
  for (const char c : text) {
    const auto letter = static_cast<unsigned char>(c);
    if (std::isalnum(letter))
      word += static_cast<char>(std::tolower(letter));
    else
      end_word();
  }
  end_word();
  return words;
}

using Ranked = std::vector<std::pair<double, std::string>>;

/// The values that have words of `asked` in pointer or meaning, by how much these words say: a word
/// that few values have says more.
Ranked by_words(const std::set<std::string>& asked, const std::vector<json::Knob>& values) {
  std::map<std::string, double> fits;
  for (const std::string& word : asked) {
    std::vector<std::string> have;
    for (const json::Knob& value : values)
      if (words_of(value.pointer).contains(word) || words_of(value.field.meaning).contains(word))
        have.push_back(value.pointer);
    for (const std::string& pointer : have) fits[pointer] += 1.0 / static_cast<double>(have.size());
  }
  Ranked ranked;
  for (const auto& [pointer, fit] : fits) ranked.emplace_back(-fit, pointer);
  return ranked;
}

/// The values whose last key is that of `asked`, by what lies before it.
Ranked with_last_key(const std::string& asked, const std::vector<json::Knob>& values) {
  const std::string key = asked.substr(asked.find_last_of('/') + 1);
  Ranked ranked;
  for (const json::Knob& value : values)
    if (!key.empty() && value.pointer.ends_with('/' + key))
      ranked.emplace_back(static_cast<double>(edit_distance(asked, value.pointer)), value.pointer);
  return ranked;
}

/// Pointers by rank, the least first; those of equal rank in the order of `values`.
std::vector<std::string> first_of(Ranked ranked) {
  std::ranges::stable_sort(ranked, {}, &std::pair<double, std::string>::first);
  std::vector<std::string> best;
  for (const auto& [rank, pointer] : ranked)
    if (best.size() < kMost && rank == ranked.front().first &&
        std::ranges::find(best, pointer) == best.end())
      best.push_back(pointer);
  return best;
}

}  // namespace

std::vector<std::string> near_values(const std::string& asked,
                                     const std::vector<json::Knob>& values) {
  const std::size_t few = std::clamp<std::size_t>(asked.size() / 5, 1, 3);
  Ranked by_letters;
  for (const json::Knob& value : values) {
    const std::size_t distance = edit_distance(asked, value.pointer);
    if (distance <= few) by_letters.emplace_back(static_cast<double>(distance), value.pointer);
  }
  if (by_letters.empty()) by_letters = with_last_key(asked, values);
  return first_of(by_letters.empty() ? by_words(words_of(asked), values) : by_letters);
}

}  // namespace rda::app

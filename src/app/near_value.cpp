// SPDX-License-Identifier: Apache-2.0
#include "app/near_value.h"

#include <algorithm>
#include <cctype>
#include <functional>
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

/// How well a value fits the words: those in its pointer count twice.
std::size_t score(const std::set<std::string>& asked, const json::Knob& value) {
  const std::set<std::string> pointer = words_of(value.pointer),
                              meaning = words_of(value.field.meaning);
  std::size_t sum = 0;
  for (const std::string& word : asked)
    sum += pointer.contains(word) ? 2 : meaning.contains(word) ? 1 : 0;
  return sum;
}

/// Pointers by rank, the least first; those of equal rank in the order of `values`.
std::vector<std::string> first_of(std::vector<std::pair<std::size_t, std::string>> ranked) {
  std::ranges::stable_sort(ranked, {}, &std::pair<std::size_t, std::string>::first);
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
  const std::set<std::string> words = words_of(asked);
  std::vector<std::pair<std::size_t, std::string>> by_letters, by_words;
  for (const json::Knob& value : values) {
    const std::size_t distance = edit_distance(asked, value.pointer);
    if (distance <= few) by_letters.emplace_back(distance, value.pointer);
    const std::size_t fit = score(words, value);
    if (fit > 0) by_words.emplace_back(2 * words.size() - fit, value.pointer);
  }
  return first_of(by_letters.empty() ? std::move(by_words) : std::move(by_letters));
}

}  // namespace rda::app

// SPDX-License-Identifier: Apache-2.0
#include "gpu/read/decimal.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>
#include <utility>

#include "gpu/read/text.h"

namespace rda::gpu::read {
namespace {

constexpr std::array<std::string_view, 6> kThousands{
    " ", "'", "\xc2\xa0", "\xe2\x80\x89", "\xe2\x80\xaf", "\xe2\x80\x99"};
constexpr int kMostPower = 1000;  // of a number that is worth reading

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Bytes of the separator of thousands at the begin of `text`; 0: none.
std::size_t separator_at(std::string_view text, Mark mark) {
  if (text[0] == (mark == Mark::point ? ',' : '.')) return 1;
  for (const std::string_view one : kThousands)
    if (text.starts_with(one)) return one.size();
  return 0;
}

/// A number taken apart.
struct Digits {
  bool negative = false;
  std::string digits;  ///< without marks and separators
  int fraction = 0;    ///< digits behind the mark
  int exponent = 0;
};

/// Takes digits and separators from the front of `text`, each group behind a separator with three.
bool take_whole(std::string_view& text, Mark mark, std::string& digits) {
  std::size_t group = 0;
  bool separated = false;
  while (!text.empty()) {
    if (is_digit(text[0])) {
      digits += text[0];
      ++group;
      text.remove_prefix(1);
      continue;
    }
    const std::size_t skip = separator_at(text, mark);
    if (skip == 0 || group == 0 || (separated && group != 3) || group > 3) break;
    if (text.size() == skip || !is_digit(text[skip])) break;
    separated = true;
    group = 0;
    text.remove_prefix(skip);
  }
  return !separated || group == 3;
}

bool take_exponent(std::string_view text, int& exponent) {
  if (text.empty()) return true;
  if (text[0] != 'e' && text[0] != 'E') return false;
  text.remove_prefix(1);
  if (text.starts_with('+')) text.remove_prefix(1);
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), exponent);
  return error == std::errc() && end == text.data() + text.size() && !text.empty() &&
         exponent >= -kMostPower && exponent <= kMostPower;
}

std::optional<Digits> taken_apart(std::string_view text, Mark mark) {
  Digits number;
  text = stripped(text);
  if (text.starts_with('-') || text.starts_with('+')) {
    number.negative = text[0] == '-';
    text.remove_prefix(1);
  }
  if (!take_whole(text, mark, number.digits)) return std::nullopt;
  if (text.starts_with(static_cast<char>(mark))) {
    text.remove_prefix(1);
    const std::size_t before = number.digits.size();
    while (!text.empty() && is_digit(text[0])) {
      number.digits += text[0];
      text.remove_prefix(1);
    }
    number.fraction = static_cast<int>(std::min<std::size_t>(number.digits.size() - before, 10000));
  }
  if (number.digits.empty() || number.digits.size() > kMostPower) return std::nullopt;
  if (!take_exponent(text, number.exponent)) return std::nullopt;
  return number;
}

/// The first `count` digits, zeros behind them, as a number. None: beyond kLatest.
std::optional<std::int64_t> first_digits(std::string_view digits, int count) {
  std::int64_t value = 0;
  for (int i = 0; i < count; ++i) {
    const auto at = static_cast<std::size_t>(i);
    if (value > kLatest / 10) return std::nullopt;
    value = 10 * value + (at < digits.size() ? digits[at] - '0' : 0);
    if (value == 0 && at >= digits.size()) return 0;
  }
  return value;
}

}  // namespace

void MarkFinder::look_at(std::string_view text) {
  text = stripped(text);
  if (text.empty() || !(is_digit(text[0]) || text[0] == '-')) return;
  const std::size_t point = text.rfind('.'), comma = text.rfind(',');
  if (point == text.npos && comma == text.npos) return;
  const bool both = point != text.npos && comma != text.npos;
  const bool by_comma = point == text.npos || (both && comma > point);
  const std::size_t at = by_comma ? comma : point;
  const std::size_t first = text.find(by_comma ? ',' : '.');
  std::size_t behind = 0;
  while (at + 1 + behind < text.size() && is_digit(text[at + 1 + behind])) ++behind;
  // One mark alone before three digits may separate thousands; two of a kind do.
  if (first != at) return void(++(by_comma ? points_ : commas_));
  if (!both && behind == 3 && at <= 3 && text[0] != '0') return;
  ++(by_comma ? commas_ : points_);
}

std::optional<std::int64_t> scaled(std::string_view text, int power, Mark mark) {
  const std::optional<Digits> number = taken_apart(text, mark);
  if (!number) return std::nullopt;
  std::string_view digits = number->digits;
  int whole = static_cast<int>(digits.size()) - number->fraction + number->exponent + power;
  while (digits.size() > 1 && digits[0] == '0') {
    digits.remove_prefix(1);
    --whole;
  }
  if (whole < 0) return 0;
  std::optional<std::int64_t> value = first_digits(digits, whole);
  if (!value) return std::nullopt;
  const auto next = static_cast<std::size_t>(whole);
  if (next < digits.size() && digits[next] >= '5') ++*value;
  if (*value > kLatest) return std::nullopt;
  return number->negative ? -*value : *value;
}

std::optional<int> power_of_time(std::string_view unit) {
  constexpr std::array<std::pair<std::string_view, int>, 20> kUnits{{
      {"ns", 0},         {"nsec", 0},         {"nsecond", 0},     {"nseconds", 0},
      {"nanosecond", 0}, {"nanoseconds", 0},  {"us", 3},          {"usec", 3},
      {"usecond", 3},    {"useconds", 3},     {"microsecond", 3}, {"microseconds", 3},
      {"\xc2\xb5s", 3},  {"\xce\xbcs", 3},    {"ms", 6},          {"msec", 6},
      {"msecond", 6},    {"milliseconds", 6}, {"s", 9},           {"second", 9},
  }};
  const std::string lower = lowered(unit);
  const auto found = std::ranges::find(kUnits, lower, &std::pair<std::string_view, int>::first);
  if (found != kUnits.end()) return found->second;
  if (lower == "sec" || lower == "seconds") return 9;
  if (lower == "millisecond") return 6;
  return std::nullopt;
}

Quantity split_unit(std::string_view text) {
  text = stripped(text);
  std::size_t end = text.size();
  while (end > 0 && !is_digit(text[end - 1]) && text[end - 1] != '.') --end;
  return {stripped(text.substr(0, end)), stripped(text.substr(end))};
}

std::optional<std::int64_t> time_of(std::string_view text, Mark mark) {
  const Quantity quantity = split_unit(text);
  const std::optional<int> power = power_of_time(quantity.unit);
  return power ? scaled(quantity.number, *power, mark) : std::nullopt;
}

std::optional<std::int64_t> bytes_of(std::string_view text) {
  const Quantity quantity = split_unit(text);
  return bytes_of(quantity.number, quantity.unit, 1024);
}

std::optional<std::int64_t> bytes_of(std::string_view number, std::string_view unit, int kilo) {
  std::string lower = lowered(unit);
  if (lower.ends_with("bytes")) lower.resize(lower.size() - 4);
  if (lower.ends_with("byte")) lower.resize(lower.size() - 3);
  constexpr std::array<std::string_view, 4> kUnits{"b", "kb", "mb", "gb"};
  const auto found = std::ranges::find(kUnits, lower);
  if (found == kUnits.end()) return std::nullopt;
  // Six digits behind the mark are what profilers print.
  constexpr int kDigits = 6;
  std::optional<std::int64_t> value = scaled(number, kDigits);
  if (value && *value < 0) return std::nullopt;
  constexpr std::int64_t kDivisor = 1'000'000;
  for (auto at = kUnits.begin(); value && at != found; ++at) {
    if (*value > kLatest / kilo) return std::nullopt;
    *value *= kilo;
  }
  if (value) *value = (*value + kDivisor / 2) / kDivisor;
  return value;
}

std::int64_t resolution_of(std::string_view text, int power, Mark mark) {
  const std::optional<Digits> number = taken_apart(text, mark);
  std::int64_t resolution = 1;
  int tens = number ? power - number->fraction + number->exponent : 0;
  for (; tens > 0 && resolution <= kLatest / 10; --tens) resolution *= 10;
  return resolution;
}

bool is_absent(std::string_view text) {
  text = stripped(text);
  if (text.empty() || text == "-") return true;
  const std::string lower = lowered(text);
  return lower == "n/a" || lower == "nan" || lower == "none";
}

}  // namespace rda::gpu::read

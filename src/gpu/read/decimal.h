// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace rda::gpu::read {

// Numbers as profilers print them, read from their digits: a double would lose nanoseconds.

/// Times beyond this are refused, so that the difference or sum of two fits into 64 bits. ns
inline constexpr std::int64_t kLatest = std::int64_t{1} << 61;

/// The character between units and fractions.
enum class Mark : char { point = '.', comma = ',' };

/// Which mark the numbers of a file have. One number alone may not say: "1,234".
class MarkFinder {
 public:
  void look_at(std::string_view text);
  Mark mark() const { return commas_ > points_ ? Mark::comma : Mark::point; }

 private:
  std::int64_t commas_ = 0, points_ = 0;  ///< numbers that have one meaning alone
};

/// `number` * 10^power as an integer, rounded half away from zero. Thousands may be separated by
/// the other mark, a blank, U+00A0, U+2009, U+202F or an apostrophe; an exponent may follow.
/// @return none if it is no number, or beyond kLatest
std::optional<std::int64_t> scaled(std::string_view number, int power, Mark mark = Mark::point);

/// "ms", "msec", "msecond", "milliseconds": 6, because a millisecond is 10^6 ns. None: no unit of
/// time.
std::optional<int> power_of_time(std::string_view unit);

/// A number and the unit behind it.
struct Quantity {
  std::string_view number, unit;
};
/// "1.5ms" and "1.5 ms": "1.5" and "ms".
Quantity split_unit(std::string_view text);

/// A time with its unit behind it, in ns. @return none if it is none
std::optional<std::int64_t> time_of(std::string_view text, Mark mark = Mark::point);
/// Bytes with their unit behind them; "kB" of profilers is 1024 bytes. @return none if it is none
std::optional<std::int64_t> bytes_of(std::string_view text);
/// Bytes of a number in a unit, e.g. "MB". `kilo`: what the profiler takes for 1 kB.
std::optional<std::int64_t> bytes_of(std::string_view number, std::string_view unit, int kilo);

/// What the last digit of a number in a unit of time stands for, in ns; at least 1.
std::int64_t resolution_of(std::string_view number, int power, Mark mark = Mark::point);

/// Whether a cell says that there is no value: "", "-", "n/a", "nan".
bool is_absent(std::string_view text);

}  // namespace rda::gpu::read

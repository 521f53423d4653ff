// SPDX-License-Identifier: Apache-2.0
#include "picture/scale.h"

#include <fmt/format.h>

#include <cmath>

namespace rda::picture {
namespace {

constexpr double kLogFrom = 20;  // times the smallest number
constexpr double kPad = 0.05;    // of the axis, at both ends
constexpr double kTicks = 6;

/// 1, 2 or 5 times a power of ten, about `raw`.
double round_step(double raw) {
  const double power = std::pow(10, std::floor(std::log10(raw)));
  const double times = raw / power;
  return power * (times < 1.5 ? 1 : times < 3.5 ? 2 : times < 7.5 ? 5 : 10);
}

}  // namespace

Scale::Scale(double lo, double hi, double first, double last)
    : Scale(lo, hi, first, last, lo > 0 && hi / lo >= kLogFrom) {}

Scale::Scale(double lo, double hi, double first, double last, bool log)
    : log_(log), first_(first), last_(last) {
  log_ ? make_log(lo, hi) : make_linear(lo, hi);
}

void Scale::make_linear(double lo, double hi) {
  if (lo == hi) {  // one number: in the middle
    const double around = lo == 0 ? 1 : std::fabs(lo) / 2;
    lo -= around;
    hi += around;
  }
  const bool from_zero = lo > 0 && lo < hi / 3;  // an axis that nearly starts at 0 does
  const double pad = kPad * (hi - (from_zero ? 0 : lo));
  begin_ = from_zero ? 0 : lo - pad;
  end_ = hi + pad;
  if (lo >= 0 && begin_ < 0) begin_ = 0;
  ticks_ = round_numbers(begin_, end_);
}

void Scale::make_log(double lo, double hi) {
  const double decades = std::log10(hi / lo);
  begin_ = std::log10(lo) - kPad * decades;
  end_ = std::log10(hi) + kPad * decades;
  const auto add = [&](double tick) {
    if (std::log10(tick) >= begin_ && std::log10(tick) <= end_) ticks_.push_back(tick);
  };
  for (double power = std::floor(begin_); power <= end_; ++power) {
    add(std::pow(10, power));
    if (decades > 3) continue;
    add(2 * std::pow(10, power));
    add(5 * std::pow(10, power));
  }
}

double Scale::place(double number) const { return log_ ? std::log10(number) : number; }

double Scale::least() const { return log_ ? std::pow(10, begin_) : begin_; }

double Scale::position(double number) const {
  return first_ + (place(number) - begin_) / (end_ - begin_) * (last_ - first_);
}

std::vector<double> round_numbers(double lo, double hi) {
  const double step = round_step((hi - lo) / kTicks);
  std::vector<double> numbers;
  for (double i = std::ceil(lo / step); i * step <= hi; ++i) numbers.push_back(i * step);
  return numbers;
}

std::string tick_text(double number) {
  const double size = std::fabs(number);
  return size == 0 || (size >= 1e-4 && size < 1e6) ? fmt::format("{:.6g}", number)
                                                   : fmt::format("{:.3g}", number);
}

}  // namespace rda::picture

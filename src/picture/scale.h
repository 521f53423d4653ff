// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace rda::picture {

/// An axis of a picture: numbers to positions, with round ticks.
class Scale {
 public:
  /// For numbers from `lo` to `hi`, drawn from `first` to `last`. Logarithmic if they are positive
  /// and far apart, so that the small ones can be told apart.
  Scale(double lo, double hi, double first, double last);
  /// The same, logarithmic whatever the numbers, which are positive.
  static Scale logarithmic(double lo, double hi, double first, double last) {
    return {lo, hi, first, last, true};
  }

  bool is_log() const { return log_; }
  double position(double number) const;
  /// The number at its first end.
  double least() const;
  /// Numbers that people like, within the scale.
  const std::vector<double>& ticks() const { return ticks_; }

 private:
  Scale(double lo, double hi, double first, double last, bool log);
  void make_linear(double lo, double hi);
  void make_log(double lo, double hi);
  double place(double number) const;

  bool log_;
  double first_, last_, begin_ = 0, end_ = 1;  // begin, end: what lies at first and last
  std::vector<double> ticks_;
};

/// Round numbers from `lo` to `hi`, which is greater: about six.
std::vector<double> round_numbers(double lo, double hi);

/// A tick as people write it: 0.002, 20000, 5e+10.
std::string tick_text(double number);

}  // namespace rda::picture

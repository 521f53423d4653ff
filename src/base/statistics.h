// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>

namespace rda {

/// Geometric mean of ratios above 0; `ratios` holds at least one.
double geometric_mean(std::span<const double> ratios);

/// Pearson's correlation of the logarithms of two figures, which large figures do not dominate.
/// @param a, b  figures of the same things, in the same order
/// @return −1 to 1; none for less than three things, for a figure that is not above 0, and where
/// all figures of one side are equal
std::optional<double> correlation_of_logs(std::span<const double> a, std::span<const double> b);

/// Signal to noise in decibels, 10 log10(signal / noise), of sums of squares; infinite without
/// noise.
double decibels(double signal, double noise);

/// The probability that an F test gives at least `f` by chance.
/// @param terms, rest  degrees of freedom of what is tested, and of the residuals; above 0
double chance_of(double f, double terms, double rest);

}  // namespace rda

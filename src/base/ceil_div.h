// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace rda {

/// ⌈a / b⌉ of whole numbers, a ≥ 0 and b > 0.
template <class A, class B>
constexpr auto ceil_div(A a, B b) {
  return (a + b - 1) / b;
}

/// The least multiple of b that is a or more, a ≥ 0 and b > 0.
template <class A, class B>
constexpr auto round_up(A a, B b) {
  return ceil_div(a, b) * b;
}

}  // namespace rda

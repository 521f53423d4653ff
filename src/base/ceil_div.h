// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace rda {

/// ⌈a / b⌉ of whole numbers, a ≥ 0 and b > 0.
template <class A, class B>
constexpr auto ceil_div(A a, B b) {
  return (a + b - 1) / b;
}

}  // namespace rda

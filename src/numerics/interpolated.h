// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "rda/numerics.h"

namespace rda::numerics {

/// What the function makes of x and the value that was interpolated for x. Tables of sigmoid, tanh
/// and erf have one side: sigmoid(x) = 1 − sigmoid(−x), and tanh and erf are odd.
float value_of_interpolated(Function function, float x, float value);

}  // namespace rda::numerics

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "gpu/timeline.h"

namespace rda::gpu {

/// A timeline for people: where it is from, its times, its kernels by class, the longest ones by
/// name, and the names of which the table of classes knows nothing. At most 80 columns.
std::string to_text(const Timeline& timeline);

/// Cell and sizes of a network as far as they are stated: "lstm", "hidden 512", ...
std::vector<std::string> words_of_shape(const Measured& measured);

/// A class of kernels as tables for people have it: "input GEMM" for input_gemm.
std::string class_in_words(std::string name);

}  // namespace rda::gpu

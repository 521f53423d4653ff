// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "gpu/timeline.h"

namespace rda::app {

/// States what a timeline measured. @param words  "steps=25,batch=1", of one --measured each
/// @throws UsageError  for a word that is no KEY=VALUE, or no such key; ConfigError for a bad value
void state(gpu::Measured& measured, const std::vector<std::string>& words);

}  // namespace rda::app

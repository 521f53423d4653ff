// SPDX-License-Identifier: Apache-2.0
#include "sweep/simulator.h"

namespace rda::sweep {

std::string simulator() {
  return std::string(RDA_VERSION) + '+' + std::string(simulator_sources().substr(0, 16));
}

}  // namespace rda::sweep

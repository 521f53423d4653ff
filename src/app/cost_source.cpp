// SPDX-License-Identifier: Apache-2.0
#include "app/cost_source.h"

#include <filesystem>

#include "app/shipped.h"

namespace rda::app {

CostTable cost_table(const std::string& file) {
  return load_cost_table(file.empty()
                             ? shipped_folder() / "configs" / "costs" / "plasticine_28nm.json"
                             : std::filesystem::path(file));
}

}  // namespace rda::app

// SPDX-License-Identifier: Apache-2.0
#include "rda/report.h"

namespace rda {

std::string_view version() { return RDA_VERSION; }  // from CMakeLists.txt's project()

}  // namespace rda

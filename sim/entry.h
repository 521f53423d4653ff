// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace rda::sim {

/// Calls `sc_main` through SystemC, without the copyright notice on stderr.
/// @return what sc_main returned
int enter_systemc(int argc, char* argv[]);

}  // namespace rda::sim

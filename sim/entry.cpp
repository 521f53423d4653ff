// SPDX-License-Identifier: Apache-2.0
#include "sim/entry.h"

#include <cstdlib>
#include <systemc>

namespace rda::sim {

int enter_systemc(int argc, char* argv[]) {
  // SystemC reads it before it calls sc_main. A value that the user has set is kept.
  setenv("SYSTEMC_DISABLE_COPYRIGHT_MESSAGE", "1", /*replace=*/0);
  return sc_core::sc_elab_and_sim(argc, argv);
}

}  // namespace rda::sim

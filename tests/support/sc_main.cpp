// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

// libsystemc's main calls this one.
extern "C" int sc_main(int argc, char* argv[]) {
  testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS();
}

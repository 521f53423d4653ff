// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "cli/support.h"

namespace rda::golden {
namespace {

class MappingFile : public cli::Cli {};

TEST_F(MappingFile, RunsToTheSameReportAsTheMappingItWasWrittenFrom) {
  const std::string mapping = path("mapping.json");
  ASSERT_EQ(cli::rdasim({"map", chip_, workload_, "-o", mapping}).code, 0);
  const cli::Outcome direct = run({"-o", "-"});
  const cli::Outcome read_back = run({"--mapping-file", mapping, "-o", "-"});
  ASSERT_EQ(direct.code, 0) << direct.err;
  EXPECT_EQ(cli::results_in(direct.out), cli::results_in(read_back.out)) << read_back.err;
}

}  // namespace
}  // namespace rda::golden

// SPDX-License-Identifier: Apache-2.0
#include "cli/support.h"

namespace rda::cli {
namespace {

using Usage = Cli;

TEST_F(Usage, NoCommandIsRefused) { expect_refusal(rdasim({}), 64, {"command", "--help"}); }

TEST_F(Usage, UnknownCommandNamesTheKnownOnes) {
  expect_refusal(rdasim({"simulate"}), 64, {"simulate", "run", "map"});
}

TEST_F(Usage, UnknownOptionIsNamed) { expect_refusal(run({"--fast"}), 64, {"--fast"}); }

TEST_F(Usage, MissingFileArgumentIsNamed) {
  expect_refusal(rdasim({"run", chip_}), 64, {"WORKLOAD"});
}

TEST_F(Usage, UnknownEngineNamesTheKnownOnes) {
  expect_refusal(run({"--engine", "slow"}), 64, {"slow", "fast", "reference"});
}

TEST_F(Usage, NegativeVerifyStepsAreRefused) {
  expect_refusal(run({"--verify-steps", "-1"}), 64, {"--verify-steps", "-1"});
}

TEST_F(Usage, NumbersWithLettersAreRefused) {
  expect_refusal(run({"--max-cycles", "10k"}), 64, {"--max-cycles", "10k"});
  expect_refusal(run({"--seed", "1.5"}), 64, {"--seed", "1.5"});
}

TEST_F(Usage, NumbersTooLargeAreRefused) {
  expect_refusal(run({"--seed", "99999999999999999999"}), 64, {"--seed"});
}

TEST_F(Usage, AutomaticMappingIsRefusedInThisVersion) {
  expect_refusal(run({"--mapping", "auto"}), 64, {"--mapping", "paper"});
  expect_refusal(run({"--set", "/policy=\"auto\""}), 64, {"paper"});
}

TEST_F(Usage, SearchBudgetIsRefusedAndNotOffered) {
  expect_refusal(run({"--search-budget", "10"}), 64, {"--search-budget"});
  EXPECT_EQ(rdasim({"run", "--help"}).out.find("search"), std::string::npos);
}

TEST_F(Usage, SetWithoutAValueIsRefused) {
  expect_refusal(run({"--set", "/pcu/lanes"}), 64, {"--set", "/pcu/lanes"});
}

TEST_F(Usage, SetOfAnUnknownPointerNamesTheNearest) {
  expect_refusal(run({"--set", "/pcu/lane=8"}), 2, {"/pcu/lane", "/pcu/lanes"});
  expect_refusal(run({"--set", "/hiden=8"}), 2, {"/hiden", "/hidden"});
}

TEST_F(Usage, SetOfABadValueNamesWhatWouldBeRight) {
  expect_refusal(run({"--set", "/pcu/lanes=128"}), 2, {"/pcu/lanes", "128", "[1, 64]"});
  expect_refusal(run({"--set", "/pcu/lanes=many"}), 2, {"/pcu/lanes", "many"});
  expect_refusal(run({"--set", "/hu=-1"}), 2, {"/hu"});
}

TEST_F(Usage, UnknownDocumentNamesTheKnownOnes) {
  expect_refusal(rdasim({"describe", "everything"}), 64, {"everything", "mapping-options"});
  expect_refusal(rdasim({"schema", "stats"}), 64, {"stats", "report"});
  expect_refusal(rdasim({"validate", "mapping", chip_}), 64, {"mapping", "chip"});
}

TEST_F(Usage, HelpAndVersionGoToStdout) {
  for (const char* command : {"run", "map", "describe", "schema", "validate"}) {
    const Outcome outcome = rdasim({command, "--help"});
    EXPECT_EQ(outcome.code, 0);
    EXPECT_EQ(outcome.err, "");
    EXPECT_NE(outcome.out.find(command), std::string::npos);
  }
  EXPECT_EQ(rdasim({"--help"}).code, 0);
  EXPECT_EQ(rdasim({"--version"}).out.find("rdasim "), 0u);
}

}  // namespace
}  // namespace rda::cli

// SPDX-License-Identifier: Apache-2.0
#include <sstream>

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

TEST_F(Usage, TwoValuesOfOneOptionAreRefusedAndBothNamed) {
  expect_refusal(run({"--mapping", "paper", "--set", "/policy=auto"}), 64,
                 {"--mapping paper", "--set /policy=auto"});
  expect_refusal(run({"--seed", "3", "--set", "/seed=4"}), 64, {"--seed 3", "--set /seed=4"});
  EXPECT_EQ(run({"--mapping", "paper", "--set", "/policy=paper"}).code, 0);
}

TEST_F(Usage, UnknownPolicyNamesTheKnownOnes) {
  expect_refusal(run({"--mapping", "best"}), 64, {"--mapping", "best", "paper", "auto"});
  expect_refusal(run({"--set", "/policy=best"}), 2, {"/policy", "best", "paper", "auto"});
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
  expect_refusal(run({"--set", "/name=\xff"}), 2,
                 {"--set /name=\\xff: the value is not valid UTF-8"});
}

TEST_F(Usage, EmptyValuesAreRefused) {
  for (const char* option : {"--mapping-file", "-o", "--engine", "--mapping", "--seed", "--set"})
    expect_refusal(run({option, ""}), 64, {option[1] == 'o' ? "--output" : option});
}

TEST_F(Usage, OutputThatIsAnInputIsRefused) {
  const std::string chip = file("c.json", read(chip_)), workload = file("w.json", read(workload_));
  const std::string mapping = file("m.json", "{}"), data = file("d.npz", "no archive");
  std::filesystem::create_symlink("c.json", path("link.json"));
  const auto refuse = [&](const std::string& output) {
    expect_refusal(rdasim({"run", chip, workload, "--mapping-file", mapping, "--set", "/data=d.npz",
                           "-o", output}),
                   64, {output, "is an input"});
  };
  for (const std::string& input : {chip, workload, mapping, data, path("link.json")}) refuse(input);
  expect_refusal(rdasim({"map", chip, workload, "-o", path("./c.json")}), 64, {"is an input"});
  EXPECT_EQ(read(chip), read(chip_));
}

TEST_F(Usage, HelpFitsInto80Columns) {
  for (const std::vector<std::string>& words :
       std::vector<std::vector<std::string>>{{"--help"},
                                             {"run", "--help"},
                                             {"map", "--help"},
                                             {"explain", "--help"},
                                             {"check", "--help"},
                                             {"compare", "--help"},
                                             {"describe", "--help"},
                                             {"schema", "--help"},
                                             {"validate", "--help"}}) {
    std::istringstream help(rdasim(words).out);
    for (std::string line; std::getline(help, line);) EXPECT_LE(line.size(), 80u) << line;
  }
}

TEST_F(Usage, MessagesNameTheProgramOnce) {
  for (const char* command : {"validate", "describe", "schema"}) {
    const Outcome outcome = rdasim({command, "nothing", "x.json"});
    EXPECT_EQ(outcome.err.find("rdasim", 1),
              outcome.err.find("rdasim " + std::string(command) + " --help"))
        << outcome.err;
  }
}

TEST_F(Usage, UnknownDocumentNamesTheKnownOnes) {
  expect_refusal(rdasim({"describe", "everything"}), 64, {"everything", "mapping-options"});
  expect_refusal(rdasim({"schema", "stats"}), 64,
                 {"unknown document 'stats' (one of: chip, ", "report"});
  expect_refusal(rdasim({"validate", "mapping", chip_}), 64, {"mapping", "chip"});
}

TEST_F(Usage, HelpAndVersionGoToStdout) {
  for (const char* command : {"run", "map", "explain", "describe", "schema", "validate"}) {
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

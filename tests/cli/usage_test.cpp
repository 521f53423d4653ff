// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <regex>
#include <sstream>

#include "cli/support.h"

namespace rda::cli {
namespace {

using Usage = Cli;

TEST_F(Usage, NoCommandIsRefused) { expect_refusal(rdasim({}), 64, {"command", "--help"}); }

TEST_F(Usage, UnknownCommandNamesTheKnownOnes) {
  expect_refusal(rdasim({"simulate"}), 64, {"simulate", "run", "map"});
}

TEST_F(Usage, UnknownOptionIsNamed) {
  const Outcome outcome = run({"--quick"});
  expect_refusal(outcome, 64, {"--quick: unknown option (try rdasim run --help)"});
}

TEST_F(Usage, MisspeltWordsNameTheNearest) {
  expect_refusal(run({"--verfy-steps=3"}), 64,
                 {"--verfy-steps: unknown option; did you mean \"--verify-steps\"?"});
  expect_refusal(run({"--search-bugdet", "3"}), 64, {"did you mean \"--search-budget\"?"});
  expect_refusal(rdasim({"rnu"}), 64, {"did you mean \"run\"?"});
  expect_refusal(rdasim({"sweep", "pln"}), 64, {"did you mean \"plan\"?"});
  expect_refusal(rdasim({"sweep", "run", "p", "--stor", "s"}), 64, {"--stor"});
  expect_refusal(run({"third"}), 64, {"third: one word too many"});
}

TEST_F(Usage, MisspeltOptionsSayMoreThanWhatIsMissingBecauseOfThem) {
  expect_refusal(run({"--outptus", "y.npz"}), 64, {"did you mean \"--outputs\"?"});
  expect_refusal(rdasim({"sweep", "run", "--helpp"}), 64, {"--helpp: unknown option; did you"});
  expect_refusal(rdasim({"sweep", "--helpp"}), 64, {"did you mean \"--help\"?"});
  expect_refusal(rdasim({"--verison"}), 64, {"unknown option; did you mean \"--version\"?"});
  expect_refusal(rdasim({"validate"}), 64, {"FILE: missing"});
}

TEST_F(Usage, SetWithDotsNamesThePointer) {
  expect_refusal(run({"--set", "pcu.lanes=3"}), 64, {"did you mean \"/pcu/lanes\"?"});
}

TEST_F(Usage, SetWithABlankSaysHowItIsWritten) {
  const std::string says = "--set /pcu/lanes 8: has a blank (write --set /pcu/lanes=8)";
  expect_refusal(run({"--set", "/pcu/lanes", "8"}), 64, {says});
  expect_refusal(rdasim({"run", "--set", "/pcu/lanes", "8", chip_, workload_}), 64, {says});
}

TEST_F(Usage, SearchOptionsWithoutASearchAreNamedAlone) {
  const Outcome budget = run({"--search-budget", "3"});
  expect_refusal(budget, 64, {"--search-budget: only a search has it (add --mapping auto)"});
  EXPECT_EQ(budget.err.find("--search-log"), std::string::npos) << budget.err;
  expect_refusal(run({"--search-budget", "3", "--search-log", path("l.json")}), 64,
                 {"--search-budget, --search-log: only a search has them"});
}

TEST_F(Usage, FileInPlaceOfAFolderIsSaidToBeOne) {
  expect_refusal(run({"-o", file("r.json", "") + "/x.json"}), 74, {"r.json is a file, not a"});
}

TEST_F(Usage, EndingsOfFilesMayBeInCapitals) {
  EXPECT_EQ(run({"--outputs", path("Y.NPZ")}).code, 0);
  EXPECT_TRUE(std::filesystem::exists(path("Y.NPZ")));
}

TEST_F(Usage, ChipInPlaceOfWhatIsMadeOfItSaysHowThatIsMade) {
  expect_refusal(run({"--mapping-file", chip_}), 2, {"not a mapping: `rdasim map CHIP WORKLOAD"});
  expect_refusal(rdasim({"run", "--from", workload_}), 2, {"`rdasim run CHIP WORKLOAD -o` makes"});
  expect_refusal(rdasim({"check", chip_}), 2, {"cases of a golden file name it"});
  expect_refusal(rdasim({"sweep", "plan", chip_}), 2, {"a sweep specification names it"});
}

TEST_F(Usage, SetSuggestsByMeaningOrNotAtAll) {
  for (const char* pointer : {"/chip", "/units", "/x"})
    EXPECT_EQ(run({"--set", std::string(pointer) + "=1"}).err.find("did you mean"),
              std::string::npos)
        << pointer;
  expect_refusal(run({"--set", "/mapping=auto"}), 2, {"did you mean \"/policy\"?"});
  expect_refusal(run({"--set", "/hidden_size=8"}), 2, {"did you mean \"/hidden\"?"});
}

TEST_F(Usage, BatchAboveALimitSaysWhatToSet) {
  expect_refusal(run({"--set", "/batch=300"}), 3, {"/pmu/max_slots", "301", "/batch"});
}

TEST_F(Usage, WhatAnInputExtendsIsNoOutput) {
  const std::string base = file("base.json", read(chip_));
  const std::string chip = file("c.json", R"({"extends": "base.json"})");
  expect_refusal(rdasim({"run", chip, workload_, "-o", base}), 64, {"base.json is an input"});
  EXPECT_EQ(read(base), read(chip_));
}

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
  expect_refusal(run({"--set", "/hu=-1"}), 2, {"rdasim: --set /hu=-1: -1 is out of range"});
  expect_refusal(run({"--set", "/hu/x=1"}), 2, {"--set /hu/x=1: /hu has no such key"});
  expect_refusal(run({"--set", "/name=\xff"}), 2,
                 {"--set /name=\\xff: the value is not valid UTF-8"});
}

TEST_F(Usage, EveryBadValueIsNamedAtOnce) {
  expect_refusal(run({"--set", "/pcu/lanse=4", "--set", "/pmu/bansk=3", "--set", "/grid/rows=-1",
                      "--set", "/hidden=0", "--set", "/hu=-2"}),
                 2,
                 {"--set /pcu/lanse=4: no knob has this pointer; did you mean \"/pcu/lanes\"?",
                  "--set /pmu/bansk=3: no knob has this pointer", "#/grid/rows: -1 is out of range",
                  "#/hidden: missing or 0", "--set /hu=-2: -2 is out of range"},
                 5);
}

TEST_F(Usage, NumberThatIsTooSmallSaysTheLeast) {
  expect_refusal(run({"--seed", "-1"}), 64, {"--seed: -1 is not an integer of at least 0"});
}

TEST_F(Usage, EmptyValuesAreRefused) {
  for (const char* option : {"--mapping-file", "-o", "--engine", "--mapping", "--seed", "--set"})
    expect_refusal(run({option, ""}), 64, {option[1] == 'o' ? "--output" : option});
}

TEST_F(Usage, OutputThatIsAnInputIsRefused) {
  const std::string chip = file("c.json", read(chip_)), workload = file("w.json", read(workload_));
  const std::string mapping = file("m.json", "{}"), data = file("d.dat", "no archive");
  std::filesystem::create_symlink("c.json", path("link.json"));
  const auto refuse = [&](const std::string& output) {
    expect_refusal(rdasim({"run", chip, workload, "--mapping-file", mapping, "--set", "/data=d.dat",
                           "-o", output}),
                   64, {output, "is an input"});
  };
  for (const std::string& input : {chip, workload, mapping, data, path("link.json")}) refuse(input);
  expect_refusal(rdasim({"map", chip, workload, "-o", path("./c.json")}), 64, {"is an input"});
  EXPECT_EQ(read(chip), read(chip_));
}

/// The words of every command and verb, as `rdasim --help` and `rdasim sweep --help` list them.
std::vector<std::vector<std::string>> all_commands() {
  std::vector<std::vector<std::string>> all{{}, {"sweep"}};
  const std::regex line("\n  rdasim ((sweep )?[a-z]+(-[a-z]+)?)");
  for (const char* list : {"--help", "sweep --help"}) {
    const bool sweep = std::string_view(list).starts_with("sweep");
    std::string help = rdasim(sweep ? std::vector<std::string>{"sweep", "--help"}
                                    : std::vector<std::string>{"--help"})
                           .out;
    help = help.substr(0, help.find("Examples:"));
    for (std::sregex_iterator found(help.begin(), help.end(), line), end; found != end; ++found) {
      const std::string name = (*found)[1];
      if (sweep && name.starts_with("sweep ")) all.push_back({"sweep", name.substr(6)});
      if (!sweep && name != "sweep") all.push_back({name});
    }
  }
  return all;
}

TEST_F(Usage, HelpOfEveryCommandFitsAndHasExamplesAndNoNoise) {
  const auto all = all_commands();
  EXPECT_GE(all.size(), 17u);
  for (std::vector<std::string> words : all) {
    words.emplace_back("--help");
    const Outcome outcome = rdasim(words);
    EXPECT_EQ(outcome.code, 0);
    std::istringstream help(outcome.out);
    for (std::string line; std::getline(help, line);) EXPECT_LE(line.size(), 80u) << line;
    const std::string examples =
        outcome.out.substr(std::min(outcome.out.find("Examples:"), outcome.out.size()));
    std::size_t count = 0;
    for (std::size_t at = examples.find("\n  rdasim "); at != examples.npos;
         at = examples.find("\n  rdasim ", at + 1))
      ++count;
    EXPECT_GE(count, 2u) << outcome.out;
    EXPECT_LE(count, 3u) << outcome.out;
    for (const char* noise : {"TEXT", "REQUIRED", "Excludes", "OPTIONS]", ":POSITIVE"})
      EXPECT_EQ(outcome.out.find(noise), std::string::npos) << noise << " in " << outcome.out;
  }
}

TEST_F(Usage, HelpNamesEachDefaultOnceAndWhatFollowsAnOption) {
  const std::string help = rdasim({"run", "--help"}).out;
  expect_parts(help, {"--set /POINTER=VALUE", "--seed N ", "(default 1)", "--from REPORT"});
  EXPECT_EQ(rdasim({"help", "run"}).out, help);
  EXPECT_EQ(rdasim({"help", "sweep", "plan"}).out, rdasim({"sweep", "plan", "--help"}).out);
}

TEST_F(Usage, DescribeSaysWhatAValueMeans) {
  const Outcome lanes = rdasim({"describe", "/pcu/lanes"});
  EXPECT_EQ(lanes.code, 0) << lanes.err;
  EXPECT_EQ(lanes.out,
            "/pcu/lanes of a chip\n"
            "  SIMD lanes of a stage\n"
            "  type     integer\n"
            "  range    1 to 64\n"
            "  default  16\n"
            "  unit     lanes\n"
            "  source   Prabhakar et al., ISCA 2017, Table 3\n");
  expect_parts(rdasim({"describe", "/units/3/firings"}).out, {"/units/*/firings of a report"});
  expect_parts(rdasim({"describe", "/hidden"}).out, {"of a workload"});
  expect_parts(rdasim({"describe", "/turns"}).out, {"of the mapping options"});
  expect_parts(rdasim({"describe", "/axes/0/knob"}).out, {"of a sweep"});
  expect_parts(rdasim({"describe", "utilization.pcu"}).out, {"/utilization/pcu of a report"});
  expect_parts(rdasim({"describe", "/pcu"}).out, {"/pcu of a chip", "/pcu/stages"});
  expect_parts(rdasim({"describe", "/layers"}).out,
               {"/layers of a workload", "integer, or list of object", "/layers/*/projection"});
}

TEST_F(Usage, DescribeOfAnUnknownValueNamesTheNearestByLettersOrMeaning) {
  expect_refusal(rdasim({"describe", "/pcu/lane"}), 2, {"/pcu/lane:", "did you mean /pcu/lanes?"});
  expect_refusal(rdasim({"describe", "/simd_width"}), 2, {"did you mean", "/pcu/lanes"});
  const Outcome none = rdasim({"describe", "/qqq"});
  expect_refusal(none, 2, {"/qqq"});
  EXPECT_EQ(none.err.find("did you mean"), std::string::npos) << none.err;
  expect_refusal(rdasim({"describe", "/"}), 2, {"/"});
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
  expect_refusal(rdasim({"describe", "lanes"}), 64, {"'lanes'; did you mean /pcu/lanes"});
  expect_refusal(rdasim({"schema", "chips"}), 64, {"'chips'; did you mean \"chip\"?"});
  expect_refusal(rdasim({"describe", chip_}), 64,
                 {"tiny.json is a chip: describe takes", "(rdasim describe cost "});
  expect_refusal(rdasim({"schema", "stats"}), 64,
                 {"unknown document 'stats' (one of: chip, ", "report"});
  expect_refusal(rdasim({"validate", "chips", chip_}), 64, {"'chips'", "one of: chip, workload"});
  expect_refusal(rdasim({"validate", "chip"}), 64, {"FILE"});
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

// SPDX-License-Identifier: Apache-2.0
// Networks in sections, as a user runs them.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "cli/support.h"

namespace rda::cli {
namespace {

/// Two layers on the smallest chip with a memory.
class SectionsCli : public Cli {
 protected:
  Outcome two_layers(const std::string& command, std::vector<std::string> words) const {
    const std::string workload = file("two.json", R"({"name": "two", "cell": "gru", "hidden": 16,
                                                      "layers": 2, "steps": 3})");
    const std::vector<std::string> all{command, chip_,   workload, "--set", "/memory={}",
                                       "--set", "/hu=1", "--set",  "/ru=1"};
    words.insert(words.begin(), all.begin(), all.end());
    return rdasim(words);
  }
};

TEST_F(SectionsCli, RunOneAfterTheOtherAndMakeTheSameValues) {
  const Outcome one = two_layers("run", {"--outputs", path("one.npz")});
  const Outcome two = two_layers(
      "run", {"--set", "/sections=2", "--expected", path("one.npz"), "--tolerance", "1e-30"});
  EXPECT_EQ(one.code, 0) << one.err;
  EXPECT_EQ(two.code, 0) << two.err;
  expect_parts(two.out, {"sections      2: ", "to change the chip between them", "    2 1  ",
                         "bit-exact with the chip's arithmetic"});
}

TEST_F(SectionsCli, OfAReportRunAgain) {
  ASSERT_EQ(two_layers("run", {"--set", "/sections=2", "-o", path("r.json")}).code, 0);
  const Outcome again = rdasim({"run", "--from", path("r.json"), "-o", "-"});
  EXPECT_EQ(again.err, "");
  EXPECT_EQ(results_in(again.out), results_in(read(path("r.json"))));
}

TEST_F(SectionsCli, AreMappedOneByOneIntoFilesThatRun) {
  for (const std::string section : {"1", "2"}) {
    const std::vector<std::string> sets{"--set", "/sections=2", "--set", "/section=" + section};
    const auto with = [&](std::vector<std::string> words) {
      words.insert(words.begin(), sets.begin(), sets.end());
      return words;
    };
    ASSERT_EQ(two_layers("map", with({"-o", path("m.json")})).code, 0);
    const Outcome direct = two_layers("run", with({"-o", "-"}));
    const Outcome outcome = [&] {
      std::vector<std::string> words{"run", chip_, path("two.json"), "--set", "/memory={}"};
      words.insert(words.end(), sets.begin(), sets.end());
      words.insert(words.end(), {"--mapping-file", path("m.json"), "-o", "-"});
      return rdasim(words);
    }();
    ASSERT_EQ(outcome.code, 0) << outcome.err;
    using Json = nlohmann::json;
    EXPECT_EQ(Json::parse(outcome.out).at("cycles"), Json::parse(direct.out).at("cycles"));
    EXPECT_EQ(Json::parse(outcome.out).at("verification"),
              Json::parse(direct.out).at("verification"));
  }
}

TEST_F(SectionsCli, AreExplainedOneByOne) {
  const Outcome all = two_layers("explain", {"--set", "/sections=2"});
  expect_refusal(all, 64,
                 {"two runs in 2 sections, and this shows one",
                  "--set /sections=2 --set /section=1, or another one"});
  const Outcome one =
      two_layers("explain", {"--set", "/sections=2", "--set", "/section=2", "--no-what-if"});
  EXPECT_EQ(one.code, 0) << one.err;
  expect_parts(one.out, {"step 2 of 3 takes", "layer1.h.next"});
  EXPECT_EQ(one.out.find("layer0."), std::string::npos) << one.out;
}

TEST_F(SectionsCli, AreRefusedByWhatShowsOneMapping) {
  for (const std::vector<std::string>& words : {std::vector<std::string>{"--html", path("p.html")},
                                                {"--engine", "reference"},
                                                {"--trace", path("t.json")},
                                                {"--ideal-network"},
                                                {"--accuracy"}}) {
    std::vector<std::string> all{"--set", "/sections=2"};
    all.insert(all.end(), words.begin(), words.end());
    expect_refusal(two_layers("run", all), 64,
                   {words.front() + (words.front() == "--engine" ? " reference" : ""),
                    "shows one section, and the run has 2"});
  }
}

}  // namespace
}  // namespace rda::cli

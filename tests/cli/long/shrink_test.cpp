// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <sstream>

#include "cli/support.h"
#include "json/value.h"

namespace rda::cli {
namespace {

using Words = std::vector<std::string>;

class Shrink : public Cli {
 protected:
  /// `explain --shrink` of a small network; little effort of placement saves most of the time.
  Outcome shrink(const Words& words) const {
    Words all{"explain", chip_, repository("workloads/small/rnn_24_3.json"), "--no-what-if",
              "--shrink"};
    all.insert(all.end(), words.begin(), words.end());
    return rdasim(all);
  }
};

const json::Value& member(const json::Value& object, const std::string& key) {
  return object.get<json::Value::Object>().at(key);
}

json::Value shrunk_in(const Outcome& outcome) {
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  return member(json::parse(outcome.out, "explain"), "shrink");
}

/// The command that the explanation names, without the program.
Words command_in(const json::Value& shrunk) {
  Words words;
  for (const json::Value& word : member(shrunk, "command").get<json::Value::Array>())
    words.push_back(word.get<std::string>());
  EXPECT_EQ(words.at(0), "rdasim");
  words.erase(words.begin());
  return words;
}

/// Cycles of a run; 0 if the workload does not map.
json::Value cycles_of(Words words) {
  words.insert(words.end(), {"--verify-steps", "0", "-o", "-"});
  const Outcome outcome = rdasim(words);
  if (outcome.code == 3) return 0;
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  return member(json::parse(outcome.out, "report"), "cycles");
}

/// The words with another one in the place of this one, which has to be among them.
Words replaced(Words words, const std::string& word, const std::string& other) {
  const auto found = std::ranges::find(words, word);
  EXPECT_NE(found, words.end()) << word;
  if (found != words.end()) *found = other;
  return words;
}

TEST_F(Shrink, TheCommandItNamesTakesTheSameCyclesAndOneLessOfAKnobDoesNot) {
  const json::Value shrunk = shrunk_in(shrink({"--set", "/place_effort=1", "-o", "-"}));
  const Words command = command_in(shrunk);
  const json::Value cycles = member(shrunk, "cycles");
  EXPECT_EQ(cycles, cycles_of({"run", chip_, repository("workloads/small/rnn_24_3.json"), "--set",
                               "/place_effort=1"}));
  EXPECT_EQ(cycles, cycles_of(command));
  EXPECT_GE(member(shrunk, "rows").get<json::Value::Array>().size(), 10u);
  // An address of the weights has two strides. The dot unit has two vector inputs.
  EXPECT_EQ(cycles_of(replaced(command, "/pmu/stages=2", "/pmu/stages=1")), json::Value(0));
  EXPECT_EQ(cycles_of(replaced(command, "/pcu/inputs/vector=2", "/pcu/inputs/vector=1")),
            json::Value(0));
  // A FIFO of one vector takes one in two cycles, because a round trip of a link takes two.
  EXPECT_NE(cycles_of(replaced(command, "/pmu/fifo_depth/vector=2", "/pmu/fifo_depth/vector=1")),
            cycles);
}

TEST_F(Shrink, HasTheSameBytesForEveryNumberOfThreads) {
  const Words words{"--set", "/place_effort=1", "--set", "/steps=2"};
  const auto with = [&](const std::string& jobs) {
    Words all = words;
    all.insert(all.end(), {"-j", jobs});
    return shrink(all);
  };
  const Outcome one = with("1"), two = with("2");
  EXPECT_EQ(one.code, 0) << one.err;
  EXPECT_EQ(one.err, "") << "progress is for terminals";
  EXPECT_EQ(one.out, two.out);
  expect_parts(one.out, {"what can shrink", "estimates by table plasticine_28nm at 28 nm",
                         "the smaller chip, run for itself:\nrdasim run "});
  std::istringstream lines(one.out.substr(one.out.find("what can shrink")));
  for (std::string line; std::getline(lines, line);)
    if (line.find('/') == line.npos || line.find("rdasim") == line.npos) {
      EXPECT_LE(line.size(), 80u) << line;
    }
}

TEST_F(Shrink, RepeatsWhatASearchFoundAndTakesThePlaceOfOwnWords) {
  const json::Value shrunk = shrunk_in(
      shrink({"--mapping", "auto", "--search-budget", "2", "--set", "/place_effort=1", "--set",
              "/pmu/stages=5", "--set", "/steps=2", "--set", "/pmu/capacity_kb=16", "-o", "-"}));
  const Words command = command_in(shrunk);
  EXPECT_EQ(member(shrunk, "cycles"), cycles_of(command));
  EXPECT_EQ(std::ranges::count(command, "/pmu/stages=5"), 0);
  EXPECT_EQ(std::ranges::count(command, "/steps=2"), 1);
  EXPECT_TRUE(std::ranges::any_of(
      command, [](const std::string& word) { return word.starts_with("/hu="); }));
}

TEST_F(Shrink, IsNullUnlessItIsAskedFor) {
  const Outcome outcome = rdasim({"explain", chip_, workload_, "--no-what-if", "-o", "-"});
  expect_parts(outcome.out, {"\"shrink\": null"});
}

TEST_F(Shrink, WordsThatLeaveNothingToShrinkAreRefused) {
  const std::string costs = file("costs.json", "{}");
  expect_refusal(shrink({"--mapping-file", "m.json"}), 64,
                 {"--shrink: --mapping-file leaves nothing to map anew for a smaller chip"});
  expect_refusal(rdasim({"explain", "--point", "points.jsonl:1", "--shrink"}), 64,
                 {"--shrink: --point takes no --set"});
  expect_refusal(rdasim({"explain", chip_, workload_, "--costs", costs}), 64,
                 {"--costs, --node and --volts: only with --shrink"});
  expect_refusal(shrink({"--costs", chip_}), 2, {"is a chip, not a cost table"});
  expect_refusal(shrink({"--costs", costs, "-o", costs}), 64, {"costs.json is an input"});
}

}  // namespace
}  // namespace rda::cli

// SPDX-License-Identifier: Apache-2.0
// The candidates of policy `auto`.
#include <set>
#include <tuple>

#include "support_partition.h"

namespace rda::mapper {
namespace {

std::vector<Candidate> ranked(const std::string& name, const MappingOptions& options = {},
                              std::int64_t hidden = 16) {
  return candidates(cell(name, hidden, hidden), shipped_chip("tiny"), options);
}

TEST(Candidates, AreRankedByWhatTheModelExpects) {
  EXPECT_TRUE(std::ranges::is_sorted(ranked("lstm"), {}, &Candidate::cycles));
}

TEST(Candidates, LeaveNoChoiceOpenAndAreAllDifferent) {
  std::set<std::tuple<int, int, int, int, Sums, Products>> seen;
  for (const Candidate& c : ranked("gru")) {
    const MappingOptions& o = c.options;
    EXPECT_EQ(o.policy, Policy::paper);
    EXPECT_TRUE(o.hu > 0 && o.ru > 0 && o.rv > 0 && o.turns > 0);
    EXPECT_TRUE(o.sums != Sums::policy && o.products != Products::policy);
    EXPECT_TRUE(o.hv > 0 && o.weights != Weights::policy);
    EXPECT_TRUE(seen.insert({o.hu, o.hv, o.ru, o.turns, o.sums, o.products}).second);
  }
  EXPECT_GT(seen.size(), 4U);
}

TEST(Candidates, HaveTheOneOfPolicyPaperOnce) {
  for (const char* name : {"lstm", "gru", "gru_before", "rnn"}) {
    const Mapping paper = map(cell(name, 16, 16), shipped_chip("tiny"), {});
    int published = 0;
    for (const Candidate& c : ranked(name))
      if (c.published) {
        ++published;
        EXPECT_EQ(std::pair(c.options.hu, c.options.ru), std::pair(paper.hu, paper.ru)) << name;
      }
    EXPECT_EQ(published, 1) << name;
  }
}

TEST(Candidates, FitTheChip) {
  const Chip chip = shipped_chip("tiny");
  for (const Candidate& c : ranked("lstm")) {
    EXPECT_LE(c.pcus, std::ssize(sites_of(chip, UnitKind::pcu)));
    EXPECT_LE(c.pmus, std::ssize(sites_of(chip, UnitKind::pmu)));
  }
}

TEST(Candidates, KeepWhatIsAskedFor) {
  for (const Candidate& c : ranked("lstm", {.hu = 2, .turns = 2})) {
    EXPECT_EQ(c.options.hu, 2);
    EXPECT_EQ(c.options.turns, 2);
  }
  for (const Candidate& c : ranked("lstm", {.ru = 12})) EXPECT_EQ(c.options.ru, 12);
  for (const Candidate& c : ranked("lstm", {.sums = Sums::chain}))
    EXPECT_EQ(c.options.sums, Sums::chain);
  for (const Candidate& c : ranked("gru", {.products = Products::together}))
    EXPECT_EQ(c.options.products, Products::together);
}

TEST(Candidates, StayManyWhereMoreSlicesAreAskedForThanAreTried) {
  EXPECT_GT(ranked("lstm", {.ru = 12}).size(), 1U);
}

TEST(Candidates, HaveNoMoreRowsSideBySideThanThereAre) {
  for (const Candidate& c : ranked("rnn", {.hu = 4000}, 4))
    EXPECT_EQ(c.options.hu, c.options.hv == 1 ? 4 : 1);  // a vector has all four
}

TEST(Candidates, OfWhatFitsInNoWayAreRefusedLikePolicyPaperRefuses) {
  std::string of_paper, of_search;
  const auto message = [](const auto& call) -> std::string {
    try {
      call();
    } catch (const MappingError& error) {
      return error.what();
    }
    return "mapped";
  };
  const Graph graph = cell("lstm", 4096, 4096);
  const Chip chip = shipped_chip("tiny");
  of_paper = message([&] { map(graph, chip, {}); });
  of_search = message([&] { candidates(graph, chip, {}); });
  EXPECT_NE(of_search, "mapped");
  EXPECT_EQ(of_search, of_paper);
}

}  // namespace
}  // namespace rda::mapper

// SPDX-License-Identifier: Apache-2.0
// The HTML page of two runs. tests/page looks at it with a browser.
#include "cli/support.h"
#include "cli/support_page.h"

namespace rda::cli {
namespace {

/// Two runs on placements of little effort: r.json, and s.json with a slower network.
class PageAgainst : public Cli {
 protected:
  PageAgainst() {
    for (const auto& [name, latency] : {std::pair("r.json", "1"), {"s.json", "2"}}) {
      const Outcome outcome = slowed(latency, {"-o", path(name)});
      EXPECT_EQ(outcome.code, 0) << outcome.err;
    }
  }
  Outcome slowed(const std::string& latency, std::vector<std::string> words) const {
    words.insert(words.end(),
                 {"--set", "/place_effort=1", "--set", "/network/hop_latency=" + latency});
    return run(words);
  }
  Outcome report(const std::string& other, const std::string& output = "p.html") const {
    return rdasim({"report", path("r.json"), "--against", other, "-o", path(output)});
  }
  int python(const std::string& code) const { return on_page(path(""), code); }
};

TEST_F(PageAgainst, HoldsBothReportsTheirStepsAndWhatDiffers) {
  const Outcome outcome = report(path("s.json"));
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(python("first, second = json.load(open('r.json')), json.load(open('s.json'))\n"
                   "against = data['against']\n"
                   "assert data['report']['cycles'] == first['cycles']\n"
                   "second['units'], second['streams'] = [], []\n"
                   "assert against['report'].pop('network_cost') is None\n"
                   "assert against['report'].pop('sections') is None\n"
                   "assert against['report'].pop('training') is None\n"
                   "assert against['report'] == second\n"
                   "comparison = against['comparison']\n"
                   "assert comparison['knobs'] == [{'knob': 'chip.network.hop_latency',\n"
                   "                                'a': 1, 'b': 2}], comparison['knobs']\n"
                   "assert comparison['pairs'][0]['metric'] == 'cycles'\n"
                   "assert comparison['pairs'][0]['a'] == first['cycles']\n"
                   "assert comparison['pairs'][0]['b'] == second['cycles']\n"
                   "step = against['step']\n"
                   "assert step['step'] == data['step']['explanation']['step'] == 3\n"
                   "assert sum(row['cycles'] for row in step['summary']) == step['cycles']\n"
                   "assert step['cycles'] > data['step']['explanation']['cycles']\n"
                   "assert against['roofs'][0]['tflops'] == "
                   "second['peak']['map_reduce_tflops']\n"),
            0);
}

TEST_F(PageAgainst, OfARunComparesAsThatOfItsReport) {
  const Outcome outcome = slowed("1", {"--html", path("q.html"), "--against", path("s.json")});
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  ASSERT_EQ(report(path("s.json")).code, 0);
  EXPECT_EQ(python("other = json.loads(Reader(open('q.html').read()).texts['script#data'])\n"
                   "named = [page['against']['comparison'].pop('a') for page in (data, other)]\n"
                   "assert named[0].endswith('r.json') and named[1] == 'this run', named\n"
                   "assert data == other\n"),
            0);
}

TEST_F(PageAgainst, RefusesARunOfOtherWork) {
  ASSERT_EQ(slowed("1", {"--set", "/steps=5", "--set", "/hidden=8", "-o", path("t.json")}).code, 0);
  expect_refusal(report(path("t.json")), 2,
                 {"r.json and ", "t.json are runs of different work", "workload /hidden: 16 -> 8",
                  "/steps: 4 -> 5", "rdasim compare"});
  expect_refusal(slowed("1", {"--html", path("q.html"), "--against", path("t.json")}), 2,
                 {"this run and ", "different work"});
  expect_refusal(report(chip_), 2, {"is a chip, not a report"});
}

TEST_F(PageAgainst, NeedsAPageAndLeavesItsReportAlone) {
  expect_refusal(slowed("1", {"--against", path("s.json")}), 64, {"--against", "--html page.html"});
  const std::string before = read(path("s.json"));
  expect_refusal(
      slowed("1", {"--html", path("q.html"), "--against", path("s.json"), "-o", path("s.json")}),
      64, {"--output", "--against"});
  EXPECT_EQ(read(path("s.json")), before);
}

}  // namespace
}  // namespace rda::cli

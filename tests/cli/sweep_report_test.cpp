// SPDX-License-Identifier: Apache-2.0
// The HTML page of a sweep. tests/page looks at it with a browser.
#include "cli/support_page.h"
#include "cli/support_sweep.h"

namespace rda::cli {
namespace {

class SweepReport : public SweepCli {
 protected:
  /// Two chips that ran, with different memories, and one that is too small.
  std::string swept() {
    const std::string points =
        write({point({{"/pmu/capacity_kb", "64"}}), point({{"/pmu/capacity_kb", "128"}}),
               point({{"/pmu/capacity_kb", "1"}, {"/network/tracks/vector", "1"}})});
    sweep_run(points);
    return points;
  }
  Outcome report(const std::string& points, std::vector<std::string> words = {}) {
    words.insert(words.end(), {"-o", path("p.html")});
    return sweep("report", points, "store", words);
  }
};

TEST_F(SweepReport, HasTheFiguresOfCollectAndTheFrontOfBest) {
  const std::string points = swept();
  const Outcome outcome = report(points);
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  const Outcome csv =
      sweep("collect", points, "store",
            {"--csv", path("all.csv"), "--columns", "status,latency_ms,cost.mm2,cost.total_j"});
  ASSERT_EQ(csv.code, 0) << csv.err;
  EXPECT_EQ(
      on_page(path(""),
              "import csv\n"
              "rows = list(csv.DictReader(open('all.csv')))\n"
              "assert data['kind'] == 'sweep' and len(data['designs']) == len(rows) == 3\n"
              "columns = {column['name']: column for column in data['columns']}\n"
              "for number, row in enumerate(rows):\n"
              "    design = data['designs'][number]\n"
              "    assert design['status'] == row['status'] and design['lines'] == [number + 1]\n"
              "    for name in ['latency_ms', 'cost.mm2']:\n"
              "        value = columns[name]['values'][number]\n"
              "        assert value == (float(row[name]) if row[name] else None), name\n"
              "assert data['designs'][2]['status'] == 'unmappable'\n"
              "goals = [(goal['name'], goal['maximize']) for goal in data['goals']]\n"
              "assert goals == [('latency_ms', False), ('cost.mm2', False)]\n"
              "assert [design['front'] for design in data['designs']] == [True, False, False]\n"),
      0);
}

TEST_F(SweepReport, GoalsMayBeExpressionsOverNamedFigures) {
  const Outcome outcome = report(
      swept(), {"--maximize", "density / 2", "--figure", "density = tflops_effective / cost.mm2"});
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(on_page(path(""),
                    "columns = {column['name']: column['values'] for column in data['columns']}\n"
                    "for whole, half in zip(columns['density'], columns['density / 2']):\n"
                    "    assert whole is half is None or abs(half * 2 / whole - 1) < 1e-12\n"
                    "assert data['goals'] == [{'maximize': True, 'name': 'density / 2'}]\n"
                    "assert '--maximize' in data['command'] and 'p.html' not in data['command']\n"),
            0);
}

TEST_F(SweepReport, IsTheSameEveryTimeAndLetsTheBrowserRunItsOwnTextsAlone) {
  const std::string points = swept();
  ASSERT_EQ(report(points).code, 0);
  const std::string first = read(path("p.html"));
  ASSERT_EQ(report(points).code, 0);
  EXPECT_TRUE(read(path("p.html")) == first);
  EXPECT_EQ(on_page(path(""),
                    "assert page.policy.endswith('script-src ' + hash_of(page.texts['script']) +\n"
                    "    '; style-src ' + hash_of(page.texts['style'])), page.policy\n"),
            0);
}

TEST_F(SweepReport, RefusesWhatItCannotShow) {
  const std::string points = write({point()});
  expect_refusal(sweep("report", points), 64, {"--output is required"});
  expect_refusal(sweep("report", points, "store", {"-o", path("p.json")}), 64, {"HTML"});
  ASSERT_EQ(sweep_run(points).code, 0);
  expect_refusal(report(points, {"--minimize", "latancy_ms"}), 2, {"latancy_ms", "latency_ms"});
}

}  // namespace
}  // namespace rda::cli

// SPDX-License-Identifier: Apache-2.0
// The HTML page of a run. tests/page looks at it with a browser.
#include "cli/support.h"
#include "cli/support_page.h"

namespace rda::cli {
namespace {

class PageFile : public Cli {
 protected:
  /// A run on a placement of little effort.
  Outcome run(std::vector<std::string> words) const {
    words.insert(words.end(), {"--set", "/place_effort=1"});
    return Cli::run(words);
  }
  int python(const std::string& code) const { return on_page(path(""), code); }
};

TEST_F(PageFile, HoldsTheReportOfTheRun) {
  const Outcome outcome = run({"--html", path("p.html"), "-o", path("r.json")});
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(python("report = json.load(open('r.json'))\n"
                   "assert data['report'].pop('network_cost') is None\n"
                   "assert data['report'].pop('sections') is None\n"
                   "assert data['report'].pop('training') is None\n"
                   "assert data['report'] == report\n"
                   "assert len(data['floorplan']['units']) == len(report['units'])\n"
                   "assert data['kind'] == 'run'\n"
                   "assert data['roofs'][0]['tflops'] == report['peak']['map_reduce_tflops']\n"
                   "watts = data['time']['power']\n"
                   "assert len(watts['unit_j']) == len(report['units'])\n"
                   "assert len(watts['pcu_w']) * data['time']['interval'] >= report['cycles']\n"
                   "assert data['step']['explanation']['step'] == 3\n"),
            0);
}

TEST_F(PageFile, LoadsNothingAndLetsTheBrowserRunItsOwnTextsAlone) {
  ASSERT_EQ(run({"--html", path("p.html")}).code, 0);
  EXPECT_EQ(python("assert page.policy == (\"default-src 'none'; base-uri 'none'; \"\n"
                   "    \"form-action 'none'; script-src \" + hash_of(page.texts['script']) +\n"
                   "    '; style-src ' + hash_of(page.texts['style'])), page.policy\n"),
            0);
  EXPECT_EQ(python("rest = text.replace(page.texts['script#data'], '')\n"
                   "for word in ['http:', 'https:', 'url(', '@import', 'import(', 'fetch(',\n"
                   "             'eval(', 'innerHTML']:\n"
                   "    assert word not in rest, word\n"
                   "assert not [t for t in page.tags if t[0] in ('link', 'img', 'iframe')\n"
                   "            or 'src' in t[1] or 'href' in t[1]]\n"),
            0);
}

TEST_F(PageFile, IsTheSameFromTheReportWhichItDoesNotChange) {
  ASSERT_EQ(run({"--html", path("p.html"), "-o", path("r.json")}).code, 0);
  const Outcome outcome = rdasim({"report", path("r.json"), "-o", path("q.html")});
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_TRUE(read(path("p.html")) == read(path("q.html")));
  ASSERT_EQ(run({"-o", path("s.json")}).code, 0);
  EXPECT_EQ(read(path("s.json")), read(path("r.json")));
}

TEST_F(PageFile, NamesInItAreNoMarkup) {
  const std::string evil =
      file("evil.json", R"({"name": "</script><img src=x onerror=alert(1)>", "cell": "lstm",
                            "hidden": 8, "input": 8, "steps": 2})");
  const Outcome outcome =
      rdasim({"run", chip_, evil, "--html", path("p.html"), "--set", "/place_effort=1"});
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(python("assert data['report']['workload'] == '</script><img src=x onerror=alert(1)>'\n"
                   "assert [t[0] for t in page.tags].count('script') == 2\n"
                   "assert 'img' not in [t[0] for t in page.tags]\n"),
            0);
}

TEST_F(PageFile, GoesToAnHtmlFileThatNothingElseIs) {
  expect_refusal(run({"--html", path("p.json")}), 64, {"--html", ".html"});
  expect_refusal(run({"-o", path("p.html")}), 64, {"says HTML", "JSON would be written"});
  const std::string old = file("old.html", "old");
  std::filesystem::create_symlink(old, path("link.json"));
  expect_refusal(run({"--html", old, "-o", path("link.json")}), 64, {"--html", "--output"});
  EXPECT_EQ(read(old), "old");
  expect_refusal(run({"--html", path("none/p.html")}), 74, {"p.html", "folder"});
}

TEST_F(PageFile, ReportCommandRefusesWhatItCannotShow) {
  ASSERT_EQ(run({"-o", path("r.json")}).code, 0);
  expect_refusal(rdasim({"report", path("r.json")}), 64, {"--output is required"});
  expect_refusal(rdasim({"report", path("r.json"), "-o", path("p.json")}), 64, {"HTML"});
  expect_refusal(rdasim({"report", path("r.json"), "-o", path("p.html"), "--step", "4"}), 64,
                 {"--step 4", "steps 0 to 3"});
  expect_refusal(rdasim({"report", chip_, "-o", path("p.html")}), 2, {"is a chip, not a report"});
}

TEST_F(PageFile, WhatIfNeedsSomethingToMapAnew) {
  ASSERT_EQ(rdasim({"map", chip_, workload_, "-o", path("m.json")}).code, 0);
  ASSERT_EQ(Cli::run({"--mapping-file", path("m.json"), "-o", path("r.json")}).code, 0);
  expect_refusal(rdasim({"report", path("r.json"), "-o", path("p.html"), "--what-if"}), 64,
                 {"--what-if", "mapping file"});
}

}  // namespace
}  // namespace rda::cli

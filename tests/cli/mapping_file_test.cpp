// SPDX-License-Identifier: Apache-2.0
#include <cstdlib>

#include "cli/support.h"

namespace rda::cli {
namespace {

/// Runs mappings that somebody edited.
class MappingFile : public Cli {
 protected:
  MappingFile() { EXPECT_EQ(rdasim({"map", chip_, workload_, "-o", path("m.json")}).code, 0); }

  /// Applies Python statements to the mapping `m`; `dots`, `sinks`: the work of such programs.
  void edit(const std::string& statements) const {
    file("edit.py",
         "import json, sys\nm = json.load(open(sys.argv[1]))\n"
         "contents = [c for u in m['units'] for b in u['buffers'] for c in b['contents']]\n"
         "programs = [p for u in m['units'] for p in u['programs']]\n"
         "dots = [p['work'] for p in programs if p['work']['kind'] == 'dot_product']\n"
         "sinks = [p['work'] for u in m['units'] if u['kind'] == 'sink' for p in u['programs']]\n"
         "taps = [i['access'] for p in programs for i in p['inputs']\n"
         "        if (i.get('access') or {}).get('tap')]\n" +
             statements + "\njson.dump(m, open(sys.argv[1], 'w'))\n");
    const std::string command = "/usr/bin/python3 " + path("edit.py") + " " + path("m.json");
    ASSERT_EQ(std::system(command.c_str()), 0);
  }

  /// Expects the edited mapping to be refused, whether or not values are compared.
  void expect_refused(int code, const std::vector<std::string>& parts, int problems = 1) const {
    for (const char* steps : {"0", "2"})
      expect_refusal(run({"--mapping-file", path("m.json"), "--verify-steps", steps}), code, parts,
                     problems);
  }
};

TEST_F(MappingFile, OfEverySmallCellRuns) {
  for (const std::string name :
       {"lstm_16_4", "lstm_16_4_int8", "gru_16_4", "gru_16_4_reset_before", "rnn_24_3"}) {
    const std::string workload = repository("workloads/small/" + name + ".json");
    for (const std::string set : {"/batch=1", "/batch=3", "/hidden=13"}) {
      ASSERT_EQ(rdasim({"map", chip_, workload, "--set", set, "-o", path("m.json")}).code, 0);
      const Outcome outcome = rdasim(
          {"run", chip_, workload, "--set", set, "--mapping-file", path("m.json"), "-o", "-"});
      EXPECT_EQ(outcome.code, 0) << name << " " << set << ": " << outcome.err;
    }
  }
}

TEST_F(MappingFile, OfAnotherWorkloadIsRefused) {
  for (const char* steps : {"0", "2"})
    expect_refusal(rdasim({"run", chip_, repository("workloads/small/gru_16_4.json"),
                           "--mapping-file", path("m.json"), "--verify-steps", steps}),
                   2,
                   {"m.json is a mapping of small/lstm_16_4 on tiny, not of small/gru_16_4 on tiny",
                    "#/macs", "gru_16_4 needs"});
}

TEST_F(MappingFile, OfAnotherChipIsRefusedByItsName) {
  expect_refusal(rdasim({"run", repository("configs/plasticine_rnn.json"), workload_,
                         "--mapping-file", path("m.json")}),
                 3,
                 {"m.json is a mapping of small/lstm_16_4 on tiny, not of small/lstm_16_4 on "
                  "plasticine_rnn"});
}

TEST_F(MappingFile, RunsWhateverRatesTheMapperWants) {
  const std::string workload =
      file("rate.json", R"({"cell": "rnn", "hidden": 1, "input": 19, "steps": 2})");
  ASSERT_EQ(rdasim({"map", chip_, workload, "-o", path("m.json")}).code, 0);
  ASSERT_NE(read(path("m.json")).find("\"rate\": 2.0"), std::string::npos);
  const Outcome direct = rdasim({"run", chip_, workload, "-o", "-"});
  ASSERT_EQ(direct.code, 0) << direct.err;
  const Outcome outcome =
      rdasim({"run", chip_, workload, "--mapping-file", path("m.json"), "-o", "-"});
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(results_in(outcome.out), results_in(direct.out));
}

TEST_F(MappingFile, IsOfItsWorkloadWhateverThatIsCalled) {
  edit("m['workload'] = 'other'; m['chip'] = 'another'");
  EXPECT_EQ(run({"--mapping-file", path("m.json")}).code, 0);
}

TEST_F(MappingFile, OfOtherFormatsIsRefused) {
  expect_refusal(run({"--mapping-file", path("m.json"), "--verify-steps", "0", "--set",
                      "/formats/accumulate=\"bf16\""}),
                 2, {"m.json#/units", "fp32", "bf16"});
}

TEST_F(MappingFile, ThatClaimsOtherWorkIsRefused) {
  edit("m['macs'] = 10");
  expect_refused(2, {"m.json#/macs: 10", "needs"});
}

TEST_F(MappingFile, IsRefusedInOneLineWhateverItsNamesAre) {
  edit("m['workload'] = 'a\\nb'; m['batch'] = 7");
  expect_refused(2, {"m.json#/batch: 7", "is a mapping of a"});
  edit(
      "m['batch'] = 1; m['units'][0]['name'] = 'a\\nb'; "
      "m['units'][0]['place']['row'] "
      "= 99");
  expect_refused(3, {"m.json", "99"});
}

TEST_F(MappingFile, ThatIsNotLegalSaysEveryRuleItBreaks) {
  edit("m['units'][0]['place']['row'] = 99");
  expect_refused(3,
                 {"m.json: is not legal on tiny: source.x: at switch (99, 0)",
                  "m.json: is not legal on tiny: x[0]: route begins at (0, 0)"},
                 2);
}

TEST_F(MappingFile, WithOtherCutsOrLanesIsRefused) {
  edit("m['reduction']['cuts'].pop('layer0.i')");
  expect_refused(2, {"m.json#/reduction/cuts", "layer0.i"});
  edit("m['reduction']['lanes'] = 1");
  expect_refused(2, {"m.json#/reduction/lanes: 1"});
}

TEST_F(MappingFile, WithUnknownTensorsIsRefused) {
  edit("sinks[0]['tensor'] = 'z'");
  expect_refused(2, {"m.json#/units", "unit sink.y, port 0", "no tensor z"});
}

TEST_F(MappingFile, WithTwoSinksOfOneDirectionIsRefused) {
  const std::string both = "/direction=bidirectional";
  const auto words = [&](const std::string& command) {
    return std::vector<std::string>{command, chip_, workload_, "--set", both};
  };
  std::vector<std::string> map = words("map"), run = words("run");
  map.insert(map.end(), {"-o", path("m.json")});
  run.insert(run.end(), {"--mapping-file", path("m.json")});
  ASSERT_EQ(rdasim(map).code, 0);
  EXPECT_EQ(rdasim(run).code, 0);
  edit("sinks[1]['tensor'] = 'y'");
  expect_refusal(rdasim(run), 2,
                 {"m.json#/units", "y is received by 2 sink ports (exactly 1 is needed)"});
}

TEST_F(MappingFile, WithAnUnknownTapIsRefused) {
  edit("taps[0]['tap'] = 'nothing'");
  expect_refused(2, {"m.json#/units", "port in0", "no tensor nothing"});
}

TEST_F(MappingFile, WithoutATapOfAStateIsRefused) {
  edit("for t in taps: t['tap'] = ''");
  expect_refused(2, {"m.json#/units", "layer0.c"});
}

TEST_F(MappingFile, WithHugeTapRowsIsRefused) {
  edit("taps[0]['tap_row'] = 10 ** 12");
  expect_refused(3, {"m.json", "taps rows", "1000000000000"});
  edit("taps[0]['tap_row'] = 0; taps[0]['tap_step'] = 2 ** 62");
  expect_refused(2, {"m.json#/units", "tap_step"});
}

TEST_F(MappingFile, WithHugeContentsIsRefused) {
  edit("contents[0]['row_step'] = 2 ** 62");
  expect_refused(2, {"m.json#/units", "row_step"});
  edit("contents[0]['row_step'] = 1; contents[0]['first_row'] = 2 ** 30");
  expect_refused(2, {"m.json#/units", "[1073741"});
}

TEST_F(MappingFile, WithoutAWeightIsRefused) {
  edit("for c in contents:\n  if c['tensor'] == 'layer0.f.U': c['rows'] = 0");
  expect_refused(2, {"m.json#/units", "layer0.f.U"});
}

TEST_F(MappingFile, WithCountlessInitialTokensIsRefused) {
  edit(
      "[s['carrier'] for s in m['streams'] if s['carrier']['kind'] == 'local'][0]['initial'] = 2 "
      "** 62");
  expect_refused(3, {"m.json", "initial tokens"});
}

TEST_F(MappingFile, WithFormatsTheDatapathHasNotIsRefused) {
  edit("dots[0]['accumulate'] = 'fp8_e4m3'");
  expect_refused(3, {"m.json", "accumulates"});
}

TEST_F(MappingFile, LeavesNothingForOptionsOfTheMapper) {
  const std::string mapping = path("m.json");
  expect_refusal(run({"--mapping-file", mapping, "--seed", "2"}), 64, {"--mapping-file", "--seed"});
  expect_refusal(run({"--mapping-file", mapping, "--mapping", "paper"}), 64,
                 {"--mapping-file", "--mapping"});
  expect_refusal(run({"--mapping-file", mapping, "--set", "/hu=2"}), 64,
                 {"--set", "/hu=2", "--mapping-file"});
}

}  // namespace
}  // namespace rda::cli

// SPDX-License-Identifier: Apache-2.0
#include <functional>
#include <map>

#include "cli/support.h"

namespace rda::cli {
namespace {

/// A file of every kind, and every command that reads one.
class Kinds : public Cli {
 protected:
  Kinds() {
    files_["a chip"] = chip_;
    files_["a workload"] = workload_;
    files_["a sweep specification"] = repository("configs/sweeps/small.json");
    files_["a golden file"] = repository("tests/golden/small.json");
    files_["a profile of a golden file"] = repository("tests/golden/small.profile.json");
    files_["an archive of arrays (.npz)"] = repository("tests/reference/arrays.npz");
    make("a points file", {"sweep", "plan", files_["a sweep specification"]}, "points.jsonl");
    make("a mapping", {"map", chip_, workload_}, "m.json");
    make("a report", {"run", chip_, workload_}, "r.json");
    make("an explanation of a step", {"explain", chip_, workload_, "--no-what-if"}, "e.json");
    rdasim({"map", chip_, workload_, "--mapping", "auto", "--search-budget", "1", "--search-log",
            path("log.json")});
    files_["a search log"] = path("log.json");
    files_["a table of a store"] = file("t.csv", "key,status,message,lanes,cycles\n");
  }

  void make(const std::string& kind, std::vector<std::string> words, const std::string& name) {
    words.insert(words.end(), {"-o", path(name)});
    EXPECT_EQ(rdasim(words).code, 0) << kind;
    files_[kind] = path(name);
  }

  /// Gives a command each file in turn; only the wanted kind is not refused by what it is.
  void expect_only(const std::string& wanted,
                   const std::function<std::vector<std::string>(const std::string&)>& words) {
    for (const auto& [kind, name] : files_) {
      if (kind == wanted) continue;
      SCOPED_TRACE(kind + " as " + wanted);
      expect_refusal(rdasim(words(name)), 2, {name + " is " + kind + ", not " + wanted + ": "});
    }
  }

  std::map<std::string, std::string> files_;
};

TEST_F(Kinds, OtherFilesThanAChipAreNamed) {
  expect_only("a chip", [&](const std::string& f) -> std::vector<std::string> {
    return {"run", f, workload_};
  });
}

TEST_F(Kinds, OtherFilesThanAWorkloadAreNamed) {
  expect_only("a workload", [&](const std::string& f) -> std::vector<std::string> {
    return {"run", chip_, f};
  });
}

TEST_F(Kinds, OtherFilesThanASweepSpecificationAreNamed) {
  expect_only("a sweep specification", [&](const std::string& f) -> std::vector<std::string> {
    return {"sweep", "plan", f};
  });
}

TEST_F(Kinds, OtherFilesThanPointsAreNamed) {
  for (const char* verb : {"run", "status", "collect"})
    expect_only("a points file", [&](const std::string& f) -> std::vector<std::string> {
      std::vector<std::string> words{"sweep", verb, f, "--store", path("store")};
      if (verb == std::string("collect")) words.insert(words.end(), {"--csv", path("out.csv")});
      return words;
    });
}

TEST_F(Kinds, OtherFilesThanAMappingAreNamed) {
  expect_only("a mapping", [&](const std::string& f) -> std::vector<std::string> {
    return {"run", chip_, workload_, "--mapping-file", f};
  });
}

TEST_F(Kinds, OtherFilesThanAGoldenFileAreNamed) {
  expect_only("a golden file", [&](const std::string& f) -> std::vector<std::string> {
    return {"check", f};
  });
}

TEST_F(Kinds, OtherFilesThanAReportAreNamed) {
  expect_only("a report", [&](const std::string& f) -> std::vector<std::string> {
    return {"run", "--from", f};
  });
}

TEST_F(Kinds, OtherFilesThanArraysAreNamed) {
  expect_only("an archive of arrays (.npz)", [&](const std::string& f) -> std::vector<std::string> {
    return {"run", chip_, workload_, "--set", "/data=" + f};
  });
}

TEST_F(Kinds, WhatNothingCanBeComparedWithIsNamed) {
  for (const char* kind : {"a chip", "a workload", "a mapping", "a points file", "a search log"})
    expect_refusal(rdasim({"compare", files_["a report"], files_[kind]}), 2,
                   {files_[kind] + " is " + kind, "a report (run -o)"});
}

TEST_F(Kinds, SaysWhichCommandTakesTheFile) {
  expect_refusal(
      run_chip(files_["a sweep specification"]), 2,
      {"small.json is a sweep specification, not a chip: give it to `rdasim sweep plan`"});
  expect_refusal(rdasim({"run", workload_, chip_}), 2,
                 {"is a workload, not a chip: give it as WORKLOAD (`rdasim run CHIP WORKLOAD`)",
                  "is a chip, not a workload: give it as CHIP (`rdasim run CHIP WORKLOAD`)"},
                 2);
}

TEST_F(Kinds, AKeyOfAnotherKindIsAnUnknownKey) {
  expect_refusal(run_chip(file("c.json", R"({"grid": {"rows": 8}, "hidden": 16})")), 2,
                 {"c.json#/hidden: unknown key"});
}

TEST_F(Kinds, AFileTooLargeForAChipIsStillNamed) {
  std::string text = read(files_["a mapping"]);
  text.insert(text.rfind('}'), std::string(20'000'000, ' '));
  expect_refusal(run_chip(file("large.json", text)), 2, {"large.json is a mapping, not a chip"});
}

}  // namespace
}  // namespace rda::cli

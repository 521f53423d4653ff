// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "page/kind.h"
#include "rda/describe.h"
#include "sweep/judge.h"
#include "sweep/result.h"

namespace rda::page {

/// A knob or figure of all designs.
struct SweepColumn {
  std::string name;
  bool knob = false;
  std::string unit;
  std::vector<std::optional<double>> values;  ///< by design
  std::vector<std::string> texts;  ///< if values are texts: those that occur, which values number
  static void describe(auto& self, auto& visit) {
    visit("name", self.name, Doc{"knob, figure by its dotted name, or expression"});
    visit("knob", self.knob, Doc{"whether the sweep varied it"});
    visit("unit", self.unit, Doc{"unit, if it is a figure with one"});
    visit("values", self.values, Doc{"a value for each design; null: it has none"});
    visit("texts", self.texts, Doc{"if values are texts: those that occur; values number them"});
  }
};

/// Points of one design; without --across a single one.
struct SweepDesign {
  std::vector<std::int64_t> lines;
  std::int64_t group = -1;
  bool front = false;
  sweep::Status status = sweep::Status::ok;
  std::string message;
  static void describe(auto& self, auto& visit) {
    visit("lines", self.lines, Range{1}, Doc{"lines of its points in the points file"});
    visit("group", self.group, Range{-1}, Doc{"number of its group; -1: it is not ranked"});
    visit("front", self.front, Doc{"whether no design of its group beats it"});
    visit("status", self.status, Doc{"how it ended"});
    visit("message", self.message, Doc{"why, unless it is ok"});
  }
};

struct SweepGoal {
  std::string name;
  bool maximize = false;
  static void describe(auto& self, auto& visit) {
    visit("name", self.name, Doc{"name of its column"});
    visit("maximize", self.maximize, Doc{"whether more is better"});
  }
};

/// A name with what it stands for.
struct NamedText {
  std::string name, text;
  static void describe(auto& self, auto& visit) {
    visit("name", self.name, Doc{"name"});
    visit("text", self.text, Doc{"what it is"});
  }
};

/// All that the page of a sweep shows.
struct SweepPage {
  std::int64_t page_version = 1;
  PageKind kind = PageKind::sweep;
  std::string simulator_version, simulator_commit, command, points, tally, across;
  std::vector<SweepGoal> goals;
  std::vector<NamedText> figures, constants;
  std::vector<std::string> groups;
  std::vector<SweepColumn> columns;
  std::vector<SweepDesign> designs;
  std::int64_t missing = 0;
  static void describe(auto& self, auto& visit) {
    visit("page_version", self.page_version, Range{1}, Doc{"version of this format"});
    visit("kind", self.kind, Doc{"what the page is about"});
    visit("simulator_version", self.simulator_version, Doc{"version of the program"});
    visit("simulator_commit", self.simulator_commit, Doc{"its commit"});
    visit("command", self.command, Doc{"repeats the page"});
    visit("points", self.points, Doc{"the points file"});
    visit("tally", self.tally, Doc{"how many points ended in which way"});
    visit("across", self.across, Doc{"how a design is ranked over workloads; empty: not at all"});
    visit("goals", self.goals, Doc{"what designs are judged by"});
    visit("figures", self.figures, Doc{"figures that were worked out, by expression"});
    visit("constants", self.constants, Doc{"knobs and figures with one value in all designs"});
    visit("groups", self.groups, Doc{"designs that are compared, by what they have in common"});
    visit("columns", self.columns, Doc{"knobs, then goals, then all figures that vary"});
    visit("designs", self.designs, Doc{"every design that has run, as the points file has them"});
    visit("missing", self.missing, Range{0},
          Doc{"designs without a number for some goal, or without a result for each workload"});
  }
};

/// The page of a sweep. With `question.across` a design has knobs and goals alone; otherwise also
/// all figures of its report.
/// @param judged, read  the same points twice, from the beginning
/// @throws as sweep::judge() does
SweepPage make_sweep_page(sweep::Results& judged, sweep::Results& read,
                          const sweep::Question& question);

/// JSON Schema (draft-07) of the JSON in such a page.
std::string sweep_page_schema();

}  // namespace rda::page

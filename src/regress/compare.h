// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "json/value.h"
#include "rda/describe.h"
#include "regress/figures.h"
#include "regress/profile.h"
#include "regress/where.h"

namespace rda::regress {

// Compares two reports, two stores of sweeps or two golden files.

/// Something that has figures: a report, a stored point, a case of a golden file.
struct Entry {
  std::string name;            ///< for people
  std::string workload;        ///< name, or its file without an ending; empty: not known
  std::string outcome = "ok";  ///< otherwise how it ended without figures
  Figures figures;
  std::map<std::string, std::string> texts;  ///< of numbers of one's own: columns without a number
  Figures knobs;                   ///< of a report: what it started from, and by which program
  std::optional<Profile> profile;  ///< none if units, streams or groups are missing
};

/// One of the two sides of a comparison: its entries by the key that they share with the other
/// side.
struct Comparand {
  std::string file;
  enum class Kind { report, store, golden, numbers } kind = Kind::report;
  std::map<std::string, Entry> entries;
};

/// Adds figures to a point's report that follow from what it and the point's chip have.
using Complete = std::function<void(const json::Value& chip, json::Value& report)>;

/// Reads a report, a folder that is a store of a sweep, a table of one (CSV), a golden file, or
/// numbers of one's own (regress/numbers.h).
/// Points of two stores are the same if chip, workload, mapping options and conditions are,
/// whichever program ran them. Errors of the host are left out.
/// @param complete  sees each stored report first; none: reports stay as they are stored
/// @throws ConfigError  if it is none of these
Comparand read_comparand(const std::string& file, const Complete& complete = {});

/// A report as one of the two sides. @param file  for messages
/// @throws ConfigError  if it has units and streams, but not the shape of a report
Comparand report_comparand(const json::Value& report, const std::string& file);

/// A figure on both sides, or the outcome of an entry without figures on one side.
struct Pair {
  std::string name, metric;
  json::Value a, b;
  std::optional<double> ratio;  ///< b / a
  static void describe(auto& self, auto& visit) {
    visit("name", self.name, Doc{"entry to which the figure belongs"});
    visit("metric", self.metric, Doc{"figure, or outcome"});
    visit("a", self.a, Doc{"value in the first"});
    visit("b", self.b, Doc{"value in the second"});
    visit("ratio", self.ratio, Doc{"second / first; null: no ratio"});
  }
};

/// A value that two reports started from, different in the two.
struct Knob {
  std::string knob;
  json::Value a, b;
  static void describe(auto& self, auto& visit) {
    visit("knob", self.knob, Doc{"dotted name, e.g. chip.pcu.lanes"});
    visit("a", self.a, Doc{"value in the first"});
    visit("b", self.b, Doc{"value in the second"});
  }
};

/// All pairs of one figure.
struct Summary {
  std::string metric;
  std::int64_t pairs = 0, differ = 0;
  std::optional<double> geomean, least, most;  ///< of the ratios; none if a ratio is missing or 0
  std::optional<double> correlation;           ///< as correlation_of_logs(); none also as above
  static void describe(auto& self, auto& visit) {
    visit("metric", self.metric, Doc{"figure, or outcome"});
    visit("pairs", self.pairs, Range{0}, Doc{"pairs compared"});
    visit("differ", self.differ, Range{0}, Doc{"pairs that differ"});
    visit("geomean", self.geomean, Doc{"geometric mean of the ratios"});
    visit("least", self.least, Doc{"least ratio"});
    visit("most", self.most, Doc{"largest ratio"});
    visit(
        "correlation", self.correlation,
        Doc{"Pearson's correlation of the logarithms; null: fewer than 3 pairs, or no variation"});
  }
};

struct Comparison {
  int schema = 1;
  std::string a, b;         ///< files
  std::vector<Knob> knobs;  ///< of two reports: those that differ, whatever follows from them
  std::vector<Summary> summaries;
  std::vector<Pair> pairs;  ///< pairs that differ, largest difference first; or all pairs
  std::vector<std::string> only_a, only_b;
  /// Of two reports, unless figures are named: figures that one of them has alone. They are no
  /// differences: another program counted them, or other options ask for them.
  std::vector<std::string> figures_only_a, figures_only_b;
  std::optional<Where> where;  ///< of two reports with their units and streams
  /// Whether anything differs.
  bool different() const;
  /// Whether a ratio is larger than `limit`, or an entry of the first side is missing on the second
  /// side or ended differently there.
  bool exceeds(double limit) const;
  static void describe(auto& self, auto& visit) {
    visit("schema", self.schema, Range{1, 1}, Doc{"version of this format"});
    visit("a", self.a, Doc{"first file"});
    visit("b", self.b, Doc{"second file"});
    visit("knobs", self.knobs, Doc{"values that two reports started from and that differ"});
    visit("summaries", self.summaries, Doc{"figures over all pairs"});
    visit("pairs", self.pairs, Doc{"pairs, those with the largest ratios first"});
    visit("only_a", self.only_a, Doc{"entries that the second does not have"});
    visit("only_b", self.only_b, Doc{"entries that the first does not have"});
    visit("figures_only_a", self.figures_only_a,
          Doc{"figures that the second report does not have; no differences"});
    visit("figures_only_b", self.figures_only_b,
          Doc{"figures that the first report does not have; no differences"});
    visit("where", self.where, Doc{"where two reports differ"});
  }
};

/// Compares the figures named `metrics`. If there are none: all numbers of reports, the cycles of
/// stores, all figures of golden files. Then the figures named `added`, as far as these are others.
/// @throws Error (bad input)  if no entry has one of them
Comparison compare(const Comparand& a, const Comparand& b, const std::vector<std::string>& metrics,
                   const std::vector<std::string>& added = {});

/// For people, 80 columns. Of the pairs that differ, at most `worst` are listed.
std::string to_text(const Comparison& comparison, std::size_t worst);
std::string to_markdown(const Comparison& comparison, std::size_t worst);
/// The same as tables of LaTeX, with comments for what is no table.
std::string to_latex(const Comparison& comparison, std::size_t worst);
/// Every pair, also those that are equal.
std::string to_csv(const Comparison& comparison);
std::string to_json(const Comparison& comparison);

}  // namespace rda::regress

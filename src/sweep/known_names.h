// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sweep/judge.h"
#include "sweep/results.h"
#include "sweep/setting.h"

namespace rda::sweep {

/// The names of figures and knobs that points have, to refuse a question about others.
class KnownNames {
 public:
  /// Takes the names of the first point and of the first that ran: all have the same.
  void note(const Results::Row& row, const std::vector<Computed>& computed);

  /// @throws Error (bad input)  for every name in a goal that is no number, every figure of the
  /// question whose name a point has already, and every knob of `by` that is no knob, naming the
  /// nearest. Without any report no name in a goal is refused: the points' figures are not known.
  void refuse_unknown(const Question& question, const Measures& measures) const;

 private:
  void refuse_taken(const std::string& name) const;
  void refuse_result(const std::string& name) const;

  bool noted_ = false;  ///< a point
  std::vector<std::string> knobs_, metrics_;
  std::vector<std::string> numbers_;  ///< all that are no figures
};

}  // namespace rda::sweep

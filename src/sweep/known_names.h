// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sweep/judge.h"
#include "sweep/results.h"

namespace rda::sweep {

/// The names of figures and knobs that points have, to refuse a question about others.
class KnownNames {
 public:
  /// Takes the names of the first point and of the first that ran: all have the same.
  void note(const Results::Row& row);

  /// @throws Error (bad input)  for every goal that is no number and every knob of `by` that is no
  /// knob, naming the nearest. Without any report no goal is refused: its figures are not known.
  void refuse_unknown(const Question& question) const;

 private:
  void refuse_text(const std::string& name) const;
  void refuse_result(const std::string& name) const;

  std::vector<std::string> knobs_, metrics_;
  std::vector<std::string> numbers_;  ///< of the knobs
};

}  // namespace rda::sweep

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "app/cost_choice.h"
#include "app/trace_file.h"
#include "page/time.h"
#include "stats/probes.h"

namespace rda::app {

/// Who observes a run: what records the files of --power, --html and --trace.
class Observers {
 public:
  /// @param power  file for power over time; empty: none
  /// @throws as recorder_of() does
  /// @param page  whether a page is made
  Observers(std::string power, bool page, TraceChoice trace, const Mapping& mapping);
  Observers(const Observers&) = delete;
  Observers& operator=(const Observers&) = delete;

  /// Whom the simulation tells; null: nobody.
  Probe* probe() { return probe_; }

  /// What heard of the run over time; null: neither power nor a page is asked for.
  const page::TimeProbe* time() const { return time_ ? &*time_ : nullptr; }

  /// Writes the files of power and trace of the run that was observed. @throws OutputError
  void write(const Costs& costs, const Chip& chip, const RunResult& result) const;

 private:
  const Mapping& mapping_;
  const std::string power_file_;
  const TraceChoice trace_choice_;
  std::optional<page::TimeProbe> time_;
  std::unique_ptr<trace::Recorder> trace_;
  std::optional<stats::Probes> all_;
  Probe* probe_ = nullptr;  // the only one, or all
};

}  // namespace rda::app

// SPDX-License-Identifier: Apache-2.0
#include "app/observers.h"

#include <utility>
#include <vector>

#include "app/output.h"

namespace rda::app {

Observers::Observers(std::string power, bool page, TraceChoice trace, const Mapping& mapping)
    : mapping_(mapping),
      power_file_(std::move(power)),
      trace_choice_(std::move(trace)),
      trace_(recorder_of(trace_choice_, mapping)) {
  std::vector<Probe*> asked;
  if (page || !power_file_.empty()) asked.push_back(&time_.emplace(mapping));
  if (trace_) asked.push_back(trace_.get());
  if (asked.size() > 1) probe_ = &all_.emplace(asked, mapping.units.size());
  if (asked.size() == 1) probe_ = asked.front();
}

void Observers::write(const Costs& costs, const Chip& chip, const RunResult& result) const {
  if (!power_file_.empty())
    write_output(power_file_, to_csv(costs.power(time_->power(), chip, result)));
  if (trace_) write_trace(trace_choice_, chip, mapping_, *trace_);
}

}  // namespace rda::app

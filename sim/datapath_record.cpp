// SPDX-License-Identifier: Apache-2.0
#include "sim/datapath_record.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "rda/check.h"
#include "sim/datapath.h"

namespace rda::sim {

ValueRecord::ValueRecord(const Chip& chip, const Mapping& mapping, std::int64_t verify_steps)
    : items_(std::min(verify_steps, mapping.steps) * mapping.batch) {
  for (const Unit& unit : mapping.units) {
    if (const auto* sink = std::get_if<SinkUnit>(&unit.body)) {
      const TokenKind kind = mapping.streams[static_cast<std::size_t>(sink->stream)].kind;
      widen(sink->tensor, sink->tokens_per_item * columns_per_token(chip, kind, sink->format));
    } else if (const auto* pmu = std::get_if<PmuUnit>(&unit.body); pmu && pmu->write) {
      for (const Port& input : pmu->write->inputs) widen(*pmu->write, input);
    }
  }
  for (const auto& [tensor, size] : row_size_) {
    values_[tensor].assign(static_cast<std::size_t>(items_ * size),
                           std::numeric_limits<double>::quiet_NaN());
  }
}

void ValueRecord::widen(const std::string& tensor, std::int64_t row_size) {
  if (tensor.empty()) return;
  std::int64_t& size = row_size_[tensor];
  size = std::max(size, row_size);
}

void ValueRecord::widen(const Program& program, const Port& port) {
  if (!port.access || port.access->tap.empty()) return;
  std::vector<std::int64_t> last;
  for (const std::int64_t extent : program.loops) last.push_back(extent - 1);
  for (const auto* ranges : {&port.where, &port.access->keep}) {
    for (const Bound& bound : *ranges) {
      auto& index = last[static_cast<std::size_t>(bound.loop)];
      index = std::min(index, std::max<std::int64_t>(bound.hi - 1, 0));
    }
  }
  widen(port.access->tap, tap_row(*port.access, last) + 1);
}

void ValueRecord::set(const std::string& tensor, std::int64_t item, std::int64_t row,
                      double value) {
  if (tensor.empty() || item >= items_) return;
  const std::int64_t size = row_size_.at(tensor);
  RDA_CHECK(row >= 0 && row < size, tensor);
  // An element may be tapped twice. Where the taps disagree none of them may hide the other.
  double& element = values_.at(tensor)[static_cast<std::size_t>(item * size + row)];
  const bool disagrees = !std::isnan(element) && element != value;
  element = disagrees ? std::numeric_limits<double>::quiet_NaN() : value;
}

void ValueRecord::move_into(RunResult& result) {
  result.values = std::move(values_);
  result.row_size = std::move(row_size_);
}

}  // namespace rda::sim

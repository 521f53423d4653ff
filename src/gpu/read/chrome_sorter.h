// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "gpu/read/chrome_events.h"

namespace rda::gpu::read {

/// Puts the events of a Chrome trace into its lists, one after the other, by what they are.
class ChromeSorter {
 public:
  /// @param file   as messages name it; outlives the sorter
  /// @param trace  whose lists grow; outlives the sorter
  ChromeSorter(Processor of, const std::string& file, ChromeTrace& trace)
      : of_(of), file_(file), trace_(trace) {}

  /// @throws ConfigError  if an event that is kept has no time, or ends before it begins
  void keep(ChromeEvent event);

 private:
  void keep_call(const ChromeEvent& event);
  void keep_in(std::vector<ChromeEvent>& list, ChromeEvent event);

  const Processor of_;
  const std::string& file_;
  ChromeTrace& trace_;
};

}  // namespace rda::gpu::read

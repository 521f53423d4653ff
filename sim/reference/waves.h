// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <deque>
#include <filesystem>
#include <string>
#include <systemc>
#include <vector>

#include "sim/reference/link.h"

namespace rda::sim::reference {

/// A waveform file in VCD, which SystemC traces into a temporary file beside it.
class Waves : public sc_core::sc_module {
 public:
  SC_HAS_PROCESS(Waves);
  /// @throws OutputError  if there can be no file in the folder
  Waves(sc_core::sc_module_name name, const std::string& file);
  ~Waves() override;

  sc_core::sc_in<bool> clock{"clock"};

  /// Traces the activity of a unit.
  void add(const std::string& unit, const unsigned char& activity);
  /// Traces how many tokens are in the FIFO of a unit at the end of a link.
  void add(const std::string& unit, const std::string& stream, const Link& link);

  /// Writes the file of a run that ended before cycle `end`, without the time of day.
  /// @throws OutputError
  void write(Cycle end);

 private:
  struct Fill {
    const Link& link;
    unsigned tokens;
  };
  void on_clock();
  void close();

  const std::string file_;
  std::filesystem::path temporary_;
  sc_core::sc_trace_file* trace_ = nullptr;
  std::deque<Fill> fills_;  // SystemC keeps their addresses
};

}  // namespace rda::sim::reference

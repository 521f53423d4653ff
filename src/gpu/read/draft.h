// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "gpu/kernel_classes.h"
#include "gpu/timeline.h"

namespace rda::gpu::read {

/// A timeline while a reader makes it. Its times count from wherever those of the file do.
class Draft {
 public:
  /// @param file  as messages name it
  explicit Draft(std::string file) : file_(std::move(file)) {}

  Timeline timeline;

  const std::string& file() const { return file_; }
  [[noreturn]] void refuse(const std::string& problem) const;

  /// Adds a kernel, which the reader completes. @param device  as the file names it
  Kernel& add_kernel(std::string_view name, std::string_view device = {});
  Copy& add_copy(std::string_view name);
  Synchronisation& add_synchronisation(std::string_view name);
  /// Something that the reader met; the same once, and not more than some of them.
  void note(const std::string& what);
  /// A message of the profiler among its rows, if it is a warning.
  void note_message(std::string_view line);
  /// Start times are good to this many ns: the coarsest that was met counts.
  void starts_to(std::int64_t ns);

  /// The timeline: times from its first event, in order, classes of kernels.
  /// @throws ConfigError  if it has no kernel, or its times are too large
  Timeline finish(const KernelClasses& classes) &&;

 private:
  void shift_starts();
  void name_streams();
  void clean_texts();
  void drop_device_number();

  std::string file_;
  std::map<std::string, std::uint32_t, std::less<>> devices_;
  std::vector<std::uint32_t> device_of_kernel_;
};

/// @throws ConfigError  naming `file`, if sums of the timeline's times may not fit into 64 bits
void require_countable(const Timeline& timeline, const std::string& file);

}  // namespace rda::gpu::read

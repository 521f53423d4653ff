// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fmt/format.h>

#include <string>
#include <utility>

#include "base/text.h"
#include "rda/describe.h"
#include "rda/error.h"
#include "rda/numerics.h"

namespace rda::flow {

inline constexpr std::size_t kMostShown = 400;  // bytes of a message: names come from the file

/// How a mapping file is refused that is not of a workload: each message names the file and a place
/// in it. Both texts must outlive this.
class MappingRefusal {
 public:
  MappingRefusal(const std::string& file, const std::string& workload)
      : file_(file), workload_(workload) {}

  template <typename... Args>
  [[noreturn]] void fail(const std::string& pointer, fmt::format_string<Args...> problem,
                         Args&&... args) const {
    throw ConfigError(file_, one_line(pointer, kMostShown),
                      one_line(fmt::format(problem, std::forward<Args>(args)...), kMostShown));
  }
  template <typename T>
  void same(const std::string& pointer, const T& got, const T& want) const {
    if (got == want) return;
    fail(pointer, "{} (the workload {} needs {})", got, workload_, want);
  }
  void same_format(const std::string& where, Format got, Format want) const {
    if (got != want)
      fail("/units", "{}: format {} (the workload {} needs {})", where, word(got), workload_,
           word(want));
  }
  [[noreturn]] void no_tensor(const std::string& where, const std::string& tensor) const {
    fail("/units", "{}: the workload {} has no tensor {} here", where, workload_, tensor);
  }

 private:
  const std::string& file_;
  const std::string& workload_;
};

}  // namespace rda::flow

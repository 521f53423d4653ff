// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fmt/core.h>

#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace spdlog {
class logger;
}

namespace rda {

enum class LogLevel { error, warning, info, debug };
constexpr std::array<std::string_view, 4> names(LogLevel) {
  return {"error", "warning", "info", "debug"};
}

/// Messages for people, on stderr: `rdasim: warning: ...`. Results never pass through it. The
/// program makes one and hands it to whoever has something to say.
class Log {
 public:
  /// Shows messages of `level` and of those more serious.
  explicit Log(LogLevel level = LogLevel::warning);

  template <class... Args>
  void operator()(LogLevel level, fmt::format_string<Args...> format, Args&&... args) const {
    if (level <= level_) write(level, fmt::format(format, std::forward<Args>(args)...));
  }

 private:
  void write(LogLevel level, const std::string& message) const;

  LogLevel level_;
  std::shared_ptr<spdlog::logger> logger_;
};

}  // namespace rda

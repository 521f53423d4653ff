// SPDX-License-Identifier: Apache-2.0
#include "base/log.h"

#include <spdlog/logger.h>
#include <spdlog/sinks/stdout_sinks.h>

namespace rda {

Log::Log(LogLevel level)
    : level_(level),
      logger_(std::make_shared<spdlog::logger>("rdasim",
                                               std::make_shared<spdlog::sinks::stderr_sink_mt>())) {
  logger_->set_pattern("%v");
  logger_->set_level(spdlog::level::trace);
  logger_->flush_on(spdlog::level::trace);
}

void Log::write(LogLevel level, const std::string& message) const {
  const std::string_view name = names(level)[static_cast<std::size_t>(level)];
  logger_->info("rdasim: {}: {}", name, message);
}

}  // namespace rda

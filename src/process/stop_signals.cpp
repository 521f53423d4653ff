// SPDX-License-Identifier: Apache-2.0
#include "process/stop_signals.h"

#include <sys/signalfd.h>
#include <unistd.h>

#include <algorithm>

#include "rda/error.h"

namespace rda::process {

StopSignals::StopSignals() {
  sigset_t caught;
  sigemptyset(&caught);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGUSR1}) {
    struct sigaction action {};
    sigaction(signal, nullptr, &action);
    if (action.sa_handler != SIG_IGN) sigaddset(&caught, signal);
  }
  descriptor_ = signalfd(-1, &caught, SFD_NONBLOCK | SFD_CLOEXEC);
  if (descriptor_ < 0) throw InternalError("no descriptor for signals");
  sigprocmask(SIG_BLOCK, &caught, &before_);
}

StopSignals::~StopSignals() {
  static_cast<void>(read(Stop::no));  // what has come has been heeded
  sigprocmask(SIG_SETMASK, &before_, nullptr);
  close(descriptor_);
}

Stop StopSignals::read(Stop so_far) const {
  signalfd_siginfo signal{};
  while (::read(descriptor_, &signal, sizeof signal) == sizeof signal)
    so_far = std::max(so_far, signal.ssi_signo == SIGUSR1 ? Stop::after_these : Stop::now);
  return so_far;
}

}  // namespace rda::process

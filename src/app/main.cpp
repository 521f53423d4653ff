// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <csignal>
#include <exception>
#include <new>
#include <string>
#include <vector>

#include "app/command.h"
#include "rda/error.h"
#include "sim/entry.h"

namespace {

int fail(rda::ExitCode code, const char* message) {
  fmt::print(stderr, "rdasim: {}\n", message);
  return static_cast<int>(code);
}

}  // namespace

extern "C" int sc_main(int argc, char* argv[]) try {
  std::signal(SIGPIPE,
              SIG_IGN);  // a closed pipe is an output that cannot be written, like a full disk
  const std::vector<std::string> words(argv + 1, argv + argc);
  return static_cast<int>(rda::app::dispatch(words));
} catch (const rda::Error& error) {
  return fail(error.exit_code, error.what());
} catch (const std::bad_alloc&) {
  return fail(rda::ExitCode::internal, "out of memory");
} catch (const std::exception& error) {
  return fail(rda::ExitCode::internal, error.what());
} catch (...) {
  return fail(rda::ExitCode::internal, "an unknown exception (this is a bug)");
}

int main(int argc, char* argv[]) { return rda::sim::enter_systemc(argc, argv); }

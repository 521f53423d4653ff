// SPDX-License-Identifier: Apache-2.0
#include <fcntl.h>

#include <csignal>
#include <cstdio>
#include <exception>
#include <new>
#include <string>
#include <string_view>
#include <vector>

#include "app/command.h"
#include "base/tell.h"
#include "base/text.h"
#include "rda/error.h"
#include "sim/entry.h"

namespace {

/// An empty message is one that nobody has to read: the reader of stdout has gone.
int fail(rda::ExitCode code, std::string_view message) {
  if (message.empty()) return static_cast<int>(code);
  rda::tell("rdasim: " + rda::legible(message) + '\n');  // what it quotes may come from anywhere
  return static_cast<int>(code);
}

/// Gives each closed standard stream a place holder, so that no file opened later becomes stdout or
/// stderr. What is written to a closed stdout still fails; to a closed stderr it is dropped.
void hold_standard_streams() {
  for (int stream = 0; stream <= 2; ++stream)
    if (::fcntl(stream, F_GETFD) < 0) ::open("/dev/null", stream == 1 ? O_RDONLY : O_RDWR);
}

/// With a buffer, a message that stderr cannot take fails when the buffer is emptied at the end,
/// where it changes nothing; without one it would fail within whatever library writes it.
void buffer_messages() { std::setvbuf(stderr, nullptr, _IOFBF, 1 << 16); }

}  // namespace

extern "C" int sc_main(int argc, char* argv[]) try {
  // A closed pipe and a file as large as it may be are outputs that cannot be written, like a full
  // disk.
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);
  const std::vector<std::string> words(argv + 1, argv + argc);
  return static_cast<int>(rda::app::dispatch(words));
} catch (const rda::Error& error) {
  const int code = fail(error.exit_code, error.what());
  for (const std::string& line : error.further) fail(error.exit_code, line);
  return code;
} catch (const std::bad_alloc&) {
  return fail(rda::ExitCode::internal, "out of memory");
} catch (const std::exception& error) {
  return fail(rda::ExitCode::internal, error.what());
} catch (...) {
  return fail(rda::ExitCode::internal, "an unknown exception (this is a bug)");
}

int main(int argc, char* argv[]) {
  hold_standard_streams();
  buffer_messages();
  return rda::sim::enter_systemc(argc, argv);
}

// SPDX-License-Identifier: Apache-2.0
#include "base/replacement.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

namespace rda {

namespace fs = std::filesystem;

Replacement::Replacement(const fs::path& file)
    : Replacement(new_file(written_file(file).parent_path()), written_file(file)) {
  struct stat status {};
  if (::stat(file.c_str(), &status) != 0) return;
  if (S_ISDIR(status.st_mode)) {
    errno = EISDIR;
    fail_output(file);
  }
  if (::fchmod(out_.get(), status.st_mode & 07777) != 0) fail_output(file);
}

Replacement::Replacement(NewFile made, fs::path file)
    : file_(std::move(file)), temporary_(std::move(made.path)), out_(made.descriptor) {
  if (out_.get() < 0) fail_output(file_);
}

Replacement::~Replacement() {
  if (!temporary_.empty()) ::unlink(temporary_.c_str());
}

void Replacement::take_place(Durable durable) {
  if (durable == Durable::yes) sync(out_.get(), file_);
  if (!out_.close()) fail_output(file_);
  if (::rename(temporary_.c_str(), file_.c_str()) != 0) fail_output(file_);
  temporary_.clear();
}

}  // namespace rda

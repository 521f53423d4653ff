// SPDX-License-Identifier: Apache-2.0
// A library to preload (LD_PRELOAD): of all calls that change files below a folder, in all
// processes together, the Nth one fails, or its process is killed. From the environment:
//   RDA_FAULT_FOLDER   the folder, an absolute path
//   RDA_FAULT_COUNTER  a file of 8 bytes, all zero at first: how many such calls there were
//   RDA_FAULT_LOG      a file to which the failed call is appended: "write /tmp/x/report.json\n"
//   RDA_FAULT_AT       N, from 1; 0: none fails
//   RDA_FAULT_ERRNO    what errno then says; 0: the process is killed instead (SIGKILL)
//   RDA_FAULT_ONWARDS  1: all later calls fail as well
// A write that fails has written half of its bytes, as on a disk that is full.
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <climits>
#include <csignal>
#include <cstdarg>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>

namespace {

long number(const char* variable) {
  const char* word = std::getenv(variable);
  return word ? std::atol(word) : 0;
}

std::string text(const char* variable) {
  const char* word = std::getenv(variable);
  return word ? word : "";
}

template <class Function>
Function* real(const char* name) {
  return reinterpret_cast<Function*>(dlsym(RTLD_NEXT, name));
}

/// Shared by all processes that have the file. None without one.
std::atomic<long>* counter() {
  static std::atomic<long>* const shared = []() -> std::atomic<long>* {
    const int file = real<int(const char*, int, ...)>("open")(text("RDA_FAULT_COUNTER").c_str(),
                                                              O_RDWR | O_CLOEXEC);
    if (file < 0) return nullptr;
    void* place = mmap(nullptr, sizeof(long), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    real<int(int)>("close")(file);
    return place == MAP_FAILED ? nullptr : static_cast<std::atomic<long>*>(place);
  }();
  return shared;
}

void log(const char* call, const std::string& path) {
  const int file = real<int(const char*, int, ...)>("open")(
      text("RDA_FAULT_LOG").c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
  const std::string line = std::string(call) + ' ' + path + '\n';
  if (real<ssize_t(int, const void*, size_t)>("write")(file, line.data(), line.size()) < 0) abort();
  real<int(int)>("close")(file);
}

/// Whether this call, on this path, is to fail; errno then says why.
bool fails(const char* call, const std::string& path) {
  static const std::string folder = text("RDA_FAULT_FOLDER") + '/';
  static const long at = number("RDA_FAULT_AT"), why = number("RDA_FAULT_ERRNO");
  static const bool onwards = number("RDA_FAULT_ONWARDS") != 0;
  if (!counter() || path.compare(0, folder.size(), folder) != 0) return false;
  const long count = ++*counter();
  if (at == 0 || count < at || (count > at && !onwards)) return false;
  if (count == at) log(call, path);
  if (why == 0) raise(SIGKILL);
  errno = static_cast<int>(why);
  return true;
}

std::string path_of(int file) {
  char path[PATH_MAX];
  const std::string link = "/proc/self/fd/" + std::to_string(file);
  const ssize_t length = readlink(link.c_str(), path, sizeof path);
  return length < 0 ? "" : std::string(path, static_cast<size_t>(length));
}

bool is_written(int file) {
  const int flags = fcntl(file, F_GETFL);
  return flags >= 0 && (flags & O_ACCMODE) != O_RDONLY;
}

template <class Open>
int open_or_fail(const char* path, int flags, Open open) {
  const bool writes = (flags & O_ACCMODE) != O_RDONLY || (flags & O_CREAT) != 0;
  return writes && fails("open", path) ? -1 : open();
}

ssize_t write_at(const char* name, int file, std::string_view bytes, off64_t at) {
  const auto real_write = real<ssize_t(int, const void*, size_t, off64_t)>(name);
  const bool failed = fails("write", path_of(file));
  const int why = errno;
  if (!failed) return real_write(file, bytes.data(), bytes.size(), at);
  if (real_write(file, bytes.data(), bytes.size() / 2, at) < 0) abort();
  errno = why;
  return -1;
}

mode_t mode_of(int flags, va_list words) {
  return (flags & O_CREAT) != 0 ? va_arg(words, mode_t) : 0;
}

}  // namespace

// What the program calls instead of the C library.
extern "C" {

int open(const char* path, int flags, ...) {
  va_list words;
  va_start(words, flags);
  const mode_t mode = mode_of(flags, words);
  va_end(words);
  return open_or_fail(path, flags,
                      [&] { return real<int(const char*, int, ...)>("open")(path, flags, mode); });
}

int open64(const char* path, int flags, ...) {
  va_list words;
  va_start(words, flags);
  const mode_t mode = mode_of(flags, words);
  va_end(words);
  return open_or_fail(
      path, flags, [&] { return real<int(const char*, int, ...)>("open64")(path, flags, mode); });
}

ssize_t write(int file, const void* bytes, size_t size) {
  const auto real_write = real<ssize_t(int, const void*, size_t)>("write");
  const bool failed = fails("write", path_of(file));
  const int why = errno;
  if (!failed) return real_write(file, bytes, size);
  if (real_write(file, bytes, size / 2) < 0) abort();
  errno = why;
  return -1;
}

ssize_t pwrite(int file, const void* bytes, size_t size, off_t at) {
  return write_at("pwrite", file, {static_cast<const char*>(bytes), size}, at);
}

ssize_t pwrite64(int file, const void* bytes, size_t size, off64_t at) {
  return write_at("pwrite64", file, {static_cast<const char*>(bytes), size}, at);
}

int fsync(int file) { return fails("fsync", path_of(file)) ? -1 : real<int(int)>("fsync")(file); }

int fdatasync(int file) {
  return fails("fsync", path_of(file)) ? -1 : real<int(int)>("fdatasync")(file);
}

int fchmod(int file, mode_t mode) {
  return fails("fchmod", path_of(file)) ? -1 : real<int(int, mode_t)>("fchmod")(file, mode);
}

int rename(const char* from, const char* to) {
  return fails("rename", to) ? -1 : real<int(const char*, const char*)>("rename")(from, to);
}

int mkdir(const char* path, mode_t mode) {
  return fails("mkdir", path) ? -1 : real<int(const char*, mode_t)>("mkdir")(path, mode);
}

/// Linux closes the file also where it says that this failed.
int close(int file) {
  const bool failed = is_written(file) && fails("close", path_of(file));
  const int why = errno;
  const int result = real<int(int)>("close")(file);
  if (!failed) return result;
  errno = why;
  return -1;
}

}  // extern "C"

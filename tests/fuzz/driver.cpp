// SPDX-License-Identifier: Apache-2.0
// fuzz TARGET [--runs N] [--seconds S] [--seed N] [FILE...]
// Without a coverage-guided fuzzer: reads the files, what was found earlier (corpus/TARGET) and the
// target's examples, then N mutations of these, the same for the same seed. What ends the process
// is written to ./finding-TARGET.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <string>

#include "fuzz/target.h"
#include "sim/entry.h"

#ifdef __SANITIZE_ADDRESS__
// What the sanitizers find ends the process as other findings do.
extern "C" const char* __asan_default_options() { return "abort_on_error=1"; }
extern "C" const char* __ubsan_default_options() { return "abort_on_error=1:print_stacktrace=1"; }
#endif

namespace rda::fuzz {
namespace {

constexpr unsigned kMostSeconds = 60;  ///< that a reader may take

/// What is being read, for those who write it down at the end.
struct Current {
  std::string target, bytes;
};
Current& current() {
  static Current one;
  return one;
}

void keep_current() {
  const std::string file = "finding-" + current().target;
  std::ofstream(file, std::ios::binary) << current().bytes;
  std::fprintf(stderr, "%s holds the bytes\n", file.c_str());
}

void keep_and_end(int signal) {
  std::fprintf(stderr, "signal %d\n", signal);
  keep_current();
  _exit(1);
}

void watch() {
  for (const int signal : {SIGABRT, SIGALRM}) std::signal(signal, keep_and_end);
#ifndef __SANITIZE_ADDRESS__
  for (const int signal : {SIGSEGV, SIGFPE, SIGBUS}) std::signal(signal, keep_and_end);
#endif
}

void read(const Target& target, std::string bytes) {
  current().bytes = std::move(bytes);
  alarm(kMostSeconds);
  target.read(current().bytes);
  alarm(0);
}

struct Options {
  std::string target;
  std::uint64_t runs = 0, seconds = UINT32_MAX, seed = 1;
  std::vector<std::string> files;
};

Options options_of(int argc, char* argv[]) {
  Options options;
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    std::uint64_t* number = word == "--runs"      ? &options.runs
                            : word == "--seconds" ? &options.seconds
                            : word == "--seed"    ? &options.seed
                                                  : nullptr;
    if (number && i + 1 < argc) {
      const std::string value = argv[++i];
      std::from_chars(value.data(), value.data() + value.size(), *number);
    } else if (options.target.empty()) {
      options.target = word;
    } else {
      options.files.push_back(word);
    }
  }
  return options;
}

int usage() {
  fmt::print(stderr, "fuzz TARGET [--runs N] [--seconds S] [--seed N] [FILE...]\ntargets:");
  for (const Target& target : targets()) fmt::print(stderr, " {}", target.name);
  fmt::print(stderr, "\n");
  return 64;
}

int fuzz(const Options& options) {
  const auto target = std::ranges::find(targets(), options.target, &Target::name);
  if (target == targets().end()) return usage();
  current().target = target->name;
  watch();
  for (const std::string& file : options.files) read(*target, bytes_of(file));
  for (const std::string& found : files_in("tests/fuzz/corpus/" + target->name, ""))
    read(*target, found);
  const std::vector<std::string> examples = target->seeds();
  if (examples.empty()) finding(target->name + " has no examples");
  for (const std::string& example : examples) read(*target, example);
  const auto begin = std::chrono::steady_clock::now();
  const auto end = begin + std::chrono::seconds(options.seconds);
  std::uint64_t run = 0;
  for (; run < options.runs && std::chrono::steady_clock::now() < end; ++run)
    read(*target, mutate(examples[run % examples.size()], examples, options.seed + run));
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
  fmt::print("{}: {} mutations in {:.1f} s, no finding\n", target->name, run, took.count());
  return 0;
}

}  // namespace
}  // namespace rda::fuzz

extern "C" int sc_main(int argc, char* argv[]) {
  return rda::fuzz::fuzz(rda::fuzz::options_of(argc, argv));
}

int main(int argc, char* argv[]) { return rda::sim::enter_systemc(argc, argv); }

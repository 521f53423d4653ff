// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "json/shape.h"
#include "json/value.h"
#include "json/writer.h"
#include "rda/error.h"

namespace rda::fuzz {

/// Something that reads what people write or what lies on a disk. It must take any bytes: it reads
/// them, or says in one line what is wrong. Everything else is a finding, which ends the process.
struct Target {
  std::string name;
  std::function<std::vector<std::string>()> seeds;  ///< examples that are right
  std::function<void(std::string_view bytes)> read;
};

/// All of them, by name.
const std::vector<Target>& targets();
/// Parts of targets().
std::vector<Target> input_targets();     ///< files that people write
std::vector<Target> result_targets();    ///< files that the program has written
std::vector<Target> store_targets();     ///< points and results of sweeps
std::vector<Target> profiler_targets();  ///< files that GPU profilers write
std::vector<Target> mapping_targets();   ///< mappings, also run by both engines

/// Ends the process: the program has a fault.
[[noreturn]] void finding(const std::string& what);

/// Calls a reader. Expects that what it throws is an Error with one of these exit codes and a
/// message of one line. @return whether it threw nothing
bool reads(const std::function<void()>& read,
           std::initializer_list<ExitCode> codes = {ExitCode::bad_input});

/// A file in memory with these bytes. There is one: a later call changes it.
/// @return a path that reads it
std::string file_with(std::string_view bytes);

/// A file of the repository.
std::string repository(const std::string& path);
std::string bytes_of(const std::string& path);
/// The bytes of all files of a folder of the repository with this ending, by name.
std::vector<std::string> files_in(const std::string& folder, std::string_view ending);

/// One of `count` things to look at, which the bytes choose: the same for the same bytes.
std::size_t choice(std::string_view bytes, std::size_t count);

/// A JSON text on one line and without most members of objects and arrays of more than `most`, so
/// that readers take less time.
std::string shortened(const std::string& json, std::ptrdiff_t most = 20);

/// A value without the members that have their default; with the first one of each kind or not.
enum class Defaults { first, none };
json::Value brief(json::Value value, const json::Shape& shape, Defaults kept);
/// The JSON text of a described struct, with the first one of each kind.
template <class T>
std::string brief(const T& object) {
  return json::dump_line(brief(json::to_value(object), json::shape<T>(), Defaults::first));
}

/// The same example with other bytes, each time others: parts of a JSON text removed, repeated,
/// exchanged, or made odd values; or bytes changed without regard to what they mean.
/// @param others  examples from which parts may come
std::string mutate(const std::string& example, std::span<const std::string> others,
                   std::uint64_t seed);

}  // namespace rda::fuzz

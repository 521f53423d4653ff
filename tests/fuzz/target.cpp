// SPDX-License-Identifier: Apache-2.0
#include "fuzz/target.h"

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include "base/text.h"
#include "json/value.h"

namespace rda::fuzz {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLongestMessage = 4000;

/// What is wrong with a message for people; empty: nothing.
std::string fault_of(const std::string& message) {
  if (message.empty()) return "has no message";
  if (message.size() > kLongestMessage) return "has a message of " + std::to_string(message.size());
  if (!is_utf8(message)) return "has a message that is not UTF-8";
  const auto is_control = [](unsigned char letter) { return letter < ' ' || letter == 0x7f; };
  return std::ranges::any_of(message, is_control) ? "has control characters in its message" : "";
}

void shorten(json::Value& value, std::ptrdiff_t most) {
  constexpr std::ptrdiff_t kKept = 2;
  const auto cut = [&](auto& all) {
    if (std::ssize(all) > most) all.erase(std::next(all.begin(), kKept), all.end());
  };
  if (auto* items = value.get_if<json::Value::Array>()) {
    cut(*items);
    for (json::Value& item : *items) shorten(item, most);
  }
  if (auto* members = value.get_if<json::Value::Object>()) {
    cut(*members);
    for (auto& [key, member] : *members) shorten(member, most);
  }
}

/// Drops members that have their default.
class Briefer {
 public:
  explicit Briefer(Defaults kept) : kept_(kept) {}

  void drop(json::Value& value, const json::Shape& shape) {
    using Kind = json::Shape::Kind;
    auto* items = value.get_if<json::Value::Array>();
    auto* members = value.get_if<json::Value::Object>();
    if (items && !shape.elements.empty())
      for (json::Value& item : *items) drop(item, shape.elements.front());
    if (!members) return;
    if (shape.kind == Kind::object) return drop_members(*members, shape);
    if (shape.kind == Kind::map)
      for (auto& [key, member] : *members) drop(member, shape.elements.front());
    if (shape.kind == Kind::optional) drop(value, shape.elements.front());
    if (shape.kind == Kind::variant) drop_of_kind(value, *members, shape);
  }

 private:
  void drop_members(json::Value::Object& members, const json::Shape& shape) {
    for (const json::Field& field : shape.fields) {
      const auto found = members.find(field.key);
      if (found == members.end()) continue;
      const bool is_kept =
          kept_ == Defaults::first && seen_.insert(field.key + field.meaning).second;
      if (!is_kept && !field.required && found->second == field.fallback)
        members.erase(found);
      else
        drop(found->second, field.shape);
    }
  }

  void drop_of_kind(json::Value& value, const json::Value::Object& members,
                    const json::Shape& shape) {
    const auto kind = members.find("kind");
    if (kind == members.end()) return;
    const auto* name = kind->second.get_if<std::string>();
    for (std::size_t i = 0; name && i < shape.names.size(); ++i)
      if (shape.names[i] == *name) drop(value, shape.elements[i]);
  }

  const Defaults kept_;
  std::set<std::string> seen_;
};

}  // namespace

const std::vector<Target>& targets() {
  static const std::vector<Target> all = [] {
    std::vector<Target> made = input_targets();
    for (auto* more : {&result_targets, &store_targets, &profiler_targets, &mapping_targets})
      for (Target& target : more()) made.push_back(std::move(target));
    return made;
  }();
  return all;
}

void finding(const std::string& what) {
  std::fprintf(stderr, "finding: %s\n", what.c_str());
  std::fflush(stderr);
  std::abort();
}

bool reads(const std::function<void()>& read, std::initializer_list<ExitCode> codes) {
  try {
    read();
    return true;
  } catch (const Error& error) {
    if (std::ranges::find(codes, error.exit_code) == codes.end())
      finding("exit code " + std::to_string(static_cast<int>(error.exit_code)) + ": " +
              error.what());
    if (const std::string fault = fault_of(error.what()); !fault.empty())
      finding("an error " + fault + ": " + one_line(error.what()));
  } catch (const std::exception& error) {
    finding(std::string("not an error of ours: ") + error.what());
  }
  return false;
}

std::string file_with(std::string_view bytes) {
  static const int file = memfd_create("fuzz", 0);
  if (ftruncate(file, 0) != 0 ||
      pwrite(file, bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size()))
    finding("no file in memory");
  return "/proc/self/fd/" + std::to_string(file);
}

std::string repository(const std::string& path) { return RDA_SOURCE_DIR "/" + path; }

std::string bytes_of(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) finding(path + " is missing");
  return {std::istreambuf_iterator<char>(in), {}};
}

std::vector<std::string> files_in(const std::string& folder, std::string_view ending) {
  std::vector<std::string> paths;
  if (fs::is_directory(repository(folder)))
    for (const auto& entry : fs::directory_iterator(repository(folder)))
      if (entry.path().string().ends_with(ending)) paths.push_back(entry.path().string());
  std::ranges::sort(paths);
  std::vector<std::string> all;
  std::ranges::transform(paths, std::back_inserter(all), bytes_of);
  return all;
}

std::size_t choice(std::string_view bytes, std::size_t count) {
  std::size_t sum = bytes.size();
  for (const char byte : bytes) sum = sum * 31 + static_cast<unsigned char>(byte);
  return sum % count;
}

std::string shortened(const std::string& json, std::ptrdiff_t most) {
  json::Value value = json::parse(json, "example");
  shorten(value, most);
  return json::dump_line(value);
}

json::Value brief(json::Value value, const json::Shape& shape, Defaults kept) {
  Briefer(kept).drop(value, shape);
  return value;
}

}  // namespace rda::fuzz

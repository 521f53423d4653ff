// SPDX-License-Identifier: Apache-2.0
#include "sweep/slurm.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <regex>
#include <set>
#include <utility>

#include "base/sha256.h"
#include "base/text.h"

namespace rda::sweep {
namespace {

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(separator), text.size());
    if (end > 0) parts.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parts;
}

std::optional<std::int64_t> number(std::string_view digits) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc{} || end != digits.data() + digits.size() || value < 0) return {};
  return value;
}

bool is_number(std::string_view digits) { return number(digits).has_value(); }

}  // namespace

std::string job_name(std::string_view store) { return "rdasim-" + sha256(store).substr(0, 12); }

std::int64_t points_a_task(double seconds_a_point, double chunk) {
  constexpr double kMost = 1e6;
  return static_cast<std::int64_t>(
      std::clamp(std::ceil(chunk / std::max(seconds_a_point, 1e-6)), 1.0, kMost));
}

std::vector<JobArray> job_arrays(std::int64_t packs, std::int64_t largest) {
  const std::int64_t count = (packs + largest - 1) / largest;
  std::vector<JobArray> arrays;
  for (std::int64_t i = 0; i < count; ++i) {
    const std::int64_t first = packs * i / count;
    arrays.push_back({first, packs * (i + 1) / count - first});
  }
  return arrays;
}

bool is_time_limit(const std::string& word) {
  static const std::regex limit(R"((\d+|\d+-\d+)(:\d+){0,2}|infinite|unlimited)",
                                std::regex::icase);
  return std::regex_match(word, limit);
}

bool is_memory_size(const std::string& word) {
  static const std::regex size(R"(\d+([kmgt]b?)?)", std::regex::icase);
  return std::regex_match(word, size);
}

std::vector<std::string> array_command(const Request& request, const JobArray& array) {
  std::string indices = fmt::format("--array=0-{}", array.tasks - 1);
  if (request.at_once > 0) indices += fmt::format("%{}", request.at_once);
  std::vector<std::string> words{"sbatch", "--parsable", indices, "--chdir=" + request.folder};
  if (!request.time.empty()) words.push_back("--time=" + request.time);
  if (!request.memory.empty()) words.push_back("--mem=" + request.memory);
  if (!request.partition.empty()) words.push_back("--partition=" + request.partition);
  words.insert(words.end(), request.more.begin(), request.more.end());
  words.push_back(request.folder + "/task.sh");
  words.push_back(std::to_string(array.first_pack));
  return words;
}

std::vector<std::string> collect_command(const Request& request,
                                         const std::vector<std::string>& after) {
  std::vector<std::string> words{"sbatch", "--parsable",
                                 "--dependency=afterany:" + join(after, ":"),
                                 "--chdir=" + request.folder};
  if (!request.partition.empty()) words.push_back("--partition=" + request.partition);
  words.insert(words.end(), request.more.begin(), request.more.end());
  words.push_back(request.folder + "/collect.sh");
  return words;
}

std::string submitted_job(std::string_view output) {
  const std::vector<std::string_view> lines = split(output, '\n');
  if (lines.size() != 1) return "";
  const std::string_view job = lines[0].substr(0, lines[0].find(';'));
  return is_number(job) ? std::string(job) : "";
}

std::optional<std::int64_t> setting(std::string_view config, std::string_view name) {
  for (const std::string_view line : split(config, '\n')) {
    const std::vector<std::string_view> words = split(line, ' ');
    if (words.size() == 3 && words[0] == name && words[1] == "=") return number(words[2]);
  }
  return std::nullopt;
}

std::string to_line(const SubmittedArray& array) {
  return fmt::format("{} {} {}\n", array.job, array.array.first_pack, array.array.tasks);
}

std::vector<SubmittedArray> submitted_arrays(std::string_view lines) {
  std::vector<SubmittedArray> arrays;
  for (const std::string_view line : split(lines, '\n')) {
    const std::vector<std::string_view> words = split(line, ' ');
    if (words.size() == 3 && std::ranges::all_of(words, is_number))
      arrays.push_back({std::string(words[0]), {*number(words[1]), *number(words[2])}});
  }
  return arrays;
}

std::vector<std::int64_t> packs_in_queue(std::string_view queue,
                                         const std::vector<SubmittedArray>& arrays) {
  std::set<std::int64_t> packs;
  for (const std::string_view line : split(queue, '\n')) {
    const std::vector<std::string_view> words = split(line, ' ');
    const auto index = words.size() == 2 ? number(words[1]) : std::nullopt;
    if (!index) continue;
    for (const SubmittedArray& each : arrays)
      if (each.job == words[0] && *index < each.array.tasks)
        packs.insert(each.array.first_pack + *index);
  }
  return {packs.begin(), packs.end()};
}

TaskCounts tasks_in_queue(std::string_view queue) {
  TaskCounts counts;
  for (const std::string_view line : split(queue, '\n')) {
    const std::vector<std::string_view> words = split(line, ' ');
    if (words.size() != 2 || !is_number(words[1])) continue;
    ++(words[0] == "R" || words[0] == "CG" ? counts.running : counts.waiting);
  }
  return counts;
}

}  // namespace rda::sweep

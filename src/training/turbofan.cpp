// SPDX-License-Identifier: Apache-2.0
#include "training/turbofan.h"

#include <fmt/format.h>

#include <cmath>
#include <string_view>

#include "base/file.h"
#include "base/random.h"
#include "base/text.h"
#include "rda/error.h"

namespace rda::training {
namespace {

/// The numbers of a line, separated by spaces.
std::vector<double> numbers_of(std::string_view line, const std::string& where) {
  std::vector<double> numbers;
  while (true) {
    const std::size_t begin = line.find_first_not_of(" \t\r");
    if (begin == line.npos) return numbers;
    line.remove_prefix(begin);
    const std::string word(line.substr(0, line.find_first_of(" \t\r")));
    line.remove_prefix(word.size());
    std::size_t read = 0;
    double number = 0;
    try {
      number = std::stod(word, &read);
    } catch (const std::exception&) {
      read = 0;
    }
    if (read != word.size() || !std::isfinite(number))
      throw WorkloadError(where, one_line(word, 40) + " is not a number");
    numbers.push_back(number);
  }
}

}  // namespace

std::vector<Engine> read_engines(const std::filesystem::path& file) {
  const std::string text = read_file(file, kLargestText);
  std::string_view rest = text;
  std::vector<Engine> engines;
  for (int number = 1; !rest.empty(); ++number) {
    const std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(rest.size(), line.size() + 1));
    const std::string where = fmt::format("{}: line {}", one_line(file.string(), 300), number);
    const std::vector<double> numbers = numbers_of(line, where);
    if (numbers.empty()) continue;
    if (numbers.size() != 2 + std::tuple_size_v<Cycle>)
      throw WorkloadError(where, fmt::format("{} numbers (26 would be right: unit, cycle, 3 "
                                             "settings, 21 sensors)",
                                             numbers.size()));
    if (numbers[1] == 1) engines.emplace_back();
    const auto unit = static_cast<double>(engines.size());
    const double cycle = engines.empty() ? 1 : static_cast<double>(engines.back().size() + 1);
    if (numbers[0] != unit || numbers[1] != cycle)
      throw WorkloadError(where, fmt::format("cycle {} of unit {} follows (cycle {} of unit {}, or "
                                             "cycle 1 of the next unit, would be right)",
                                             numbers[1], numbers[0], cycle, unit));
    std::copy(numbers.begin() + 2, numbers.end(), engines.back().emplace_back().begin());
  }
  if (engines.empty()) throw WorkloadError(one_line(file.string(), 300), "has no engines");
  return engines;
}

namespace {

/// A sensor of a new engine, how far it drifts until the failure, and its noise.
struct Sensor {
  double base, drift, noise;
};

constexpr std::array<Sensor, kSensors> kTrends{
    {{518.67, 0, 0},         {642.3, 1.6, 0.35}, {1585, 22, 4.5},     {1400, 33, 4.5},
     {14.62, 0, 0},          {21.61, 0, 0},      {554.3, -3, 0.45},   {2388.05, 0.25, 0.035},
     {9055, 70, 8},          {1.3, 0, 0},        {47.3, 0.95, 0.12},  {522.2, -2.6, 0.35},
     {2388.05, 0.25, 0.035}, {8135, 60, 7},      {8.41, 0.11, 0.018}, {0.03, 0, 0},
     {391.6, 5, 0.7},        {2388, 0, 0},       {100, 0, 0},         {38.95, -0.6, 0.09},
     {23.37, -0.36, 0.055}}};

/// The sum of four uniform numbers: nearly normal, of variance 1.
double noise_of(Random& random) {
  double sum = 0;
  for (int i = 0; i < 4; ++i) sum += random.uniform_real(-1, 1);
  return sum * std::sqrt(0.75);
}

Engine generated_engine(Random& random) {
  const auto life = random.uniform_int(130, 330);
  const double worn = random.uniform_real(0, 0.1), haste = random.uniform_real();
  Engine engine;
  for (std::int64_t cycle = 1; cycle <= life; ++cycle) {
    // From x³ to x⁶, without pow, which differs between machines.
    const double part = static_cast<double>(cycle) / static_cast<double>(life);
    const double cube = part * part * part;
    const double worn_by_now = worn + (1 - worn) * cube * ((1 - haste) + haste * cube);
    Cycle& made = engine.emplace_back();
    made[0] = 0.0022 * noise_of(random);
    made[1] = 0.0003 * noise_of(random);
    made[2] = 100;
    for (std::size_t s = 0; s < kTrends.size(); ++s)
      made[kSettings + s] =
          kTrends[s].base + kTrends[s].drift * worn_by_now + kTrends[s].noise * noise_of(random);
  }
  return engine;
}

}  // namespace

std::vector<Engine> generated_engines(int count, std::uint64_t seed) {
  Random random(seed);
  std::vector<Engine> engines;
  for (int engine = 0; engine < count; ++engine) engines.push_back(generated_engine(random));
  return engines;
}

std::string engines_text(const std::vector<Engine>& engines) {
  std::string text;
  for (std::size_t engine = 0; engine < engines.size(); ++engine)
    for (std::size_t cycle = 0; cycle < engines[engine].size(); ++cycle) {
      text += fmt::format("{} {}", engine + 1, cycle + 1);
      for (const double value : engines[engine][cycle]) text += fmt::format(" {}", value);
      text += '\n';
    }
  return text;
}

}  // namespace rda::training

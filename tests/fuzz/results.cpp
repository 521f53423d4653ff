// SPDX-License-Identifier: Apache-2.0
#include "fuzz/results.h"

#include <filesystem>
#include <optional>

#include "fuzz/target.h"
#include "regress/compare.h"

namespace rda::fuzz {

void compare_with_first(const std::string& file, std::string_view bytes) {
  static std::optional<regress::Comparand> first;
  regress::Comparand one;
  if (!reads([&] { one = regress::read_comparand(file); })) return;
  if (!first) first = one;
  reads([&] {
    const regress::Comparison comparison = regress::compare(*first, one, {});
    constexpr std::size_t kRows = 10;
    switch (choice(bytes, 5)) {
      case 0:
        return void(to_text(comparison, kRows));
      case 1:
        return void(to_markdown(comparison, kRows));
      case 2:
        return void(to_latex(comparison, kRows));
      case 3:
        return void(regress::to_json(comparison));
      default:
        return void(regress::to_csv(comparison));
    }
  });
}

flow::Inputs smallest() {
  return flow::load(std::filesystem::path(repository("configs/tiny.json")),
                    repository("workloads/small/lstm_16_4.json"));
}

Report small_report() {
  Report report;
  report.chip = "tiny";
  report.workload = "lstm";
  report.command = "rdasim run a b";
  const flow::Inputs inputs = smallest();
  report.inputs.chip = inputs.chip;
  report.inputs.workload = inputs.workload;
  report.cycles = 100;
  report.units.resize(2);
  report.streams.resize(1);
  return report;
}

}  // namespace rda::fuzz

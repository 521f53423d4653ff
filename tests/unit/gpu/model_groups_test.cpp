// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>

#include "base/file.h"
#include "gpu/model/gemm.h"
#include "gpu/published.h"
#include "json/knobs.h"
#include "json/text_writer.h"
#include "rda/error.h"
#include "unit/gpu/support_model.h"

namespace rda::gpu::model_test {
namespace {

/// A row of a group: the estimate and the published time.
struct Pair {
  double estimated_ms = 0, published_ms = 0;
};

bool within(const ErrorGroup& group, const std::string& size, std::int64_t value) {
  const std::vector<std::int64_t>& range = group.ranges.at(size);
  return range.at(0) <= value && value <= range.at(1);
}

std::vector<Pair> products_of(const ErrorGroup& group, const Calibration& calibration) {
  const Gpu gpu = shipped_gpu(group.gpu);
  std::vector<Pair> pairs;
  for (const PublishedGemm& row : published_gemms(kPublished, group.table)) {
    if (!within(group, "m", row.m) || !within(group, "n", row.n) || !within(group, "k", row.k))
      continue;
    const Layout layout = row.transposed ? Layout::transposed : Layout::plain;
    const GemmTime time = gemm_time(gpu, calibration, {row.m, row.n, row.k, row.precision, layout});
    pairs.push_back({time.total_us() / 1e3, row.ms});
  }
  return pairs;
}

std::vector<Pair> networks_of(const ErrorGroup& group, const Calibration& calibration) {
  const Gpu gpu = shipped_gpu(group.gpu);
  std::vector<Pair> pairs;
  for (const PublishedRow& row : published(kPublished, group.table)) {
    const Network network = network_of(row.network);
    if (!within(group, "hidden", network.hidden) || !within(group, "layers", network.layers) ||
        !within(group, "batch", network.batch) || !within(group, "steps", network.steps))
      continue;
    const Run run{style_of(group.style).value(), host_of(group.host).value()};
    pairs.push_back({estimate(gpu, calibration, network, run).total_us / 1e3, row.ms});
  }
  return pairs;
}

/// The value at a share of the way through sorted values, between its neighbours.
double at(const std::vector<double>& sorted, double share) {
  const double place = share * static_cast<double>(sorted.size() - 1);
  const auto low = static_cast<std::size_t>(place);
  const std::size_t high = std::min(low + 1, sorted.size() - 1);
  return sorted[low] + (sorted[high] - sorted[low]) * (place - static_cast<double>(low));
}

TEST(GpuModelGroups, HaveTheErrorsThatTheFrozenFileStates) {
  const Calibration calibration = frozen();
  ASSERT_GE(calibration.groups.size(), 16u);
  for (const ErrorGroup& group : calibration.groups) {
    const std::vector<Pair> pairs = group.style == kGemmStyle ? products_of(group, calibration)
                                                              : networks_of(group, calibration);
    ASSERT_EQ(static_cast<std::int64_t>(pairs.size()), group.rows) << group.name;
    std::vector<double> errors, sizes;
    for (const Pair& pair : pairs) {
      errors.push_back((pair.estimated_ms / pair.published_ms - 1) * 100);
      sizes.push_back(std::abs(errors.back()));
    }
    std::ranges::sort(errors);
    std::ranges::sort(sizes);
    EXPECT_NEAR(at(sizes, 0.5), group.median, 0.006) << group.name;
    EXPECT_NEAR(at(sizes, 0.9), group.p90, 0.006) << group.name;
    EXPECT_NEAR(sizes.back(), group.worst, 0.006) << group.name;
    EXPECT_NEAR(at(errors, 0.5), group.bias, 0.006) << group.name;
  }
}

TEST(GpuModelGroups, MeetTheirTargets) {
  int targets = 0;
  for (const ErrorGroup& group : frozen().groups)
    for (const auto& [what, most] : group.targets) {
      const double value = what == "median" ? group.median
                           : what == "p90"  ? group.p90
                                            : group.worst;
      EXPECT_LE(value, most) << group.name << ", " << what;
      ++targets;
    }
  EXPECT_EQ(targets, 10);
}

TEST(GpuModelGroups, OnlyTwoAreOfTheCalibrationAndBothAreV100InFp32) {
  int calibrated = 0;
  for (const ErrorGroup& group : frozen().groups) {
    if (!group.calibration) continue;
    EXPECT_EQ(group.gpu, "v100");
    EXPECT_EQ(group.precision, "fp32");
    ++calibrated;
  }
  EXPECT_EQ(calibrated, 2);
}

TEST(GpuModelGroups, CoverNetworksOfTheirRowsAndNoOthers) {
  const Calibration calibration = frozen();
  const Gpu v100 = shipped_gpu("v100");
  Network network;
  network.hidden = network.input = 512;
  network.steps = 25;
  network.precision = "fp16";
  const auto covered = [&](Style style) {
    const ErrorGroup* group = covering_group(calibration, v100, network, style);
    return group ? group->name : "";
  };
  EXPECT_EQ(covered(Style::cudnn), "V100 fp16, serving");
  EXPECT_EQ(covered(Style::framework), "");
  network.batch = 16;
  EXPECT_EQ(covered(Style::cudnn), "") << "with an input product only batch 1 was published";
  network.input_product = false;
  EXPECT_EQ(covered(Style::cudnn), "V100 fp16");
  network.batch = 256;
  EXPECT_EQ(covered(Style::cudnn), "");
}

TEST(GpuModelGroups, TellTheErrorsToExpect) {
  const Calibration calibration = frozen();
  Network network;
  network.hidden = network.input = 512;
  network.steps = 25;
  network.batch = 32;
  network.input_product = false;
  const std::string covered =
      "V100 fp32 (calibration): median error 5.6 %, p90 14.0 % in 53 published rows";
  EXPECT_EQ(estimate(shipped_gpu("v100"), calibration, network, {.host = Host::deepbench}).coverage,
            covered);
  EXPECT_EQ(estimate(shipped_gpu("v100"), calibration, network, {}).coverage,
            covered + ", of host deepbench")
      << "the rows have a host that this estimate leaves out";
  EXPECT_EQ(
      estimate(shipped_gpu("p100"), calibration, network, {}).coverage,
      "no published rows of such networks: error not known; the rows of P100, training have a "
      "bias of -48 %");
  EXPECT_EQ(estimate(shipped_gpu("h200"), calibration, network, {}).coverage,
            "no published rows of such networks: error not known");
}

TEST(GpuModelGroups, EachNumberOfTheShippedGpusAndOfTheCalibrationHasItsSource) {
  const auto sourced = [](const std::vector<std::string>& pointers, const auto& sources,
                          const std::string& file) {
    for (const std::string& pointer : pointers) {
      if (pointer == "/name" || pointer == "/description" || pointer == "/sources" ||
          pointer == "/date" || pointer == "/groups")
        continue;
      EXPECT_TRUE(sources.contains(pointer)) << file << pointer;
    }
  };
  int gpus = 0;
  for (const auto& entry : std::filesystem::directory_iterator(kGpus)) {
    const std::string name = entry.path().stem().string();
    if (name.starts_with("model_")) continue;
    sourced(json::pointers(json::knobs<Gpu>()), load_gpu(entry.path()).sources, name);
    ++gpus;
  }
  EXPECT_EQ(gpus, 10);
  sourced(json::pointers(json::knobs<Calibration>()), frozen().sources, "the calibration");
}

/// The error of loading this text, without its file; empty if it loads.
std::string complaint_of(const std::string& text, const auto& load) {
  const std::filesystem::path file =
      std::filesystem::temp_directory_path() / fmt::format("rdasim_model_{}.json", ::getpid());
  write_file(file, text);
  std::string what;
  try {
    load(file);
  } catch (const ConfigError& error) {
    what = error.what();
  }
  std::filesystem::remove(file);
  return what.empty() ? "" : what.substr(what.find('#'));
}

TEST(GpuModelGroups, ACalibrationReadsBackAndAGroupOfNoStyleIsRefused) {
  Calibration calibration = frozen();
  const auto complaint = [&] {
    return complaint_of(json::write(calibration), [](const auto& file) { load_calibration(file); });
  };
  EXPECT_EQ(complaint(), "");
  calibration.groups.at(1).style = "cudn";
  EXPECT_EQ(complaint(),
            "#/groups/1/style: \"cudn\" is no style (framework, fused_cell, cudnn, persistent, "
            "cuda_graph, ecornn_default, ecornn_fused, ecornn_layout, training)");
  calibration.groups.at(1).style = "cudnn";
  calibration.groups.at(1).host = "cloud";
  EXPECT_EQ(complaint(), "#/groups/1/host: \"cloud\" is no host (none, deepbench)");
  calibration.groups.at(1).host = "none";
  calibration.groups.at(1).ranges["batch"] = {2, 1};
  EXPECT_EQ(complaint(), "#/groups/1/ranges/batch: is no range ([smallest, largest])");
}

TEST(GpuModelGroups, AGpuOfOnesOwnExtendsAShippedOne) {
  const std::string text = fmt::format(R"({{"extends": "{}", "name": "mine", "sms": 40}})",
                                       (kGpus / "v100.json").string());
  EXPECT_EQ(complaint_of(text,
                         [](const auto& file) {
                           const Gpu gpu = load_gpu(file);
                           EXPECT_EQ(gpu.name, "mine");
                           EXPECT_EQ(gpu.sms, 40);
                           EXPECT_EQ(gpu.dram_gbs, 900);
                         }),
            "");
}

TEST(GpuModelGroups, AGpuIsRefusedWithItsPlace) {
  const auto complaint = [](const Override& wrong) {
    try {
      load_gpu(kGpus / "v100.json", std::vector<Override>{wrong});
    } catch (const ConfigError& error) {
      const std::string what = error.what();
      return what.substr(what.find('#'));
    }
    return std::string();
  };
  EXPECT_EQ(complaint({"/sms", "100"}), "");
  EXPECT_EQ(complaint({"/dram_gbs", "785"}), "");
  EXPECT_EQ(complaint({"/dram_gbs", "784"}),
            "#/dram_reached_gbs: 785 is above the peak, dram_gbs = 784");
  EXPECT_EQ(complaint({"/compute_capability", "\"7\""}),
            "#/compute_capability: \"7\" is no version (such as \"8.0\") (from --set "
            "/compute_capability=\"7\")");
}

}  // namespace
}  // namespace rda::gpu::model_test

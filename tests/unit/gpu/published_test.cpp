// SPDX-License-Identifier: Apache-2.0
#include "gpu/published.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <set>

#include "base/file.h"
#include "gpu/model/network.h"
#include "gpu/published_csv.h"
#include "rda/error.h"
#include "unit/gpu/support_model.h"

namespace rda::gpu::model_test {
namespace {

namespace fs = std::filesystem;

std::string error_of(const auto& action) {
  try {
    action();
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

PublishedRow found_in(std::string_view table, const Measured& shape) {
  return find_published(published(kPublished, table), table, shape);
}

/// A file with this text, which is gone afterwards.
class CsvFile {
 public:
  explicit CsvFile(const std::string& text)
      : path_(fs::temp_directory_path() / ("rdasim_published_" + std::to_string(::getpid()))) {
    write_file(path_, text);
  }
  ~CsvFile() { fs::remove(path_); }
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

TEST(Published, EveryRowOfEveryTableIsRead) {
  std::set<std::string> names;
  std::size_t networks = 0, products = 0, kernels = 0;
  for (const PublishedTable& table : published_tables(kPublished)) {
    EXPECT_TRUE(names.insert(table.name).second) << table.name;
    EXPECT_FALSE(table.source.empty() || table.device.empty()) << table.name;
    if (table.kind == TableKind::rnn) {
      const auto rows = published(kPublished, table.name);
      EXPECT_FALSE(rows.empty()) << table.name;
      networks += rows.size();
    } else if (table.kind == TableKind::gemm) {
      products += published_gemms(kPublished, table.name).size();
    } else {
      kernels += published_kernels(kPublished, table.name).size();
    }
  }
  EXPECT_EQ(names.size(), 33u);
  EXPECT_EQ(networks, 11 * 53u + 8 * 53u + 3 * 69u + 3 * 10u + 3u + 27u + 36u);
  EXPECT_EQ(products, 2 * 160u);
  EXPECT_EQ(kernels, 24u);
}

TEST(Published, EveryFileOfTheFolderIsInTheIndex) {
  std::set<std::string> files{"index.csv", "README.md"};
  for (const PublishedTable& table : published_tables(kPublished)) files.insert(table.file);
  for (const auto& entry : fs::directory_iterator(kPublished))
    EXPECT_TRUE(files.contains(entry.path().filename().string())) << entry.path();
}

TEST(Published, AllNetworksButThoseThatNobodyStatedCanBeEstimated) {
  for (const PublishedTable& table : published_tables(kPublished)) {
    if (table.kind != TableKind::rnn || table.name == "rtx_2070s") continue;
    for (PublishedRow& row : published(kPublished, table.name)) {
      if (bytes_of(row.network.precision) == 0) row.network.precision = "fp32";  // other chips
      EXPECT_EQ(error_of([&] { network_of(row.network); }), "") << table.name;
    }
  }
}

TEST(Published, DeepBenchSkipsTheInputProductAndTheServingTableCountsIt) {
  const PublishedRow row = published(kPublished, "v100_deepbench_fp32").front();
  EXPECT_EQ(row.network.cell, "rnn");
  EXPECT_EQ(row.network.hidden, 1760);
  EXPECT_EQ(row.network.input, 1760);
  EXPECT_EQ(row.network.batch, 16);
  EXPECT_EQ(row.network.steps, 50);
  EXPECT_EQ(row.network.precision, "fp32");
  EXPECT_EQ(row.network.input_product, false);
  EXPECT_EQ(row.ms, 4.201);
  EXPECT_EQ(published(kPublished, "v100_serving").front().network.input_product, true);
}

TEST(Published, ServingRowsAreFoundByTheirShape) {
  Measured shape;
  shape.cell = "lstm";
  shape.hidden = 512;
  shape.steps = 25;
  EXPECT_EQ(found_in("v100_serving", shape).ms, 0.60);
  EXPECT_EQ(found_in("xeon_serving", shape).ms, 11.50);
  shape.batch = 2;
  EXPECT_EQ(error_of([&] { found_in("v100_serving", shape); }),
            "published table v100_serving: no row for lstm, hidden 512, batch 2, steps 25 (it has "
            "256 x 150 batch 1, 512 x 25 batch 1, 1024 x 25 batch 1, 1536 x 50 batch 1, 2048 x 25 "
            "batch 1)");
  EXPECT_EQ(found_in("titan_xp_deepbench_inference", shape).ms, 1.296);
  shape.batch.reset();
  EXPECT_EQ(error_of([&] { found_in("gtx_1080ti_deepbench_inference", shape); }),
            "published table gtx_1080ti_deepbench_inference: 3 rows for lstm, hidden 512, steps 25 "
            "(state more of the network)");
}

TEST(Published, PlasticineHasItsThreeRowsAlone) {
  EXPECT_EQ(published(kPublished, "plasticine_serving").size(), 3u);
}

TEST(Published, OfTwoMeasurementsOfANetworkTheFirstCounts) {
  Measured shape;
  shape.hidden = 256;
  shape.layers = 1;
  shape.steps = 8000;
  const PublishedRow row = found_in("a100_pcie_fp32_forward", shape);
  EXPECT_EQ(row.ms, 111.976);
  EXPECT_EQ(row.network.input, 9);
  EXPECT_EQ(row.source, "github:HanXuxx/RNN_kernel@c03f5af: docs/a100_forward_kernel_study.md");
}

TEST(Published, ATableOfThatNameOrKindIsMissing) {
  const std::string index = (kPublished / "index.csv").string();
  EXPECT_EQ(error_of([] { published(kPublished, "v100_servin"); }),
            index + ": has no table \"v100_servin\"; did you mean \"v100_serving\"?");
  EXPECT_EQ(error_of([] { published(kPublished, "v100_gemm_fp32"); }),
            index + ": v100_gemm_fp32 is a table of kind gemm (not rnn)");
}

TEST(Published, ACellInQuotesMayHaveCommasAndQuotes) {
  const CsvFile file("a,b\r\n\"1, \"\"2\"\"\",3\n");
  const PublishedCsv csv(file.path());
  ASSERT_EQ(csv.rows(), 1u);
  EXPECT_EQ(csv.text(0, "a"), "1, \"2\"");
  EXPECT_EQ(csv.integer(0, "b"), 3);
  EXPECT_EQ(csv.text(0, "c"), "");
}

TEST(Published, AWrongCellIsNamedWithItsLine) {
  const CsvFile file("a,b\n1,\n0,2x\n-1,nan\n");
  const PublishedCsv csv(file.path());
  const std::string name = file.path().string();
  EXPECT_EQ(csv.number(0, "b"), std::nullopt);
  EXPECT_EQ(error_of([&] { csv.number(1, "a"); }),
            name + ": line 3, a: \"0\" is no number above 0");
  EXPECT_EQ(error_of([&] { csv.integer(1, "b"); }),
            name + ": line 3, b: \"2x\" is no size above 0");
  EXPECT_EQ(error_of([&] { csv.number(2, "a"); }),
            name + ": line 4, a: \"-1\" is no number above 0");
  EXPECT_EQ(error_of([&] { csv.number(2, "b"); }),
            name + ": line 4, b: \"nan\" is no number above 0");
}

TEST(Published, ALineWithTooFewCellsIsNamed) {
  const CsvFile file("a,b\n1,2\n3\n");
  EXPECT_EQ(error_of([&] { PublishedCsv csv(file.path()); }),
            file.path().string() + ": line 3 has 1 cells (2, as the first line)");
}

}  // namespace
}  // namespace rda::gpu::model_test

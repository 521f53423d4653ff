// SPDX-License-Identifier: Apache-2.0
// A chip that is another one but for some values.
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

#include "base/file.h"
#include "rda/chip.h"
#include "rda/error.h"

namespace rda {
namespace {

namespace fs = std::filesystem;

class ChipExtends : public testing::Test {
 protected:
  ChipExtends()
      : folder_(fs::path(testing::TempDir()) / ("rda-extends-" + std::to_string(getpid()))) {
    fs::create_directories(folder_ / "sub");
    fs::copy_file(fs::path(RDA_SOURCE_DIR) / "configs/tiny.json", folder_ / "base.json",
                  fs::copy_options::overwrite_existing);
  }
  ~ChipExtends() override { fs::remove_all(folder_); }

  fs::path file(const std::string& name, const std::string& text) const {
    write_file(folder_ / name, text);
    return folder_ / name;
  }

  /// The error of loading a chip, without the path of the folder; empty if there is none.
  std::string complaint(const std::string& name,
                        const std::vector<Override>& overrides = {}) const {
    try {
      load_chip(folder_ / name, overrides);
    } catch (const Error& error) {
      std::string what = error.what();
      const std::string folder = folder_.string() + "/";
      for (std::size_t at; (at = what.find(folder)) != what.npos;) what.erase(at, folder.size());
      return what;
    }
    return "";
  }

  const fs::path folder_;
};

TEST_F(ChipExtends, IsTheOtherOneButForWhatItSays) {
  const Chip chip = load_chip(file("c.json", R"({"extends": "base.json", "pcu": {"lanes": 8}})"));
  Chip base = load_chip(folder_ / "base.json");
  EXPECT_EQ(chip.name, "c");
  EXPECT_EQ(chip.description, "");
  EXPECT_FALSE(chip.sources.contains("/pcu/lanes"));
  EXPECT_EQ(chip.sources.at("/pcu/stages"), base.sources.at("/pcu/stages"));
  base.name = "c";
  base.description = "";
  base.pcu.lanes = 8;
  ASSERT_EQ(base.sources.erase("/pcu/lanes"), 1u);
  EXPECT_EQ(to_json(chip), to_json(base));
}

TEST_F(ChipExtends, PortsThatDoNotFitAreTheFaultOfWhatIsNewest) {
  const std::string ports =
      ": source 3 would be at row 6 of 4 (offset 0, spacing 2: 2 fit; spacing 0 spreads them over "
      "the side)";
  file("small.json", R"({"extends": "base.json", "grid": {"rows": 4}})");
  EXPECT_EQ(complaint("small.json"), "small.json#/grid/rows" + ports);
  EXPECT_EQ(complaint("base.json", {{"/grid/rows", "4"}}),
            "base.json#/grid/rows" + ports + " (from --set /grid/rows=4)");
  file("many.json", R"({"extends": "base.json", "stream": {"sources": {"count": 9}}})");
  EXPECT_EQ(complaint("many.json").find("many.json#/stream/sources/count: source 8"), 0u);
  file("wide.json", R"({"extends": "base.json", "stream": {"sources": {"spacing": 3}}})");
  EXPECT_EQ(complaint("wide.json").find("wide.json#/stream/sources/spacing: source 3"), 0u);
}

TEST_F(ChipExtends, ChainsFromFolderToFolder) {
  file("sub/a.json", R"({"extends": "../base.json", "pcu": {"lanes": 8, "stages": 5}})");
  const Chip chip = load_chip(file("c.json", R"({"extends": "sub/a.json", "pcu": {"lanes": 16},
                         "sources": {"/pcu/lanes": "a guess"}})"));
  EXPECT_EQ(chip.pcu.lanes, 16);
  EXPECT_EQ(chip.pcu.stages, 5);
  EXPECT_EQ(chip.pcu.registers, load_chip(folder_ / "base.json").pcu.registers);
  EXPECT_EQ(chip.sources.at("/pcu/lanes"), "a guess");
}

TEST_F(ChipExtends, CirclesAreRefused) {
  file("a.json", R"({"extends": "b.json"})");
  file("b.json", R"({"extends": "a.json"})");
  EXPECT_EQ(complaint("a.json"),
            "b.json#/extends: a.json leads back here (a file cannot extend itself)");
  file("c.json", R"({"extends": "c.json"})");
  EXPECT_EQ(complaint("c.json"),
            "c.json#/extends: c.json leads back here (a file cannot extend itself)");
}

TEST_F(ChipExtends, FileThatIsMissingIsNamedWhereItIsExtended) {
  file("c.json", R"({"extends": "none.json"})");
  EXPECT_EQ(complaint("c.json"),
            "c.json#/extends: none.json does not exist (a path relative to this file)");
  file("c.json", R"({"extends": 3})");
  EXPECT_EQ(complaint("c.json"),
            "c.json#/extends: expected a string, got 3 (the file that this one extends)");
}

TEST_F(ChipExtends, ErrorsNameTheFileWhereTheValueStands) {
  file("a.json", R"({"grid": {"rows": 0}, "pcu": {"lanes": 4}})");
  file("c.json", R"({"extends": "a.json", "pcu": {"lanes": 8}})");
  EXPECT_EQ(complaint("c.json"),
            "a.json#/grid/rows: 0 is out of range [1, 256] (rows of the grid)");
  file("c.json", R"({"extends": "a.json", "grid": {"rows": 8}, "pcu": {"lanes": 800}})");
  EXPECT_TRUE(complaint("c.json").starts_with("c.json#/pcu/lanes: 800 is out of range"));
  EXPECT_TRUE(complaint("c.json", {{"/pcu/lanes", "900"}})
                  .starts_with("c.json#/pcu/lanes: 900 is out of range"));
  file("a.json", R"({"grid": {"strip": "X"}})");
  file("c.json", R"({"extends": "a.json"})");
  EXPECT_TRUE(complaint("c.json").starts_with("a.json#/grid/strip: \"X\" may only have"));
}

TEST_F(ChipExtends, OfAnotherKindIsRefused) {
  file("w.json", R"({"cell": "lstm", "hidden": 8})");
  file("c.json", R"({"extends": "w.json"})");
  EXPECT_TRUE(complaint("c.json").starts_with("w.json is a workload, not a chip"));
}

TEST_F(ChipExtends, IsReadAgainAsOneFileWithoutExtends) {
  const fs::path whole = file(
      "d.json", to_json(load_chip(file("c.json", R"({"extends": "base.json", "clock_mhz": 5})"))));
  EXPECT_EQ(read_file(whole, 1 << 20).find("extends"), std::string::npos);
  EXPECT_EQ(to_json(load_chip(whole)), read_file(whole, 1 << 20));
}

}  // namespace
}  // namespace rda

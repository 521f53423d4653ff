// SPDX-License-Identifier: Apache-2.0
#include "base/cache_folder.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>

#include "base/file.h"
#include "base/sha256.h"

namespace rda {
namespace {

namespace fs = std::filesystem;

/// A folder of the test's own, yet to be made.
struct CacheFolderTest : testing::Test {
  CacheFolderTest()
      : folder(fs::temp_directory_path() /
               (std::string("rda_cache_") +
                testing::UnitTest::GetInstance()->current_test_info()->name() + "_" +
                std::to_string(::getpid()))) {}
  ~CacheFolderTest() override { fs::remove_all(folder); }

  fs::path entry(std::string_view key) const { return folder / (sha256(key) + ".entry"); }
  void use_at(const fs::path& file, std::int64_t seconds) const {
    const timespec times[2] = {{seconds, 0}, {seconds, 0}};
    ASSERT_EQ(::utimensat(AT_FDCWD, file.c_str(), times, 0), 0);
  }
  std::int64_t files() const {
    return std::distance(fs::directory_iterator(folder), fs::directory_iterator());
  }

  const fs::path folder;
};

TEST_F(CacheFolderTest, FindsWhatWasKeptUnderTheSameKeyOnly) {
  CacheFolder cache(folder / "deep" / "er", 1000);
  EXPECT_EQ(cache.find("a"), std::nullopt);
  EXPECT_FALSE(fs::exists(folder)) << "nothing was kept yet";
  const std::string text("one\0two", 7);
  cache.keep("a", text);
  EXPECT_EQ(cache.problem(), "");
  EXPECT_EQ(cache.find("a"), text);
  EXPECT_EQ(cache.find("b"), std::nullopt);
}

TEST_F(CacheFolderTest, TakesNoFileThatIsCutOffOrChanged) {
  CacheFolder cache(folder, 1000);
  cache.keep("a", "some text");
  const std::string whole = read_file(entry("a"), 1000);
  for (std::size_t length = 0; length < whole.size(); ++length) {
    write_file(entry("a"), whole.substr(0, length));
    EXPECT_EQ(cache.find("a"), std::nullopt) << length;
  }
  for (std::size_t at = 0; at < whole.size(); ++at) {
    std::string changed = whole;
    changed[at] = changed[at] == 'x' ? 'y' : 'x';
    write_file(entry("a"), changed);
    EXPECT_EQ(cache.find("a"), std::nullopt) << at;
  }
  cache.keep("a", "some text");
  EXPECT_EQ(cache.find("a"), "some text");
}

TEST_F(CacheFolderTest, DropsWhatWasNotUsedForLongest) {
  CacheFolder cache(folder, 4 * 164);  // an entry is its text and 64 letters
  for (const char* key : {"a", "b", "c", "d"}) cache.keep(key, std::string(100, *key));
  use_at(entry("a"), 1000);
  use_at(entry("b"), 1003);
  use_at(entry("c"), 1001);
  use_at(entry("d"), 1002);
  EXPECT_TRUE(cache.find("a")) << "is used now";
  cache.keep("e", std::string(100, 'e'));
  EXPECT_FALSE(cache.find("c"));
  cache.keep("f", std::string(150, 'f'));  // takes two entries' room
  EXPECT_FALSE(cache.find("d"));
  EXPECT_FALSE(cache.find("b"));
  for (const char* key : {"a", "e", "f"}) EXPECT_TRUE(cache.find(key)) << key;
}

TEST_F(CacheFolderTest, KeepsNothingThatIsLargerThanAllItMayHold) {
  CacheFolder cache(folder, 163);
  cache.keep("a", std::string(100, 'a'));
  EXPECT_EQ(cache.find("a"), std::nullopt);
  EXPECT_EQ(files(), 0);
}

TEST_F(CacheFolderTest, TouchesNoFilesOfOthers) {
  fs::create_directories(folder);
  for (const char* name : {"report.json", "0123.entry", ".rdasim-1"}) {
    write_file(folder / name, std::string(100, 'x'));
    use_at(folder / name, 1000);
  }
  fs::create_directories(entry("folder"));
  CacheFolder cache(folder, 0);
  cache.keep("a", "text");
  EXPECT_EQ(files(), 4);
}

TEST_F(CacheFolderTest, ClearsAwayWhatAKilledRunLeftAnHourAgo) {
  fs::create_directories(folder);
  write_file(folder / ".rdasim-1-0.tmp", "half a te");
  write_file(folder / ".rdasim-2-0.tmp", "");
  use_at(folder / ".rdasim-1-0.tmp", 1000);
  CacheFolder cache(folder, 1000);
  cache.keep("a", "text");
  EXPECT_FALSE(fs::exists(folder / ".rdasim-1-0.tmp"));
  EXPECT_TRUE(fs::exists(folder / ".rdasim-2-0.tmp")) << "its run may be writing it";
}

TEST_F(CacheFolderTest, SaysWhyAFolderCannotBeUsed) {
  write_file(folder, "a file");
  CacheFolder below(folder / "sub", 1000);
  below.keep("a", "text");
  EXPECT_EQ(below.problem(), (folder / "sub").string() + ": cannot be made: Not a directory");
  EXPECT_EQ(below.find("a"), std::nullopt);
  CacheFolder system("/proc", 1000);  // no file can be made in it, not by root either
  system.keep("a", "text");
  EXPECT_EQ(system.problem().find("/proc/" + sha256("a") + ".entry: cannot be written"), 0u)
      << system.problem();
}

TEST_F(CacheFolderTest, LeavesNothingWhereTheTextDoesNotFit) {
  fs::create_directories(folder);
  std::signal(SIGXFSZ, SIG_IGN);
  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
  const rlimit little{80, before.rlim_max};  // bytes of a file, as a full disk
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &little), 0);
  CacheFolder cache(folder, 1000);
  cache.keep("a", std::string(100, 'a'));
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &before), 0);
  EXPECT_NE(cache.problem().find("cannot be written: File too large"), std::string::npos)
      << cache.problem();
  EXPECT_EQ(files(), 0);
  cache.keep("b", "short");
  EXPECT_EQ(cache.problem(), "");
}

}  // namespace
}  // namespace rda

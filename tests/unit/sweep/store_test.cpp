// SPDX-License-Identifier: Apache-2.0
#include "sweep/store.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <map>

#include "base/file.h"
#include "rda/error.h"

namespace rda::sweep {
namespace {

namespace fs = std::filesystem;

class StoreTest : public testing::Test {
 protected:
  StoreTest() {
    std::string name = (fs::temp_directory_path() / "rdasim_store_XXXXXX").string();
    folder_ = mkdtemp(name.data());
  }
  ~StoreTest() override { fs::remove_all(folder_); }

  Store store() const { return Store(folder_ / "store"); }
  static std::string key(char letter) { return std::string(64, letter); }
  /// All files below the store's folder, and what they hold.
  std::map<std::string, std::string> files() const {
    std::map<std::string, std::string> all;
    for (const auto& entry : fs::recursive_directory_iterator(folder_ / "store"))
      if (entry.is_regular_file())
        all[fs::relative(entry.path(), folder_ / "store")] = read_file(entry.path(), 1000);
    return all;
  }

  fs::path folder_;
};

TEST_F(StoreTest, ResultLiesUnderTheFirstTwoLettersOfItsKey) {
  store().prepare();
  store().put_result(key('a'), "text\n");
  EXPECT_EQ(files(), (std::map<std::string, std::string>{{"aa/" + key('a') + ".json", "text\n"}}));
  EXPECT_EQ(store().has(key('a')), Stored::result);
  EXPECT_EQ(store().get(key('a')), "text\n");
}

TEST_F(StoreTest, StoreThatDoesNotExistHasNothing) {
  EXPECT_EQ(store().has(key('a')), Stored::nothing);
  EXPECT_EQ(store().get(key('a')), std::nullopt);
  store().for_each([](const std::string& found, Stored) { ADD_FAILURE() << found; });
}

TEST_F(StoreTest, ResultReplacesAnError) {
  store().put_error(key('b'), "no time\n");
  EXPECT_EQ(store().has(key('b')), Stored::error);
  EXPECT_EQ(store().get(key('b')), "no time\n");
  store().put_result(key('b'), "done\n");
  EXPECT_EQ(files(), (std::map<std::string, std::string>{{"bb/" + key('b') + ".json", "done\n"}}));
}

TEST_F(StoreTest, ErrorNeverReplacesAResult) {
  store().put_result(key('b'), "done\n");
  store().put_error(key('b'), "no time\n");
  EXPECT_EQ(files().size(), 1u);
  EXPECT_EQ(store().get(key('b')), "done\n");
}

TEST_F(StoreTest, KeysComeOnceAndInOrder) {
  store().put_error(key('c'), "");
  store().put_result(key('d'), "");
  store().put_result(key('0'), "");
  // As left by a process that was killed between putting the result and removing the error.
  std::ofstream(store().error_file(key('d'))) << "old";
  std::ofstream(folder_ / "store" / "00" / "notes.json") << "not ours";
  std::vector<std::pair<std::string, Stored>> seen;
  store().for_each([&](const std::string& found, Stored what) { seen.emplace_back(found, what); });
  EXPECT_EQ(seen, (std::vector<std::pair<std::string, Stored>>{{key('0'), Stored::result},
                                                               {key('c'), Stored::error},
                                                               {key('d'), Stored::result}}));
}

TEST_F(StoreTest, FilesOfKilledProcessesAreRemovedAndThoseOfLivingOnesStay) {
  store().prepare();
  const pid_t gone = fork();
  if (gone == 0) _exit(0);
  waitpid(gone, nullptr, 0);
  char host[256] = {};
  gethostname(host, sizeof host - 1);
  const auto name = [&](const std::string& of, pid_t process) {
    return folder_ / "store" / (".rdasim-" + of + "-" + std::to_string(process) + "-0.tmp");
  };
  std::ofstream(name(host, gone)) << "half a res";
  std::ofstream(name(host, getpid())) << "half a res";
  std::ofstream(name("other-host", gone)) << "half a res";
  store().prepare();
  EXPECT_FALSE(fs::exists(name(host, gone)));
  EXPECT_TRUE(fs::exists(name(host, getpid())));
  EXPECT_TRUE(fs::exists(name("other-host", gone)));
  const auto hours_ago = fs::file_time_type::clock::now() - std::chrono::hours(2);
  fs::last_write_time(name("other-host", gone), hours_ago);
  store().prepare();
  EXPECT_FALSE(fs::exists(name("other-host", gone)));
}

TEST_F(StoreTest, FolderThatCannotBeMadeIsAnOutputError) {
  std::ofstream(folder_ / "store") << "a file";
  EXPECT_THROW(store().prepare(), OutputError);
  EXPECT_THROW(store().put_result(key('a'), ""), OutputError);
}

TEST_F(StoreTest, ResultThatCannotTakeItsPlaceLeavesNoTemporaryFile) {
  fs::create_directories(store().result_file(key('e')) / "in the way");
  EXPECT_THROW(store().put_result(key('e'), "text"), OutputError);
  EXPECT_TRUE(files().empty());
}

}  // namespace
}  // namespace rda::sweep

// SPDX-License-Identifier: Apache-2.0
#include "base/file.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include "rda/error.h"

namespace rda {
namespace {

namespace fs = std::filesystem;

/// An empty folder of the test's own.
struct FileTest : testing::Test {
  FileTest()
      : folder(fs::temp_directory_path() /
               (std::string("rda_file_") +
                testing::UnitTest::GetInstance()->current_test_info()->name() + "_" +
                std::to_string(::getpid()))) {
    fs::create_directories(folder);
  }
  ~FileTest() override { fs::remove_all(folder); }

  std::string message_of_writing(const fs::path& file) {
    try {
      write_file(file, "text");
    } catch (const OutputError& error) {
      EXPECT_EQ(error.exit_code, ExitCode::output_not_written);
      return error.what();
    }
    return "";
  }

  fs::path folder;
};

TEST_F(FileTest, ReadsBackWhatItWroteAndLeavesNothingElse) {
  const fs::path file = folder / "a.json";
  write_file(file, "old");
  write_file(file, std::string("new\0text", 8));
  EXPECT_EQ(read_file(file, 100), std::string("new\0text", 8));
  EXPECT_EQ(std::distance(fs::directory_iterator(folder), fs::directory_iterator()), 1);
}

TEST_F(FileTest, KeepsThePermissionsAndTheLinkOfAFileItReplaces) {
  write_file(folder / "real", "old");
  fs::permissions(folder / "real", fs::perms::owner_read | fs::perms::owner_write);
  fs::create_symlink("real", folder / "link");
  write_file(folder / "link", "new");
  EXPECT_TRUE(fs::is_symlink(folder / "link"));
  EXPECT_EQ(read_file(folder / "real", 100), "new");
  EXPECT_EQ(fs::status(folder / "real").permissions(),
            fs::perms::owner_read | fs::perms::owner_write);
}

TEST_F(FileTest, FollowsALinkToAFileThatIsYetToBeMade) {
  fs::create_directories(folder / "sub");
  fs::create_symlink("sub/second", folder / "first");
  fs::create_symlink("made", folder / "sub" / "second");
  write_file(folder / "first", "new");
  EXPECT_TRUE(fs::is_symlink(folder / "first"));
  EXPECT_TRUE(fs::is_symlink(folder / "sub" / "second"));
  EXPECT_EQ(read_file(folder / "sub" / "made", 100), "new");
}

TEST_F(FileTest, RefusesALinkThatLeadsNowhere) {
  fs::create_symlink("none/file", folder / "dangling");
  EXPECT_NE(message_of_writing(folder / "dangling").find("No such file"), std::string::npos);
  fs::create_symlink("circle", folder / "circle");
  EXPECT_NE(message_of_writing(folder / "circle").find("symbolic links"), std::string::npos);
}

TEST_F(FileTest, WritesTheLongestNameThatAFileCanHave) {
  const fs::path file = folder / std::string(255, 'n');
  write_file(file, "text");
  EXPECT_EQ(read_file(file, 100), "text");
  EXPECT_NE(message_of_writing(folder / std::string(256, 'n')).find("too long"), std::string::npos);
}

TEST_F(FileTest, SaysWhyAFileCannotBeWritten) {
  EXPECT_NE(message_of_writing(folder / "no" / "such").find("No such file"), std::string::npos);
  EXPECT_NE(message_of_writing(folder).find("Is a directory"), std::string::npos);
}

TEST_F(FileTest, NoticesAFullDisk) {
  EXPECT_EQ(message_of_writing("/dev/full"),
            "/dev/full: cannot be written: No space left on device");
}

TEST_F(FileTest, WritesToDevicesInPlace) {
  write_file("/dev/null", "text");
  EXPECT_TRUE(fs::is_character_file("/dev/null"));
}

TEST_F(FileTest, SaysWhyAFileCannotBeRead) {
  EXPECT_THROW(read_file(folder / "none", 100), ConfigError);
  EXPECT_THROW(read_file(folder, 100), ConfigError);
  write_file(folder / "big", std::string(101, 'x'));
  EXPECT_THROW(read_file(folder / "big", 100), ConfigError);
  EXPECT_THROW(read_file("/dev/zero", 1 << 20), ConfigError);
}

}  // namespace
}  // namespace rda

// SPDX-License-Identifier: Apache-2.0
#include <SQLiteCpp/SQLiteCpp.h>
#include <sqlite3.h>

#include "unit/gpu/support.h"

namespace rda::gpu {
namespace {

/// The bytes of a database that these statements make.
std::string database(const std::string& statements) {
  SQLite::Database made(":memory:", SQLite::OPEN_READWRITE);
  made.exec("PRAGMA page_size = 512;" + statements);
  sqlite3_int64 size = 0;
  unsigned char* bytes = sqlite3_serialize(made.getHandle(), "main", &size, 0);
  std::string text(reinterpret_cast<char*>(bytes), static_cast<std::size_t>(size));
  sqlite3_free(bytes);
  return text;
}

const std::string kStrings =
    "CREATE TABLE StringIds(id INTEGER PRIMARY KEY, value TEXT);"
    "INSERT INTO StringIds VALUES(1, 'k(int)'), (2, 'cudaLaunchKernel'), (3, 'k'), "
    "(4, 'cudaGraphLaunch_v10000');";
const std::string kKernels =
    "CREATE TABLE CUPTI_ACTIVITY_KIND_KERNEL(start INT, end INT, deviceId INT, streamId INT, "
    "correlationId INT, globalPid INT, demangledName INT, shortName INT, gridX INT, gridY INT, "
    "gridZ INT, blockX INT, blockY INT, blockZ INT, graphNodeId INT);";

TEST(NsysSqlite, OfTheOldestSchemaIsRead) {
  const Timeline timeline = imported(database(
      kStrings + kKernels +
      "INSERT INTO CUPTI_ACTIVITY_KIND_KERNEL VALUES(500, 800, 2, 7, 5, 16777216, 1, 3, 8, 2, 1, "
      "256, 1, 1, NULL);"
      "CREATE TABLE EXPORT_META_DATA(name TEXT, value TEXT);"
      "INSERT INTO EXPORT_META_DATA VALUES('EXPORT_SCHEMA_VERSION', '2.7.0');"
      "CREATE TABLE TARGET_INFO_GPU(id INT, name TEXT);"
      "INSERT INTO TARGET_INFO_GPU VALUES(0, 'P4'), (2, 'T4');"));
  ASSERT_EQ(timeline.kernels.size(), 1u);
  EXPECT_EQ(timeline.kernels[0].name, "k(int)");
  EXPECT_EQ(timeline.kernels[0].duration_ns, 300);
  EXPECT_EQ(timeline.kernels[0].grid->y, 2);
  EXPECT_EQ(timeline.kernels[0].launched_ns, std::nullopt);
  EXPECT_EQ(timeline.kernels[0].launch, Launch::stream);
  EXPECT_EQ(timeline.tool, "Nsight Systems, schema 2.7.0");
  EXPECT_EQ(timeline.device, "T4");
}

TEST(NsysSqlite, JoinsTheLaunchOfTheSameProcess) {
  const Timeline timeline = imported(database(
      kStrings + kKernels +
      "INSERT INTO CUPTI_ACTIVITY_KIND_KERNEL VALUES(500, 800, 0, 7, 5, 16777216, 1, 3, 8, 1, 1, "
      "256, 1, 1, NULL), (900, 950, 0, 7, 6, 16777216, 1, 3, 8, 1, 1, 256, 1, 1, NULL);"
      "CREATE TABLE CUPTI_ACTIVITY_KIND_RUNTIME(start INT, end INT, globalTid INT, correlationId "
      "INT, nameId INT);"
      "INSERT INTO CUPTI_ACTIVITY_KIND_RUNTIME VALUES(90, 95, 33554433, 5, 2), "
      "(100, 110, 16777217, 5, 2), (400, 410, 16777219, 6, 4);"));
  ASSERT_EQ(timeline.kernels.size(), 2u);
  EXPECT_EQ(timeline.kernels[0].launched_ns, 0);
  EXPECT_EQ(timeline.kernels[0].start_ns, 400);
  EXPECT_EQ(timeline.kernels[0].launch, Launch::stream);
  EXPECT_EQ(timeline.kernels[1].launched_ns, 300);
  EXPECT_EQ(timeline.kernels[1].launch, Launch::graph);
}

TEST(NsysSqlite, KernelsOfAGraphNodeSaySo) {
  const Timeline timeline = imported(database(
      kStrings + kKernels +
      "INSERT INTO CUPTI_ACTIVITY_KIND_KERNEL VALUES(5, 8, 0, 7, 5, 0, 1, 3, 8, 1, 1, 256, 1, 1, "
      "77);"));
  EXPECT_EQ(timeline.kernels[0].launch, Launch::graph);
}

TEST(NsysSqlite, CopiesAndWaitsHaveTablesOfTheirOwn) {
  const Timeline timeline = imported(database(
      kStrings + kKernels +
      "INSERT INTO CUPTI_ACTIVITY_KIND_KERNEL VALUES(5, 8, 0, 7, 5, 0, 1, 3, 8, 1, 1, 256, 1, 1, "
      "0);"
      "CREATE TABLE CUPTI_ACTIVITY_KIND_MEMCPY(start INT, end INT, streamId INT, bytes INT, "
      "copyKind INT);"
      "INSERT INTO CUPTI_ACTIVITY_KIND_MEMCPY VALUES(1, 3, 9, 4096, 1);"
      "CREATE TABLE CUPTI_ACTIVITY_KIND_MEMSET(start INT, end INT, streamId INT, bytes INT);"
      "CREATE TABLE CUPTI_ACTIVITY_KIND_SYNCHRONIZATION(start INT, end INT, syncType INT);"
      "INSERT INTO CUPTI_ACTIVITY_KIND_SYNCHRONIZATION VALUES(8, 9, 3);"
      "CREATE TABLE DIAGNOSTIC_EVENT(severity INT, text TEXT);"
      "INSERT INTO DIAGNOSTIC_EVENT VALUES(1, 'started'), (2, '12 events were lost');"));
  ASSERT_EQ(timeline.copies.size(), 1u);
  EXPECT_EQ(timeline.copies[0].name, "[CUDA memcpy Host-to-Device]");
  EXPECT_EQ(timeline.copies[0].bytes, 4096);
  ASSERT_EQ(timeline.synchronisations.size(), 1u);
  EXPECT_EQ(timeline.synchronisations[0].name, "stream");
  EXPECT_TRUE(noted(timeline, "12 events were lost"));
  EXPECT_FALSE(noted(timeline, "started"));
}

TEST(NvprofSqlite, HasOtherNamesOfTablesAndColumns) {
  const Timeline timeline = imported(database(
      "CREATE TABLE StringTable(_id_ INTEGER PRIMARY KEY, value TEXT);"
      "INSERT INTO StringTable VALUES(4, '_Z3addPfi'), (5, 'T4');"
      "CREATE TABLE CUPTI_ACTIVITY_KIND_CONCURRENT_KERNEL(_id_ INT, start INT, end INT, completed "
      "INT, deviceId INT, streamId INT, correlationId INT, name INT, gridX INT, gridY INT, gridZ "
      "INT, blockX INT, blockY INT, blockZ INT);"
      "INSERT INTO CUPTI_ACTIVITY_KIND_CONCURRENT_KERNEL VALUES(1, 50, 90, 91, 0, 7, 3, 4, 1, 1, "
      "1, 32, 1, 1);"
      "CREATE TABLE CUPTI_ACTIVITY_KIND_RUNTIME(_id_ INT, start INT, end INT, correlationId INT);"
      "INSERT INTO CUPTI_ACTIVITY_KIND_RUNTIME VALUES(1, 20, 30, 3);"
      "CREATE TABLE CUPTI_ACTIVITY_KIND_DEVICE(id INT, name INT);"
      "INSERT INTO CUPTI_ACTIVITY_KIND_DEVICE VALUES(0, 5);"));
  ASSERT_EQ(timeline.kernels.size(), 1u);
  EXPECT_EQ(timeline.kernels[0].name, "_Z3addPfi");
  EXPECT_EQ(timeline.kernels[0].demangled, "add(float*, int)");
  EXPECT_EQ(timeline.kernels[0].duration_ns, 40);
  EXPECT_EQ(timeline.kernels[0].start_ns, 30);
  EXPECT_EQ(timeline.format, "nvprof database");
  EXPECT_EQ(timeline.device, "T4");
}

TEST(NvprofSqlite, TakesTheTableOfKernelsThatHasRows) {
  const std::string columns =
      "(start INT, end INT, deviceId INT, name INT, gridX INT, gridY INT, gridZ INT, blockX INT, "
      "blockY INT, blockZ INT);";
  const Timeline timeline = imported(
      database("CREATE TABLE StringTable(_id_ INTEGER PRIMARY KEY, value TEXT);"
               "CREATE TABLE CUPTI_ACTIVITY_KIND_CONCURRENT_KERNEL" +
               columns + "CREATE TABLE CUPTI_ACTIVITY_KIND_KERNEL" + columns +
               "INSERT INTO CUPTI_ACTIVITY_KIND_KERNEL VALUES(1, 5, 0, 9, 1, 1, 1, 1, 1, 1);"));
  EXPECT_EQ(total_ns(timeline), 4);
  EXPECT_EQ(timeline.kernels[0].name, "(kernel without a name)");
}

TEST(NsysSqlite, WithoutKernelsIsRefusedWithWhatToExport) {
  EXPECT_TRUE(says(refusal(database(kStrings)), "without the table CUPTI_ACTIVITY_KIND_KERNEL"));
  EXPECT_TRUE(says(refusal(database(kStrings + kKernels)), "there is no kernel in it"));
  EXPECT_TRUE(says(refusal(database("CREATE TABLE CUPTI_ACTIVITY_KIND_GRAPH_TRACE(start INT);")),
                   "--cuda-graph-trace=node"));
  EXPECT_TRUE(says(refusal(database("CREATE TABLE rocpd_string(id INT);")), "database of rocpd"));
}

TEST(NsysSqlite, DamagedOrOddOnesAreRefused) {
  const std::string whole = database(kStrings + kKernels);
  EXPECT_TRUE(says(refusal(whole.substr(0, 700)), "is a SQLite database that cannot be read"));
  EXPECT_TRUE(says(
      refusal(database(kStrings + kKernels +
                       "INSERT INTO CUPTI_ACTIVITY_KIND_KERNEL VALUES(9, 8, 0, 7, 5, 0, 1, 3, 8, "
                       "1, 1, 256, 1, 1, 0);")),
      "a row ends at 8 ns, before it begins at 9 ns"));
}

TEST(NsysSqlite, InWriteAheadModeIsReadAsItWasClosed) {
  std::string bytes = database(kStrings + kKernels +
                               "INSERT INTO CUPTI_ACTIVITY_KIND_KERNEL VALUES(5, 8, 0, 7, 5, 0, 1, "
                               "3, 8, 1, 1, 256, 1, 1, 0);");
  bytes[18] = bytes[19] = 2;
  EXPECT_EQ(total_ns(imported(bytes)), 3);
}

}  // namespace
}  // namespace rda::gpu

// SPDX-License-Identifier: Apache-2.0
// Databases of Nsight Systems (schemas 2 and 3) and of nvprof, whose tables have the same names.
// Tables are there if they have rows, and columns come and go between versions.
#include <fmt/format.h>

#include <array>
#include <utility>

#include "base/text.h"
#include "gpu/read/database.h"
#include "gpu/read/database_cells.h"
#include "gpu/read/decimal.h"
#include "gpu/read/readers.h"
#include "gpu/read/text.h"

namespace rda::gpu::read {
namespace {

/// What tells the two kinds apart.
struct Dialect {
  bool nvprof;
  std::string strings, kernels;
  const char* id;

  explicit Dialect(const Database& database)
      : nvprof(database.has("StringTable")),
        strings(database.first_of({"StringIds", "StringTable"})),
        kernels(database.first_of(
            {"CUPTI_ACTIVITY_KIND_CONCURRENT_KERNEL", "CUPTI_ACTIVITY_KIND_KERNEL"})),
        id(nvprof ? "_id_" : "id") {}
};

/// A thread's or process's number of Nsight Systems: the part that both have.
std::int64_t process_of(std::int64_t global) { return global >> 24; }

class SqliteReader {
 public:
  SqliteReader(Database& database, Draft& draft)
      : database_(database),
        draft_(draft),
        cells_(draft),
        dialect_(database),
        strings_(database, dialect_.strings, dialect_.id) {}

  void run() {
    if (dialect_.kernels.empty()) refuse();
    draft_.timeline.format = dialect_.nvprof ? "nvprof database" : "Nsight Systems database";
    draft_.timeline.tool = dialect_.nvprof ? "nvprof" : "Nsight Systems" + schema();
    for (const char* table : {"CUPTI_ACTIVITY_KIND_RUNTIME", "CUPTI_ACTIVITY_KIND_DRIVER"})
      if (database_.has(table)) read_calls(table);
    calls_.sort();
    refuse_whole_graphs();
    read_kernels();
    read_copies("CUPTI_ACTIVITY_KIND_MEMCPY");
    read_copies("CUPTI_ACTIVITY_KIND_MEMSET");
    read_waits();
    read_device();
    read_warnings();
  }

 private:
  [[noreturn]] void refuse() const {
    if (database_.has("rocpd_string") || database_.has("rocpd_info_agent"))
      draft_.refuse("is a database of rocpd (export CSV: rocpd convert -f csv)");
    if (database_.has("CUPTI_ACTIVITY_KIND_GRAPH_TRACE"))
      draft_.refuse(
          "has CUDA graphs as a whole, no kernels (profile with --cuda-graph-trace=node)");
    draft_.refuse(
        "is a database without the table CUPTI_ACTIVITY_KIND_KERNEL: no kernel was recorded, or it "
        "is of another program (nsys profile --trace=cuda, then nsys export --type sqlite)");
  }

  /// Times of graphs are no times of kernels, and without them much is missing.
  void refuse_whole_graphs() {
    constexpr const char* kGraphs = "CUPTI_ACTIVITY_KIND_GRAPH_TRACE";
    if (!database_.has(kGraphs)) return;
    const std::string count = text_of("SELECT COUNT(*) FROM CUPTI_ACTIVITY_KIND_GRAPH_TRACE");
    if (count != "0")
      draft_.refuse(
          fmt::format("has {} launches of CUDA graphs as a whole, without their kernels "
                      "(profile with --cuda-graph-trace=node)",
                      count));
  }

  std::string text_of(const char* query) {
    SQLite::Statement row = database_.query(query);
    return row.executeStep() ? row.getColumn(0).getString() : "";
  }

  /// The version of the schema, of which the table had two names.
  std::string schema() {
    for (const char* table : {"META_DATA_EXPORT", "EXPORT_META_DATA"}) {
      if (!database_.has(table)) continue;
      const std::string query =
          std::string("SELECT value FROM ") + table + " WHERE name = 'EXPORT_SCHEMA_VERSION'";
      const std::string version = text_of(query.c_str());
      if (!version.empty()) return ", schema " + version;
    }
    return "";
  }

  void read_calls(const std::string& table) {
    const auto column = [&](const char* name) { return database_.column_or_null(table, name); };
    SQLite::Statement rows =
        database_.query(fmt::format("SELECT start, {}, {}, {} FROM {}", column("correlationId"),
                                    column("globalTid"), column("nameId"), table));
    while (rows.executeStep()) {
      if (rows.getColumn(1).isNull()) continue;
      const std::string_view name = strings_[rows.getColumn(3).getInt64()];
      calls_.add({process_of(rows.getColumn(2).getInt64()), rows.getColumn(1).getInt64(),
                  cells_.time(rows.getColumn(0)), contains(name, "GraphLaunch")});
    }
  }

  std::string kernel_query() const {
    const std::string& table = dialect_.kernels;
    const auto column = [&](const char* name) { return database_.column_or_null(table, name); };
    return fmt::format(
        "SELECT start, \"end\", {}, {}, {}, {}, {}, {}, {}, {}, gridX, gridY, gridZ, blockX, "
        "blockY, blockZ, {} FROM {}",
        column("demangledName"), column("shortName"), column("mangledName"), column("name"),
        column("deviceId"), column("streamId"), column("correlationId"), column("globalPid"),
        column("graphNodeId"), table);
  }

  /// The best of the names of a row.
  std::string_view name_of(const SQLite::Statement& row) const {
    for (const int place : {2, 5, 4, 3})
      if (!row.getColumn(place).isNull())
        if (const auto name = strings_[row.getColumn(place).getInt64()]; !name.empty()) return name;
    return "(kernel without a name)";
  }

  void read_kernels() {
    const bool tells_graphs = database_.has_column(dialect_.kernels, "graphNodeId");
    SQLite::Statement rows = database_.query(kernel_query());
    bool first = true;
    while (rows.executeStep()) {
      Kernel& kernel = draft_.add_kernel(name_of(rows), "GPU " + rows.getColumn(6).getString());
      if (std::exchange(first, false)) first_device_ = rows.getColumn(6).getInt64();
      kernel.start_ns = cells_.time(rows.getColumn(0));
      kernel.duration_ns = cells_.duration(rows, dialect_.kernels);
      kernel.stream = rows.getColumn(7).getString();
      kernel.grid = extent_in(rows, 10);
      kernel.block = extent_in(rows, 13);
      const HostCalls::Call* call =
          calls_.find(process_of(rows.getColumn(9).getInt64()), rows.getColumn(8).getInt64());
      if (call) kernel.launched_ns = call->start;
      const bool in_graph = rows.getColumn(16).getInt64() != 0 || (call && call->of_graph);
      if (tells_graphs || call) kernel.launch = in_graph ? Launch::graph : Launch::stream;
    }
    draft_.starts_to(1);
  }

  void read_copies(const std::string& table) {
    if (!database_.has(table)) return;
    const auto column = [&](const char* name) { return database_.column_or_null(table, name); };
    SQLite::Statement rows =
        database_.query(fmt::format("SELECT start, \"end\", {}, {}, {} FROM {}", column("bytes"),
                                    column("copyKind"), column("streamId"), table));
    while (rows.executeStep()) {
      const bool is_memset = rows.getColumn(3).isNull();
      Copy& copy =
          draft_.add_copy(is_memset ? "[CUDA memset]" : copy_name(rows.getColumn(3).getInt64()));
      copy.start_ns = cells_.time(rows.getColumn(0));
      copy.duration_ns = cells_.duration(rows, table);
      const std::int64_t bytes = rows.getColumn(2).getInt64();
      if (bytes >= 0 && bytes <= kLatest) copy.bytes = bytes;
      copy.stream = rows.getColumn(4).getString();
    }
  }

  void read_waits() {
    const std::string table = "CUPTI_ACTIVITY_KIND_SYNCHRONIZATION";
    if (!database_.has(table)) return;
    constexpr std::array<std::string_view, 5> kTypes{"synchronisation", "event",
                                                     "stream waits for event", "stream", "context"};
    SQLite::Statement rows = database_.query(fmt::format(
        "SELECT start, \"end\", {} FROM {}", database_.column_or_null(table, "syncType"), table));
    while (rows.executeStep()) {
      const std::int64_t type = rows.getColumn(2).getInt64();
      const bool known = type >= 0 && type < static_cast<std::int64_t>(kTypes.size());
      Synchronisation& wait =
          draft_.add_synchronisation(kTypes[known ? static_cast<std::size_t>(type) : 0]);
      wait.start_ns = cells_.time(rows.getColumn(0));
      wait.duration_ns = cells_.duration(rows, table);
    }
  }

  void read_device() {
    if (database_.has_column("TARGET_INFO_GPU", "name"))
      draft_.timeline.device = text_of(
          fmt::format("SELECT name FROM TARGET_INFO_GPU WHERE id = {}", first_device_).c_str());
    if (database_.has_column("CUPTI_ACTIVITY_KIND_DEVICE", "name")) {
      const std::string id = text_of(
          fmt::format("SELECT name FROM CUPTI_ACTIVITY_KIND_DEVICE WHERE {} = {}",
                      database_.column_or_null("CUPTI_ACTIVITY_KIND_DEVICE", "id"), first_device_)
              .c_str());
      if (const auto number = scaled(id, 0)) draft_.timeline.device = strings_[*number];
    }
  }

  /// What Nsight Systems found wrong with its own recording.
  void read_warnings() {
    const std::string table = "DIAGNOSTIC_EVENT";
    if (!database_.has_column(table, "severity") || !database_.has_column(table, "text")) return;
    constexpr int kWarning = 2;
    SQLite::Statement rows = database_.query(
        fmt::format("SELECT text FROM {} WHERE severity >= {} LIMIT 100", table, kWarning));
    while (rows.executeStep()) draft_.note("the profiler says: " + rows.getColumn(0).getString());
  }

  Database& database_;
  Draft& draft_;
  const DatabaseCells cells_;
  const Dialect dialect_;
  const Strings strings_;
  HostCalls calls_;
  std::int64_t first_device_ = 0;
};

}  // namespace

void read_sqlite(std::string& bytes, Draft& draft) {
  try {
    Database database(bytes);
    SqliteReader(database, draft).run();
  } catch (const SQLite::Exception& error) {
    draft.refuse("is a SQLite database that cannot be read: " + one_line(error.what()));
  }
}

}  // namespace rda::gpu::read

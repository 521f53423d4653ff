// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gpu/timeline.h"

namespace rda::gpu {

/// What a row of a published table is.
enum class TableKind {
  rnn,      ///< a network and the time of a call
  gemm,     ///< a matrix product and its time
  kernels,  ///< kernels of a network, each with its mean time
};
constexpr std::array<std::string_view, 3> names(TableKind) { return {"rnn", "gemm", "kernels"}; }

/// A published table: a row of workloads/published/index.csv.
struct PublishedTable {
  std::string name;  ///< "v100_serving"
  TableKind kind = TableKind::rnn;
  std::string file, ms;  ///< file, and its column of times
  std::string where;     ///< "column=value" of the rows that belong to the table; empty: all
  std::string device, software, source;
  Measured network;  ///< what all rows have in common
};

/// A network and its published time.
struct PublishedRow {
  Measured network;
  double ms = 0;
  std::string source;
};

/// A product [m x k] x [k x n] and its published time. The first factor has the weights.
struct PublishedGemm {
  std::int64_t m = 0, n = 0, k = 0;
  bool transposed = false;  ///< the first factor lies transposed in memory
  std::string precision;
  double ms = 0;
};

/// A kernel of a network, by a profiler.
struct PublishedKernel {
  std::string gpu, software, network, phase, kernel, kernel_class, note, source;
  std::optional<std::int64_t> launches;
  double mean_us = 0;
};

/// All tables, in the order of the index.
/// @throws ConfigError  naming file and line, what is wrong, and what would be right
std::vector<PublishedTable> published_tables(const std::filesystem::path& folder);

/// A table by its name. @throws ConfigError  naming the nearest name if there is none
PublishedTable published_table(const std::filesystem::path& folder, std::string_view name);

/// The rows of a table of networks that have a time, in the order of its file.
/// @throws ConfigError  as published_tables(); if the table is of another kind
std::vector<PublishedRow> published(const std::filesystem::path& folder, std::string_view name);

/// The rows of a table of products. @throws ConfigError  as published()
std::vector<PublishedGemm> published_gemms(const std::filesystem::path& folder,
                                           std::string_view name);

/// The rows of a table of kernels. @throws ConfigError  as published()
std::vector<PublishedKernel> published_kernels(const std::filesystem::path& folder,
                                               std::string_view name);

/// The row of a table, called `name` in messages, whose network has all that `shape` states.
/// Precision, phase and W x are not compared: the row says them, and readers have to see them. Of
/// several measurements of one network it is the first.
/// @throws ConfigError  if no row has, naming those of the same cell; or if several networks have
PublishedRow find_published(const std::vector<PublishedRow>& rows, std::string_view name,
                            const Measured& shape);

}  // namespace rda::gpu

// SPDX-License-Identifier: Apache-2.0
#include "gpu/published.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/paths.h"
#include "base/text.h"
#include "gpu/published_csv.h"
#include "gpu/timeline_text.h"
#include "rda/error.h"

namespace rda::gpu {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kIndex = "index.csv";

std::optional<bool> yes_or_no(const PublishedCsv& csv, std::size_t row, std::string_view column) {
  const std::string text = csv.text(row, column);
  if (text.empty()) return {};
  if (text != "yes" && text != "no")
    csv.fail(row, column, fmt::format("\"{}\" is neither yes nor no", one_line(text, 40)));
  return text == "yes";
}

/// A network as a row of a file has it; what the row does not say is that of `common`.
Measured network_in(const PublishedCsv& csv, std::size_t row, const Measured& common) {
  Measured network = common;
  const auto take = [&](std::string_view column, std::optional<std::int64_t>& size) {
    if (const auto found = csv.integer(row, column)) size = found;
  };
  if (const std::string cell = csv.text(row, "cell"); !cell.empty()) network.cell = cell;
  take("input", network.input);
  take("hidden", network.hidden);
  take("layers", network.layers);
  take("directions", network.directions);
  take("batch", network.batch);
  take("steps", network.steps);
  if (!network.input) network.input = network.hidden;  // DeepBench's networks
  return network;
}

TableKind kind_in(const PublishedCsv& csv, std::size_t row) {
  const auto kinds = names(TableKind{});
  const std::string text = csv.text(row, "kind");
  const auto found = std::ranges::find(kinds, text);
  if (found == kinds.end())
    csv.fail(row, "kind",
             fmt::format("\"{}\" is no kind (rnn, gemm, kernels)", one_line(text, 40)));
  return static_cast<TableKind>(found - kinds.begin());
}

PublishedTable table_in(const PublishedCsv& csv, std::size_t row) {
  PublishedTable table;
  table.name = csv.text(row, "name");
  table.kind = kind_in(csv, row);
  table.file = csv.text(row, "file");
  table.ms = csv.text(row, "ms");
  table.where = csv.text(row, "where");
  table.device = csv.text(row, "device");
  table.software = csv.text(row, "software");
  table.source = csv.text(row, "source");
  table.network = network_in(csv, row, {});
  table.network.precision = csv.text(row, "precision");
  table.network.phase = csv.text(row, "phase");
  table.network.input_product = yes_or_no(csv, row, "input_product");
  return table;
}

/// A table's file, and which of its rows belong to the table.
struct OpenTable {
  PublishedTable table;
  PublishedCsv csv;

  bool has(std::size_t row) const {
    const std::size_t equals = table.where.find('=');
    return table.where.empty() ||
           csv.text(row, table.where.substr(0, equals)) == table.where.substr(equals + 1);
  }
};

OpenTable open_table(const fs::path& folder, std::string_view name, TableKind kind) {
  PublishedTable table = published_table(folder, name);
  if (table.kind != kind)
    throw ConfigError(
        (folder / kIndex).string(), "",
        fmt::format("{} is a table of kind {} (not {})", name, word(table.kind), word(kind)));
  PublishedCsv csv(folder / table.file);
  if (!table.ms.empty()) csv.require({table.ms});
  if (!table.where.empty()) csv.require({table.where.substr(0, table.where.find('='))});
  return {std::move(table), std::move(csv)};
}

std::string shape_text(const Measured& shape) {
  std::vector<std::string> words = words_of_shape(shape);
  if (shape.cell.empty()) words.insert(words.begin(), "any cell");
  return join(words, ", ");
}

/// Whether a row's network is one that `shape` describes. What either does not state fits.
bool fits_shape(const Measured& row, const Measured& shape) {
  const auto same = [](const auto& a, const auto& b) { return !a || !b || *a == *b; };
  return (shape.cell.empty() || row.cell == shape.cell) && same(row.input, shape.input) &&
         same(row.hidden, shape.hidden) && same(row.layers, shape.layers) &&
         same(row.directions, shape.directions) && same(row.batch, shape.batch) &&
         same(row.steps, shape.steps);
}

std::string rows_of_cell(const std::vector<PublishedRow>& rows, const Measured& shape) {
  constexpr std::size_t kMostShown = 8;
  std::vector<std::string> shown;
  for (const PublishedRow& row : rows)
    if (row.network.cell == shape.cell && shown.size() <= kMostShown)
      shown.push_back(fmt::format("{} x {} batch {}", row.network.hidden.value_or(0),
                                  row.network.steps.value_or(0), row.network.batch.value_or(0)));
  if (shown.empty()) return "it has no row of this cell";
  if (shown.size() > kMostShown) shown.back() = "...";
  return "it has " + join(shown, ", ");
}

}  // namespace

std::vector<PublishedTable> published_tables(const fs::path& folder) {
  const PublishedCsv csv(folder / kIndex);
  csv.require({"name", "kind", "file", "ms", "where", "device", "software", "precision", "phase",
               "input_product", "source"});
  std::vector<PublishedTable> tables;
  for (std::size_t row = 0; row < csv.rows(); ++row) tables.push_back(table_in(csv, row));
  return tables;
}

PublishedTable published_table(const fs::path& folder, std::string_view name) {
  std::vector<std::string> known;
  for (PublishedTable& table : published_tables(folder)) {
    if (table.name == name) return table;
    known.push_back(table.name);
  }
  throw ConfigError(
      (folder / kIndex).string(), "",
      fmt::format("has no table \"{}\"{}", one_line(name, 60), did_you_mean(name, known)));
}

std::vector<PublishedRow> published(const fs::path& folder, std::string_view name) {
  const OpenTable open = open_table(folder, name, TableKind::rnn);
  std::vector<PublishedRow> rows;
  for (std::size_t row = 0; row < open.csv.rows(); ++row) {
    const std::optional<double> ms = open.csv.number(row, open.table.ms);
    if (!ms || !open.has(row)) continue;
    const std::string own = open.csv.text(row, "source");
    rows.push_back({network_in(open.csv, row, open.table.network), *ms,
                    own.empty() ? open.table.source : open.table.source + ": " + own});
  }
  return rows;
}

std::vector<PublishedGemm> published_gemms(const fs::path& folder, std::string_view name) {
  const OpenTable open = open_table(folder, name, TableKind::gemm);
  open.csv.require({"m", "n", "k", "a_t"});
  std::vector<PublishedGemm> rows;
  for (std::size_t row = 0; row < open.csv.rows(); ++row) {
    const std::optional<double> ms = open.csv.number(row, open.table.ms);
    const auto m = open.csv.integer(row, "m"), n = open.csv.integer(row, "n"),
               k = open.csv.integer(row, "k");
    if (!m || !n || !k) open.csv.fail(row, "m, n, k", "a size is missing");
    if (ms && open.has(row))
      rows.push_back(
          {*m, *n, *k, open.csv.text(row, "a_t") == "T", open.table.network.precision, *ms});
  }
  return rows;
}

std::vector<PublishedKernel> published_kernels(const fs::path& folder, std::string_view name) {
  const OpenTable open = open_table(folder, name, TableKind::kernels);
  open.csv.require({"gpu", "software", "network", "phase", "kernel", "class", "launches", "mean_us",
                    "note", "source"});
  std::vector<PublishedKernel> rows;
  for (std::size_t row = 0; row < open.csv.rows(); ++row) {
    const auto text = [&](std::string_view column) { return open.csv.text(row, column); };
    const std::optional<double> us = open.csv.number(row, "mean_us");
    if (!us) open.csv.fail(row, "mean_us", "is missing");
    rows.push_back({text("gpu"), text("software"), text("network"), text("phase"), text("kernel"),
                    text("class"), text("note"), text("source"), open.csv.integer(row, "launches"),
                    *us});
  }
  return rows;
}

PublishedRow find_published(const std::vector<PublishedRow>& rows, std::string_view name,
                            const Measured& shape) {
  const auto fits = [&](const PublishedRow& row) { return fits_shape(row.network, shape); };
  const auto found = std::ranges::find_if(rows, fits);
  if (found == rows.end())
    throw ConfigError(
        fmt::format("published table {}", name), "",
        fmt::format("no row for {} ({})", shape_text(shape), rows_of_cell(rows, shape)));
  const auto another = std::ranges::find_if(rows, [&](const PublishedRow& row) {
    return fits(row) && !fits_shape(row.network, found->network);
  });
  if (another != rows.end())
    throw ConfigError(fmt::format("published table {}", name), "",
                      fmt::format("{} rows for {} (state more of the network)",
                                  std::ranges::count_if(rows, fits), shape_text(shape)));
  return *found;
}

}  // namespace rda::gpu

// SPDX-License-Identifier: Apache-2.0
#include "catalog/own_tables.h"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "catalog/csv.h"
#include "catalog/own_checks.h"
#include "catalog/own_csv.h"

namespace holon::catalog {
namespace {

using base::Code;

std::string_view embedded_text(std::string_view name) {
  for (const auto& file : embedded_files()) {
    if (file.name == name) return file.text;
  }
  base::check(false, "every table that a user may add to is embedded");
  return {};
}

std::vector<std::string> columns_of(std::string_view table) {
  std::vector<std::string> out;
  const auto text = embedded_text(table);
  // the first line is all that is needed of a long table
  const std::string head(text.substr(0, text.find('\n') + 1));
  const Table header(head);
  for (const auto& cell : header.header()) out.emplace_back(cell.text);
  return out;
}

/// The values of a column, in the embedded table and in a user's.
class Names {
 public:
  Names(std::string_view table, std::string_view column, const std::vector<OwnTable>& own) {
    const Table embedded(embedded_text(table));
    for (std::size_t i = 0; i < embedded.size(); ++i) names_.emplace(embedded.row(i)[column]);
    for (const auto& one : own) {
      if (one.name != table) continue;
      for (std::size_t i = 0; i < one.rows.size(); ++i) names_.emplace(one.text(i, column));
    }
  }
  [[nodiscard]] bool has(std::string_view name) const { return names_.contains(name); }

 private:
  std::set<std::string, std::less<>> names_;
};

std::map<std::string, std::string, std::less<>> licences(const std::vector<OwnTable>& own) {
  std::map<std::string, std::string, std::less<>> out;
  const Table embedded(embedded_text("sources.csv"));
  for (std::size_t i = 0; i < embedded.size(); ++i)
    out[std::string(embedded.row(i)["key"])] = embedded.row(i)["licence"];
  for (const auto& one : own) {
    if (one.name != "sources.csv") continue;
    for (std::size_t i = 0; i < one.rows.size(); ++i)
      out[std::string(one.text(i, "key"))] = one.text(i, "licence");
  }
  return out;
}

std::string csv_cell(std::string_view text) {
  if (text.find_first_of(",\"\n\r") == std::string_view::npos) return std::string(text);
  std::string out = "\"";
  for (const char c : text) {
    out += c;
    if (c == '"') out += c;
  }
  return out + "\"";
}

std::string csv_line(const std::vector<std::string>& cells) {
  std::string out;
  for (std::size_t i = 0; i < cells.size(); ++i) out += (i == 0 ? "" : ",") + csv_cell(cells[i]);
  return out + "\n";
}

// a user's row in the columns of the catalogue, saying where it stands
std::string own_line(const OwnTable& table, std::size_t row,
                     const std::vector<std::string>& columns) {
  std::vector<std::string> cells;
  for (const auto& column : columns) {
    std::string text(table.text(row, column));
    if (column == "note") {
      const auto place = table.source->locate(table.rows[row].front().where.offset);
      text += fmt::format("{}{}:{}", text.empty() ? "" : "; ", table.source->name(), place.line);
    }
    cells.push_back(std::move(text));
  }
  return csv_line(cells);
}

// rows of one model stand together, in the order in which their parts are first named
OwnTable grouped(OwnTable table) {
  if (table.name != "part_models.csv") return table;
  std::vector<std::string> parts;
  for (std::size_t i = 0; i < table.rows.size(); ++i) {
    std::string part(table.text(i, "part"));
    if (std::find(parts.begin(), parts.end(), part) == parts.end())
      parts.push_back(std::move(part));
  }
  OwnTable out = table;
  out.rows.clear();
  for (const auto& part : parts) {
    for (std::size_t i = 0; i < table.rows.size(); ++i) {
      if (table.text(i, "part") == part) out.rows.push_back(table.rows[i]);
    }
  }
  return out;
}

// what a row takes the place of: of a model of a part, all of that model
std::span<const std::string_view> replaced_by(std::string_view table) {
  const auto keys = key_columns(table);
  return table == "part_models.csv" ? keys.first(1) : keys;
}

// the user's rows, then those of the catalogue that they do not replace; of coverage the later of
// two rows counts, so there the user's come last
std::string merged(const OwnTable& own) {
  const auto columns = columns_of(own.name);
  const auto keys = replaced_by(own.name);
  const bool is_last = own.name == "coverage.csv";
  std::string out = csv_line(columns);
  std::string own_rows;
  std::set<std::string> replaced;
  for (std::size_t i = 0; i < own.rows.size(); ++i) {
    std::string key;
    for (const auto column : keys) key += std::string(own.text(i, column)) + "\n";
    replaced.insert(std::move(key));
    own_rows += own_line(own, i, columns);
  }
  if (!is_last) out += own_rows;
  const Table embedded(embedded_text(own.name));
  for (std::size_t i = 0; i < embedded.size(); ++i) {
    const auto row = embedded.row(i);
    std::string key;
    for (const auto column : keys) key += std::string(row[column]) + "\n";
    if (replaced.contains(key)) continue;
    std::vector<std::string> cells;
    for (const auto& column : columns) cells.emplace_back(row[column]);
    out += csv_line(cells);
  }
  return is_last ? out + own_rows : out;
}

std::vector<OwnTable> read_all(const std::vector<OwnFile>& files, base::Diagnostics& wrong) {
  std::vector<OwnTable> out;
  const auto known = own_table_names();
  for (const auto& file : files) {
    if (std::find(known.begin(), known.end(), file.name) == known.end()) {
      const auto near = base::nearest(file.name, known);
      wrong.push_back({Code::own_table,
                       fmt::format("the catalogue has no table {} to add {} to", file.name,
                                   file.source->name()),
                       {},
                       "",
                       {},
                       {near ? fmt::format("did you mean {}?", *near)
                             : "its tables are " + base::listed(known, "and")}});
      continue;
    }
    auto table = read_own_table(file.source, file.name);
    if (table) {
      out.push_back(std::move(*table));
    } else {
      wrong.insert(wrong.end(), table.error().begin(), table.error().end());
    }
  }
  return out;
}

void check_all(const std::vector<OwnTable>& tables, base::Diagnostics& wrong) {
  const auto licence = licences(tables);
  const Names rules("pedigree.csv", "rule", tables);
  const Names grids("grids.csv", "code", tables);
  const Names items("embodied.csv", "item", tables);
  // the program knows these alone
  const Names profiles("profiles.csv", "profile", {});
  const Names packed("packs/agpl-3.0/profiles_boavizta.csv", "profile", {});
  const KnownNames known{
      [&](std::string_view source) { return licence.contains(source); },
      [&](std::string_view source) { return licence.find(source)->second; },
      [&](std::string_view rule) { return rules.has(rule); },
      [&](std::string_view grid) { return grids.has(grid); },
      [&](std::string_view item) { return items.has(item); },
      [&](std::string_view profile) { return profiles.has(profile) || packed.has(profile); }};
  for (const auto& table : tables) {
    const auto faults = check_own(table, columns_of(table.name), known);
    wrong.insert(wrong.end(), faults.begin(), faults.end());
  }
}

// what no check foresaw is told as the user's, for the embedded tables are read by every test
void try_all(const Catalog& catalog, base::Diagnostics& wrong) {
  try {
    for (std::size_t i = 0; i < kShelfCount; ++i)
      static_cast<void>(catalog.entries(static_cast<Shelf>(i)));
  } catch (const base::Bug& bug) {
    wrong.push_back({Code::own_table,
                     fmt::format("the catalogue cannot take these tables: {}", bug.what()),
                     {},
                     "",
                     {},
                     {}});
  }
}

}  // namespace

base::Result<std::unique_ptr<OwnCatalog>> with_own_tables(const std::vector<OwnFile>& files) {
  base::Diagnostics wrong;
  const auto tables = read_all(files, wrong);
  check_all(tables, wrong);
  if (!wrong.empty()) return tl::unexpected(std::move(wrong));

  std::deque<std::string> texts;
  std::vector<EmbeddedFile> together(embedded_files().begin(), embedded_files().end());
  for (const auto& table : tables) {
    texts.push_back(merged(grouped(table)));
    for (auto& file : together) {
      if (file.name == table.name) file.text = texts.back();
    }
  }
  auto out = std::make_unique<OwnCatalog>(std::move(texts), std::move(together));
  try_all(out->catalog(), wrong);
  if (!wrong.empty()) return tl::unexpected(std::move(wrong));
  return out;
}

}  // namespace holon::catalog

// SPDX-License-Identifier: Apache-2.0
#include "catalog/own_csv.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"

namespace holon::catalog {
namespace {

using base::Code;

/// Walks through a text cell by cell.
class CellReader {
 public:
  explicit CellReader(base::SourcePtr source) : source_(std::move(source)), text_(source_->text()) {
    constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
    if (text_.starts_with(kByteOrderMark)) at_ = kByteOrderMark.size();
  }

  [[nodiscard]] bool at_end() const { return at_ >= text_.size(); }

  // the cells of a line; none of an empty one
  std::vector<OwnCell> row(base::Diagnostics& wrong) {
    std::vector<OwnCell> out;
    do {
      out.push_back(text_.substr(at_, 1) == "\"" ? quoted(wrong) : bare());
    } while (accept(','));
    accept('\r');
    accept('\n');
    if (out.size() == 1 && out.front().text.empty()) out.clear();
    return out;
  }

 private:
  bool accept(char c) {
    if (at_end() || text_[at_] != c) return false;
    ++at_;
    return true;
  }

  OwnCell bare() {
    const auto start = at_;
    at_ = std::min(text_.find_first_of(",\n\r", at_), text_.size());
    // a carriage return inside a line is part of the cell, so that reading goes on
    const auto raw = text_.substr(start, at_ - start);
    if (!at_end() && text_[at_] == '\r' && text_.substr(at_, 2) != "\r\n") ++at_;
    return {std::string(base::trim(raw)), {source_, start, raw.size()}};
  }

  OwnCell quoted(base::Diagnostics& wrong) {
    const auto start = at_++;
    std::string out;
    while (true) {
      const auto quote = text_.find('"', at_);
      if (quote == std::string_view::npos) {
        wrong.push_back(
            {Code::own_table, "a quote is not closed", {source_, start, 1}, "", {}, {}});
        at_ = text_.size();
        return {out, {source_, start, 1}};
      }
      out += text_.substr(at_, quote - at_);
      at_ = quote + 1;
      if (!accept('"')) break;
      out += '"';
    }
    const auto end = at_;
    const auto next = std::min(text_.find_first_of(",\n\r", at_), text_.size());
    if (next != end)
      wrong.push_back({Code::own_table,
                       "text behind a closing quote",
                       {source_, end, next - end},
                       "",
                       {},
                       {"a quote inside quotes is written twice"}});
    at_ = next;
    return {std::string(base::trim(out)), {source_, start, end - start}};
  }

  base::SourcePtr source_;
  std::string_view text_;
  std::size_t at_ = 0;
};

void check_columns(const OwnTable& table, base::Diagnostics& wrong) {
  for (auto one = table.header.begin(); one != table.header.end(); ++one) {
    const bool is_twice = std::any_of(
        table.header.begin(), one, [&](const OwnCell& before) { return before.text == one->text; });
    if (is_twice || one->text.empty())
      wrong.push_back({Code::own_table,
                       is_twice ? fmt::format("two columns are called `{}`", one->text)
                                : std::string("a column has no name"),
                       one->where,
                       "",
                       {},
                       {}});
  }
}

}  // namespace

const OwnCell* OwnTable::cell(std::size_t row, std::string_view column) const {
  for (std::size_t i = 0; i < header.size(); ++i) {
    if (header[i].text == column) return &rows[row][i];
  }
  return nullptr;
}

std::string_view OwnTable::text(std::size_t row, std::string_view column) const {
  const auto* found = cell(row, column);
  return found == nullptr ? std::string_view() : std::string_view(found->text);
}

base::Span OwnTable::where(std::size_t row, std::string_view column) const {
  const auto* found = cell(row, column);
  return found == nullptr ? rows[row].front().where : found->where;
}

base::Result<OwnTable> read_own_table(const base::SourcePtr& source, std::string name) {
  base::Diagnostics wrong;
  OwnTable out;
  out.name = std::move(name);
  out.source = source;
  CellReader reader(source);
  while (!reader.at_end()) {
    auto cells = reader.row(wrong);
    if (cells.empty()) continue;
    if (out.header.empty()) {
      out.header = std::move(cells);
      check_columns(out, wrong);
    } else if (cells.size() != out.header.size()) {
      wrong.push_back(
          {Code::own_table,
           fmt::format("{} cells under a header of {}", cells.size(), out.header.size()),
           cells.front().where,
           "",
           {},
           {"a comma inside a cell needs quotes around the cell"}});
    } else {
      out.rows.push_back(std::move(cells));
    }
  }
  if (out.header.empty())
    wrong.push_back({Code::own_table,
                     fmt::format("{} has no row of headings", source->name()),
                     {},
                     "",
                     {},
                     {"data/README.md lists the columns of every table"}});
  if (!wrong.empty()) return tl::unexpected(std::move(wrong));
  return out;
}

}  // namespace holon::catalog

// SPDX-License-Identifier: Apache-2.0
#include "catalog/csv.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"

namespace holon::catalog {
namespace {

[[noreturn]] void malformed(std::size_t line, std::string_view what) {
  throw base::Bug(fmt::format("malformed table, line {}: {}", line, what));
}

/// Walks through a text cell by cell.
class Reader {
 public:
  Reader(std::string_view text, std::deque<std::string>& unquoted)
      : text_(text), unquoted_(unquoted) {}

  [[nodiscard]] bool at_end() const { return at_ >= text_.size(); }

  // adds the cells of one row; returns how many
  std::size_t row(std::vector<Cell>& cells) {
    const auto before = cells.size();
    do {
      cells.push_back(cell());
    } while (accept(','));
    end_of_line();
    return cells.size() - before;
  }

 private:
  bool accept(char c) {
    if (at_end() || text_[at_] != c) return false;
    ++at_;
    return true;
  }

  Cell cell() { return accept('"') ? quoted() : bare(); }

  static bool ends_cell(char c) { return c == ',' || c == '\n' || c == '\r' || c == '"'; }

  Cell bare() {
    const auto start = at_;
    while (!at_end() && !ends_cell(text_[at_])) ++at_;
    const Cell out{text_.substr(start, at_ - start), line_};
    if (!at_end() && text_[at_] == '"') malformed(line_, "a quote inside a cell without quotes");
    return out;
  }

  // behind the opening quote
  Cell quoted() {
    const auto first_line = line_;
    const auto start = at_;
    bool doubled = false;
    while (true) {
      const auto quote = text_.find('"', at_);
      if (quote == std::string_view::npos) malformed(first_line, "a quote is not closed");
      line_ += static_cast<std::size_t>(
          std::count(text_.begin() + static_cast<std::ptrdiff_t>(at_),
                     text_.begin() + static_cast<std::ptrdiff_t>(quote), '\n'));
      at_ = quote + 1;
      if (!accept('"')) break;
      doubled = true;
    }
    const auto inside = text_.substr(start, at_ - 1 - start);
    if (!doubled) return {inside, first_line};
    return {unquoted_.emplace_back(with_single_quotes(inside)), first_line};
  }

  static std::string with_single_quotes(std::string_view inside) {
    std::string out;
    for (std::size_t i = 0; i < inside.size(); ++i) {
      out += inside[i];
      if (inside[i] == '"') ++i;
    }
    return out;
  }

  void end_of_line() {
    accept('\r');
    if (at_end()) return;
    if (!accept('\n')) malformed(line_, "text behind a closing quote, or a lone carriage return");
    ++line_;
  }

  std::string_view text_;
  std::deque<std::string>& unquoted_;
  std::size_t at_ = 0;
  std::size_t line_ = 1;
};

void check_header(const std::vector<Cell>& header) {
  for (std::size_t i = 0; i < header.size(); ++i) {
    if (header[i].text.empty()) malformed(1, "a column without a name");
    for (std::size_t j = 0; j < i; ++j) {
      if (header[i].text == header[j].text) malformed(1, "two columns of one name");
    }
  }
}

}  // namespace

std::string_view Row::operator[](std::string_view column) const { return cell(column).text; }

std::optional<double> Row::number(std::string_view column) const {
  const auto& found = cell(column);
  if (found.text.empty()) return std::nullopt;
  const auto value = base::parse_number(found.text);
  if (!value) malformed(found.line, fmt::format("`{}` is not a number", found.text));
  return value;
}

std::size_t Row::line() const { return table_->cell(index_, 0).line; }

const Cell& Row::cell(std::string_view column) const {
  const auto& header = table_->header();
  const auto found = std::find_if(header.begin(), header.end(),
                                  [&](const Cell& name) { return name.text == column; });
  if (found == header.end()) malformed(1, fmt::format("there is no column `{}`", column));
  return table_->cell(index_, static_cast<std::size_t>(found - header.begin()));
}

Table::Table(std::string_view text) {
  Reader reader(text, unquoted_);
  reader.row(header_);
  check_header(header_);
  while (!reader.at_end()) {
    const auto count = reader.row(cells_);
    if (count != header_.size()) {
      malformed(cells_[cells_.size() - count].line,
                fmt::format("{} cells under a header of {}", count, header_.size()));
    }
  }
}

}  // namespace holon::catalog

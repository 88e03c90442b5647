// SPDX-License-Identifier: Apache-2.0
#include "ledger/log_table.h"

#include <algorithm>

#include "base/text.h"

namespace holon::ledger {
namespace {

class Reader {
 public:
  Reader(const base::SourcePtr& source, char separator)
      : source_(source), text_(source->text()), separator_(separator) {
    if (text_.starts_with("\xEF\xBB\xBF")) at_ = 3;
  }

  std::vector<LogRow> read() {
    std::vector<LogRow> out;
    while (at_ < text_.size()) {
      auto row = next_row();
      const bool is_blank = row.cells.size() == 1 && row.cells[0].text.empty();
      if (!is_blank) out.push_back(std::move(row));
    }
    return out;
  }

 private:
  LogRow next_row() {
    LogRow out;
    out.line = line_;
    const auto begin = at_;
    auto end = begin;
    do {
      out.cells.push_back(next_cell(out));
      end = at_;
    } while (at_ < text_.size() && text_[at_++] == separator_);
    // a separator at the very end has one more, empty, cell behind it
    if (end < text_.size() && text_[end] == separator_ && at_ >= text_.size()) {
      out.cells.push_back({{}, {source_, text_.size(), 0}});
      end = at_;
    }
    out.has_no_end = end >= text_.size();
    ++line_;
    out.span = {source_, begin, trimmed_length(begin, end)};
    return out;
  }

  LogCell next_cell(LogRow& row) {
    if (at_ < text_.size() && text_[at_] == '"') {
      if (auto quoted = quoted_cell()) return std::move(*quoted);
      row.is_not_closed = true;
    }
    const auto begin = at_;
    while (at_ < text_.size() && text_[at_] != separator_ && text_[at_] != '\n') ++at_;
    const auto length = trimmed_length(begin, at_);
    return {std::string(base::trim(text_.substr(begin, length))), {source_, begin, length}};
  }

  // a cell in quotes, with doubled quotes and line ends in it; nothing where no quote closes it
  // before a separator or a line end
  std::optional<LogCell> quoted_cell() {
    std::string content;
    std::size_t lines = 0;
    for (auto i = at_ + 1; i < text_.size(); ++i) {
      if (text_[i] != '"') {
        lines += text_[i] == '\n' ? 1 : 0;
        content += text_[i];
      } else if (i + 1 < text_.size() && text_[i + 1] == '"') {
        content += text_[++i];
      } else {
        auto after = i + 1;
        if (after < text_.size() && text_[after] == '\r') ++after;
        const bool ends =
            after >= text_.size() || text_[after] == separator_ || text_[after] == '\n';
        if (!ends) return std::nullopt;
        LogCell out{std::string(base::trim(content)), {source_, at_, i + 1 - at_}};
        at_ = after;
        line_ += lines;
        return out;
      }
      // a stray quote must not swallow the rest of the file
      constexpr std::size_t kMostLines = 50;
      if (lines > kMostLines) return std::nullopt;
    }
    return std::nullopt;
  }

  [[nodiscard]] std::size_t trimmed_length(std::size_t begin, std::size_t end) const {
    while (end > begin && (text_[end - 1] == '\r' || text_[end - 1] == '\n')) --end;
    return end - begin;
  }

  const base::SourcePtr& source_;
  std::string_view text_;
  char separator_;
  std::size_t at_ = 0;
  std::size_t line_ = 1;
};

}  // namespace

std::vector<LogRow> read_log_table(const base::SourcePtr& source, char separator) {
  return Reader(source, separator).read();
}

std::size_t column_named(const LogRow& header, std::string_view name) {
  const auto found = std::find_if(header.cells.begin(), header.cells.end(),
                                  [&](const LogCell& cell) { return cell.text == name; });
  return found == header.cells.end() ? kNoColumn
                                     : static_cast<std::size_t>(found - header.cells.begin());
}

}  // namespace holon::ledger

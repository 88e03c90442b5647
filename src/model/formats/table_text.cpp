// SPDX-License-Identifier: Apache-2.0
//
// Tables as text, RFC 4180 with any separator: a quoted cell may hold separators and line ends, and
// a quote in it stands twice. Lines end in LF, CRLF or CR. A short row is filled with empty cells.
// A quote that is never closed would swallow the rest of the table, so it is a fault.
#include <array>
#include <map>

#include <fmt/format.h>

#include "base/text.h"
#include "model/formats/bytes.h"
#include "model/formats/table_readers.h"

namespace holon::model::formats {
namespace {

constexpr std::array<char, 3> kSeparators = {'\t', ',', ';'};
constexpr std::size_t kLinesLookedAt = 40;

// "Unicode text" of Excel is UTF-16 with a mark at its start
std::string as_utf8(std::string bytes) {
  if (bytes.starts_with("\xFF\xFE")) return from_utf16(std::string_view(bytes).substr(2), true);
  if (bytes.starts_with("\xFE\xFF")) return from_utf16(std::string_view(bytes).substr(2), false);
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.erase(0, 3);
  return bytes;
}

/// Walks through a text cell by cell.
class TextReader {
 public:
  TextReader(std::string_view text, char separator) : text_(text), separator_(separator) {}

  /// Fills the sheet; a fault if it has too many cells, or a quote that nothing closes.
  std::optional<Fault> read(Sheet& sheet) {
    while (at_ < text_.size()) {
      cell(sheet);
      if (unclosed_line_ > 0) return unclosed(unclosed_line_);
      if (sheet.size() > kMostCells) return too_many_cells();
    }
    sheet.finish();
    return std::nullopt;
  }

  /// Where its rows stand; after `read`.
  [[nodiscard]] TablePlaces places() const { return {"", lines_, unclosed_line_}; }

 private:
  static Fault unclosed(std::size_t line) {
    return {fmt::format("a quote that opens a cell in line {} is never closed", line),
            {"close it, or write a quote that belongs to the text twice"}};
  }

  // one cell, and what ends it
  void cell(Sheet& sheet) {
    keep(sheet, text_[at_] == '"' ? quoted() : std::string(bare()));
    if (at_ >= text_.size()) return;
    if (text_[at_] == separator_) {
      ++at_;
      ++place_.column;
    } else {
      if (text_[at_] == '\r' && at_ + 1 < text_.size() && text_[at_ + 1] == '\n') ++at_;
      if (text_[at_] == '\n') ++line_;
      ++at_;
      place_ = {place_.row + 1, 0};
      lines_.push_back(line_);
    }
  }

  void keep(Sheet& sheet, std::string text) const {
    const auto shown = base::trim(text);
    if (shown.empty()) return;
    if (const auto number = base::parse_number(shown)) {
      sheet.add_number(place_, *number);
    } else {
      sheet.add_text(place_, std::move(text));
    }
  }

  std::string_view bare() {
    const auto start = at_;
    while (at_ < text_.size() && text_[at_] != separator_ && !is_line_end(text_[at_])) ++at_;
    return text_.substr(start, at_ - start);
  }

  // what follows the closing quote is kept too, as other programs do
  std::string quoted() {
    std::string out;
    const auto opened = line_;
    for (++at_; at_ < text_.size(); ++at_) {
      if (text_[at_] == '\n') ++line_;
      if (text_[at_] != '"') {
        out += text_[at_];
      } else if (at_ + 1 < text_.size() && text_[at_ + 1] == '"') {
        out += text_[++at_];
      } else {
        ++at_;
        const auto rest = bare();
        // closed lines later, by the opening quote of another cell
        if (line_ > opened && !base::trim(rest).empty()) unclosed_line_ = opened;
        return out.append(rest);
      }
    }
    unclosed_line_ = opened;
    return out;
  }

  static bool is_line_end(char c) { return c == '\n' || c == '\r'; }

  std::string_view text_;
  char separator_;
  std::size_t at_ = 0;
  CellPlace place_;
  std::size_t line_ = 1;
  std::vector<std::size_t> lines_{1};
  std::size_t unclosed_line_ = 0;  // 0: none
};

// the separator that most of the first lines show, outside quotes; the usual one if none does
char separator_of(std::string_view text, char usual) {
  std::array<std::size_t, kSeparators.size()> counts{};
  bool is_quoted = false;
  std::size_t lines = 0;
  for (std::size_t i = 0; i < text.size() && lines < kLinesLookedAt; ++i) {
    if (text[i] == '"') is_quoted = !is_quoted;
    if (is_quoted) continue;
    if (text[i] == '\n') ++lines;
    for (std::size_t s = 0; s < kSeparators.size(); ++s) {
      if (text[i] == kSeparators[s]) ++counts[s];
    }
  }
  char best = usual;
  std::size_t most = 0;
  for (std::size_t s = 0; s < kSeparators.size(); ++s) {
    if (counts[s] > most || (counts[s] == most && most > 0 && kSeparators[s] == usual)) {
      most = counts[s];
      best = kSeparators[s];
    }
  }
  return best;
}

char usual_separator(std::string_view name) {
  return base::lower(name).ends_with(".csv") ? ',' : '\t';
}

class TextTable final : public TableFile {
 public:
  TextTable(std::string bytes, std::string_view name)
      : text_(as_utf8(std::move(bytes))), usual_(usual_separator(name)) {}

  Read<const Sheet*> sheet(std::string_view tab) override {
    const char separator = tab.size() == 1 ? tab.front() : separator_of(text_, usual_);
    const auto [found, is_new] = sheets_.try_emplace(separator);
    if (!is_new) return &found->second;
    if (auto fault = TextReader(text_, separator).read(found->second)) {
      sheets_.erase(found);
      return tl::unexpected(std::move(*fault));
    }
    return &found->second;
  }

  std::optional<CellRange> named(std::string_view /*name*/, std::string_view /*tab*/) override {
    return std::nullopt;
  }

 private:
  std::string text_;
  char usual_;
  std::map<char, Sheet> sheets_;
};

}  // namespace

TablePlaces text_places(std::string bytes, std::string_view name) {
  // without a quote no cell holds a line end
  if (bytes.find('"') == std::string::npos) return {};
  const auto text = as_utf8(std::move(bytes));
  TextReader reader(text, separator_of(text, usual_separator(name)));
  Sheet sheet;
  static_cast<void>(reader.read(sheet));
  return reader.places();
}

std::unique_ptr<TableFile> open_text_table(std::string bytes, std::string_view name) {
  return std::make_unique<TextTable>(std::move(bytes), name);
}

}  // namespace holon::model::formats

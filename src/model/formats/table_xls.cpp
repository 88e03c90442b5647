// SPDX-License-Identifier: Apache-2.0
//
// Excel's older .xls: records of BIFF5 or BIFF8 ([MS-XLS]) in a compound file. Values are read as
// Excel last saved them. Our own reader, because libfreexl ends the program on damaged files.
#include <algorithm>
#include <bit>
#include <map>

#include <fmt/format.h>

#include "base/text.h"
#include "model/formats/bytes.h"
#include "model/formats/compound_file.h"
#include "model/formats/table_readers.h"

namespace holon::model::formats {
namespace {

/// Kinds of records that are read.
enum Kind : std::uint16_t {
  kFormula = 0x0006,
  kEndOfPart = 0x000A,
  kExternSheet = 0x0017,
  kName = 0x0018,
  kFilePass = 0x002F,
  kContinue = 0x003C,
  kBoundSheet = 0x0085,
  kManyRk = 0x00BD,
  kRichText = 0x00D6,
  kSharedTexts = 0x00FC,
  kLabelShared = 0x00FD,
  kNumber = 0x0203,
  kLabel = 0x0204,
  kBoolOrError = 0x0205,
  kFormulaText = 0x0207,
  kRk = 0x027E,
  kStartOfPart = 0x0809,
};

Fault unreadable(std::string_view what) {
  return {fmt::format("the .xls workbook cannot be read: {}", what),
          {"open it in a spreadsheet program and save it as .xlsx"}};
}

/// One record: its kind and its bytes.
struct Record {
  std::uint16_t kind = 0;
  std::string_view bytes;
};

/// Walks through the records of a stream.
class Records {
 public:
  Records(std::string_view stream, std::size_t at) : reader_(stream), at_(at) {}

  [[nodiscard]] std::optional<Record> next() {
    if (!reader_.holds(at_, 4)) return std::nullopt;
    const Record out{reader_.u16(at_), reader_.part(at_ + 4, reader_.u16(at_ + 2))};
    at_ += 4 + std::size_t{reader_.u16(at_ + 2)};
    return out;
  }

  /// A record and the CONTINUE records behind it.
  [[nodiscard]] std::vector<std::string_view> with_continuations(const Record& first) {
    std::vector<std::string_view> out = {first.bytes};
    while (reader_.u16(at_) == kContinue && reader_.holds(at_, 4)) out.push_back(next()->bytes);
    return out;
  }

 private:
  ByteReader reader_;
  std::size_t at_;
};

// characters of one byte each are the first 256 of Unicode (of BIFF5: nearly)
std::string text_of(std::string_view bytes, bool is_wide) {
  if (is_wide) return from_utf16(bytes, true);
  std::string out;
  for (const char c : bytes) append_utf8(out, static_cast<unsigned char>(c));
  return out;
}

/// Reads the texts that all sheets share: a text may run on into the next record, which then says
/// anew how wide its characters are.
class SharedTexts {
 public:
  explicit SharedTexts(std::vector<std::string_view> parts) : parts_(std::move(parts)) {}

  std::vector<std::string> read() {
    std::vector<std::string> out;
    const auto count = ByteReader(parts_[0]).u32(4);
    at_ = 8;
    while (out.size() < count && go_on()) out.push_back(text());
    return out;
  }

 private:
  // steps into the next record where this one is read; false at the end of all
  bool go_on() {
    while (at_ >= parts_[part_].size()) {
      if (part_ + 1 >= parts_.size()) return false;
      ++part_;
      at_ = 0;
    }
    return true;
  }

  std::uint32_t number(std::size_t bytes) {
    std::uint32_t out = 0;
    for (std::size_t i = 0; i < bytes && go_on(); ++i) {
      out |= static_cast<std::uint32_t>(static_cast<unsigned char>(parts_[part_][at_++]))
             << (8 * i);
    }
    return out;
  }

  std::string text() {
    std::size_t left = number(2);
    auto flags = number(1);
    const std::size_t runs = (flags & 8U) != 0 ? number(2) : 0;
    const std::size_t extra = (flags & 4U) != 0 ? number(4) : 0;
    std::string out;
    while (left > 0) {
      if (at_ >= parts_[part_].size()) {
        if (!go_on()) break;
        flags = number(1);
      }
      const std::size_t width = (flags & 1U) != 0 ? 2 : 1;
      const auto here = std::min(left, (parts_[part_].size() - at_) / width);
      out += text_of(parts_[part_].substr(at_, here * width), width == 2);
      at_ += here * width;
      left -= here;
      if (here == 0) at_ = parts_[part_].size();
    }
    skip(4 * runs + extra);
    return out;
  }

  void skip(std::size_t count) {
    while (count > 0 && go_on()) {
      const auto here = std::min(count, parts_[part_].size() - at_);
      at_ += here;
      count -= here;
    }
  }

  std::vector<std::string_view> parts_;
  std::size_t part_ = 0;
  std::size_t at_ = 0;
};

// 30 bits of a number: a whole one or the upper part of a real one, perhaps times 100
double from_rk(std::uint32_t rk) {
  const auto upper = static_cast<std::uint64_t>(rk & ~3U) << 32U;
  const double value = (rk & 2U) != 0 ? static_cast<double>(std::bit_cast<std::int32_t>(rk) >> 2)
                                      : std::bit_cast<double>(upper);
  return (rk & 1U) != 0 ? value / 100 : value;
}

/// A name that stands for cells, before sheets are known by their numbers.
struct NamedCells {
  std::string key;            // lower case
  std::size_t own_sheet = 0;  // from 1; 0: known everywhere
  std::size_t link = 0;       // into the links to sheets
  CellRange range;
};

class Xls final : public TableFile {
 public:
  explicit Xls(std::string stream) : stream_(std::move(stream)) {}

  std::optional<Fault> read_contents() {
    Records records(stream_, 0);
    auto record = records.next();
    if (!record || record->kind != kStartOfPart) return unreadable("it is damaged");
    is_biff8_ = ByteReader(record->bytes).u16(0) >= 0x0600;
    while ((record = records.next()) && record->kind != kEndOfPart) {
      const ByteReader bytes(record->bytes);
      if (record->kind == kFilePass) return unreadable("it is protected by a password");
      if (record->kind == kBoundSheet) add_sheet(bytes);
      if (record->kind == kName && is_biff8_) add_name(bytes);
      if (record->kind == kSharedTexts) {
        texts_ = SharedTexts(records.with_continuations(*record)).read();
      }
      if (record->kind == kExternSheet && is_biff8_) {
        for (std::size_t i = 0; i < bytes.u16(0); ++i) links_.push_back(bytes.u16(2 + 6 * i + 2));
      }
    }
    if (names_.empty()) return unreadable("it has no sheets");
    return std::nullopt;
  }

  Read<const Sheet*> sheet(std::string_view tab) override {
    const auto index = find_sheet(names_, tab);
    if (!index) return tl::unexpected(index.error());
    const auto [found, is_new] = sheets_.try_emplace(*index);
    if (is_new && !read_sheet(offsets_[*index], found->second)) {
      sheets_.erase(found);
      return tl::unexpected(too_many_cells());
    }
    return &found->second;
  }

  [[nodiscard]] const std::vector<std::string>& sheet_names() const { return names_; }

  std::optional<CellRange> named(std::string_view name, std::string_view tab) override {
    const auto key = base::lower(base::trim(name));
    const auto own = find_sheet(names_, tab);
    const NamedCells* best = nullptr;
    for (const auto& one : named_) {
      if (one.key != key) continue;
      const bool is_own = own && one.own_sheet == *own + 1;
      if (is_own || (one.own_sheet == 0 && best == nullptr)) best = &one;
      if (is_own) break;
    }
    if (best == nullptr || best->link >= links_.size()) return std::nullopt;
    auto out = best->range;
    const auto number = links_[best->link];
    if (number < names_.size()) out.sheet = names_[number];
    return out;
  }

 private:
  void add_sheet(const ByteReader& bytes) {
    const std::size_t length = bytes.u8(6);
    const bool is_wide = is_biff8_ && (bytes.u8(7) & 1U) != 0;
    names_.push_back(
        text_of(bytes.part(is_biff8_ ? 8 : 7, is_wide ? 2 * length : length), is_wide));
    offsets_.push_back(bytes.u32(0));
  }

  // a name whose formula is one reference to cells of a sheet
  void add_name(const ByteReader& bytes) {
    constexpr std::uint16_t kBuiltIn = 0x20;
    const std::size_t length = bytes.u8(3);
    const bool is_wide = (bytes.u8(14) & 1U) != 0;
    const auto formula = 15 + (is_wide ? 2 * length : length);
    if ((bytes.u16(0) & kBuiltIn) != 0) return;
    NamedCells out;
    out.key = base::lower(text_of(bytes.part(15, formula - 15), is_wide));
    out.own_sheet = bytes.u16(8);
    out.link = bytes.u16(formula + 1);
    const auto row = [&](std::size_t at) -> std::size_t { return bytes.u16(formula + at); };
    const auto column = [&](std::size_t at) -> std::size_t {
      return bytes.u16(formula + at) & 0x3FFFU;
    };
    // a token's upper bits say how its value is used
    const auto token = bytes.u8(formula) & 0x1FU;
    constexpr unsigned kCell = 0x1A;
    constexpr unsigned kArea = 0x1B;
    if (token == kCell && bytes.u16(4) == 7) {
      out.range.first = out.range.last = {row(3), column(5)};
    } else if (token == kArea && bytes.u16(4) == 11) {
      out.range.first = {row(3), column(7)};
      out.range.last = {row(5), column(9)};
    } else {
      return;
    }
    named_.push_back(std::move(out));
  }

  // false if it has too many cells
  bool read_sheet(std::size_t offset, Sheet& out) const {
    Records records(stream_, offset);
    std::size_t depth = 0;  // charts stand inside a sheet
    CellPlace formula;      // whose text follows
    while (const auto record = records.next()) {
      if (record->kind == kStartOfPart) ++depth;
      if (record->kind == kEndOfPart && --depth == 0) break;
      if (depth == 0) break;
      if (depth == 1) read_cell(*record, formula, out);
      if (out.size() > kMostCells) return false;
    }
    out.finish();
    return true;
  }

  void read_cell(const Record& record, CellPlace& formula, Sheet& out) const {
    const ByteReader bytes(record.bytes);
    const CellPlace place{bytes.u16(0), bytes.u16(2)};
    constexpr std::size_t kValueAt = 6;  // after row, column, format
    switch (record.kind) {
      case kNumber:
        out.add_number(place, bytes.f64(kValueAt));
        break;
      case kRk:
        out.add_number(place, from_rk(bytes.u32(kValueAt)));
        break;
      case kManyRk:
        for (std::size_t i = 0; 4 + 6 * i + 8 <= bytes.size(); ++i) {
          out.add_number({place.row, place.column + i}, from_rk(bytes.u32(4 + 6 * i + 2)));
        }
        break;
      case kBoolOrError:
        if (bytes.u8(7) == 0) out.add_number(place, bytes.u8(kValueAt));
        break;
      case kLabelShared:
        if (bytes.u32(kValueAt) < texts_.size()) add_text(place, texts_[bytes.u32(kValueAt)], out);
        break;
      case kLabel:
      case kRichText:
        add_text(place, text_at(bytes, kValueAt), out);
        break;
      case kFormula:
        formula = place;
        read_result(bytes, place, out);
        break;
      case kFormulaText:
        add_text(formula, text_at(bytes, 0), out);
        break;
      default:
        break;
    }
  }

  // a number, or by its last two bytes a mark of something else
  static void read_result(const ByteReader& bytes, CellPlace place, Sheet& out) {
    constexpr std::size_t kResultAt = 6;
    constexpr std::uint8_t kBool = 1;
    if (bytes.u16(kResultAt + 6) != 0xFFFF) {
      out.add_number(place, bytes.f64(kResultAt));
    } else if (bytes.u8(kResultAt) == kBool) {
      out.add_number(place, bytes.u8(kResultAt + 2));
    }
  }

  [[nodiscard]] std::string text_at(const ByteReader& bytes, std::size_t at) const {
    const std::size_t length = bytes.u16(at);
    if (!is_biff8_) return text_of(bytes.part(at + 2, length), false);
    const bool is_wide = (bytes.u8(at + 2) & 1U) != 0;
    return text_of(bytes.part(at + 3, is_wide ? 2 * length : length), is_wide);
  }

  static void add_text(CellPlace place, std::string text, Sheet& out) {
    if (!base::trim(text).empty()) out.add_text(place, std::move(text));
  }

  std::string stream_;
  bool is_biff8_ = true;
  std::vector<std::string> names_;    // of the sheets, in order
  std::vector<std::size_t> offsets_;  // where each begins
  std::vector<std::string> texts_;
  std::vector<std::size_t> links_;  // sheet numbers that names point to
  std::vector<NamedCells> named_;
  std::map<std::size_t, Sheet> sheets_;
};

}  // namespace

std::vector<std::string> xls_sheets(const std::string& bytes) {
  auto stream = read_stream(bytes, "Workbook", "Book");
  if (!stream) return {};
  Xls file(std::move(*stream));
  return file.read_contents() ? std::vector<std::string>() : file.sheet_names();
}

Read<std::unique_ptr<TableFile>> open_xls(const std::string& bytes) {
  auto stream = read_stream(bytes, "Workbook", "Book");
  if (!stream) return tl::unexpected(unreadable("it is damaged"));
  auto out = std::make_unique<Xls>(std::move(*stream));
  if (auto fault = out->read_contents()) return tl::unexpected(std::move(*fault));
  return out;
}

}  // namespace holon::model::formats

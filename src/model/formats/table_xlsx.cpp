// SPDX-License-Identifier: Apache-2.0
//
// Excel's .xlsx (ECMA-376, Office Open XML): a zip archive of XML parts. Values are read as Excel
// last saved them; formulas are not computed. What unpacks to too much is refused.
#include <map>
#include <utility>

#include <fmt/format.h>
#include <pugixml.hpp>
#include <zip.h>

#include "base/text.h"
#include "model/formats/table_readers.h"

namespace holon::model::formats {
namespace {

// unpacked bytes of one part, which take up to fourteen times as much once parsed, and of all parts
// that are read
constexpr std::size_t kLargestPart = 64ULL << 20U;
constexpr std::size_t kLargestTotal = 256ULL << 20U;

Fault damaged(std::string_view what) {
  return {fmt::format("the workbook is damaged: {}", what),
          {"open it in a spreadsheet program and save it again as .xlsx"}};
}

// names without their namespace prefix, which a writer may choose
std::string_view local_name(const pugi::xml_node& node) {
  const std::string_view name = node.name();
  const auto colon = name.find(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

pugi::xml_node child(const pugi::xml_node& node, std::string_view name) {
  for (const auto& one : node.children()) {
    if (local_name(one) == name) return one;
  }
  return {};
}

std::string_view attribute(const pugi::xml_node& node, std::string_view name) {
  for (const auto& one : node.attributes()) {
    const std::string_view full = one.name();
    const auto colon = full.find(':');
    if ((colon == std::string_view::npos ? full : full.substr(colon + 1)) == name) {
      return one.value();
    }
  }
  return {};
}

// the text of <si> or <is>: its own <t>, or those of its runs
std::string text_of(const pugi::xml_node& item) {
  std::string out;
  for (const auto& part : item.children()) {
    if (local_name(part) == "t") out += part.child_value();
    if (local_name(part) == "r") out += child(part, "t").child_value();
  }
  return out;
}

/// The archive, held in memory.
class Archive {
 public:
  explicit Archive(std::string bytes) : bytes_(std::move(bytes)) {
    zip_error_t error;
    zip_error_init(&error);
    auto* source = zip_source_buffer_create(bytes_.data(), bytes_.size(), 0, &error);
    if (source != nullptr) {
      zip_ = zip_open_from_source(source, ZIP_RDONLY, &error);
      if (zip_ == nullptr) zip_source_free(source);
    }
    zip_error_fini(&error);
  }
  Archive(const Archive&) = delete;
  Archive& operator=(const Archive&) = delete;
  Archive(Archive&&) = delete;
  Archive& operator=(Archive&&) = delete;
  ~Archive() {
    if (zip_ != nullptr) zip_discard(zip_);
  }

  [[nodiscard]] bool is_open() const { return zip_ != nullptr; }

  /// A part as it unpacks; empty if there is none.
  Read<std::string> part(const std::string& name) {
    const auto index = zip_name_locate(zip_, name.c_str(), ZIP_FL_NOCASE);
    if (index < 0) return std::string();
    auto* file = zip_fopen_index(zip_, static_cast<zip_uint64_t>(index), 0);
    if (file == nullptr) return tl::unexpected(damaged(fmt::format("`{}` does not unpack", name)));
    auto out = unpack(file, name);
    zip_fclose(file);
    return out;
  }

 private:
  // what the archive says of a part's size is not believed
  Read<std::string> unpack(zip_file_t* file, const std::string& name) {
    std::string out;
    std::string buffer(1U << 16U, '\0');
    while (true) {
      const auto count = zip_fread(file, buffer.data(), buffer.size());
      if (count < 0) return tl::unexpected(damaged(fmt::format("`{}` does not unpack", name)));
      if (count == 0) return out;
      out.append(buffer, 0, static_cast<std::size_t>(count));
      total_ += static_cast<std::size_t>(count);
      if (out.size() > kLargestPart || total_ > kLargestTotal) {
        return tl::unexpected(Fault{"a part of the workbook unpacks to more than 64 MiB",
                                    {"keep what the model reads in a smaller file"}});
      }
    }
  }

  std::string bytes_;
  zip_t* zip_ = nullptr;
  std::size_t total_ = 0;
};

// `Sheet1!$B$2:$C$9`, `'My sheet'!$4:$4`, `Sheet1!$A:$A`; nothing for anything else
std::optional<CellRange> parse_range(std::string_view text) {
  CellRange out;
  if (text.starts_with('\'')) {
    std::size_t at = 1;
    for (; at < text.size(); ++at) {
      if (text[at] == '\'' && (at + 1 >= text.size() || text[at + 1] != '\'')) break;
      if (text[at] == '\'') ++at;
      out.sheet += text[at];
    }
    if (at + 1 >= text.size() || text[at + 1] != '!') return std::nullopt;
    text.remove_prefix(at + 2);
  } else {
    const auto mark = text.find('!');
    if (mark == std::string_view::npos) return std::nullopt;
    out.sheet = text.substr(0, mark);
    text.remove_prefix(mark + 1);
  }
  const auto colon = text.find(':');
  const auto from = text.substr(0, colon);
  const auto to = colon == std::string_view::npos ? from : text.substr(colon + 1);
  if (parse_cell(from) && parse_cell(to)) {
    out.first = *parse_cell(from);
    out.last = *parse_cell(to);
  } else if (parse_row(from) && parse_row(to)) {
    out.first = {*parse_row(from), 0};
    out.last = {*parse_row(to), *parse_column("XFD")};
  } else if (parse_column(from) && parse_column(to)) {
    out.first = {0, *parse_column(from)};
    out.last = {*parse_row("1048576"), *parse_column(to)};
  } else {
    return std::nullopt;
  }
  return out;
}

/// One <sheet> of the workbook.
struct SheetPart {
  std::string path;
  std::optional<Sheet> cells;
};

struct DefinedName {
  std::string key;                   // lower case
  std::optional<std::size_t> sheet;  // of one sheet only
  CellRange range;
};

class Xlsx final : public TableFile {
 public:
  explicit Xlsx(std::string bytes) : archive_(std::move(bytes)) {}

  // what the workbook holds; nothing, or why it cannot be read
  std::optional<Fault> read_contents() {
    if (!archive_.is_open()) return damaged("it is no zip archive");
    pugi::xml_document workbook;
    if (auto fault = load("xl/workbook.xml", workbook)) return fault;
    const auto root = workbook.document_element();
    if (local_name(root) != "workbook") return damaged("it has no `xl/workbook.xml`");
    pugi::xml_document links;
    if (auto fault = load("xl/_rels/workbook.xml.rels", links)) return fault;
    std::map<std::string, std::string, std::less<>> targets;
    for (const auto& link : links.document_element().children()) {
      targets.emplace(attribute(link, "Id"), attribute(link, "Target"));
    }
    read_sheets(child(root, "sheets"), targets);
    read_names(child(root, "definedNames"));
    return std::nullopt;
  }

  Read<const Sheet*> sheet(std::string_view tab) override {
    const auto index = find_sheet(names_, tab);
    if (!index) return tl::unexpected(index.error());
    auto& part = parts_[*index];
    if (!part.cells) {
      if (auto fault = read_sheet(part)) return tl::unexpected(std::move(*fault));
    }
    return &*part.cells;
  }

  [[nodiscard]] const std::vector<std::string>& sheet_names() const { return names_; }

  std::optional<CellRange> named(std::string_view name, std::string_view tab) override {
    const auto key = base::lower(base::trim(name));
    const auto own = find_sheet(names_, tab);
    const DefinedName* best = nullptr;
    for (const auto& one : defined_) {
      if (one.key != key) continue;
      if (one.sheet && own && *one.sheet == *own) return one.range;
      if (!one.sheet) best = &one;
    }
    if (best == nullptr) return std::nullopt;
    return best->range;
  }

 private:
  // a part that is not there is an empty document
  std::optional<Fault> load(const std::string& name, pugi::xml_document& document) {
    auto text = archive_.part(name);
    if (!text) return std::move(text).error();
    if (text->empty()) return std::nullopt;
    const auto result = document.load_buffer(text->data(), text->size(),
                                             pugi::parse_default | pugi::parse_ws_pcdata);
    if (!result) return damaged(fmt::format("`{}`: {}", name, result.description()));
    return std::nullopt;
  }

  void read_sheets(const pugi::xml_node& sheets,
                   const std::map<std::string, std::string, std::less<>>& targets) {
    for (const auto& sheet : sheets.children()) {
      if (local_name(sheet) != "sheet") continue;
      const auto link = targets.find(attribute(sheet, "id"));
      std::string path = link == targets.end() ? std::string() : link->second;
      path = path.starts_with('/') ? path.substr(1) : "xl/" + path;
      names_.emplace_back(attribute(sheet, "name"));
      parts_.push_back({std::move(path), std::nullopt});
    }
  }

  void read_names(const pugi::xml_node& names) {
    for (const auto& name : names.children()) {
      const auto range = parse_range(base::trim(name.child_value()));
      if (!range) continue;
      const auto local = attribute(name, "localSheetId");
      DefinedName out{base::lower(attribute(name, "name")), std::nullopt, *range};
      if (local == "0") {
        out.sheet = 0;
      } else if (const auto index = parse_row(local)) {
        out.sheet = *index + 1;
      }
      defined_.push_back(std::move(out));
    }
  }

  std::optional<Fault> read_sheet(SheetPart& part) {
    if (auto fault = read_texts()) return fault;
    pugi::xml_document document;
    if (auto fault = load(part.path, document)) return fault;
    Sheet cells;
    CellPlace next;
    for (const auto& row : child(document.document_element(), "sheetData").children()) {
      if (const auto number = parse_row(attribute(row, "r"))) next.row = *number;
      next.column = 0;
      for (const auto& cell : row.children()) {
        if (const auto place = parse_cell(attribute(cell, "r"))) next = *place;
        read_cell(cell, next, cells);
        ++next.column;
      }
      if (cells.size() > kMostCells) return too_many_cells();
      ++next.row;
    }
    cells.finish();
    part.cells = std::move(cells);
    return std::nullopt;
  }

  void read_cell(const pugi::xml_node& cell, CellPlace place, Sheet& out) const {
    const auto type = attribute(cell, "t");
    const std::string_view value = child(cell, "v").child_value();
    const auto add_text = [&](std::string text) {
      if (!base::trim(text).empty()) out.add_text(place, std::move(text));
    };
    if (type == "s") {
      const auto index = base::parse_number(base::trim(value));
      if (index && *index >= 0 && *index < static_cast<double>(texts_.size())) {
        add_text(texts_[static_cast<std::size_t>(*index)]);
      }
    } else if (type == "inlineStr") {
      add_text(text_of(child(cell, "is")));
    } else if (const auto number = base::parse_number(base::trim(value));
               number && (type.empty() || type == "n" || type == "b")) {
      out.add_number(place, *number);
    } else {
      add_text(std::string(value));
    }
  }

  std::optional<Fault> read_texts() {
    if (std::exchange(texts_are_read_, true)) return std::nullopt;
    pugi::xml_document document;
    if (auto fault = load("xl/sharedStrings.xml", document)) return fault;
    for (const auto& item : document.document_element().children()) {
      if (local_name(item) == "si") texts_.push_back(text_of(item));
    }
    return std::nullopt;
  }

  Archive archive_;
  std::vector<std::string> names_;  // of the sheets, in order
  std::vector<SheetPart> parts_;    // the same order
  std::vector<DefinedName> defined_;
  std::vector<std::string> texts_;
  bool texts_are_read_ = false;
};

}  // namespace

std::vector<std::string> xlsx_sheets(std::string bytes) {
  Xlsx file(std::move(bytes));
  return file.read_contents() ? std::vector<std::string>() : file.sheet_names();
}

Read<std::unique_ptr<TableFile>> open_xlsx(std::string bytes) {
  auto out = std::make_unique<Xlsx>(std::move(bytes));
  if (auto fault = out->read_contents()) return tl::unexpected(std::move(*fault));
  return out;
}

}  // namespace holon::model::formats

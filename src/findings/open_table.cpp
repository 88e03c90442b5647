// SPDX-License-Identifier: Apache-2.0
#include "findings/open_table.h"

#include <fmt/format.h>

namespace holon::findings {

using base::Code;

OpenTable::OpenTable(base::SourcePtr source)
    : source_(std::move(source)),
      places_(model::formats::places_of(source_->text(), source_->name())) {
  auto file = model::formats::open_table_bytes(source_->text(), source_->name());
  if (!file) {
    fault_ = std::move(file).error();
    return;
  }
  file_ = std::move(*file);
  const auto sheet = file_->sheet("");
  if (sheet)
    sheet_ = *sheet;
  else
    fault_ = sheet.error();
}

base::Span OpenTable::line(std::size_t number) const {
  // in UTF-16 a line of bytes is no text
  const bool is_shown = !source_->text().empty() && !source_->text().starts_with("\xFF\xFE") &&
                        !source_->text().starts_with("\xFE\xFF");
  if (!is_shown) return {};
  return {source_, source_->offset_of({number, 1}), source_->line(number).size()};
}

base::Diagnostic OpenTable::faulty(Code code) const {
  const auto where = places_.unclosed_line > 0 ? line(places_.unclosed_line) : base::Span();
  auto message = where.source ? fault_->message : source_->name() + ": " + fault_->message;
  return {code, std::move(message), where, "", {}, fault_->help};
}

base::Diagnostic OpenTable::wrong(Code code, std::string message, model::formats::CellPlace place,
                                  std::string help) const {
  base::Diagnostic out{code, std::move(message), {}, "", {}, {}};
  if (!help.empty()) out.help.push_back(std::move(help));
  if (places_.sheet.empty()) {
    out.where = line(places_.line_of(place.row));
  } else {
    out.message += fmt::format(" ({}, sheet `{}`, cell {})", source_->name(), places_.sheet,
                               model::formats::to_text(place));
  }
  return out;
}

std::string OpenTable::place_of(std::size_t row) const {
  return places_.sheet.empty()
             ? fmt::format("{}:{}", source_->name(), places_.line_of(row))
             : fmt::format("{}, sheet `{}`, row {}", source_->name(), places_.sheet, row + 1);
}

}  // namespace holon::findings

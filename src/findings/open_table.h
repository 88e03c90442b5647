// SPDX-License-Identifier: Apache-2.0
//
// A table that a person brought (CSV, text with separators, a workbook's first sheet), and where in
// the file a mistake in it stands: the line of a text; of a workbook, which has none, its sheet and
// cell.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "base/diagnostic.h"
#include "model/formats/table_file.h"
#include "model/formats/table_places.h"

namespace holon::findings {

class OpenTable {
 public:
  explicit OpenTable(base::SourcePtr source);

  /// Null where the file is no table: `faulty` says why.
  [[nodiscard]] const model::formats::Sheet* sheet() const { return sheet_; }

  /// Why the file is no table, at its line where it has one.
  [[nodiscard]] base::Diagnostic faulty(base::Code code) const;

  /// A mistake in a cell, or with column 0 in a row. `help` may be empty.
  [[nodiscard]] base::Diagnostic wrong(base::Code code, std::string message,
                                       model::formats::CellPlace place, std::string help) const;

  /// "runs.csv:17", "runs.xlsx, sheet `a`, row 17": where a row stands.
  [[nodiscard]] std::string place_of(std::size_t row) const;

 private:
  [[nodiscard]] base::Span line(std::size_t number) const;

  base::SourcePtr source_;
  std::unique_ptr<model::formats::TableFile> file_;
  model::formats::TablePlaces places_;
  const model::formats::Sheet* sheet_ = nullptr;  // of the file
  std::optional<model::formats::Fault> fault_;
};

}  // namespace holon::findings

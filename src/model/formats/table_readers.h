// SPDX-License-Identifier: Apache-2.0
//
// The kinds of files behind `open_table_file`, one reader each.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "model/formats/table_file.h"
#include "model/formats/table_places.h"

namespace holon::model::formats {

[[nodiscard]] Read<std::unique_ptr<TableFile>> open_xlsx(std::string bytes);
[[nodiscard]] Read<std::unique_ptr<TableFile>> open_xls(const std::string& bytes);
[[nodiscard]] std::unique_ptr<TableFile> open_text_table(std::string bytes, std::string_view name);

/// The names of a workbook's sheets, in order; none where it cannot be read.
[[nodiscard]] std::vector<std::string> xlsx_sheets(std::string bytes);
[[nodiscard]] std::vector<std::string> xls_sheets(const std::string& bytes);

/// Where the rows of a text stand.
[[nodiscard]] TablePlaces text_places(std::string bytes, std::string_view name);

/// Index of the sheet meant by a name (in any case) or a number from 1; without one, the first.
[[nodiscard]] Read<std::size_t> find_sheet(const std::vector<std::string>& names,
                                           std::string_view tab);

}  // namespace holon::model::formats

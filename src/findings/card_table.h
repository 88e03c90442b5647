// SPDX-License-Identifier: Apache-2.0
//
// The tables of a model card: CSV with a row of headings, or the pipe tables of a Markdown file. A
// table whose headings stand in its first column (a metric a row, a model a column) is turned.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "findings/run_column.h"

namespace holon::findings {

/// What a column of a card holds, and its unit there.
enum class CardRole {
  energy,        ///< [kWh]
  carbon,        ///< [g CO2e]
  intensity,     ///< [g CO2e/kWh]
  pue,           ///< [facility per device energy]
  power,         ///< of one device [W]
  devices,       ///< how many
  time,          ///< [h]
  device_hours,  ///< [h]
  water,         ///< [L]
  wue,           ///< [L/kWh]
  parameters,    ///< how many
  flop,          ///< [FLOP]
  share,         ///< [1]
  hardware       ///< a name
};

/// A number as it was printed.
struct CardNumber {
  double value = 0;     ///< in the role's unit
  double rounding = 0;  ///< half of the last printed digit, relative to the value
  std::string text;     ///< as printed, with the unit of its column
};

/// One column.
struct CardColumn {
  std::string heading;
  std::optional<CardRole> role;
  std::string unit;                                ///< as written; may be empty
  std::vector<std::string> words;                  ///< of the heading, in lower case
  std::vector<std::optional<CardNumber>> numbers;  ///< one a row
  std::vector<std::string> texts;                  ///< one a row

  /// True if one of the heading's words is this one.
  [[nodiscard]] bool says(std::string_view word) const;
};

/// One table of a card.
struct CardTable {
  std::string place;                ///< "card.md:12", of its headings
  std::vector<std::string> names;   ///< of the rows
  std::vector<std::string> places;  ///< of the rows
  std::vector<bool> is_total;       ///< rows that are sums of the others
  std::vector<CardColumn> columns;

  /// The columns of a role, in order.
  [[nodiscard]] std::vector<const CardColumn*> of(CardRole role) const;
};

/// All tables that have a heading holon knows. Error E0640: none.
[[nodiscard]] base::Result<std::vector<CardTable>> read_card(const base::SourcePtr& source);

/// Number at the start of a cell: "1,082,990", "57 g", "~3.2", "42 %" (as 42), "2.9e21".
[[nodiscard]] std::optional<CardNumber> parse_cell_number(std::string_view text);

}  // namespace holon::findings

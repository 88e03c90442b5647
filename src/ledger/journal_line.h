// SPDX-License-Identifier: Apache-2.0
//
// One entry of a journal as a line of text.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "ledger/journal.h"

namespace holon::ledger {

inline constexpr std::string_view kJournalName = "holon-journal ";
inline constexpr std::string_view kJournalFirstLine = "holon-journal 1\n";

/// CRC-32C (Castagnoli). Source: RFC 3720, 12.1 and appendix B.4.
[[nodiscard]] std::uint32_t checksum(std::string_view text);

/// An entry with its checksum, and the line end.
[[nodiscard]] std::string journal_line(char kind, std::string_view content);

/// The content of an entry, if its checksum is right. `line` is without its end.
struct JournalLine {
  char kind = ' ';
  std::string_view content;
};
[[nodiscard]] std::optional<JournalLine> parse_journal_line(std::string_view line);

[[nodiscard]] std::string to_json(const Sample& sample);
[[nodiscard]] std::optional<Sample> sample_from_json(std::string_view text);

}  // namespace holon::ledger

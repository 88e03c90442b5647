// SPDX-License-Identifier: Apache-2.0
#include "ledger/log_values.h"

#include <algorithm>

#include "base/text.h"

namespace holon::ledger {

LogHeader::LogHeader(const LogRow& row) : size_(row.cells.size()) {
  for (std::size_t i = 0; i < row.cells.size(); ++i) columns_.emplace(row.cells[i].text, i);
}

std::size_t LogHeader::find(const std::string& name) {
  const auto found = columns_.find(name);
  if (found == columns_.end()) return kNoColumn;
  read_.insert(name);
  return found->second;
}

std::vector<std::string> LogHeader::unread() const {
  std::vector<std::string> out;
  for (const auto& [name, column] : columns_) {
    if (!read_.contains(name) && !name.empty()) out.push_back(name);
  }
  return out;
}

std::string LogValues::text(const std::string& name) {
  const auto column = header_.find(name);
  return column == kNoColumn ? std::string() : row_.cells[column].text;
}

std::optional<double> LogValues::number(const std::string& name) {
  const auto written = text(name);
  const auto word = base::lower(written);
  if (word.empty() || word == "nan" || word == "none" || word == "n/a") return std::nullopt;
  const auto value = base::parse_number(written);
  if (!value) blame(name, "is no number");
  return value;
}

std::optional<double> LogValues::amount(const std::string& name, double unit) {
  auto value = number(name);
  if (value && *value < 0) {
    blame(name, "is negative");
    return std::nullopt;
  }
  return value ? std::optional(*value * unit) : std::nullopt;
}

// once, however often the value is asked for
void LogValues::blame(const std::string& name, const char* why) {
  const bool known =
      std::any_of(bad_.begin(), bad_.end(), [&](const Bad& one) { return one.name == name; });
  if (!known) bad_.push_back({name, why});
}

base::Span LogValues::span(const std::string& name) {
  const auto column = header_.find(name);
  return column == kNoColumn ? row_.span : row_.cells[column].span;
}

}  // namespace holon::ledger

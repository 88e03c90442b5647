// SPDX-License-Identifier: Apache-2.0
//
// Values of one row of a log, by the names of their columns.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>

#include "ledger/log_table.h"

namespace holon::ledger {

/// A header, and which of its columns something reads.
class LogHeader {
 public:
  explicit LogHeader(const LogRow& row);

  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] bool has(const std::string& name) const { return columns_.contains(name); }
  [[nodiscard]] std::size_t find(const std::string& name);

  /// Names of the columns that nothing has asked for.
  [[nodiscard]] std::vector<std::string> unread() const;

 private:
  std::map<std::string, std::size_t> columns_;
  std::set<std::string> read_;
  std::size_t size_ = 0;
};

/// A row under a header of the same length.
class LogValues {
 public:
  LogValues(LogHeader& header, const LogRow& row) : header_(header), row_(row) {}

  /// Empty where there is no such column.
  [[nodiscard]] std::string text(const std::string& name);

  /// A number; nothing where there is none. What is not a number is remembered in `bad`.
  [[nodiscard]] std::optional<double> number(const std::string& name);

  /// A number in `unit`s that may not be negative: a negative one is remembered in `bad`.
  [[nodiscard]] std::optional<double> amount(const std::string& name, double unit = 1);

  /// Where a value stands.
  [[nodiscard]] base::Span span(const std::string& name);

  /// Columns whose values could not be used, and why.
  struct Bad {
    std::string name;
    std::string why;
  };
  [[nodiscard]] const std::vector<Bad>& bad() const { return bad_; }

 private:
  void blame(const std::string& name, const char* why);

  LogHeader& header_;
  const LogRow& row_;
  std::vector<Bad> bad_;
};

}  // namespace holon::ledger

// SPDX-License-Identifier: Apache-2.0
#include "report/series.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "base/text.h"

namespace holon::report {
namespace {

constexpr std::array<std::string_view, 8> kBlocks{"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};

std::string padded(std::string text, std::size_t width, bool to_the_right) {
  const auto taken = base::display_width(text);
  if (taken >= width) return text;
  const std::string space(width - taken, ' ');
  return to_the_right ? space + text : text + space;
}

std::string shown(double value) {
  return std::isfinite(value) ? base::readable(value, 4) : std::string("–");
}

}  // namespace

std::vector<std::string> missing_throughout(const SeriesTable& table) {
  std::vector<std::string> out;
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    const auto& column = table.columns[i];
    if (std::all_of(column.begin(), column.end(), [](double value) { return std::isnan(value); }))
      out.push_back(table.names[i]);
  }
  return out;
}

std::string csv_field(std::string_view text) {
  if (text.find_first_of(",\"\n\r") == std::string_view::npos) return std::string(text);
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + "\"";
}

std::string csv(const SeriesTable& table) {
  std::string out = "time";
  for (const auto& name : table.names) out += "," + csv_field(name);
  out += "\n";
  for (std::size_t row = 0; row < table.times.size(); ++row) {
    out += base::exact(table.times[row]);
    for (const auto& column : table.columns) {
      out += ',';
      if (!std::isnan(column[row])) out += base::exact(column[row]);
    }
    out += '\n';
  }
  return out;
}

std::string spark(const std::vector<double>& values, std::size_t width) {
  double least = HUGE_VAL;
  double most = -HUGE_VAL;
  for (const double value : values) {
    if (!std::isfinite(value)) continue;
    least = std::min(least, value);
    most = std::max(most, value);
  }
  std::string out;
  const auto columns = std::min(width, values.size());
  for (std::size_t i = 0; i < columns; ++i) {
    const auto at = columns < 2 ? 0 : i * (values.size() - 1) / (columns - 1);
    const double value = values[at];
    if (!std::isfinite(value)) {
      out += " ";
    } else if (!(most > least)) {
      out += kBlocks[0];
    } else {
      const auto level =
          static_cast<std::size_t>(std::floor((value - least) / (most - least) * 7.999));
      out += kBlocks[std::min<std::size_t>(level, 7)];
    }
  }
  return out;
}

std::string terminal(const SeriesTable& table, std::size_t width) {
  std::size_t longest = 8;
  for (const auto& name : table.names) longest = std::max(longest, base::display_width(name));
  longest = std::min<std::size_t>(longest, 40);
  const std::size_t chart =
      width > longest + 30 ? std::min<std::size_t>(width - longest - 30, 60) : 10;
  if (table.times.empty()) return "";
  std::string out =
      fmt::format("{}  {}  {}  from {} to {}\n", padded("variable", longest, false),
                  padded("start", 10, true), padded("end", 10, true),
                  base::readable(table.times.front(), 6), base::readable(table.times.back(), 6));
  for (std::size_t i = 0; i < table.names.size(); ++i) {
    const auto& column = table.columns[i];
    auto name = table.names[i];
    if (base::display_width(name) > longest)
      name = base::character_range(name, 0, longest - 1) + "…";
    out += fmt::format("{}  {}  {}  {}\n", padded(name, longest, false),
                       padded(shown(column.front()), 10, true),
                       padded(shown(column.back()), 10, true), spark(column, chart));
  }
  return out;
}

}  // namespace holon::report

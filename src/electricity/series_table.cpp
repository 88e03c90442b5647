// SPDX-License-Identifier: Apache-2.0
#include "electricity/series_table.h"

#include <cmath>

#include <fmt/format.h>

#include "record/instant.h"

namespace holon::electricity {
namespace {

// RFC 4180
std::string cell(std::string_view text) {
  if (text.find_first_of(",\"\n\r") == std::string_view::npos) return std::string(text);
  std::string out = "\"";
  for (const char c : text) {
    out += c;
    if (c == '"') out += c;
  }
  return out + "\"";
}

}  // namespace

std::string to_csv(const HourlyIntensity& hours) {
  std::string out =
      "time (UTC),carbon intensity [g/kWh],zone,accounting,kind,source,licence,fetched\n";
  const auto rest =
      fmt::format(",{},{},{},{},{},{}\n", cell(hours.zone), name(hours.accounting), hours.kind,
                  cell(hours.source), cell(hours.licence), record::to_text(hours.answered_at));
  for (std::size_t i = 0; i < hours.g_per_kWh.size(); ++i) {
    auto time = hour_text(hours.first_hour + static_cast<std::int64_t>(i));
    time.pop_back();
    time[10] = ' ';
    const double value = hours.g_per_kWh[i];
    // a tenth of a gram is far below what any service knows
    out += time + "," + (std::isnan(value) ? "" : fmt::format("{:.1f}", value)) + rest;
  }
  return out;
}

}  // namespace holon::electricity

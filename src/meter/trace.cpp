// SPDX-License-Identifier: Apache-2.0
#include "meter/trace.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <optional>

#include <fmt/format.h>

#include "base/calendar.h"
#include "base/text.h"
#include "meter/sysroot.h"

namespace holon::meter {
namespace {

using base::Code;

constexpr double kMicrowatts = 1e6;

// "2023/07/08 19:28:27.236"
std::optional<Nanoseconds> parse_moment(std::string_view text) {
  const auto word = base::trim(text);
  constexpr std::size_t kShortest = 19;
  if (word.size() < kShortest) return std::nullopt;
  std::string day(word.substr(0, 10));
  std::replace(day.begin(), day.end(), '/', '-');
  const auto date = base::parse_date(day);
  const auto part = [&](std::size_t from) { return parse_count(word.substr(from, 2)); };
  const auto hours = part(11);
  const auto minutes = part(14);
  const auto seconds = base::parse_number(word.substr(17));
  if (!date || !hours || !minutes || !seconds || *seconds < 0 || *seconds >= 61)
    return std::nullopt;
  constexpr std::int64_t kSecondsPerDay = 86400;
  const auto whole = base::days_since_epoch(*date) * kSecondsPerDay +
                     static_cast<std::int64_t>(*hours * 3600 + *minutes * 60);
  return whole * 1'000'000'000 + std::llround(*seconds * 1e9);
}

// "126.96" or "126.96 W"; "[N/A]" is none
Reading parse_power(std::string_view text) {
  auto word = base::trim(text);
  if (word.ends_with("W")) word = base::trim(word.substr(0, word.size() - 1));
  const auto watts = base::parse_number(word);
  constexpr double kMost_W = 100'000;
  if (!watts || *watts < 0 || *watts > kMost_W) return Reading::failure();
  return Reading::of(static_cast<std::uint64_t>(std::llround(*watts * kMicrowatts)));
}

/// Where the columns are that matter.
struct Columns {
  std::size_t count = 0;
  std::optional<std::size_t> time, power, device, model;
};

Columns columns_of(const std::vector<std::string>& headings) {
  Columns out;
  out.count = headings.size();
  std::array<std::optional<std::size_t>, 3> powers;  // instant, plain, average
  for (std::size_t i = 0; i < headings.size(); ++i) {
    const auto heading = base::lower(base::trim(headings[i]));
    if (heading == "timestamp") out.time = i;
    if (heading == "name" || heading == "gpu_name") out.model = i;
    if (heading == "index" || heading == "uuid" || heading == "pci.bus_id") out.device = i;
    if (heading.starts_with("power.draw.instant")) powers[0] = i;
    if (heading == "power.draw" || heading.starts_with("power.draw [")) powers[1] = i;
    if (heading.starts_with("power.draw.average")) powers[2] = i;
  }
  for (const auto& power : powers) {
    if (!out.power) out.power = power;
  }
  return out;
}

base::Span line_span(const base::SourcePtr& table, std::size_t number) {
  return {table, table->offset_of({number, 1}), table->line(number).size()};
}

}  // namespace

base::Result<std::vector<Trace>> read_nvidia_smi(const base::SourcePtr& table, double zone_h) {
  const auto lines = base::split(table->text(), '\n');
  const auto headings = base::split(lines.front(), ',');
  const auto columns = columns_of(headings);
  if (!columns.time || !columns.power) {
    return tl::unexpected(base::Diagnostics{
        {Code::bad_run,
         fmt::format("the table has no column `{}`", columns.time ? "power.draw" : "timestamp"),
         line_span(table, 1),
         "",
         {},
         {"`nvidia-smi --query-gpu=timestamp,index,name,power.draw --format=csv -lms 100`"}}});
  }
  std::vector<Trace> out;
  std::map<std::string, std::size_t> of_device;
  const auto zone = static_cast<Nanoseconds>(zone_h * 3600 * kNanosecondsPerSecond);
  base::Diagnostics torn;
  for (std::size_t i = 1; i < lines.size(); ++i) {
    if (base::trim(lines[i]).empty()) continue;
    const auto cells = base::split(lines[i], ',');
    const auto at =
        cells.size() == columns.count ? parse_moment(cells[*columns.time]) : std::nullopt;
    if (!at) {
      torn.push_back({Code::bad_run,
                      "this row is torn: it is left out",
                      line_span(table, i + 1),
                      "",
                      {},
                      {},
                      base::Severity::warning});
      continue;
    }
    const auto device = columns.device ? std::string(base::trim(cells[*columns.device])) : "0";
    const auto [where, is_new] = of_device.emplace(device, out.size());
    if (is_new) {
      out.push_back({"gpu " + device,
                     columns.model ? std::string(base::trim(cells[*columns.model])) : "",
                     std::string(base::trim(headings[*columns.power])),
                     {},
                     {}});
    }
    auto& samples = out[where->second].samples;
    // a clock that was set back has no place in an integral
    if (!samples.empty() && *at - zone < samples.back().at) continue;
    samples.push_back({*at - zone, parse_power(cells[*columns.power])});
  }
  if (out.empty()) {
    return tl::unexpected(base::Diagnostics{
        {Code::bad_run, "the table has no whole row", line_span(table, 1), "", {}, {}}});
  }
  out.front().warnings = std::move(torn);
  return out;
}

// Scale factors and the moment of the start: ElmorLabs PMD as documented with the traces of
// arXiv:2312.02741 and read by their analysis
Trace read_pmd(std::string_view records, std::int64_t start_us) {
  constexpr std::size_t kRecord = 18;
  constexpr double kTicksPerMillisecond = 2934.5;
  constexpr double kVolts = 0.007568;
  constexpr double kVoltsOfThird = 0.0075;  // the line EPS1
  constexpr double kAmperes = 0.0488;
  Trace out{"external meter", "ElmorLabs PMD", "", {}, {}};
  const auto word = [&](std::size_t at) {
    const auto low = static_cast<std::uint8_t>(records[at]);
    const auto high = static_cast<std::uint8_t>(records[at + 1]);
    return static_cast<std::uint16_t>(low | high << 8U);
  };
  // twelve bits and a sign stand above four bits of no meaning; what is negative is an offset of
  // zero
  const auto value = [&](std::size_t at) {
    return std::max(0, static_cast<std::int16_t>(word(at)) >> 4);
  };
  // the first record was taken 50 ms before the moment that was written down: so say the authors'
  // own analysis, and the load's steps, which the card's sensor then shows within 5 ms
  constexpr std::int64_t kBefore_us = 50'000;
  const auto first_us = start_us - kBefore_us;
  std::uint64_t ticks = 0;
  std::uint16_t last = 0;
  for (std::size_t at = 0; at + kRecord <= records.size(); at += kRecord) {
    const auto count = word(at);
    // 16 bits wrap every 22 ms, samples come every 0.2 ms
    if (at > 0) ticks += static_cast<std::uint16_t>(count - last);
    last = count;
    double power_W = 0;
    for (std::size_t line = 0; line < 4; ++line) {
      const double volts = value(at + 2 + 4 * line) * (line == 2 ? kVoltsOfThird : kVolts);
      power_W += volts * value(at + 4 + 4 * line) * kAmperes;
    }
    const auto moment = first_us * 1000 + static_cast<Nanoseconds>(static_cast<double>(ticks) /
                                                                   kTicksPerMillisecond * 1e6);
    out.samples.push_back(
        {moment, Reading::of(static_cast<std::uint64_t>(std::llround(power_W * kMicrowatts)))});
  }
  return out;
}

}  // namespace holon::meter

// SPDX-License-Identifier: Apache-2.0
#include "report/grid.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "record/instant.h"
#include "report/bar.h"
#include "report/json_parts.h"
#include "report/layout.h"

namespace holon::report {
namespace {

using electricity::HourlyIntensity;
using electricity::Service;

/// What a row of hours amounts to.
struct HourSpan {
  std::size_t known = 0;
  double mean = 0;
  double least = 0;
  double most = 0;
};

HourSpan span_of(const HourlyIntensity& hours) {
  HourSpan out;
  double sum = 0;
  for (const double value : hours.g_per_kWh) {
    if (std::isnan(value)) continue;
    out.least = out.known == 0 ? value : std::min(out.least, value);
    out.most = out.known == 0 ? value : std::max(out.most, value);
    sum += value;
    ++out.known;
  }
  if (out.known > 0) out.mean = sum / static_cast<double>(out.known);
  return out;
}

std::string hour(std::int64_t of) {
  auto out = electricity::hour_text(of);
  out.pop_back();
  out[10] = ' ';
  return out;
}

std::string hours_text(std::size_t count) {
  return fmt::format("{} hour{}", count, count == 1 ? "" : "s");
}

std::string age_text(double age_s) {
  constexpr double kMinute = 60;
  constexpr double kHour = 3600;
  constexpr double kDay = 86'400;
  if (age_s < 2 * kMinute) return "now";
  if (age_s < 2 * kHour) return fmt::format("{:.0f} minutes ago", age_s / kMinute);
  if (age_s < 2 * kDay) return fmt::format("{:.0f} hours ago", age_s / kHour);
  return fmt::format("{:.0f} days ago", age_s / kDay);
}

double age_s(const GridReport& report) {
  constexpr double kNanoseconds = 1e9;
  return static_cast<double>(report.now - report.fetched.hours.answered_at) / kNanoseconds;
}

std::string origin_text(const GridReport& report) {
  const auto& fetched = report.fetched;
  const auto age = age_text(age_s(report));
  if (fetched.kept == 0) return fmt::format("answered {}", age);
  if (fetched.asked == 0) return fmt::format("answered {}, kept on this disk since", age);
  return fmt::format("{} of {} answers were kept on this disk; the oldest came {}", fetched.kept,
                     fetched.kept + fetched.asked, age);
}

}  // namespace

std::string terminal(const GridReport& report, const Style& style) {
  const auto& hours = report.fetched.hours;
  const auto all = hours.g_per_kWh.size();
  const auto span = span_of(hours);
  auto out = painted(fmt::format("Hours of {} by {}", hours.zone, report.service->title),
                     Tone::heading, style) +
             "\n";
  out += wrapped(
      "  ",
      fmt::format("{} to {} UTC: {}, {} without a value", hour(hours.first_hour),
                  hour(hours.first_hour + static_cast<std::int64_t>(all)), hours_text(all),
                  all - span.known == 0 ? std::string("none") : std::to_string(all - span.known)),
      style.width);
  if (span.known > 0) {
    out += fmt::format("  {} … {} g CO2e/kWh, mean {}\n", base::readable(span.least),
                       base::readable(span.most), base::readable(span.mean));
    Extent extent;
    extent.include(span.most);
    out += "  " + sparkline(hours.g_per_kWh, extent, std::min<std::size_t>(72, style.width - 4)) +
           "\n";
  }
  out += fmt::format("  {}, {}; an hour's value covers [h, h + 1)\n", name(hours.accounting),
                     hours.kind);
  for (const auto& note : hours.notes) out += wrapped("  ! ", note, style.width);
  if (hours.estimated > 0)
    out +=
        wrapped("  ! ",
                fmt::format("{} estimated by the service itself",
                            hours.estimated == 1 ? "1 value is"
                                                 : fmt::format("{} values are", hours.estimated)),
                style.width);
  out += wrapped("  source   ", hours.source, style.width);
  out += wrapped("  licence  ", hours.licence, style.width);
  out += wrapped("  age      ", origin_text(report), style.width);
  if (!report.written_to.empty()) out += wrapped("  table    ", report.written_to, style.width);
  return out;
}

std::string json(const GridReport& report) {
  const auto& hours = report.fetched.hours;
  const auto span = span_of(hours);
  const auto known = [&](double value) { return span.known > 0 ? Json(value) : Json(); };
  const auto end = hours.first_hour + static_cast<std::int64_t>(hours.g_per_kWh.size());
  Json out;
  out["service"] = std::string(report.service->name);
  out["zone"] = hours.zone;
  out["from"] = electricity::hour_text(hours.first_hour);
  out["to"] = electricity::hour_text(end);
  out["hours"] = hours.g_per_kWh.size();
  out["holes"] = hours.holes();
  out["accounting"] = std::string(name(hours.accounting));
  out["kind"] = hours.kind;
  out["unit"] = "g CO2e/kWh";
  out["mean"] = known(span.mean);
  out["least"] = known(span.least);
  out["most"] = known(span.most);
  out["estimated_values"] = hours.estimated;
  out["source"] = hours.source;
  out["licence"] = hours.licence;
  out["answered_at"] = record::to_text(hours.answered_at);
  out["age_s"] = std::floor(age_s(report));
  out["pieces_asked"] = report.fetched.asked;
  out["pieces_kept"] = report.fetched.kept;
  out["notes"] = hours.notes;
  auto& values = out["g_per_kWh"] = Json::array();
  for (const double value : hours.g_per_kWh)
    values.push_back(std::isnan(value) ? Json() : Json(value));
  return text_of(out);
}

std::string terminal(std::span<const Service* const> services, const Style& style) {
  std::string out = "Services that tell the carbon of a grid hour by hour\n\n";
  for (const auto* one : services) {
    out += painted(fmt::format("  {}", one->name), Tone::heading, style) +
           fmt::format("  such as {}\n", one->zone_example);
    out += wrapped("      ", std::string(one->what), style.width);
    out += wrapped("      ",
                   fmt::format("{}, {}; {}", one->kind,
                               one->can_direct && one->can_life_cycle ? "direct or life cycle"
                               : one->can_direct                      ? "direct"
                                                                      : "life cycle",
                               one->licence),
                   style.width);
    out += one->key_variable.empty()
               ? std::string("      no key\n")
               : wrapped("      ", fmt::format("key in {}: {}", one->key_variable, one->key_help),
                         style.width);
  }
  return out;
}

}  // namespace holon::report

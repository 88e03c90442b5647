// SPDX-License-Identifier: Apache-2.0
#include "report/grid.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "report/json_parts.h"
#include "report/layout.h"
#include "report/table.h"

namespace holon::report {
namespace {

constexpr double kPercent = 100;

std::string rate_text(const electricity::GridTrend& trend) {
  const auto percent = [](double rate) { return fmt::format("{:.1f}", kPercent * rate); };
  const bool falls = trend.rate >= 0;
  const double low = falls ? trend.rate_low : -trend.rate_high;
  const double high = falls ? trend.rate_high : -trend.rate_low;
  return fmt::format("it {} by {} % a year ({} … {}), and single years lie {} % off that",
                     falls ? "falls" : "rises", percent(std::abs(trend.rate)), percent(low),
                     percent(high), percent(trend.scatter));
}

}  // namespace

std::string terminal(const electricity::GridTrend& trend, const std::string& name,
                     const Style& style) {
  const auto& first = trend.past.front();
  const auto& last = trend.past.back();
  auto out = painted(fmt::format("Carbon of {} from {} to {}", name, first.year, last.year),
                     Tone::heading, style) +
             "\n";
  out += wrapped("  ", rate_text(trend), style.width);
  double most = 0;
  for (const auto& one : trend.past) most = std::max(most, one.g_per_kWh);
  Table past({{Align::right}, {Align::right, 2}, {Align::bar, 2}});
  for (const auto& one : trend.past) {
    past.row({fmt::format("  {}", one.year), base::readable(one.g_per_kWh),
              bar_cell(one.g_per_kWh / most)});
  }
  out += "\n" + past.render(style).text;
  if (trend.ahead.empty()) return out;

  out += "\n" + painted("Scenarios [g CO2e/kWh]", Tone::heading, style) + "\n";
  Table ahead(
      {{Align::right}, {Align::right, 2}, {Align::right, 2}, {Align::left, 2}, {Align::right, 2}});
  ahead.head({"", "stays", "goes on", "90 % interval", "twice as fast"});
  for (const auto& one : trend.ahead) {
    ahead.row({fmt::format("  {}", one.year), base::readable(one.stays),
               base::readable(one.goes_on),
               fmt::format("{} … {}", base::readable(one.low), base::readable(one.high)),
               base::readable(one.twice)});
  }
  out += ahead.render(style).text;
  out += wrapped("  ! ",
                 "The interval is what the past's own scatter allows. It knows nothing of plants "
                 "that will be built or closed: these are scenarios, no forecasts.",
                 style.width);
  out += wrapped("  in a study  ",
                 fmt::format("grid/decarbonisation: {{first intensity: {} g CO2e/kWh at facility, "
                             "rate: {:.1f} .. {:.1f} %/year}}",
                             base::readable(last.g_per_kWh), kPercent * trend.rate_low,
                             kPercent * trend.rate_high),
                 style.width);
  out += wrapped("  source      ", trend.source, style.width);
  return out;
}

std::string json(const electricity::GridTrend& trend, const std::string& name) {
  Json out;
  out["grid"] = name;
  auto& past = out["past"] = Json::array();
  for (const auto& one : trend.past)
    past.push_back({{"year", one.year}, {"g_per_kWh", one.g_per_kWh}});
  out["rate_per_year"] = {{"best", trend.rate}, {"p05", trend.rate_low}, {"p95", trend.rate_high}};
  out["scatter"] = trend.scatter;
  auto& ahead = out["ahead"] = Json::array();
  for (const auto& one : trend.ahead)
    ahead.push_back({{"year", one.year},
                     {"stays", one.stays},
                     {"goes_on", one.goes_on},
                     {"p05", one.low},
                     {"p95", one.high},
                     {"twice", one.twice}});
  out["scope"] = trend.scope;
  out["source"] = trend.source;
  return text_of(out);
}

}  // namespace holon::report

// SPDX-License-Identifier: Apache-2.0
//
// The hourly grid monitor of the US Energy Information Administration (form EIA-930): generation of
// a balancing authority by source.
//
// GET /v2/electricity/rto/fuel-type-data/data/, at most 5000 rows a page. `period` is where the
// hour ends ("hour ending" convention), in UTC. Numbers stand in quotes. The answer repeats the
// request, the key with it.
#include <array>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "electricity/json_answer.h"
#include "electricity/services.h"

namespace holon::electricity {
namespace {

constexpr std::int64_t kHour_s = 3600;
constexpr std::int64_t kPage = 5000;
constexpr std::string_view kUnit = "megawatthours";

// codes of the facet `fueltype`
constexpr std::array kSources{
    SourceName{"COL", "coal", "coal"},
    SourceName{"NG", "gas", "natural gas"},
    SourceName{"NUC", "nuclear", "nuclear"},
    SourceName{"OIL", "oil", "petroleum"},
    SourceName{"WAT", "hydro", "hydro"},
    SourceName{"SUN", "solar", "solar"},
    SourceName{"WND", "wind", "wind"},
    SourceName{"GEO", "geothermal", "geothermal"},
    SourceName{"OTH", "unspecified", "other, whose fuels nobody tells"},
    SourceName{"UNK", "unspecified", "unknown"},
    SourceName{"BAT", "storage", "batteries"},
    SourceName{"PS", "storage", "pumped storage"},
    SourceName{"OES", "storage", "other storage"},
    SourceName{"UES", "storage", "unknown storage"},
    SourceName{"SNB", "solar", "solar with its battery"},
    SourceName{"WNB", "wind", "wind with its battery"},
};

// "2022-07-01T05" without the minutes that the service refuses
std::string period_text(std::int64_t hour) { return hour_text(hour).substr(0, 13); }

HttpRequest request(const Query& query) {
  HttpRequest out;
  out.url = fmt::format(
      "{}/v2/electricity/rto/fuel-type-data/data/?frequency=hourly&data%5B0%5D=value"
      "&facets%5Brespondent%5D%5B%5D={}&start={}&end={}&sort%5B0%5D%5Bcolumn%5D=period"
      "&sort%5B0%5D%5Bdirection%5D=asc&offset={}&length={}",
      query.base_url, percent_encoded(query.zone), period_text(query.from_hour + 1),
      period_text(query.until_hour), query.offset, kPage);
  out.headers = {"Accept: application/json"};
  out.secret_query = "api_key=" + percent_encoded(query.key);
  return out;
}

// where the hour begins whose end is "2022-07-01T05"
std::optional<std::int64_t> begin_of(const nlohmann::json& row, JsonAnswer& answer,
                                     const JsonAnswer::Path& path) {
  const auto written = answer.text(row, "period", path);
  if (!written) return std::nullopt;
  const auto ended = written->size() == 13 ? second_of(*written + ":00Z") : std::nullopt;
  if (ended) return *ended - kHour_s;
  answer.wrong(path, "`period` is no hour, as in 2022-07-01T05");
  return std::nullopt;
}

base::Result<Reading> read(const base::SourcePtr& source, const Query& query) {
  JsonAnswer answer(source);
  Reading out;
  const auto* response = answer.object(answer.root(), "response", {});
  const JsonAnswer::Path inside{std::string("response")};
  const auto* rows = response == nullptr ? nullptr : answer.list(*response, "data", inside);
  if (rows == nullptr) return answer.finish({});
  const auto total = answer.number_or_none(*response, "total", inside);
  out.rows = rows->size();
  for (std::size_t i = 0; i < rows->size() && !answer.is_hopeless(); ++i) {
    const auto& row = (*rows)[i];
    const JsonAnswer::Path path{std::string("response"), std::string("data"), i};
    const auto from_s = begin_of(row, answer, path);
    const auto fuel = answer.text(row, "fueltype", path);
    const auto zone = answer.text(row, "respondent", path);
    const auto unit = answer.text(row, "value-units", path);
    const auto energy_MWh = answer.number_or_none(row, "value", path);
    if (zone && *zone != query.zone)
      answer.wrong(path, fmt::format("the answer is for `{}`, not for `{}`", *zone, query.zone));
    if (unit && *unit != kUnit)
      answer.wrong(path, fmt::format("the answer is in `{}`, not in `{}`", *unit, kUnit));
    // a megawatt-hour in an hour is a megawatt
    if (from_s && fuel && energy_MWh)
      out.generation.push_back({*from_s, *from_s + kHour_s, *fuel, *energy_MWh});
  }
  const auto reached = query.offset + static_cast<std::int64_t>(rows->size());
  if (total && !rows->empty() && static_cast<double>(reached) < *total) out.next_offset = reached;
  return answer.finish(std::move(out));
}

}  // namespace

const Service kEia{
    .name = "eia",
    .title = "the EIA",
    .what = "United States: generation by source of balancing authorities; hourly",
    .source = "US Energy Information Administration, Hourly Electric Grid Monitor (EIA-930)",
    .licence = "public domain",
    .documentation = "https://www.eia.gov/opendata/documentation.php",
    .base_url = "https://api.eia.gov",
    .zone_example = "CISO",
    .zone_help = "zones are the facet `respondent`: CISO, ERCO, PJM, MISO, NYIS, US48 …",
    .key_variable = "HOLON_EIA_KEY",
    .key_help = "https://www.eia.gov/opendata gives one by mail",
    .kind = "average",
    .can_direct = true,
    .can_life_cycle = true,
    .most_hours = 24 * 20,
    .request = request,
    .read = read,
    .sources = kSources,
};

}  // namespace holon::electricity

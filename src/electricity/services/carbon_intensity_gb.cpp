// SPDX-License-Identifier: Apache-2.0
//
// The Carbon Intensity API of Great Britain's system operator (NESO): half hours.
//
// GET /intensity/{from}/{to}, fourteen days at once, without a key. `actual` is what the operator
// estimates afterwards; `forecast` is what it expected, and never stands in for it. The answer may
// begin with the half hour before the first one asked for. Regions have forecasts alone.
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "electricity/json_answer.h"
#include "electricity/services.h"

namespace holon::electricity {
namespace {

constexpr std::int64_t kLongest_s = 3600;

bool is_zone(std::string_view zone) { return zone == "GB"; }

HttpRequest request(const Query& query) {
  HttpRequest out;
  out.url = fmt::format("{}/intensity/{}/{}", query.base_url, hour_text(query.from_hour),
                        hour_text(query.until_hour));
  out.headers = {"Accept: application/json"};
  return out;
}

base::Result<Reading> read(const base::SourcePtr& source, const Query&) {
  JsonAnswer answer(source);
  Reading out;
  const auto* rows = answer.list(answer.root(), "data", {});
  if (rows == nullptr) return answer.finish({});
  out.rows = rows->size();
  for (std::size_t i = 0; i < rows->size() && !answer.is_hopeless(); ++i) {
    const auto& row = (*rows)[i];
    JsonAnswer::Path path{std::string("data"), i};
    const auto from_s = answer.second(row, "from", path);
    const auto until_s = answer.second(row, "to", path);
    const auto* intensity = answer.object(row, "intensity", path);
    if (intensity == nullptr) continue;
    if (from_s && until_s && (*until_s <= *from_s || *until_s - *from_s > kLongest_s))
      answer.wrong(path, "a value stands for an hour at most");
    path.emplace_back(std::string("intensity"));
    const auto actual = answer.intensity_or_none(*intensity, "actual", path);
    if (from_s && until_s && actual) out.intensities.push_back({*from_s, *until_s, *actual});
  }
  return answer.finish(std::move(out));
}

}  // namespace

const Service kCarbonIntensityGb{
    .name = "carbon-intensity-gb",
    .title = "the Carbon Intensity API",
    .what = "Great Britain: CO2 of generation and imports per kWh used; half hours",
    .source = "NESO, Carbon Intensity API, estimated actual intensity of Great Britain",
    .licence = "CC-BY-4.0",
    .documentation = "https://carbon-intensity.github.io/api-definitions",
    .base_url = "https://api.carbonintensity.org.uk",
    .zone_example = "GB",
    .zone_help = "it tells actual values of GB alone; its regions have forecasts",
    .key_variable = "",
    .key_help = "",
    .kind = "average",
    .can_direct = true,
    .can_life_cycle = false,
    .most_hours = 24 * 13,
    .request = request,
    .read = read,
    .is_zone = is_zone,
};

}  // namespace holon::electricity

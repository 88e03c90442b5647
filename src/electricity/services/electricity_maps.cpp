// SPDX-License-Identifier: Apache-2.0
//
// Electricity Maps: carbon intensity of consumption, traced through imports, hour by hour.
//
// GET /v3/carbon-intensity/past-range?zone=DE&start=…&end=…, with the header `auth-token`; ten days
// at once. `datetime` is where the hour begins. Where a zone is unknown the service answers for the
// caller's own place unless it is told not to, so the zone of an answer is compared.
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "electricity/json_answer.h"
#include "electricity/services.h"

namespace holon::electricity {
namespace {

constexpr std::int64_t kHour_s = 3600;

std::string_view factors(Accounting accounting) {
  return accounting == Accounting::direct ? "direct" : "lifecycle";
}

HttpRequest request(const Query& query) {
  HttpRequest out;
  out.url = fmt::format(
      "{}/v3/carbon-intensity/past-range?zone={}&start={}&end={}&temporalGranularity=hourly"
      "&emissionFactorType={}&disableCallerLookup=true",
      query.base_url, percent_encoded(query.zone), percent_encoded(hour_text(query.from_hour)),
      percent_encoded(hour_text(query.until_hour)), factors(query.accounting));
  out.headers = {"Accept: application/json"};
  out.secret_header = "auth-token: " + query.key;
  return out;
}

base::Result<Reading> read(const base::SourcePtr& source, const Query& query) {
  JsonAnswer answer(source);
  Reading out;
  const auto* rows = answer.list(answer.root(), "data", {});
  if (rows == nullptr) return answer.finish({});
  out.rows = rows->size();
  for (std::size_t i = 0; i < rows->size() && !answer.is_hopeless(); ++i) {
    const auto& row = (*rows)[i];
    const JsonAnswer::Path path{std::string("data"), i};
    const auto from_s = answer.second(row, "datetime", path);
    const auto value = answer.intensity_or_none(row, "carbonIntensity", path);
    const auto zone = answer.text(row, "zone", path);
    const auto kind = answer.text(row, "emissionFactorType", path);
    if (zone && *zone != query.zone)
      answer.wrong(path, fmt::format("the answer is for `{}`, not for `{}`", *zone, query.zone));
    if (kind && *kind != factors(query.accounting))
      answer.wrong(path, fmt::format("the answer has `{}` factors, not `{}`", *kind,
                                     factors(query.accounting)));
    if (!from_s || !value) continue;
    out.intensities.push_back({*from_s, *from_s + kHour_s, *value});
    const auto estimated = row.find("isEstimated");
    if (estimated != row.end() && estimated->is_boolean() && estimated->get<bool>())
      ++out.estimated;
  }
  return answer.finish(std::move(out));
}

}  // namespace

const Service kElectricityMaps{
    .name = "electricity-maps",
    .title = "Electricity Maps",
    .what = "carbon intensity of what a zone consumes, imports traced; hourly",
    .source = "Electricity Maps, carbon intensity of consumption (flow-traced)",
    .licence = "terms of the account at electricitymaps.com",
    .documentation = "https://docs.electricitymaps.com",
    .base_url = "https://api.electricitymaps.com",
    .zone_example = "US-CAL-CISO",
    .zone_help = "zones are listed at https://api.electricitymaps.com/v3/zones",
    .key_variable = "HOLON_ELECTRICITY_MAPS_KEY",
    .key_help = "an account at electricitymaps.com gives one",
    .kind = "average",
    .can_direct = true,
    .can_life_cycle = true,
    .most_hours = 24 * 10,
    .request = request,
    .read = read,
};

}  // namespace holon::electricity

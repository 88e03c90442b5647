// SPDX-License-Identifier: Apache-2.0
#include "electricity/hourly.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <set>

#include <fmt/format.h>

#include "base/text.h"
#include "catalog/spread.h"

namespace holon::electricity {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr std::int64_t kHour_s = 3600;
constexpr double kEnough = 0.5;       // of an hour
constexpr double kNegligible = 0.01;  // a share that may lack a factor, or be missing

/// Calls `use(hour index, seconds)` for every hour of the query that a stretch reaches into.
template <class Use>
void for_each_hour(std::int64_t from_s, std::int64_t until_s, const Query& query, const Use& use) {
  from_s = std::max(from_s, query.from_hour * kHour_s);
  until_s = std::min(until_s, query.until_hour * kHour_s);
  while (from_s < until_s) {
    const auto index = from_s / kHour_s - query.from_hour;
    const auto end_s = std::min(until_s, (query.from_hour + index + 1) * kHour_s);
    use(static_cast<std::size_t>(index), static_cast<double>(end_s - from_s));
    from_s = end_s;
  }
}

/// An hour as it is summed up.
struct Sum {
  double seconds = 0;
  double value_seconds = 0;
};

void from_intensities(const std::vector<Intensity>& intensities, const Query& query,
                      HourlyIntensity& out) {
  std::vector<Sum> sums(out.g_per_kWh.size());
  std::set<std::int64_t> seen;  // where two answers meet, both may tell one stretch
  for (const auto& one : intensities) {
    if (!seen.insert(one.from_s).second) continue;
    for_each_hour(one.from_s, one.until_s, query, [&](std::size_t hour, double seconds) {
      sums[hour].seconds += seconds;
      sums[hour].value_seconds += one.g_per_kWh * seconds;
    });
  }
  std::size_t in_part = 0;
  for (std::size_t hour = 0; hour < sums.size(); ++hour) {
    const double covered = sums[hour].seconds / static_cast<double>(kHour_s);
    if (covered < kEnough) continue;
    if (covered < 1) ++in_part;
    out.g_per_kWh[hour] = sums[hour].value_seconds / sums[hour].seconds;
  }
  if (in_part > 0)
    out.notes.push_back(fmt::format("{} {} of a part of the hour alone", in_part,
                                    in_part == 1 ? "value is" : "values are"));
}

/// Generation hour by hour, by source.
using Mix = std::map<std::string, std::vector<Sum>>;

Mix mix_of(const std::vector<Generation>& generation, const Query& query, std::size_t hours) {
  Mix mix;
  std::set<std::pair<std::string, std::int64_t>> seen;
  for (const auto& one : generation) {
    if (!seen.emplace(one.source, one.from_s).second) continue;
    auto& sums = mix[one.source];
    sums.resize(hours);
    for_each_hour(one.from_s, one.until_s, query, [&](std::size_t hour, double seconds) {
      sums[hour].seconds += seconds;
      // what a plant takes from the grid is no generation
      sums[hour].value_seconds += std::max(0.0, one.power_MW) * seconds;
    });
  }
  return mix;
}

/// One source of a mix, as far as its carbon is concerned.
struct Weighed {
  const std::vector<Sum>* sums = nullptr;
  std::optional<double> factor;  // [g CO2e/kWh]
  bool has_weight = false;       // more than 1 % of all
};

double energy_of(const std::vector<Sum>& sums) {
  double out = 0;
  for (const auto& sum : sums) out += sum.value_seconds;
  return out;
}

std::vector<Weighed> weigh(const Mix& mix, std::span<const SourceName> sources,
                           const TechnologyFactor& factor, HourlyIntensity& out) {
  std::vector<Weighed> weighed;
  std::vector<std::string> stored;
  std::vector<std::string> without;
  double all = 0;
  for (const auto& [source, sums] : mix) {
    const auto known = std::find_if(sources.begin(), sources.end(),
                                    [&](const SourceName& one) { return one.source == source; });
    if (known != sources.end() && known->technology == "storage") {
      stored.emplace_back(known->meaning);
      continue;
    }
    Weighed one{&sums, {}, false};
    if (known != sources.end()) one.factor = factor(known->technology);
    if (!one.factor && energy_of(sums) > 0)
      without.push_back(known == sources.end() ? source
                                               : fmt::format("{} ({})", known->meaning, source));
    all += energy_of(sums);
    weighed.push_back(one);
  }
  for (auto& one : weighed) one.has_weight = energy_of(*one.sums) > kNegligible * all;
  out.notes.push_back(fmt::format("worked out from {} sources and the catalogue's {} factors",
                                  weighed.size(), name(out.accounting)));
  if (!stored.empty())
    out.notes.push_back("left out, for what storage returns other hours have emitted: " +
                        base::listed(stored, "and"));
  if (!without.empty())
    out.notes.push_back("the catalogue has no " + std::string(name(out.accounting)) +
                        " factor of: " + base::listed(without, "and"));
  return weighed;
}

// grams per kWh of an hour; nothing where too much of it is not known
std::optional<double> intensity_at(const std::vector<Weighed>& mix, std::size_t hour,
                                   bool& is_incomplete) {
  double grams = 0;
  double known = 0;
  double unknown = 0;
  for (const auto& one : mix) {
    const auto& sum = (*one.sums)[hour];
    const double covered = sum.seconds / static_cast<double>(kHour_s);
    if (covered < kEnough) {
      is_incomplete |= one.has_weight;
      continue;
    }
    const double power = sum.value_seconds / sum.seconds;
    if (one.factor) {
      grams += power * *one.factor;
      known += power;
    } else {
      unknown += power;
    }
  }
  if (is_incomplete || known <= 0 || unknown > kNegligible * (known + unknown)) return std::nullopt;
  return grams / known;
}

void from_generation(const Reading& reading, const Query& query,
                     std::span<const SourceName> sources, const TechnologyFactor& factor,
                     HourlyIntensity& out) {
  const auto mix = mix_of(reading.generation, query, out.g_per_kWh.size());
  const auto weighed = weigh(mix, sources, factor, out);
  std::size_t incomplete = 0;
  for (std::size_t hour = 0; hour < out.g_per_kWh.size(); ++hour) {
    bool is_incomplete = false;
    if (const auto value = intensity_at(weighed, hour, is_incomplete)) out.g_per_kWh[hour] = *value;
    const bool has_some = std::any_of(weighed.begin(), weighed.end(), [&](const Weighed& one) {
      return (*one.sums)[hour].seconds > 0;
    });
    if (is_incomplete && has_some) ++incomplete;
  }
  if (incomplete > 0)
    out.notes.push_back(
        fmt::format("{} hour{} lack{} a source that makes more than 1 % of all: left empty",
                    incomplete, incomplete == 1 ? "" : "s", incomplete == 1 ? "s" : ""));
}

}  // namespace

std::size_t HourlyIntensity::holes() const {
  return static_cast<std::size_t>(std::count_if(g_per_kWh.begin(), g_per_kWh.end(),
                                                [](double value) { return std::isnan(value); }));
}

TechnologyFactor catalogue_factors(const catalog::Catalog& catalog, Accounting accounting) {
  return [&catalog, accounting](std::string_view technology) -> std::optional<double> {
    const auto* entry = catalog.technology(technology);
    const auto* fact = entry == nullptr                   ? nullptr
                       : accounting == Accounting::direct ? entry->find("direct carbon intensity")
                                                          : entry->find("carbon intensity");
    if (fact == nullptr) return std::nullopt;
    return catalog::typical(fact->value.distribution);
  };
}

HourlyIntensity hours_of(const Reading& reading, const Query& query,
                         std::span<const SourceName> sources, const TechnologyFactor& factor) {
  HourlyIntensity out;
  out.first_hour = query.from_hour;
  out.accounting = query.accounting;
  out.estimated = reading.estimated;
  out.notes = reading.notes;
  out.g_per_kWh.assign(static_cast<std::size_t>(query.until_hour - query.from_hour), kNaN);
  if (!reading.intensities.empty()) from_intensities(reading.intensities, query, out);
  if (!reading.generation.empty()) from_generation(reading, query, sources, factor, out);
  return out;
}

}  // namespace holon::electricity

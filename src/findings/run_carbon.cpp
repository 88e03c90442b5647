// SPDX-License-Identifier: Apache-2.0
#include "findings/run_carbon.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/text.h"
#include "model/formats/table_file.h"
#include "quantity/sizes.h"
#include "record/instant.h"
#include "record/total.h"

namespace holon::findings {
namespace {

constexpr record::Instant kHour_ns = 3'600'000'000'000;

std::int64_t hour_at(record::Instant instant) {
  const auto hour = instant / kHour_ns;
  return hour * kHour_ns > instant ? hour - 1 : hour;
}

/// Energy and carbon as they are summed up; all relative to the energy of the course.
struct Joined {
  double energy_J = 0;
  double energy_grams = 0;  // Σ energy × intensity
};

// the part of a slice that falls into each hour; the first hour without a value
std::optional<std::int64_t> add_slice(const record::Slice& slice, const HourlySeries& series,
                                      const GridHours& grid, Joined& joined) {
  const auto length = static_cast<double>(slice.until_ns - slice.from_ns);
  auto from = slice.from_ns;
  // an instant has no length, and still stands in an hour
  do {
    const auto hour = hour_at(from);
    const auto until = std::min(slice.until_ns, (hour + 1) * kHour_ns);
    const double share = length > 0 ? static_cast<double>(until - from) / length : 1;
    const auto index = hour - series.first_hour;
    const bool is_there = index >= 0 && index < static_cast<std::int64_t>(grid.intensity.size());
    const double intensity = is_there ? grid.intensity[static_cast<std::size_t>(index)] : NAN;
    if (std::isnan(intensity)) return hour;
    joined.energy_J += slice.energy_J * share;
    joined.energy_grams += slice.energy_J * share * intensity;
    from = until;
  } while (from < slice.until_ns);
  return std::nullopt;
}

std::vector<record::Slice> course_of(const record::Run& run, double energy_J) {
  if (!run.course.empty()) return run.course;
  return {{run.start_ns, run.end_ns, energy_J}};
}

std::string source_text(const SeriesOrigin& origin, const GridHours& grid, const CarbonJoin& join,
                        double pue, bool is_known_pue) {
  std::vector<std::string> parts;
  parts.push_back(origin.zone.empty() ? grid.name : origin.zone);
  if (!origin.accounting.empty()) parts.push_back(origin.accounting);
  parts.push_back("hours of " + join.table);
  if (!origin.source.empty()) parts.push_back(origin.source);
  if (!origin.licence.empty()) parts.push_back("licence: " + origin.licence);
  if (!origin.fetched.empty()) parts.push_back("fetched " + origin.fetched);
  parts.push_back(is_known_pue ? fmt::format("PUE {}", base::exact(pue))
                               : "PUE unknown, taken as 1");
  return fmt::format("{}", fmt::join(parts, "; "));
}

}  // namespace

SeriesOrigin origin_of(const base::SourcePtr& source) {
  SeriesOrigin out;
  const auto file = model::formats::open_table_bytes(source->text(), source->name());
  if (!file) return out;
  const auto sheet = (*file)->sheet("");
  if (!sheet || *sheet == nullptr) return out;
  const auto& cells = **sheet;
  for (std::size_t column = 0; column < cells.columns(); ++column) {
    const auto heading = base::lower(base::trim(cells.text({0, column})));
    std::string* field = heading == "zone"         ? &out.zone
                         : heading == "accounting" ? &out.accounting
                         : heading == "kind"       ? &out.kind
                         : heading == "source"     ? &out.source
                         : heading == "licence"    ? &out.licence
                         : heading == "fetched"    ? &out.fetched
                                                   : nullptr;
    if (field == nullptr || cells.rows() < 2) continue;
    const auto first = cells.text({1, column});
    bool is_one = true;
    for (std::size_t row = 2; row < cells.rows() && is_one; ++row)
      is_one = cells.text({row, column}) == first;
    if (is_one) *field = first;
  }
  return out;
}

base::Result<record::Impact> carbon_of(const record::Run& run, const HourlySeries& series,
                                       const GridHours& grid, const SeriesOrigin& origin,
                                       const CarbonJoin& join) {
  const auto total = record::energy_of(run);
  const auto course = course_of(run, total.energy_J());
  Joined joined;
  for (const auto& slice : course) {
    const auto missing = add_slice(slice, series, grid, joined);
    if (!missing) continue;
    return tl::unexpected(base::Diagnostics{
        {base::Code::hours_of_run,
         fmt::format("the run `{}` used energy at {} UTC, for which {} has no value",
                     run.name.empty() ? run.id : run.name, hour_text(*missing), join.table),
         {},
         "",
         {},
         {"`holon grid fetch` gets hours; a hole of the service stays a hole"}}});
  }

  constexpr double kGramsPerKilogram = 1000;
  const bool is_known_pue = join.pue || run.place.pue;
  const double pue = join.pue.value_or(run.place.pue.value_or(1));
  // what the course leaves out was used at the same hours as the rest
  const double mean = joined.energy_J > 0 ? joined.energy_grams / joined.energy_J : 0;
  const double energy_kWh = total.energy_J() / quantity::kJoulesPerKWh * pue;
  record::Impact out;
  out.category = origin.kind == "marginal" ? "climate marginal" : "climate";
  out.unit = "kg CO2e";
  out.amount = energy_kWh * mean / kGramsPerKilogram;
  if (total.energy_J() > 0 && total.without_uncertainty_J() < total.energy_J())
    out.uncertainty = out.amount * total.uncertainty_J() / total.energy_J();
  if (joined.energy_J > 0) out.factor = mean;
  out.factor_unit = "g CO2e/kWh";
  out.kind = origin.kind;
  out.source = source_text(origin, grid, join, pue, is_known_pue);
  out.factor_from = hour_at(course.front().from_ns) * kHour_ns;
  out.factor_until =
      (hour_at(std::max(course.front().from_ns, course.back().until_ns - 1)) + 1) * kHour_ns;
  out.joined_at = join.now;
  return out;
}

}  // namespace holon::findings

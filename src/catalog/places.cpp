// SPDX-License-Identifier: Apache-2.0
//
// Regions of cloud providers.
#include <array>

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "catalog/shelves.h"

namespace holon::catalog {
namespace {

// the row's spread speaks of its carbon and water; 15 % on a PUE of 1.1 would fall below 1
constexpr std::string_view kPueRule = "fleet-average";

struct Provider {
  std::string_view key;
  std::string_view name;
};

constexpr std::array kProviders{
    Provider{"gcp", "Google Cloud"},      Provider{"aws", "Amazon Web Services"},
    Provider{"azure", "Microsoft Azure"}, Provider{"ovh", "OVHcloud"},
    Provider{"scaleway", "Scaleway"},     Provider{"coreweave", "CoreWeave"},
    Provider{"seeweb", "Seeweb"}};

std::string_view provider_name(std::string_view key) {
  for (const auto& provider : kProviders) {
    if (provider.key == key) return provider.name;
  }
  return key;
}

// a name that only repeats the code says less than the location
std::string_view name_of(const Row& row) {
  return row["code"].ends_with(row["name"]) ? row["location"] : row["name"];
}

std::string cause_of(const Entry& entry, std::string_view fact) {
  return fmt::format("place/{}/{}", entry.code, fact);
}

// "PUE as published in 2020" in the row's note, else the row's year
int pue_year(const Row& row) {
  constexpr std::string_view kPhrase = "PUE as published in ";
  const auto at = row["note"].find(kPhrase);
  if (at == std::string_view::npos) return year_of(row);
  const auto year = base::parse_number(row["note"].substr(at + kPhrase.size(), 4));
  base::check(year.has_value(), "a year follows `PUE as published in`");
  return static_cast<int>(*year);
}

void add_carbon(Entry& entry, const Row& row, FactMaker& maker) {
  const auto carbon = row.number("carbon_g_per_kWh");
  if (!carbon) return;
  auto figure = figure_of(row, "carbon intensity", *carbon, kCarbonUnit);
  figure.cause = cause_of(entry, figure.fact);
  figure.scope = row["scope"];
  entry.facts.push_back(maker.make(figure));
  append_note(entry.facts.back().note, "per kWh of the grid, as the provider counts it");
}

// a figure of the row that has a source of its own
Figure with_source(const Row& row, std::string_view source, std::string fact, double value,
                   UnitText unit, const FactMaker& maker) {
  auto figure = figure_of(row, std::move(fact), value, unit);
  figure.source = source;
  figure.licence = maker.reference().source(source).licence;
  figure.note = "the region's own figure";
  return figure;
}

// the provider's average stands in for a region that publishes nothing
void add_default(Entry& entry, const Row& row, std::string_view fact,
                 std::span<const Entry> defaults) {
  const auto* provider = entry_of(defaults, fmt::format("{} of {}", fact, row["provider"]));
  if (provider == nullptr) return;
  Fact stand_in = provider->facts.front();
  stand_in.value.pedigree.evidence = quantity::Evidence::assumed;
  std::string note = fmt::format("none published for this region: `{}` stands in", provider->code);
  append_note(note, stand_in.note);
  stand_in.note = std::move(note);
  entry.facts.push_back(std::move(stand_in));
}

void add_pue(Entry& entry, const Row& row, std::span<const Entry> defaults, FactMaker& maker) {
  const auto pue = row.number("pue");
  if (!pue) return add_default(entry, row, "pue", defaults);
  auto figure = with_source(row, row["pue_source"], "pue", *pue, kPueUnit, maker);
  figure.cause = cause_of(entry, figure.fact);
  figure.rule = kPueRule;
  figure.year = pue_year(row);
  entry.facts.push_back(maker.make(figure));
  keep_pue_above_one(entry.facts.back());
}

void add_wue(Entry& entry, const Row& row, std::span<const Entry> defaults, FactMaker& maker) {
  const auto wue = row.number("wue_L_per_kWh");
  if (!wue) return add_default(entry, row, "wue", defaults);
  auto figure = with_source(row, row["wue_source"], "wue", *wue, kWueUnit, maker);
  figure.cause = cause_of(entry, figure.fact);
  entry.facts.push_back(maker.make(figure));
}

}  // namespace

std::vector<Entry> read_places(const Table& table, std::span<const Entry> defaults,
                               FactMaker& maker) {
  std::vector<Entry> entries;
  for (std::size_t i = 0; i < table.size(); ++i) {
    const auto row = table.row(i);
    Entry entry{Shelf::place,
                std::string(row["code"]),
                std::string(name_of(row)),
                {},
                std::string(row["grid"]),
                {},
                {}};
    add_detail(entry, "provider", provider_name(row["provider"]));
    add_detail(entry, "location", row["location"]);
    add_detail(entry, "grid", row["grid"]);
    add_carbon(entry, row, maker);
    add_pue(entry, row, defaults, maker);
    add_wue(entry, row, defaults, maker);
    entries.push_back(std::move(entry));
  }
  return entries;
}

}  // namespace holon::catalog

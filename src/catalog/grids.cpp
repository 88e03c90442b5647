// SPDX-License-Identifier: Apache-2.0
//
// Grids. Their water, primary energy and the deaths they cause are worked out here, from the mix
// and the factors of the technologies.
#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <set>

#include <fmt/format.h>

#include "base/math.h"
#include "base/text.h"
#include "catalog/shelves.h"
#include "catalog/spread.h"

namespace holon::catalog {
namespace {

// the share columns of grids.csv, which are also names of technologies
constexpr std::array<std::string_view, 10> kTechnologies{
    "coal", "gas", "oil", "nuclear", "hydro", "wind", "solar", "biomass", "geothermal", "other"};
constexpr double kNegligible = 0.01;  // a share that may lack a factor
constexpr double kShown = 0.005;      // a share worth showing

/// What people call a country or a group beside its ISO names.
struct OtherName {
  std::string_view code;
  std::string_view name;
};
constexpr std::array kOtherNames{
    OtherName{"GB", "UK"},
    OtherName{"GB", "Great Britain"},
    OtherName{"US", "United States of America"},
    OtherName{"CZ", "Czech Republic"},
    OtherName{"KR", "Republic of Korea"},
    OtherName{"KR", "Korea, South"},
    OtherName{"NL", "The Netherlands"},
    OtherName{"AE", "UAE"},
    OtherName{"RU", "Russian Federation"},
    OtherName{"VN", "Viet Nam"},
    OtherName{"TR", "Türkiye"},
    OtherName{"CI", "Ivory Coast"},
    OtherName{"MK", "Macedonia"},
    OtherName{"SZ", "Swaziland"},
    OtherName{"MM", "Burma"},
    OtherName{"CD", "DR Congo"},
    OtherName{"DE", "Deutschland"},
    OtherName{"BR", "Brasil"},
    OtherName{"EU", "European Union"},
    OtherName{"EU", "EU-27"},
    OtherName{"WORLD", "Global"},
};

/// What a technology uses or causes of one thing, per kWh generated.
struct Factor {
  const Fact* fact = nullptr;  // nothing known
  double figure = 0;           // in the unit of its thing
  Moments moments;             // of its spread
};

/// The factors of one thing, in the order of `kTechnologies`.
struct FactorRow {
  std::string_view fact;
  UnitText unit;
  std::array<Factor, kTechnologies.size()> factors;
};

using Mix = std::array<std::optional<double>, kTechnologies.size()>;

FactorRow read_factors(std::string_view fact, UnitText unit, std::span<const Entry> technologies) {
  FactorRow out{fact, unit, {}};
  for (std::size_t i = 0; i < kTechnologies.size(); ++i) {
    const auto* technology = entry_of(technologies, kTechnologies[i]);
    const auto* found = technology == nullptr ? nullptr : technology->find(fact);
    if (found == nullptr) continue;
    const auto& distribution = found->value.distribution;
    out.factors[i] = {found, typical(distribution), moments(distribution)};
  }
  return out;
}

Mix mix_of(const Row& row) {
  Mix mix;
  std::transform(kTechnologies.begin(), kTechnologies.end(), mix.begin(),
                 [&](std::string_view technology) { return row.number(technology); });
  return mix;
}

std::string in_percent(double share) { return base::readable(share * 100, 3) + " %"; }

// "nuclear 65.3 %, hydro 10.3 %", largest first
std::string mix_text(const Mix& mix) {
  std::vector<std::pair<double, std::string_view>> shares;
  for (std::size_t i = 0; i < mix.size(); ++i) {
    if (mix[i].value_or(0) >= kShown) shares.emplace_back(*mix[i], kTechnologies[i]);
  }
  std::sort(shares.begin(), shares.end(), std::greater<>());
  std::string out;
  for (const auto& [share, technology] : shares) {
    out += fmt::format("{}{} {}", out.empty() ? "" : ", ", technology, in_percent(share));
  }
  return out;
}

/// A mix's use of one thing, over the shares whose factor is known.
struct Use {
  double figure = 0;    // in the unit of the thing
  double mean = 0;      // the same
  double variance = 0;  // its square
  double covered = 0;   // sum of those shares
  std::string left_out;
  std::set<std::string> sources;
};

// nothing where a share that counts has no factor
std::optional<Use> use_of(const Mix& mix, const FactorRow& row) {
  Use use;
  for (std::size_t i = 0; i < mix.size(); ++i) {
    const double share = mix[i].value_or(0);
    if (share <= 0) continue;
    const auto& factor = row.factors[i];
    if (factor.fact == nullptr) {
      if (share > kNegligible) return std::nullopt;
      append_note(use.left_out, fmt::format("{} {}", kTechnologies[i], in_percent(share)));
      continue;
    }
    use.figure += share * factor.figure;
    use.mean += share * factor.moments.mean;
    use.variance += share * share * factor.moments.variance;
    use.covered += share;
    use.sources.insert(factor.fact->value.pedigree.source);
  }
  if (use.covered <= 0) return std::nullopt;
  return use;
}

// With shares s and each technology's figure f, mean μ and variance v:
//   median = Σ s f / Σ s
//   ln(gsd) = √ ln(1 + Σ s² v / (Σ s μ)²)
// the lognormal of that relative variance, technologies taken as independent of each other. Shares
// without a factor count as the average of the others: missing, not zero.
quantity::Distribution spread_of(const Use& use) {
  double gsd = 1;
  if (use.mean > 0) {
    gsd = base::exp(std::sqrt(base::ln(1 + use.variance / (use.mean * use.mean))));
  }
  return spread_by_gsd(use.figure / use.covered, gsd);
}

std::optional<Fact> mix_fact(const Row& row, const Mix& mix, const FactorRow& factors,
                             FactMaker& maker) {
  const auto use = use_of(mix, factors);
  if (!use) return std::nullopt;
  std::string source = "mix: " + maker.citation(row["source"], year_of(row)) + "; factors: ";
  source += fmt::format("{}", fmt::join(use->sources, "; "));
  std::string note = "worked out: sum of share × technology, per kWh generated, no losses; ";
  note += use->variance > 0 ? "spread: variances of the technologies, as independent"
                            : "spread: none, all of the mix is by convention";
  if (!use->left_out.empty()) append_note(note, "without a factor: " + use->left_out);
  quantity::Quantity value{spread_of(*use),
                           maker.unit(factors.unit),
                           {quantity::Evidence::modelled, std::move(source)},
                           fmt::format("grid/{}/{}", row["code"], factors.fact),
                           1};
  return Fact{std::string(factors.fact), std::move(value), year_of(row),
              fmt::format("{}, facts", row["licence"]), std::move(note)};
}

Entry read_grid(const Row& row, std::span<const FactorRow> factor_rows, FactMaker& maker) {
  Entry entry{Shelf::grid, std::string(row["code"]), std::string(row["name"]), {}, "", {}, {}};
  if (!row["iso3"].empty()) entry.aliases.emplace_back(row["iso3"]);
  for (const auto& other : kOtherNames) {
    if (other.code == entry.code) entry.aliases.emplace_back(other.name);
  }
  const auto mix = mix_of(row);
  add_detail(entry, "level", row["level"]);
  add_detail(entry, "mix", mix_text(mix));

  const auto carbon = row.number("carbon_g_per_kWh");
  if (carbon) {
    auto figure = figure_of(row, "carbon intensity", *carbon, kCarbonUnit);
    figure.cause = "grid/" + entry.code + "/" + figure.fact;
    figure.scope = row["scope"];
    entry.facts.push_back(maker.make(figure));
    // a user's row may say that it counts what is delivered
    if (row["note"].find("per kWh") == std::string_view::npos)
      append_note(entry.facts.back().note, "per kWh generated, no losses");
  } else {
    add_detail(entry, "note", row["note"]);
  }
  for (const auto& factors : factor_rows) {
    if (auto fact = mix_fact(row, mix, factors, maker)) entry.facts.push_back(std::move(*fact));
  }
  return entry;
}

// A part of a country without a mix of its own takes its country's figures, as an assumption: the
// same draw, since it is the same figure.
void borrow(Entry& part, std::span<const Entry> entries, std::span<const FactorRow> factor_rows) {
  const auto* country = entry_of(entries, part.code.substr(0, part.code.find('-')));
  if (country == nullptr) return;
  for (const auto& factors : factor_rows) {
    const auto* theirs = country->find(factors.fact);
    if (theirs == nullptr || part.find(factors.fact) != nullptr) continue;
    auto fact = *theirs;
    fact.value.pedigree.evidence = quantity::Evidence::assumed;
    std::string note = fmt::format("no mix known of {}: that of {}", part.code, country->code);
    append_note(note, fact.note);
    fact.note = std::move(note);
    part.facts.push_back(std::move(fact));
  }
}

}  // namespace

std::vector<Entry> read_grids(const Table& table, std::span<const Entry> technologies,
                              FactMaker& maker) {
  const std::array factor_rows{read_factors("water consumption", kConsumedUnit, technologies),
                               read_factors("water withdrawal", kWithdrawnUnit, technologies),
                               read_factors("early deaths", kDeathUnit, technologies),
                               read_factors("primary energy", kPrimaryUnit, technologies)};
  std::vector<Entry> entries;
  entries.reserve(table.size());
  for (std::size_t i = 0; i < table.size(); ++i) {
    entries.push_back(read_grid(table.row(i), factor_rows, maker));
  }
  for (auto& entry : entries) {
    if (entry.code.find('-') != std::string::npos) borrow(entry, entries, factor_rows);
  }
  return entries;
}

}  // namespace holon::catalog

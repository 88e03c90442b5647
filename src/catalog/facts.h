// SPDX-License-Identifier: Apache-2.0
//
// From a figure as a table's row states it to a fact: unit, spread, evidence, source, note.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "catalog/catalog.h"
#include "catalog/csv.h"

namespace holon::catalog {

/// A rule of pedigree.csv.
struct Rule {
  double gsd = 1;
  std::string note;  ///< "spread: " with the rule's name and reason
  quantity::Evidence evidence = quantity::Evidence::catalogue;  ///< of a figure under this rule
};

/// A row of sources.csv.
struct Source {
  std::string citation;
  std::string licence;
};

/// The two tables that all others lean on. An unknown key is a broken promise.
class Reference {
 public:
  Reference(const Table& sources, const Table& pedigree);
  [[nodiscard]] const Rule& rule(std::string_view name) const;
  [[nodiscard]] const Source& source(std::string_view key) const;

 private:
  std::map<std::string, Rule, std::less<>> rules_;
  std::map<std::string, Source, std::less<>> sources_;
};

/// A unit as it is parsed and as it is shown behind the number.
struct UnitText {
  std::string_view parsed;
  std::string_view shown;
};

inline constexpr UnitText kCarbonUnit{"g CO2e/kWh at facility", "g CO2e/kWh at facility"};
inline constexpr UnitText kConsumedUnit{"L consumed/kWh at facility", "L consumed/kWh at facility"};
inline constexpr UnitText kWithdrawnUnit{"L withdrawn/kWh at facility",
                                         "L withdrawn/kWh at facility"};
inline constexpr UnitText kDeathUnit{"death/TWh at facility", "deaths/TWh at facility"};
inline constexpr UnitText kPrimaryUnit{"MJ primary/kWh at facility", "MJ primary/kWh at facility"};
inline constexpr UnitText kPueUnit{"kWh at facility/kWh at device", ""};
inline constexpr UnitText kWueUnit{"L consumed/kWh at device", "L consumed/kWh at device"};
inline constexpr UnitText kPowerUnit{"W at device", "W"};

/// One figure of a table, and how far it may be off: by a rule, by its source's range, or, with
/// neither, not at all (a specification).
struct Figure {
  std::string fact;
  std::string cause;  ///< such as "grid/FR/carbon intensity"
  double value = 0;
  UnitText unit;
  std::string_view rule;
  std::optional<double> low;
  std::optional<double> high;
  std::string_view source;
  int year = 0;
  std::string_view licence;
  std::string_view note;
  std::string_view scope;
};

/// Makes the facts of one shelf. Not thread-safe: every shelf has its own.
class FactMaker {
 public:
  explicit FactMaker(const Reference& reference) : reference_(reference) {}

  [[nodiscard]] Fact make(const Figure& figure);

  /// A unit, parsed once.
  [[nodiscard]] const quantity::Unit& unit(UnitText text);

  /// "citation (year)"; the year only where the citation does not name it.
  [[nodiscard]] std::string citation(std::string_view source, int year) const;

  [[nodiscard]] const Reference& reference() const { return reference_; }

 private:
  const Reference& reference_;
  std::map<std::string, quantity::Unit, std::less<>> units_;  // by their parsed text
};

/// What most tables' rows share: rule, range (if the table has one), source, year, licence, note.
[[nodiscard]] Figure figure_of(const Row& row, std::string fact, double value, UnitText unit);

/// Adds a part to a note, behind a semicolon; an empty part adds nothing.
void append_note(std::string& note, std::string_view part);

/// No PUE is below 1: a facility uses at least what its devices use. A lognormal is cut there; the
/// ranges of the tables begin above.
void keep_pue_above_one(Fact& pue);

/// A whole number of a table; broken promise if it is none.
[[nodiscard]] int year_of(const Row& row);

}  // namespace holon::catalog

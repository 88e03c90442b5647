// SPDX-License-Identifier: Apache-2.0
#include "catalog/own_checks.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

#include <fmt/format.h>

#include "base/text.h"
#include "catalog/coverage.h"
#include "catalog/part_driver.h"
#include "quantity/unit.h"

namespace holon::catalog {
namespace {

using base::Code;

struct TableRow {
  std::string_view table;
  std::array<std::string_view, 4> keys;
  std::size_t key_count;
  std::string_view needed;  ///< further cells that may not be empty
};

constexpr std::array kTables{
    TableRow{"sources.csv", {"key"}, 1, "citation;licence"},
    TableRow{"pedigree.csv", {"rule"}, 1, "gsd;reason"},
    TableRow{"technologies.csv", {"technology", "quantity"}, 2, "unit;median"},
    TableRow{"grids.csv", {"code"}, 1, "name;level;scope"},
    TableRow{"grid_years.csv", {"code"}, 1, "name;level;scope"},
    TableRow{"places.csv", {"code"}, 1, "provider;name;location;grid"},
    TableRow{"accelerators.csv", {"code"}, 1, "name"},
    TableRow{"cpus.csv", {"code"}, 1, "name"},
    TableRow{"embodied.csv", {"item", "model", "category", "unit"}, 4, "value"},
    TableRow{"defaults.csv", {"name"}, 1, "value;unit"},
    TableRow{"instances.csv", {"code"}, 1, "name"},
    TableRow{"water_scarcity.csv", {"code"}, 1, "m3_world_eq_per_m3"},
    TableRow{
        "facilities.csv", {"code"}, 1, "pue_low;pue_high;wue_low_L_per_kWh;wue_high_L_per_kWh"},
    TableRow{"grid_impacts.csv", {"code", "category"}, 2, "unit;value"},
    TableRow{"part_models.csv", {"part", "driver", "category"}, 3, "unit;value"},
    TableRow{"profiles.csv", {"profile", "kind", "name"}, 3, "value;unit"},
    TableRow{"coverage.csv", {"stage", "impact", "how", "text"}, 4, ""},
};

/// The range outside of which a figure must be a slip.
struct Bounds {
  std::string_view table;
  std::string_view column;
  double low;
  double high;
};

// those of RANGES in tools/catalogue/check.py; tools/catalogue/check_test.py compares them
constexpr std::array kBounds{
    Bounds{"pedigree", "gsd", 1, 10},
    Bounds{"grids", "year", 2005, 2030},
    Bounds{"grids", "carbon_g_per_kWh", 0.5, 1400},
    Bounds{"places", "carbon_g_per_kWh", 0.5, 1300},
    Bounds{"grid_years", "year", 2000, 2030},
    Bounds{"grid_years", "carbon_g_per_kWh", 0.5, 1400},
    Bounds{"instances", "vcpus", 0.1, 2000},
    Bounds{"instances", "memory_GB", 0.1, 40000},
    Bounds{"instances", "server_embodied_kg", 500, 60000},
    Bounds{"instances", "power_W", 0.3, 30000},
    Bounds{"instances", "server_vcpus", 0.1, 2000},
    Bounds{"instances", "idle_W", 0.1, 30000},
    Bounds{"places", "pue", 1, 3},
    Bounds{"places", "wue_L_per_kWh", 0, 10},
    Bounds{"facilities", "pue_low", 1, 3},
    Bounds{"facilities", "pue_high", 1, 4},
    Bounds{"facilities", "wue_low_L_per_kWh", 0, 10},
    Bounds{"facilities", "wue_high_L_per_kWh", 0, 15},
    Bounds{"accelerators", "power_W", 5, 3000},
    Bounds{"accelerators", "die_mm2", 50, 2000},
    Bounds{"accelerators", "process_nm", 2, 90},
    Bounds{"accelerators", "memory_GB", 0.1, 400},
    Bounds{"accelerators", "bandwidth_GB_per_s", 10, 100000},
    Bounds{"accelerators", "dense_fp16_TFLOP_per_s", 0.01, 6000},
    Bounds{"accelerators", "fp32_TFLOP_per_s", 0.1, 300},
    Bounds{"accelerators", "price_USD", 50, 100000},
    Bounds{"cpus", "cores", 1, 512},
    Bounds{"cpus", "power_W", 1, 700},
    Bounds{"cpus", "process_nm", 2, 90},
    Bounds{"technologies", "median", 0, 1000},
    Bounds{"technologies", "low", 0, 1000},
    Bounds{"technologies", "high", 0, 2500},
    Bounds{"embodied", "value", 0, 1e8},
    Bounds{"embodied", "low", 0, 1e8},
    Bounds{"embodied", "high", 0, 1e8},
    Bounds{"water_scarcity", "m3_world_eq_per_m3", 0.1, 100},
    Bounds{"profiles", "value", 0.1, 2000},
    Bounds{"part_models", "value", 1e-20, 1e4},
    Bounds{"defaults", "value", 0, 1e6},
    Bounds{"defaults", "low", 0, 1e6},
    Bounds{"defaults", "high", 0, 1e6},
};

constexpr std::array<std::string_view, 10> kShares{
    "coal", "gas", "oil", "nuclear", "hydro", "wind", "solar", "biomass", "geothermal", "other"};

struct UnitRule {
  std::string_view what;
  std::string_view unit;
};

constexpr std::array kQuantityUnits{
    UnitRule{"carbon intensity", "g/kWh"},  UnitRule{"direct carbon intensity", "g/kWh"},
    UnitRule{"water consumption", "L/kWh"}, UnitRule{"water withdrawal", "L/kWh"},
    UnitRule{"early deaths", "deaths/TWh"}, UnitRule{"primary energy", "MJ/kWh"}};
constexpr std::array kCategoryUnits{UnitRule{"climate", "kg CO2e"},
                                    UnitRule{"minerals", "kg Sb eq"},
                                    UnitRule{"primary energy", "MJ"}, UnitRule{"e-waste", "kg"}};

constexpr std::array kProfileUnits{UnitRule{"hardware", "W"}, UnitRule{"place", "g/kWh"},
                                   UnitRule{"pue", "1"},      UnitRule{"memory power", "W/GB"},
                                   UnitRule{"lifetime", "d"}, UnitRule{"embodied", "kg CO2e"}};

/// The range of an impact per kWh outside of which a figure must be a slip: a tenth of the least
/// and ten times the most of what Base IMPACTS has by country.
struct ImpactBounds {
  std::string_view category;
  double low;
  double high;
};

// those of IMPACTS in tools/catalogue/check.py; tools/catalogue/check_test.py compares them
constexpr std::array kImpactBounds{
    ImpactBounds{"minerals", 1e-9, 3e-6},
    ImpactBounds{"primary energy", 1, 60},
    ImpactBounds{"fossil resources", 1e-3, 100},
    ImpactBounds{"acidification", 1e-6, 0.5},
    ImpactBounds{"ecotoxicity", 1e-6, 1000},
    ImpactBounds{"human toxicity cancer", 1e-15, 1e-6},
    ImpactBounds{"human toxicity non-cancer", 1e-15, 1e-5},
    ImpactBounds{"eutrophication freshwater", 1e-10, 1e-2},
    ImpactBounds{"eutrophication marine", 1e-7, 0.05},
    ImpactBounds{"eutrophication terrestrial", 1e-6, 0.5},
    ImpactBounds{"ionising radiation", 1e-5, 50},
    ImpactBounds{"land use", 1e-4, 500},
    ImpactBounds{"ozone depletion", 1e-12, 1e-6},
    ImpactBounds{"particulate matter", 1e-11, 6e-6},
    ImpactBounds{"photochemical ozone", 1e-7, 0.1},
};

const ImpactBounds* impact_bounds(std::string_view category) {
  const auto found =
      std::find_if(kImpactBounds.begin(), kImpactBounds.end(),
                   [&](const ImpactBounds& one) { return one.category == category; });
  return found == kImpactBounds.end() ? nullptr : &*found;
}

const TableRow* table_row(std::string_view table) {
  const auto found = std::find_if(kTables.begin(), kTables.end(),
                                  [&](const TableRow& row) { return row.table == table; });
  return found == kTables.end() ? nullptr : &*found;
}

/// Checks one table.
class Check {
 public:
  Check(const OwnTable& table, const std::vector<std::string>& columns, const KnownNames& known)
      : table_(table), columns_(columns), known_(known), rules_(*table_row(table.name)) {}

  base::Diagnostics all() {
    header();
    if (!wrong_.empty()) return std::move(wrong_);
    for (row_ = 0; row_ < table_.rows.size(); ++row_) {
      keys();
      numbers();
      if (is("sources.csv") || is("pedigree.csv")) continue;
      if (is("coverage.csv")) {
        coverage();
        continue;
      }
      provenance();
      if (is("profiles.csv")) {  // another's assumption, taken as it is
        profile();
        continue;
      }
      if (is("facilities.csv"))
        facility();
      else
        spread();
      if (is("part_models.csv")) part();
      if (is("grid_impacts.csv")) impact();
      if (is("grids.csv") || is("grid_years.csv")) grid();
      if (is("places.csv")) place();
      if (is("accelerators.csv")) accelerator();
      if (is("technologies.csv")) unit_of("quantity", kQuantityUnits, false);
      if (is("embodied.csv")) unit_of("category", kCategoryUnits, true);
      if (is("defaults.csv")) default_unit();
    }
    return std::move(wrong_);
  }

 private:
  bool is(std::string_view table) const { return table_.name == table; }
  std::string_view text(std::string_view column) const { return table_.text(row_, column); }
  std::optional<double> number(std::string_view column) const {
    return base::parse_number(text(column));
  }

  void fault(std::string_view column, std::string message, std::string help = {}) {
    std::vector<std::string> helps;
    if (!help.empty()) helps.push_back(std::move(help));
    wrong_.push_back(
        {Code::own_row, std::move(message), table_.where(row_, column), "", {}, std::move(helps)});
  }

  bool has_column(std::string_view name) const {
    return std::any_of(table_.header.begin(), table_.header.end(),
                       [&](const OwnCell& cell) { return cell.text == name; });
  }

  std::vector<std::string> needed() const {
    std::vector<std::string> out(
        rules_.keys.begin(), rules_.keys.begin() + static_cast<std::ptrdiff_t>(rules_.key_count));
    for (auto& one : base::split(rules_.needed, ';')) {
      if (!one.empty()) out.push_back(std::move(one));
    }
    if (!is("sources.csv") && !is("pedigree.csv") && !is("coverage.csv"))
      out.insert(out.end(), {"source", "year", "licence"});
    return out;
  }

  void header() {
    for (const auto& cell : table_.header) {
      if (std::find(columns_.begin(), columns_.end(), cell.text) != columns_.end()) continue;
      const auto near = base::nearest(cell.text, columns_);
      wrong_.push_back({Code::own_table,
                        fmt::format("{} has no column `{}`", table_.name, cell.text),
                        cell.where,
                        "",
                        {},
                        {near ? fmt::format("did you mean `{}`?", *near)
                              : "its columns are " + base::listed(columns_, "and")}});
    }
    for (const auto& column : needed()) {
      if (has_column(column)) continue;
      wrong_.push_back({Code::own_table,
                        fmt::format("{} needs a column `{}`", table_.name, column),
                        table_.header.front().where,
                        "",
                        {},
                        {}});
    }
  }

  void keys() {
    std::string key;
    for (std::size_t i = 0; i < rules_.key_count; ++i)
      key += fmt::format("{}{}", i == 0 ? "" : " / ", text(rules_.keys[i]));
    for (const auto& column : needed()) {
      // a profile's figure without a name is its default
      const bool is_default = is("profiles.csv") && column == "name";
      if (text(column).empty() && !is_default) fault(column, fmt::format("`{}` is empty", column));
    }
    if (!seen_.insert(key).second)
      fault(rules_.keys.front(), fmt::format("`{}` stands twice in this table", key));
  }

  void numbers() {
    const auto stem = std::string_view(table_.name).substr(0, table_.name.size() - 4);
    for (const auto& bounds : kBounds) {
      if (bounds.table != stem || text(bounds.column).empty()) continue;
      const auto value = number(bounds.column);
      if (value && *value >= bounds.low && *value <= bounds.high) continue;
      fault(bounds.column,
            fmt::format("{} = {} is no number from {} to {}", bounds.column, text(bounds.column),
                        base::exact(bounds.low), base::exact(bounds.high)),
            "is the unit the column's?");
    }
  }

  void provenance() {
    const auto source = text("source");
    if (!source.empty() && !known_.is_source(source)) {
      fault("source", fmt::format("there is no source `{}`", source),
            "a sources.csv beside this table says what it is: key, citation, year, licence, where");
    } else if (!source.empty() && known_.licence_of(source) != text("licence")) {
      fault("licence", fmt::format("the source has the licence `{}`, this row `{}`",
                                   known_.licence_of(source), text("licence")));
    }
    const auto year = number("year");
    constexpr double kFirst = 1950;
    constexpr double kLast = 2100;
    const bool is_year = year && *year >= kFirst && *year <= kLast && *year == std::floor(*year);
    if (!text("year").empty() && !is_year)
      fault("year", fmt::format("`{}` is no year", text("year")));
  }

  void spread() {
    const auto rule = text("spread");
    if (!rule.empty() && !known_.is_rule(rule))
      fault("spread", fmt::format("there is no rule `{}`", rule),
            "rules stand in pedigree.csv; one of yours may stand beside this table");
    const auto low = number("low");
    const auto high = number("high");
    const auto value = number(has_column("median") ? "median" : "value");
    if (text("low").empty() != text("high").empty()) {
      fault("low", "a range has two ends: low and high");
    } else if (low && high && value && (*low > *value || *value > *high)) {
      fault("low", fmt::format("{} is not within {} .. {}", base::exact(*value), text("low"),
                               text("high")));
    }
    if (rule.empty() == text("low").empty())
      fault("spread", "a row has either a rule of spread, or low and high",
            "how far may the figure be off? `country-average`, `lca-model` …: see pedigree.csv");
  }

  void grid() {
    double sum = 0;
    bool has_shares = false;
    for (const auto share : kShares) {
      if (text(share).empty()) continue;
      const auto value = number(share);
      if (!value || *value < 0 || *value > 1) {
        fault(share, fmt::format("`{}` is no share from 0 to 1", text(share)));
        return;
      }
      has_shares = true;
      sum += *value;
    }
    constexpr double kSlack = 0.01;
    if (has_shares && std::abs(sum - 1) > kSlack)
      fault(kShares.front(), fmt::format("the shares add up to {:.4f}", sum));
    if (!has_shares && text("carbon_g_per_kWh").empty())
      fault("carbon_g_per_kWh", "a grid has carbon or shares");
    word("level", {"country", "group", "subnational"});
    word("scope", {"life cycle", "direct"});
  }

  void place() {
    if (!text("grid").empty() && !known_.is_grid(text("grid")))
      fault("grid", fmt::format("there is no grid `{}`", text("grid")));
    for (const auto& [figure, source] :
         {std::pair{"pue", "pue_source"}, std::pair{"wue_L_per_kWh", "wue_source"}}) {
      if (text(figure).empty() != text(source).empty())
        fault(figure, fmt::format("`{}` and `{}` go together", figure, source));
      if (!text(source).empty() && !known_.is_source(text(source)))
        fault(source, fmt::format("there is no source `{}`", text(source)));
    }
    if (text("carbon_g_per_kWh").empty() != text("scope").empty())
      fault("scope", "carbon and scope go together");
    if (!text("scope").empty()) word("scope", {"life cycle", "direct"});
  }

  void accelerator() {
    if (!text("embodied_item").empty() && !known_.is_item(text("embodied_item")))
      fault("embodied_item", fmt::format("embodied.csv has no `{}`", text("embodied_item")));
  }

  // a coefficient is an impact per what drives it; of fab energy it is electricity
  void part() {
    const auto* driver = part_driver(text("driver"));
    const auto* category = part_category(text("category"));
    if (driver == nullptr) {
      std::vector<std::string> names;
      for (const auto& one : part_drivers()) names.emplace_back(one.name);
      fault("driver",
            fmt::format("`{}` is none of {}", text("driver"), base::listed(names, "and")));
    }
    if (category == nullptr) {
      std::vector<std::string> names;
      for (const auto& one : part_categories()) names.emplace_back(one.name);
      fault("category",
            fmt::format("`{}` is none of {}", text("category"), base::listed(names, "and")));
    }
    if (driver == nullptr || category == nullptr) return;
    const auto amount = driver->name == "fab energy" ? "kWh" : category->unit;
    std::vector<std::string> units;
    for (const auto& per : base::split(driver->units, ' '))
      units.push_back(fmt::format("{}{}{}", amount, per.empty() ? "" : "/", per));
    if (std::find(units.begin(), units.end(), text("unit")) == units.end())
      fault("unit", fmt::format("{} by {} in `{}`", category->name, driver->name, text("unit")),
            "it is told in " + base::listed(units, "or"));
  }

  // ranges in columns of their own
  void facility() {
    for (const auto& [low, high] :
         {std::pair{"pue_low", "pue_high"}, std::pair{"wue_low_L_per_kWh", "wue_high_L_per_kWh"}}) {
      if (number(low) && number(high) && *number(low) > *number(high))
        fault(low, fmt::format("{} = {} is above {} = {}", low, text(low), high, text(high)),
              "write the smaller end first");
    }
  }

  // an impact of a kWh, in the unit of its category and not beyond what any grid has
  void impact() {
    const auto* bounds = impact_bounds(text("category"));
    if (!known_.is_grid(text("code")))
      fault("code", fmt::format("there is no grid `{}`", text("code")));
    if (bounds == nullptr) {
      std::vector<std::string> names;
      for (const auto& one : kImpactBounds) names.emplace_back(one.category);
      return fault("category",
                   fmt::format("`{}` is none of {}", text("category"), base::listed(names, "and")));
    }
    const auto wanted = fmt::format("{}/kWh", part_category(bounds->category)->unit);
    if (text("unit") != wanted)
      fault("unit", fmt::format("{} in `{}`", bounds->category, text("unit")),
            "it is told in " + wanted);
    if (text("value").empty()) return;  // told with all that is empty
    const auto value = number("value");
    if (!value || *value < bounds->low || *value > bounds->high)
      fault("value",
            fmt::format("value = {} is no number from {} to {}", text("value"),
                        base::exact(bounds->low), base::exact(bounds->high)),
            "is the unit the column's?");
  }

  // a figure of one of the calculators, in the unit of its kind
  void profile() {
    if (!known_.is_profile(text("profile")))
      fault("profile", fmt::format("there is no profile `{}`", text("profile")),
            "`holon estimate --help` lists them");
    unit_of("kind", kProfileUnits, false);
  }

  // a number names what it is counted as; words name their source
  void coverage() {
    word("stage", {kStages.begin(), kStages.end()});
    word("impact", {kImpacts.begin(), kImpacts.end()});
    word("how", {"number", "words"});
    const bool is_number = text("how") == "number";
    if (is_number != (text("counted_as").find('/') != std::string_view::npos))
      fault("counted_as", "a number is counted as source/category, words as nothing",
            "as in `hardware/climate`");
    const auto source = text("source");
    if (source.empty() ? !is_number : !known_.is_source(source))
      fault("source", fmt::format("there is no source `{}`", source));
  }

  // the unit in which a quantity or a category is told
  template <std::size_t Count>
  void unit_of(std::string_view column, const std::array<UnitRule, Count>& rules, bool may_go_on) {
    const auto rule = std::find_if(rules.begin(), rules.end(),
                                   [&](const UnitRule& one) { return one.what == text(column); });
    std::vector<std::string> known;
    for (const auto& one : rules) known.emplace_back(one.what);
    if (rule == rules.end())
      return fault(column,
                   fmt::format("`{}` is none of {}", text(column), base::listed(known, "and")));
    const auto unit = text("unit");
    const auto slash = may_go_on ? unit.find('/') : std::string_view::npos;
    const bool has_known_rest =
        slash == std::string_view::npos || quantity::parse_unit(unit.substr(slash + 1)).has_value();
    if (unit.substr(0, slash) != rule->unit || !has_known_rest)
      fault("unit", fmt::format("{} in `{}`", rule->what, unit),
            fmt::format("it is told in {}{}", rule->unit,
                        may_go_on ? ", or that per GB, cm2, kg …" : ""));
  }

  void default_unit() {
    const auto unit = text("unit");
    if (unit != "1" && !quantity::parse_unit(unit).has_value())
      fault("unit", fmt::format("`{}` is no unit", unit));
  }

  void word(std::string_view column, const std::vector<std::string_view>& words) {
    if (std::find(words.begin(), words.end(), text(column)) == words.end())
      fault(column,
            fmt::format("`{}` is none of {}", text(column),
                        base::listed(std::vector<std::string>(words.begin(), words.end()), "and")));
  }

  const OwnTable& table_;
  const std::vector<std::string>& columns_;
  const KnownNames& known_;
  const TableRow& rules_;
  std::set<std::string> seen_;
  std::size_t row_ = 0;
  base::Diagnostics wrong_;
};

}  // namespace

std::span<const std::string_view> key_columns(std::string_view table) {
  const auto* row = table_row(table);
  if (row == nullptr) return {};
  return {row->keys.data(), row->key_count};
}

std::vector<std::string> own_table_names() {
  std::vector<std::string> out;
  for (const auto& row : kTables) out.emplace_back(row.table);
  return out;
}

base::Diagnostics check_own(const OwnTable& table, const std::vector<std::string>& columns,
                            const KnownNames& known) {
  return Check(table, columns, known).all();
}

}  // namespace holon::catalog

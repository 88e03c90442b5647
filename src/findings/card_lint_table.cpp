// SPDX-License-Identifier: Apache-2.0
//
// What the rows of a card say together.
#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "base/text.h"
#include "findings/card_row.h"
#include "findings/rank_statistics.h"

namespace holon::findings {
namespace {

// a quantity of which parts make a whole
bool is_additive(const CardColumn& column) {
  return column.role == CardRole::energy || column.role == CardRole::carbon ||
         column.role == CardRole::water || column.role == CardRole::device_hours;
}

LintFinding of_column(LintSeverity severity, const char* check, const CardTable& table,
                      const CardColumn& column, std::string message, std::string arithmetic) {
  return {severity, check, table.place, column.heading, std::move(message), std::move(arithmetic)};
}

// a sum in the unit in which its total is printed
std::string in_unit_of(const CardNumber& stated, double sum) {
  const auto blank = stated.text.find(' ');
  const auto printed = parse_cell_number(stated.text.substr(0, blank));
  const double scale = printed && printed->value > 0 ? stated.value / printed->value : 1;
  return base::readable(sum / scale, 4) +
         (blank == std::string::npos ? "" : stated.text.substr(blank));
}

void check_total_row(const CardTable& table, std::size_t total, std::vector<LintFinding>& out) {
  for (const auto& column : table.columns) {
    if (!is_additive(column) || !column.numbers[total]) continue;
    double sum = 0;
    double rounding = 0;  // absolute: half a digit of each
    std::size_t parts = 0;
    std::string text;
    for (std::size_t r = 0; r < total; ++r) {
      if (table.is_total[r] || !column.numbers[r]) continue;
      const auto& part = *column.numbers[r];
      sum += part.value;
      rounding += part.value * part.rounding;
      text += (parts++ == 0 ? "" : " + ") + part.text;
    }
    const auto& stated = *column.numbers[total];
    if (parts < 2 || sum <= 0) continue;
    const double allowed = rounding / sum + stated.rounding + 0.005;
    const Ratio ratio{stated.value / sum, allowed};
    if (ratio.is_near(1)) continue;
    const double slip = slip_of({ratio.value, 0.1});
    out.push_back({LintSeverity::error, slip > 0 ? "unit" : "sum", table.places[total],
                   column.heading,
                   slip > 0 ? fmt::format("the total is {} for its parts", slip_text(slip))
                            : std::string("the parts do not add up to the total"),
                   fmt::format("{} = {}; stated {}", text, in_unit_of(stated, sum), stated.text)});
  }
}

void check_shares(const CardTable& table, std::vector<LintFinding>& out) {
  for (const auto* column : table.of(CardRole::share)) {
    double sum = 0;
    double rounding = 0;
    std::size_t parts = 0;
    for (std::size_t r = 0; r < table.names.size(); ++r) {
      if (table.is_total[r] || !column->numbers[r]) continue;
      sum += column->numbers[r]->value;
      rounding += column->numbers[r]->value * column->numbers[r]->rounding;
      ++parts;
    }
    const double allowed = rounding + 0.005;
    if (parts < 2 || std::abs(sum - 1) <= allowed) continue;
    out.push_back(of_column(LintSeverity::error, "sum", table, *column,
                            "the shares do not add up to 100 %",
                            fmt::format("{} shares add up to {:.1f} %", parts, 100 * sum)));
  }
}

// a column `total …` beside columns of the same role that are its parts
void check_total_columns(const CardTable& table, std::vector<LintFinding>& out) {
  for (const auto& total : table.columns) {
    if (!is_additive(total) || !total.says("total")) continue;
    std::vector<const CardColumn*> parts;
    for (const auto& column : table.columns) {
      if (column.role == total.role && !column.says("total")) parts.push_back(&column);
    }
    if (parts.size() < 2) continue;
    for (std::size_t r = 0; r < table.names.size(); ++r) {
      if (!total.numbers[r]) continue;
      double sum = 0;
      double rounding = 0;
      bool is_whole = true;
      std::string text;
      for (const auto* part : parts) {
        is_whole &= part->numbers[r].has_value();
        if (!part->numbers[r]) continue;
        sum += part->numbers[r]->value;
        rounding += part->numbers[r]->value * part->numbers[r]->rounding;
        text += (text.empty() ? "" : " + ") + part->numbers[r]->text;
      }
      if (!is_whole || sum <= 0) continue;
      const Ratio ratio{total.numbers[r]->value / sum,
                        rounding / sum + total.numbers[r]->rounding + 0.005};
      if (ratio.is_near(1)) continue;
      out.push_back({LintSeverity::error, "sum", table.places[r], table.names[r],
                     fmt::format("the parts do not add up to `{}`", total.heading),
                     fmt::format("{} against {}: {} times", text, total.numbers[r]->text,
                                 shown(ratio.value))});
    }
  }
}

bool is_power_unit(std::string_view unit) {
  return unit == "W" || unit == "kW" || unit == "MW" || unit == "GW";
}

bool is_energy_unit(std::string_view unit) {
  return unit == "Wh" || unit == "kWh" || unit == "MWh" || unit == "GWh" || unit == "J" ||
         unit == "MJ";
}

// where none is stated for a row, the one that most rows share
double intensity_of(const CarbonPair& pair, std::size_t row, double common) {
  if (pair.intensity == nullptr || !pair.intensity->numbers[row]) return common;
  return pair.intensity->numbers[row]->value;
}

// the row whose energy and intensity give this carbon
std::optional<std::size_t> row_that_fits(const CardTable& table, const CarbonPair& pair,
                                         double carbon, double common, std::size_t except) {
  std::optional<std::size_t> found;
  for (std::size_t k = 0; k < table.names.size(); ++k) {
    const auto energy = carbon_energy(row_of(table, k));
    if (k == except || table.is_total[k] || !energy) continue;
    const Ratio ratio{carbon / (energy->value * intensity_of(pair, k, common)),
                      0.01 + energy->rounding};
    if (ratio.is_near(1)) found = k;
  }
  return found;
}

}  // namespace

void check_units(const CardTable& table, std::vector<LintFinding>& out) {
  for (const auto& column : table.columns) {
    if (column.says("energy") && is_power_unit(column.unit)) {
      out.push_back(
          of_column(LintSeverity::error, "unit", table, column,
                    fmt::format("energy is not measured in {}, which is power", column.unit),
                    fmt::format("{} × hours = {}h", column.unit, column.unit)));
    } else if (column.says("power") && !column.says("consumption") && !column.says("usage") &&
               is_energy_unit(column.unit)) {
      out.push_back(
          of_column(LintSeverity::error, "unit", table, column,
                    fmt::format("power is not measured in {}, which is energy", column.unit),
                    fmt::format("{} / hours is power", column.unit)));
    }
  }
}

void check_signs(const CardTable& table, std::vector<LintFinding>& out) {
  for (const auto& column : table.columns) {
    // a PUE below 1 is told by `check_pue`; what is offset may leave less than nothing
    const bool may_be_negative =
        column.role == CardRole::pue ||
        (column.role == CardRole::carbon && (column.says("net") || column.says("market") ||
                                             column.says("avoided") || column.says("saved")));
    if (!column.role || may_be_negative) continue;
    for (std::size_t r = 0; r < table.names.size(); ++r) {
      const auto& number = column.numbers[r];
      if (!number || number->value >= 0) continue;
      out.push_back({LintSeverity::error, "negative", table.places[r], table.names[r],
                     fmt::format("`{}` cannot be below zero", column.heading),
                     number->text + " < 0"});
    }
  }
}

void check_sums(const CardTable& table, std::vector<LintFinding>& out) {
  for (std::size_t r = 0; r < table.names.size(); ++r) {
    if (table.is_total[r]) check_total_row(table, r, out);
  }
  check_total_columns(table, out);
  check_shares(table, out);
}

// parameters of the same order for energies far apart, that rise with them: a logarithm
void check_logarithms(const CardTable& table, std::vector<LintFinding>& out) {
  constexpr double kLeast = 3;  // log10 of a thousand parameters
  constexpr double kMost = 13;
  constexpr double kMillion = 1e6;
  constexpr std::size_t kRows = 3;
  const auto effort = [&]() -> const CardColumn* {
    for (const auto role : {CardRole::energy, CardRole::time}) {
      if (table.of(role).size() == 1) return table.of(role).front();
    }
    return nullptr;
  }();
  if (effort == nullptr) return;
  for (const auto* column : table.of(CardRole::parameters)) {
    Pairs pairs;
    bool is_in_range = true;
    double scale = kMillion;
    for (std::size_t r = 0; r < table.names.size(); ++r) {
      if (!column->numbers[r] || !effort->numbers[r] || effort->numbers[r]->value <= 0) continue;
      const double printed = base::parse_number(column->texts[r]).value_or(0);
      if (printed > 0) scale = column->numbers[r]->value / printed;
      is_in_range &= printed >= kLeast && printed <= kMost;
      pairs.proxy.push_back(printed);
      pairs.target.push_back(effort->numbers[r]->value);
    }
    if (!is_in_range || pairs.size() < kRows || scale < kMillion) continue;
    const auto [least, most] = std::minmax_element(pairs.proxy.begin(), pairs.proxy.end());
    const auto [low, high] = std::minmax_element(pairs.target.begin(), pairs.target.end());
    constexpr double kNarrow = 1.5;
    constexpr double kWide = 8;
    if (*most / *least > kNarrow || *high / *low < kWide || !(spearman(pairs) >= 0.5)) continue;
    out.push_back(of_column(
        LintSeverity::warning, "logarithm", table, *column,
        "these look like decimal logarithms of a number of parameters, not like the number",
        fmt::format("{} to {} for {} times the {}; 10^{} = {}, 10^{} = {}", shown(*least),
                    shown(*most), shown(*high / *low),
                    effort->role == CardRole::energy ? "energy" : "time", shown(*least),
                    shown(std::pow(10.0, *least)), shown(*most), shown(std::pow(10.0, *most)))));
  }
}

// where no intensity is stated: most rows agree on one, and a row that does not fits another's
// energy
void check_crossed_rows(const CardTable& table, const CarbonPair& pair,
                        std::vector<LintFinding>& out) {
  std::vector<std::size_t> rows;
  std::vector<double> implied;
  for (std::size_t r = 0; r < table.names.size(); ++r) {
    const auto energy = carbon_energy(row_of(table, r));
    const auto& carbon = pair.carbon->numbers[r];
    if (table.is_total[r] || !energy || !carbon || carbon->value <= 0) continue;
    rows.push_back(r);
    implied.push_back(carbon->value / energy->value);
  }
  if (rows.size() < 3) return;
  const double common = median(implied);
  std::vector<std::size_t> others;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto energy = carbon_energy(row_of(table, rows[i]));
    const double expected = intensity_of(pair, rows[i], common);
    const Ratio ratio{implied[i] / expected,
                      0.05 + energy->rounding + pair.carbon->numbers[rows[i]]->rounding};
    if (!ratio.is_near(1)) others.push_back(i);
  }
  if (2 * others.size() > rows.size()) return;
  for (const auto i : others) {
    const auto r = rows[i];
    const double carbon = pair.carbon->numbers[r]->value;
    const auto k = row_that_fits(table, pair, carbon, common, r);
    if (!k) continue;
    const auto row = row_of(table, r);
    const auto other = row_of(table, *k);
    const auto energy = carbon_energy(row);
    const auto other_energy = carbon_energy(other);
    out.push_back(finding(
        LintSeverity::error, "crossed rows", row,
        fmt::format("this carbon goes with the energy of `{}`", other.name()),
        fmt::format("{} / {} = {} g/kWh; {} / {} = {} g/kWh, as {}", pair.carbon->numbers[r]->text,
                    energy->text, shown(implied[i]), pair.carbon->numbers[r]->text,
                    other_energy->text, shown(carbon / other_energy->value),
                    pair.intensity != nullptr ? "stated" : "the other rows")));
  }
}

}  // namespace holon::findings

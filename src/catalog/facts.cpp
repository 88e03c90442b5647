// SPDX-License-Identifier: Apache-2.0
#include "catalog/facts.h"

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "catalog/spread.h"

namespace holon::catalog {
namespace {

using quantity::Evidence;

// the source states the figure, unless the rule says that it is a guess or was worked out
Evidence evidence_under(std::string_view rule) {
  if (rule == "guess" || rule == "lca-guess" || rule == "contested") return Evidence::assumed;
  if (rule == "mix-model" || rule == "model-constant") return Evidence::modelled;
  return Evidence::catalogue;
}

std::string with_unit(double number, std::string_view unit) {
  return unit.empty() ? base::exact(number) : fmt::format("{} {}", base::exact(number), unit);
}

std::string range_note(const Figure& figure) {
  if (*figure.low == *figure.high) return "spread: none, the source's range is a single value";
  const auto range =
      fmt::format("{} .. {}", base::exact(*figure.low), with_unit(*figure.high, figure.unit.shown));
  const bool at_end = figure.value == *figure.low || figure.value == *figure.high;
  if (!at_end) return fmt::format("spread: the range {}", range);
  return fmt::format("spread: the range {}, at the {} end of which stands the stated value", range,
                     figure.value == *figure.low ? "low" : "high");
}

// where the spread comes from
std::string spread_note(const Figure& figure, const Reference& reference) {
  if (figure.low) return range_note(figure);
  if (figure.rule.empty()) return "spread: none, a published specification taken as exact";
  return reference.rule(figure.rule).note;
}

quantity::Distribution distribution_of(const Figure& figure, const Reference& reference) {
  if (figure.low) return spread_by_range(figure.value, *figure.low, *figure.high);
  if (figure.rule.empty()) return {quantity::Constant{figure.value}, {}, {}};
  return spread_by_gsd(figure.value, reference.rule(figure.rule).gsd);
}

Evidence evidence_of(const Figure& figure, const Reference& reference) {
  return figure.rule.empty() ? Evidence::catalogue : reference.rule(figure.rule).evidence;
}

bool has_column(const Table& table, std::string_view name) {
  for (const auto& cell : table.header()) {
    if (cell.text == name) return true;
  }
  return false;
}

template <class Value>
const Value& at(const std::map<std::string, Value, std::less<>>& map, std::string_view key,
                std::string_view table) {
  const auto found = map.find(key);
  if (found == map.end()) throw base::Bug(fmt::format("{} has no `{}`", table, key));
  return found->second;
}

}  // namespace

Reference::Reference(const Table& sources, const Table& pedigree) {
  for (std::size_t i = 0; i < sources.size(); ++i) {
    const auto row = sources.row(i);
    sources_[std::string(row["key"])] = {std::string(row["citation"]), std::string(row["licence"])};
  }
  for (std::size_t i = 0; i < pedigree.size(); ++i) {
    const auto row = pedigree.row(i);
    const auto gsd = row.number("gsd");
    base::check(gsd && *gsd >= 1, "a pedigree rule has a geometric standard deviation");
    auto note =
        fmt::format("spread: {}{} ({})", *gsd == 1 ? "none, " : "", row["rule"], row["reason"]);
    rules_[std::string(row["rule"])] = {*gsd, std::move(note), evidence_under(row["rule"])};
  }
}

const Rule& Reference::rule(std::string_view name) const {
  return at(rules_, name, "pedigree.csv");
}

const Source& Reference::source(std::string_view key) const {
  return at(sources_, key, "sources.csv");
}

Fact FactMaker::make(const Figure& figure) {
  base::check(figure.low.has_value() == figure.high.has_value(), "a range has two ends");
  quantity::Quantity value{distribution_of(figure, reference_),
                           unit(figure.unit),
                           {evidence_of(figure, reference_), citation(figure.source, figure.year)},
                           figure.cause,
                           1};
  std::string note(figure.note);
  if (!figure.scope.empty()) append_note(note, fmt::format("scope: {}", figure.scope));
  append_note(note, spread_note(figure, reference_));
  return {figure.fact, std::move(value), figure.year, std::string(figure.licence), std::move(note)};
}

const quantity::Unit& FactMaker::unit(UnitText text) {
  const auto found = units_.find(text.parsed);
  if (found != units_.end()) return found->second;
  auto parsed = quantity::unit(text.parsed);
  parsed.text = text.shown;
  return units_.emplace(text.parsed, std::move(parsed)).first->second;
}

std::string FactMaker::citation(std::string_view source, int year) const {
  const auto& text = reference_.source(source).citation;
  const auto digits = std::to_string(year);
  return text.find(digits) == std::string::npos ? fmt::format("{} ({})", text, digits) : text;
}

Figure figure_of(const Row& row, std::string fact, double value, UnitText unit) {
  Figure out;
  out.fact = std::move(fact);
  out.value = value;
  out.unit = unit;
  out.rule = row["spread"];
  if (has_column(row.table(), "low")) {
    out.low = row.number("low");
    out.high = row.number("high");
  }
  out.source = row["source"];
  out.year = year_of(row);
  out.licence = row["licence"];
  out.note = row["note"];
  return out;
}

void append_note(std::string& note, std::string_view part) {
  if (!note.empty() && !part.empty()) note += "; ";
  note += part;
}

void keep_pue_above_one(Fact& pue) {
  auto& distribution = pue.value.distribution;
  if (std::holds_alternative<quantity::Lognormal>(distribution.shape)) distribution.min = 1;
}

int year_of(const Row& row) {
  const auto year = row.number("year");
  base::check(year && *year > 1900 && *year < 2200, "every row has a year");
  return static_cast<int>(*year);
}

}  // namespace holon::catalog

// SPDX-License-Identifier: Apache-2.0
#include "quantity/unit.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "quantity/unit_table.h"

namespace holon::quantity {
namespace {

using base::Code;

Unit unit_of(const UnitRow& row, double factor) {
  Unit out;
  out.scale = row.scale * factor;
  if (row.base.empty()) return out;
  out.dimension = Dimension(std::string(row.base)).to_the(row.exponent);
  if (row.per_time != 0) out.dimension = out.dimension * Dimension("time").to_the(row.per_time);
  return out;
}

bool takes(Prefixes prefixes, const PrefixRow& prefix) {
  const bool is_binary = prefix.word.empty();
  switch (prefixes) {
    case Prefixes::si:
      return !is_binary;
    case Prefixes::large:
      return !is_binary && prefix.factor > 1;
    case Prefixes::binary:
      return prefix.factor > 1;
    case Prefixes::none:
    case Prefixes::si_long:
      return false;
  }
  return false;
}

bool spells(const UnitRow& row, std::string_view word) {
  if (word == row.name) return true;
  return row.plural && word.size() == row.name.size() + 1 && word.back() == 's' &&
         word.substr(0, row.name.size()) == row.name;
}

// a word without operators, as one row with at most one prefix
std::optional<Unit> simple_unit(std::string_view word, const std::vector<std::string>& counted) {
  for (const auto& row : unit_rows()) {
    if (spells(row, word)) return unit_of(row, 1);
  }
  for (const auto& thing : counted) {
    if (word == thing || word == thing + "s") return Unit{1, Dimension(thing), ""};
  }
  for (const auto& row : unit_rows()) {
    for (const auto& prefix : prefix_rows()) {
      const auto sign = row.prefixes == Prefixes::si_long ? prefix.word : prefix.symbol;
      if (!takes(row.prefixes, prefix) && (row.prefixes != Prefixes::si_long || sign.empty()))
        continue;
      if (word.starts_with(sign) && spells(row, word.substr(sign.size()))) {
        return unit_of(row, prefix.factor);
      }
    }
  }
  return std::nullopt;
}

Unit raised(const Unit& root, double exponent) {
  Unit out{std::pow(root.scale, exponent), root.dimension.to_the(exponent), ""};
  // a cubic metre is a volume, and volumes are counted in litres
  if (out.dimension == Dimension("length").to_the(3))
    return {out.scale * 1000, Dimension("volume"), ""};
  return out;
}

// "mm2": an exponent written against a unit of length
std::optional<Unit> length_power(std::string_view word, const std::vector<std::string>& counted) {
  if (word.size() < 2 || (word.back() != '2' && word.back() != '3')) return std::nullopt;
  auto root = simple_unit(word.substr(0, word.size() - 1), counted);
  if (!root || root->dimension != Dimension("length")) return std::nullopt;
  return raised(*root, word.back() - '0');
}

class UnitParser {
 public:
  UnitParser(std::string_view text, const std::vector<std::string>& counted)
      : text_(text), counted_(counted) {}

  Parsed<Unit> parse() {
    skip_blanks();
    auto out = product(0);
    if (!out) return out;
    if (at_ < text_.size())
      return fault(Code::not_a_unit, "this is not a unit", at_, text_.size() - at_);
    out->text = std::string(base::trim(text_));
    return out;
  }

 private:
  static constexpr int kDeepest = 20;

  tl::unexpected<TextFault> fault(Code code, std::string message, std::size_t offset,
                                  std::size_t length, std::string label = "",
                                  std::vector<std::string> help = {}) const {
    return tl::unexpected(
        TextFault{code, std::move(message), offset, length, std::move(label), std::move(help)});
  }

  void skip_blanks() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t')) ++at_;
  }

  bool accept(std::string_view token) {
    if (!text_.substr(at_).starts_with(token)) return false;
    at_ += token.size();
    return true;
  }

  bool accept_word(std::string_view word) {
    const auto rest = text_.substr(at_);
    if (!rest.starts_with(word)) return false;
    if (rest.size() > word.size() && !is_boundary(rest[word.size()])) return false;
    at_ += word.size();
    return true;
  }

  static bool is_boundary(char c) {
    return c == ' ' || c == '\t' || c == '*' || c == '/' || c == '(' || c == ')' || c == '^' ||
           c == '[' || c == ']' || c == ',' || c == '{' || c == '}' || c == ':';
  }

  // "·", "×", "²" and "³" are several bytes long
  [[nodiscard]] bool at_sign() const {
    const auto rest = text_.substr(at_);
    return rest.starts_with("·") || rest.starts_with("×") || rest.starts_with("²") ||
           rest.starts_with("³");
  }

  // factor (("*" | "·" | "/" | "per" | blank) factor)*
  Parsed<Unit> product(int depth) {
    if (depth > kDeepest) return fault(Code::not_a_unit, "this unit is nested too deeply", at_, 1);
    auto out = factor(depth);
    if (!out) return out;
    while (true) {
      skip_blanks();
      if (at_ >= text_.size() || text_[at_] == ')') return out;
      const bool divides = accept("/") || accept_word("per");
      if (!divides && !accept("*") && !accept("·") && !accept("×") && is_boundary(text_[at_]) &&
          text_[at_] != '(') {
        return out;
      }
      skip_blanks();
      auto next = factor(depth);
      if (!next) return next;
      out->scale = divides ? out->scale / next->scale : out->scale * next->scale;
      out->dimension =
          divides ? out->dimension / next->dimension : out->dimension * next->dimension;
    }
  }

  // ("(" product ")" | "1" | word) kind? exponent?
  Parsed<Unit> factor(int depth) {
    if (accept("(")) {
      skip_blanks();
      auto inside = product(depth + 1);
      if (!inside) return inside;
      if (!accept(")"))
        return fault(Code::not_a_unit, "a `(` in this unit is not closed", 0, text_.size());
      return with_exponent(*inside);
    }
    const auto start = at_;
    while (at_ < text_.size() && !is_boundary(text_[at_]) && !at_sign()) ++at_;
    const auto word = text_.substr(start, at_ - start);
    if (word.empty()) {
      return fault(Code::not_a_unit, "a unit is missing here",
                   std::min(start, text_.empty() ? 0 : text_.size() - 1), 1);
    }
    auto out = word == "1" ? Parsed<Unit>(Unit{}) : named(word, start);
    if (!out) return out;
    const auto kinded = with_kind(*out);
    return with_exponent(kinded);
  }

  Parsed<Unit> named(std::string_view word, std::size_t start) const {
    for (const auto& row : ambiguous_rows()) {
      if (word == row.name) {
        return fault(Code::ambiguous_unit, fmt::format("`{}` is ambiguous: {}", word, row.reason),
                     start, word.size(), "ambiguous", {std::string(row.help)});
      }
    }
    if (const auto found = simple_unit(word, counted_)) return *found;
    if (const auto found = length_power(word, counted_)) return *found;
    if (const auto found = glued(word)) return *found;
    return unknown(word, start);
  }

  // "GPU-hour" and "kgCO2e"
  [[nodiscard]] std::optional<Unit> glued(std::string_view word) const {
    for (const auto& row : kind_rows()) {
      if (row.base != "mass" || !word.ends_with(row.words)) continue;
      auto mass = simple_unit(word.substr(0, word.size() - row.words.size()), counted_);
      if (mass && mass->dimension == Dimension("mass")) {
        mass->dimension = mass->dimension.with_kind(row.base, row.kind);
        return mass;
      }
    }
    const auto hyphen = word.find('-');
    if (hyphen == std::string_view::npos) return std::nullopt;
    const auto left = simple_unit(word.substr(0, hyphen), counted_);
    const auto right = simple_unit(word.substr(hyphen + 1), counted_);
    if (!left || !right) return std::nullopt;
    return Unit{left->scale * right->scale, left->dimension * right->dimension, ""};
  }

  Parsed<Unit> unknown(std::string_view word, std::size_t start) const {
    std::vector<std::string> names;
    for (const auto& row : unit_rows()) {
      names.emplace_back(row.name);
      for (const auto& prefix : prefix_rows()) {
        if (takes(row.prefixes, prefix))
          names.push_back(fmt::format("{}{}", prefix.symbol, row.name));
      }
    }
    names.insert(names.end(), counted_.begin(), counted_.end());
    std::vector<std::string> help;
    // a slip in upper and lower case is the likeliest
    const auto same = std::find_if(names.begin(), names.end(), [&](const std::string& name) {
      return base::lower(name) == base::lower(word);
    });
    if (same != names.end()) {
      help.push_back(fmt::format("did you mean `{}`?", *same));
    } else if (const auto near = base::nearest(word, names)) {
      help.push_back(fmt::format("did you mean `{}`?", *near));
    } else {
      const auto single =
          word.size() > 1 && word.back() == 's' ? word.substr(0, word.size() - 1) : word;
      help.push_back(fmt::format(
          "a thing of your own to count is declared at the top of the study: `units: [{}]`",
          single));
    }
    return fault(Code::unknown_unit, fmt::format("`{}` is not a unit holon knows", word), start,
                 word.size(), "unknown unit", std::move(help));
  }

  Unit with_kind(Unit out) {
    const auto before = at_;
    skip_blanks();
    for (const auto& row : kind_rows()) {
      const bool fits = std::any_of(out.dimension.powers().begin(), out.dimension.powers().end(),
                                    [&](const Power& p) { return p.base == row.base; });
      if (fits && accept_word(row.words)) {
        out.dimension = out.dimension.with_kind(row.base, row.kind);
        return out;
      }
    }
    at_ = before;
    return out;
  }

  Parsed<Unit> with_exponent(Unit out) {
    if (accept("²")) return raised(out, 2);
    if (accept("³")) return raised(out, 3);
    if (!accept("^")) return out;
    const bool in_parentheses = accept("(");
    const auto start = at_;
    while (at_ < text_.size() &&
           (text_[at_] == '-' || text_[at_] == '.' || text_[at_] == '/' ||
            (text_[at_] >= '0' && text_[at_] <= '9')) &&
           (in_parentheses || text_[at_] != '/')) {
      ++at_;
    }
    const auto parts = base::split(text_.substr(start, at_ - start), '/');
    const auto numerator = base::parse_number(parts[0]);
    const auto denominator = parts.size() == 2 ? base::parse_number(parts[1]) : 1.0;
    if (!numerator || !denominator || parts.size() > 2 || *denominator == 0 ||
        std::abs(*numerator / *denominator) > 9 || (in_parentheses && !accept(")"))) {
      return fault(Code::not_a_unit, "this is not an exponent", start,
                   std::max<std::size_t>(1, at_ - start));
    }
    return raised(out, *numerator / *denominator);
  }

  std::string_view text_;
  const std::vector<std::string>& counted_;
  std::size_t at_ = 0;
};

}  // namespace

Parsed<Unit> parse_unit(std::string_view text, const std::vector<std::string>& counted) {
  constexpr std::size_t kLongest = 200;
  if (text.size() > kLongest) {
    return tl::unexpected(
        TextFault{Code::not_a_unit, "this is too long for a unit", 0, text.size(), "", {}});
  }
  return UnitParser(text, counted).parse();
}

Unit unit(std::string_view text) {
  auto parsed = parse_unit(text);
  base::check(parsed.has_value(), "a unit written in the source is right");
  return *parsed;
}

base::Diagnostic diagnose(const TextFault& fault, const base::Span& where) {
  base::Diagnostic out{
      fault.code, fault.message, where.part(fault.offset, fault.length), fault.label,
      {},         fault.help};
  return out;
}

std::string example_units(const Dimension& dimension) {
  constexpr std::array kExamples{"kWh, MWh, MJ",
                                 "W, kW",
                                 "kg, t, g",
                                 "L, m3",
                                 "s, hour, day, year",
                                 "kWh/request, Wh/request",
                                 "kWh/token, J/token",
                                 "g/kWh, kg/kWh",
                                 "L/kWh",
                                 "USD/kWh",
                                 "USD, kUSD",
                                 "GB, TB",
                                 "FLOP, PFLOP",
                                 "TFLOP/s",
                                 "GFLOP/J",
                                 "request/hour, request/day",
                                 "token/day",
                                 "kWh/GB",
                                 "Wh/TB/h",
                                 "W/GB",
                                 "kg/year, t/year",
                                 "request",
                                 "token",
                                 "mm2, cm2",
                                 "USD/request"};
  for (const std::string_view examples : kExamples) {
    const auto first = parse_unit(examples.substr(0, examples.find(',')));
    if (first && same_size(first->dimension, dimension)) return std::string(examples);
  }
  return "";
}

}  // namespace holon::quantity

// SPDX-License-Identifier: Apache-2.0
#include "quantity/quantity.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "base/text.h"

namespace holon::quantity {
namespace {

using base::Code;

constexpr std::array<std::string_view, kEvidenceCount> kEvidence{
    "measured", "declared", "catalogue", "modelled", "assumed"};

/// A piece of a larger text, remembering where it stood.
struct Piece {
  std::string_view text;
  std::size_t offset;
};

Piece trimmed(Piece piece) {
  const auto inner = base::trim(piece.text);
  return {inner, piece.offset + static_cast<std::size_t>(inner.data() - piece.text.data())};
}

tl::unexpected<TextFault> fault(std::string message, Piece piece,
                                std::vector<std::string> help = {}) {
  return tl::unexpected(TextFault{Code::not_a_quantity, std::move(message), piece.offset,
                                  std::max<std::size_t>(1, piece.text.size()), "",
                                  std::move(help)});
}

/// A number and the unit behind it.
struct Value {
  double number = 0;
  Unit unit;
};

std::size_t number_length(std::string_view text) {
  std::size_t end = 0;
  while (end < text.size()) {
    const char c = text[end];
    const bool sign_of_exponent =
        (c == '-' || c == '+') && (end == 0 || text[end - 1] == 'e' || text[end - 1] == 'E');
    const bool exponent =
        (c == 'e' || c == 'E') && end > 0 && end + 1 < text.size() &&
        (std::string_view("+-0123456789").find(text[end + 1]) != std::string_view::npos);
    // ".." belongs to a range
    const bool point = c == '.' && !text.substr(end).starts_with("..");
    if (!sign_of_exponent && !exponent && !point && !(c >= '0' && c <= '9')) break;
    ++end;
  }
  return end;
}

// what people write inside numbers, and what to write instead
std::vector<std::string> number_help(std::string_view text) {
  const auto separated = text.find_first_of(",_'");
  if (separated != std::string_view::npos && separated > 0 &&
      std::isdigit(static_cast<unsigned char>(text[0])) != 0) {
    return {"write digits without separators and with a point, as in `230768` or `3.5`"};
  }
  return {"write a number and its unit, as in `3.96 Wh`, `3.96 Wh ± 10 %` or `3 .. 6 Wh`"};
}

Parsed<Value> parse_value(Piece piece, const std::vector<std::string>& counted) {
  piece = trimmed(piece);
  if (piece.text.empty()) return fault("a number is missing here", piece, number_help(piece.text));
  const auto digits = number_length(piece.text);
  const auto number = base::parse_number(piece.text.substr(0, digits));
  if (!number) {
    return fault(fmt::format("`{}` does not start with a number", piece.text), piece,
                 number_help(piece.text));
  }
  const Piece rest = trimmed({piece.text.substr(digits), piece.offset + digits});
  if (rest.text.empty()) return Value{*number, Unit{}};
  if (rest.text.front() == ',' || rest.text.front() == '_' || rest.text.front() == '\'') {
    return fault(fmt::format("`{}` is not a number", piece.text), piece, number_help(piece.text));
  }
  auto unit = parse_unit(rest.text, counted);
  if (!unit) {
    unit.error().offset += rest.offset;
    return tl::unexpected(unit.error());
  }
  return Value{*number, *unit};
}

// "± 10 %" is relative, "± 0.2 Wh" absolute; both one standard deviation
Parsed<Quantity> with_spread(const Value& centre, Piece spread,
                             const std::vector<std::string>& counted) {
  const auto width = parse_value(spread, counted);
  if (!width) return tl::unexpected(width.error());
  if (width->number < 0) return fault("a spread cannot be negative", trimmed(spread));
  Quantity out{{Constant{centre.number}, {}, {}}, centre.unit, {}, "", 1};
  const bool relative = width->unit.text == "%" && centre.unit.text != "%";
  double sd = 0;
  if (relative) {
    sd = std::abs(centre.number) * width->number / 100;
  } else if (width->unit.text.empty() || width->unit.text == centre.unit.text) {
    sd = width->number;
  } else if (compatible(width->unit.dimension, centre.unit.dimension)) {
    sd = width->number * width->unit.scale / centre.unit.scale;
  } else {
    return fault(fmt::format("the spread is {}, the value {}", in_words(width->unit.dimension),
                             in_words(centre.unit.dimension)),
                 trimmed(spread), {"write the spread in per cent or in the unit of the value"});
  }
  if (sd > 0) out.distribution.shape = Normal{centre.number, sd};
  return out;
}

Parsed<Quantity> range(Piece low_text, Piece high_text, const std::vector<std::string>& counted) {
  const auto high = parse_value(high_text, counted);
  if (!high) return tl::unexpected(high.error());
  const auto low = parse_value(low_text, counted);
  if (!low) return tl::unexpected(low.error());
  double from = low->number;
  if (!low->unit.text.empty() && low->unit.text != high->unit.text) {
    if (!compatible(low->unit.dimension, high->unit.dimension)) {
      return fault(fmt::format("the range runs from {} to {}", in_words(low->unit.dimension),
                               in_words(high->unit.dimension)),
                   trimmed(low_text));
    }
    from *= low->unit.scale / high->unit.scale;
  }
  if (from > high->number) {
    return fault("the range runs backwards", trimmed(low_text), {"write the smaller end first"});
  }
  Quantity out{{Uniform{from, high->number}, {}, {}}, high->unit, {}, "", 1};
  if (from == high->number) out.distribution.shape = Constant{from};
  return out;
}

std::string with_unit(double number, const Unit& unit) {
  return unit.text.empty() ? base::exact(number)
                           : fmt::format("{} {}", base::exact(number), unit.text);
}

// in double quotes, as YAML reads them
std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7F) {
      out += fmt::format("\\x{:02x}", byte);
      continue;
    }
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + "\"";
}

std::string shape_text(const Shape& shape, const Unit& unit);
// the same as an entry of a block
std::string keyed(const Shape& shape, const Unit& unit);
// ", min: …, max: …" where they are given
std::string cuts(const Distribution& distribution, const Unit& unit);

struct ShapeText {
  const Unit& unit;
  [[nodiscard]] std::string u(double x) const { return with_unit(x, unit); }
  std::string operator()(const Constant& s) const { return u(s.value); }
  std::string operator()(const Normal& s) const {
    return fmt::format("normal: {{mean: {}, sd: {}}}", u(s.mean), u(s.sd));
  }
  std::string operator()(const Lognormal& s) const {
    return fmt::format("lognormal: {{median: {}, gsd: {}}}", u(s.median), base::exact(s.gsd));
  }
  std::string operator()(const Uniform& s) const {
    return fmt::format("uniform: {{low: {}, high: {}}}", u(s.low), u(s.high));
  }
  std::string operator()(const Triangular& s) const {
    return fmt::format("triangular: {{low: {}, mode: {}, high: {}}}", u(s.low), u(s.mode),
                       u(s.high));
  }
  std::string operator()(const Beta& s) const {
    return fmt::format("beta: {{a: {}, b: {}, low: {}, high: {}}}", base::exact(s.a),
                       base::exact(s.b), u(s.low), u(s.high));
  }
  std::string operator()(const Samples& s) const {
    const auto unit_text = unit.text.empty() ? "" : ", unit: " + quoted(unit.text);
    if (!s.file.empty()) return fmt::format("samples: {}{}", quoted(s.file), unit_text);
    std::vector<std::string> values;
    for (const double value : s.values) values.push_back(u(value));
    return fmt::format("samples: [{}]", fmt::join(values, ", "));
  }
  std::string operator()(const Choice& s) const {
    std::vector<std::string> rivals;
    for (const auto& rival : s.rivals) {
      rivals.push_back(fmt::format("{}: {{{}{}, weight: {}}}", quoted(rival.name),
                                   keyed(rival.distribution->shape, unit),
                                   cuts(*rival.distribution, unit), base::exact(rival.weight)));
    }
    return fmt::format("choice: {{{}}}", fmt::join(rivals, ", "));
  }
};

std::string shape_text(const Shape& shape, const Unit& unit) {
  return std::visit(ShapeText{unit}, shape);
}

std::string keyed(const Shape& shape, const Unit& unit) {
  const auto text = shape_text(shape, unit);
  return std::holds_alternative<Constant>(shape) ? "value: " + text : text;
}

std::string cuts(const Distribution& distribution, const Unit& unit) {
  std::string out;
  if (distribution.min) out += ", min: " + with_unit(*distribution.min, unit);
  if (distribution.max) out += ", max: " + with_unit(*distribution.max, unit);
  return out;
}

}  // namespace

std::string_view name(Evidence evidence) { return kEvidence[static_cast<std::size_t>(evidence)]; }

std::optional<Evidence> parse_evidence(std::string_view text) {
  const auto found = std::find(kEvidence.begin(), kEvidence.end(), text);
  if (found == kEvidence.end()) return std::nullopt;
  return static_cast<Evidence>(found - kEvidence.begin());
}

Quantity constant(double value, std::string_view unit_text) {
  return {{Constant{value}, {}, {}}, unit_text.empty() ? Unit{} : unit(unit_text), {}, "", 1};
}

Parsed<Quantity> parse_quantity(std::string_view text, const std::vector<std::string>& counted) {
  for (const std::string_view sign : {"±", "+/-", "+-"}) {
    const auto at = text.find(sign);
    if (at == std::string_view::npos) continue;
    const auto centre = parse_value({text.substr(0, at), 0}, counted);
    if (!centre) return tl::unexpected(centre.error());
    return with_spread(*centre, {text.substr(at + sign.size()), at + sign.size()}, counted);
  }
  const auto dots = text.find("..");
  if (dots != std::string_view::npos) {
    return range({text.substr(0, dots), 0}, {text.substr(dots + 2), dots + 2}, counted);
  }
  const auto value = parse_value({text, 0}, counted);
  if (!value) return tl::unexpected(value.error());
  return Quantity{{Constant{value->number}, {}, {}}, value->unit, {}, "", 1};
}

std::string to_text(const Quantity& quantity) {
  auto extras = cuts(quantity.distribution, quantity.unit);
  if (quantity.pedigree.evidence != Evidence::declared) {
    extras += fmt::format(", evidence: {}", name(quantity.pedigree.evidence));
  }
  if (!quantity.pedigree.source.empty()) extras += ", source: " + quoted(quantity.pedigree.source);
  if (!quantity.cause.empty()) extras += ", cause: " + quoted(quantity.cause);
  if (quantity.correlation != 1) extras += ", correlation: " + base::exact(quantity.correlation);
  const auto& shape = quantity.distribution.shape;
  if (extras.empty() && is_constant(quantity.distribution)) return shape_text(shape, quantity.unit);
  return fmt::format("{{{}{}}}", keyed(shape, quantity.unit), extras);
}

}  // namespace holon::quantity

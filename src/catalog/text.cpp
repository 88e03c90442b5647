// SPDX-License-Identifier: Apache-2.0
#include "catalog/text.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"
#include "catalog/spread.h"

namespace holon::catalog {
namespace {

using quantity::Distribution;

constexpr std::size_t kWidth = 100;     // columns of a terminal line
constexpr std::size_t kNameWidth = 36;  // columns of a name in a listing
constexpr std::size_t kHeadlines = 2;   // facts of an entry in a listing
constexpr std::string_view kGap = "  ";

using Line = std::vector<std::string>;

// columns as wide as their widest cell; no blanks at the ends of lines
std::string aligned(const std::vector<Line>& lines, std::string_view indent) {
  std::vector<std::size_t> widths;
  for (const auto& line : lines) {
    widths.resize(std::max(widths.size(), line.size()));
    for (std::size_t i = 0; i < line.size(); ++i) {
      widths[i] = std::max(widths[i], base::display_width(line[i]));
    }
  }
  std::string out;
  for (const auto& line : lines) {
    std::string text(indent);
    for (std::size_t i = 0; i < line.size(); ++i) {
      text += line[i];
      text.append(widths[i] - base::display_width(line[i]), ' ');
      text += kGap;
    }
    text.erase(text.find_last_not_of(' ') + 1);
    out += text + "\n";
  }
  return out;
}

// words behind `lead`, broken at blanks; further lines stand under the first word
std::string wrapped(std::string_view lead, std::string_view text) {
  const auto indent = base::display_width(lead);
  std::string out(lead);
  std::size_t column = indent;
  for (const auto& word : base::split(text, ' ')) {
    const auto width = base::display_width(word);
    if (column > indent && column + 1 + width > kWidth) {
      out += "\n" + std::string(indent, ' ');
      column = indent;
    } else if (column > indent) {
      out += " ";
      ++column;
    }
    out += word;
    column += width;
  }
  return out + "\n";
}

// three digits, without zeros that say nothing; ratios such as PUE by every digit they have
std::string number_text(double value, const quantity::Unit& unit) {
  if (unit.text.empty()) return base::exact(value);
  const auto brief = fmt::format("{:.3g}", value);
  const bool is_whole_truth = std::abs(value) < 1000 && base::parse_number(brief) == value;
  return is_whole_truth ? brief : base::readable(value);
}

std::string with_unit(const std::string& number, const quantity::Unit& unit) {
  return unit.text.empty() ? number : fmt::format("{} {}", number, unit.text);
}

std::string range_text(double low, double high, const quantity::Unit& unit) {
  return fmt::format("{} .. {}", number_text(low, unit), number_text(high, unit));
}

// smallest and largest stated figure of a choice's models
std::pair<double, double> extent(const quantity::Choice& choice) {
  double low = typical(*choice.rivals.front().distribution);
  double high = low;
  for (const auto& rival : choice.rivals) {
    const auto* uniform = std::get_if<quantity::Uniform>(&rival.distribution->shape);
    const double figure = typical(*rival.distribution);
    low = std::min(low, uniform == nullptr ? figure : uniform->low);
    high = std::max(high, uniform == nullptr ? figure : uniform->high);
  }
  return {low, high};
}

std::string shown_value(const Distribution& distribution, const quantity::Unit& unit) {
  const auto& shape = distribution.shape;
  if (const auto* uniform = std::get_if<quantity::Uniform>(&shape)) {
    return with_unit(range_text(uniform->low, uniform->high, unit), unit);
  }
  if (const auto* choice = std::get_if<quantity::Choice>(&shape)) {
    const auto [low, high] = extent(*choice);
    return with_unit(range_text(low, high, unit), unit);
  }
  return with_unit(number_text(typical(distribution), unit), unit);
}

struct SpreadWords {
  const quantity::Unit& unit;
  std::string operator()(const quantity::Constant&) const { return "exact"; }
  std::string operator()(const quantity::Lognormal& s) const {
    return fmt::format("×/÷ {:.3g}", s.gsd);
  }
  std::string operator()(const quantity::Uniform&) const { return "evenly spread"; }
  std::string operator()(const quantity::Triangular& s) const {
    return fmt::format("triangular {}", range_text(s.low, s.high, unit));
  }
  std::string operator()(const quantity::Choice& s) const {
    return fmt::format("one of {} models", s.rivals.size());
  }
  std::string operator()(const quantity::Normal& s) const {
    return fmt::format("± {}", number_text(s.sd, unit));
  }
  std::string operator()(const quantity::Beta& s) const {
    return fmt::format("within {}", range_text(s.low, s.high, unit));
  }
  std::string operator()(const quantity::Samples& s) const {
    return fmt::format("{} samples", s.values.size());
  }
};

std::string shown_spread(const Distribution& distribution, const quantity::Unit& unit) {
  auto out = std::visit(SpreadWords{unit}, distribution.shape);
  const auto number = [&](double value) { return number_text(value, unit); };
  const auto [low, high] = std::pair{distribution.min, distribution.max};
  if (low && high) return fmt::format("{}, in {}", out, range_text(*low, *high, unit));
  if (low) out += fmt::format(", at least {}", number(*low));
  if (high) out += fmt::format(", at most {}", number(*high));
  return out;
}

void add_fact(std::vector<Line>& lines, const Fact& fact) {
  const auto& value = fact.value;
  lines.push_back({fact.name, value_text(value), spread_text(value), std::to_string(fact.year),
                   std::string(quantity::name(value.pedigree.evidence))});
  const auto* choice = std::get_if<quantity::Choice>(&value.distribution.shape);
  if (choice == nullptr) return;
  for (const auto& rival : choice->rivals) {
    lines.push_back({fmt::format("  {}", rival.name), shown_value(*rival.distribution, value.unit),
                     shown_spread(*rival.distribution, value.unit), "", ""});
  }
}

/// Facts of one source and note.
struct Origin {
  std::string names;
  const Fact* fact;
};

std::vector<Origin> origins(const Entry& entry) {
  std::vector<Origin> out;
  for (const auto& fact : entry.facts) {
    const auto same = std::find_if(out.begin(), out.end(), [&](const Origin& origin) {
      return origin.fact->value.pedigree.source == fact.value.pedigree.source &&
             origin.fact->licence == fact.licence && origin.fact->note == fact.note;
    });
    if (same == out.end()) {
      out.push_back({fact.name, &fact});
    } else {
      same->names += ", " + fact.name;
    }
  }
  return out;
}

std::string title(const Entry& entry) {
  std::string out = entry.code;
  if (entry.name != entry.code) out += fmt::format("{}{}", kGap, entry.name);
  out += fmt::format("\n{}", name(entry.shelf));
  if (!entry.aliases.empty()) out += ", also " + base::listed(entry.aliases, "and");
  return out + "\n";
}

std::string details_text(const Entry& entry) {
  std::size_t widest = 0;
  for (const auto& [name, text] : entry.details) {
    widest = std::max(widest, base::display_width(name));
  }
  std::string out;
  for (const auto& [name, text] : entry.details) {
    const std::string padding(widest - base::display_width(name), ' ');
    out += wrapped(fmt::format("{}{}{}{}", kGap, name, padding, kGap), text);
  }
  return out;
}

std::string shortened(const std::string& text) {
  if (base::display_width(text) <= kNameWidth) return text;
  return base::character_range(text, 0, kNameWidth - 1) + "…";
}

// "carbon intensity 56.0 g CO2e/kWh at facility, …"
std::string headline(const Entry& entry) {
  std::string out;
  for (std::size_t i = 0; i < std::min(entry.facts.size(), kHeadlines); ++i) {
    const auto& fact = entry.facts[i];
    // a default's only fact bears its name already
    const bool named = fact.name != entry.code;
    out += fmt::format("{}{}{}", i == 0 ? "" : ", ", named ? fact.name + " " : "",
                       value_text(fact.value));
  }
  return out;
}

}  // namespace

std::string value_text(const quantity::Quantity& quantity) {
  return shown_value(quantity.distribution, quantity.unit);
}

std::string spread_text(const quantity::Quantity& quantity) {
  return shown_spread(quantity.distribution, quantity.unit);
}

std::string describe(const Entry& entry) {
  std::string out = title(entry);
  if (!entry.details.empty()) out += "\n" + details_text(entry);

  std::vector<Line> facts;
  for (const auto& fact : entry.facts) add_fact(facts, fact);
  out += facts.empty() ? "\nno figures known\n" : "\n" + aligned(facts, kGap);

  for (const auto& [names, fact] : origins(entry)) {
    out += "\n" + wrapped("", names);
    out += wrapped("  source   ", fact->value.pedigree.source);
    out += wrapped("  licence  ", fact->licence);
    if (!fact->note.empty()) out += wrapped("  note     ", fact->note);
  }
  return out;
}

std::string listing(std::span<const Entry* const> entries, std::size_t most) {
  std::vector<Line> lines;
  for (const auto* entry : entries.first(std::min(entries.size(), most))) {
    lines.push_back({std::string(name(entry->shelf)), entry->code,
                     entry->name == entry->code ? "" : shortened(entry->name), headline(*entry)});
  }
  auto out = aligned(lines, "");
  if (entries.size() > most) out += fmt::format("… and {} more\n", entries.size() - most);
  return out;
}

}  // namespace holon::catalog

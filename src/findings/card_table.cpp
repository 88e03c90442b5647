// SPDX-License-Identifier: Apache-2.0
#include "findings/card_table.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <initializer_list>
#include <span>

#include <fmt/format.h>

#include "base/text.h"
#include "findings/open_table.h"
#include "quantity/sizes.h"

namespace holon::findings {
namespace {

using Grid = std::vector<std::vector<std::string>>;  // rows of cells

/// A table as it stands in the file.
struct RawTable {
  Grid cells;
  std::vector<std::string> places;  // of the rows
};

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> out(1);
  for (const char c : text) {
    if (std::isalnum(static_cast<unsigned char>(c)) != 0) {
      out.back() += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    } else if (!out.back().empty()) {
      out.emplace_back();
    }
  }
  if (out.back().empty()) out.pop_back();
  return out;
}

bool any_of(const std::vector<std::string>& words, std::span<const std::string_view> list) {
  return std::any_of(words.begin(), words.end(), [&](const std::string& word) {
    return std::find(list.begin(), list.end(), word) != list.end();
  });
}

bool any_of(const std::vector<std::string>& words, std::initializer_list<std::string_view> list) {
  return any_of(words, std::span<const std::string_view>(list.begin(), list.size()));
}

// "[kWh]", "(t CO2e)": what the last brackets hold
std::string in_brackets(std::string_view heading) {
  const auto open = heading.find_last_of("[(");
  const auto close = heading.find_last_of("])");
  if (open == std::string_view::npos || close == std::string_view::npos || close < open) return {};
  return std::string(base::trim(heading.substr(open + 1, close - open - 1)));
}

// emphasis and links of Markdown
std::string plain(std::string_view text) {
  std::string out;
  for (const char c : base::trim(text)) {
    if (c != '*' && c != '`') out += c;
  }
  return out;
}

constexpr std::string_view kDeviceWords[] = {
    "gpu",    "gpus",    "tpu",  "tpus", "chip", "chips", "accelerator", "accelerators",
    "device", "devices", "a100", "h100", "v100", "node",  "nodes"};

/// A unit of what only cards have.
struct CardUnit {
  CardRole role;
  std::string_view text;
  double scale;
};

constexpr CardUnit kCardUnits[] = {{CardRole::water, "l", 1},
                                   {CardRole::water, "litres", 1},
                                   {CardRole::water, "liters", 1},
                                   {CardRole::water, "m3", 1000},
                                   {CardRole::water, "m³", 1000},
                                   {CardRole::water, "ml", 1e-3},
                                   {CardRole::water, "kl", 1000},
                                   {CardRole::water, "million l", 1e6},
                                   {CardRole::wue, "l/kwh", 1},
                                   {CardRole::device_hours, "thousand", 1e3},
                                   {CardRole::device_hours, "million", 1e6}};

/// What a heading is, and how many of the role's units are in one of its own.
struct RoleOfHeading {
  CardRole role;
  double scale;
};

std::optional<RoleOfHeading> known_unit(CardRole role, const std::string& unit, double usual) {
  constexpr double kMillion = 1e6;
  if (role == CardRole::water && unit == "ML") return RoleOfHeading{role, kMillion};
  for (const auto& known : kCardUnits) {
    if (known.role == role && base::lower(unit) == known.text)
      return RoleOfHeading{role, known.scale};
  }
  return RoleOfHeading{role, usual};
}

std::optional<RoleOfHeading> of_measure(const std::string& heading,
                                        const std::vector<std::string>& words) {
  auto read = read_heading(heading);
  // "power consumption (MWh)" is energy all the same
  if (read.measure == Measure::power && !read.scale && any_of(words, {"consumption", "usage"}))
    read = read_heading(heading, Measure::energy);
  if (!read.measure || !read.scale) return std::nullopt;
  switch (*read.measure) {
    case Measure::energy:
      return RoleOfHeading{CardRole::energy, *read.scale};
    case Measure::carbon:
      return RoleOfHeading{CardRole::carbon, *read.scale};
    case Measure::intensity:
      return RoleOfHeading{CardRole::intensity, *read.scale};
    case Measure::power:
      // of all devices together it says nothing of one
      if (any_of(words, {"total", "peak", "idle"})) return std::nullopt;
      return RoleOfHeading{CardRole::power, *read.scale};
    case Measure::time:
      return RoleOfHeading{CardRole::time, *read.scale / quantity::kSecondsPerHour};
    case Measure::parameters:
      return RoleOfHeading{CardRole::parameters, *read.scale};
    case Measure::flop:
      return RoleOfHeading{CardRole::flop, *read.scale};
    case Measure::quality:
      return std::nullopt;
  }
  return std::nullopt;
}

// a figure for each request or token is no total
bool is_per_unit(const std::string& heading, const std::vector<std::string>& words) {
  const auto unit = base::lower(in_brackets(heading));
  const bool has_slash = unit.find('/') != std::string::npos && !unit.ends_with("kwh");
  return has_slash || any_of(words, {"query", "queries", "prompt", "request", "token", "image"});
}

std::optional<RoleOfHeading> role_of(const std::string& heading,
                                     const std::vector<std::string>& words) {
  const auto unit = in_brackets(heading);
  if (any_of(words, {"pue"})) return RoleOfHeading{CardRole::pue, 1};
  if (any_of(words, {"wue"})) return known_unit(CardRole::wue, unit, 1);
  if (is_per_unit(heading, words)) return std::nullopt;
  const bool is_device = any_of(words, std::span<const std::string_view>(kDeviceWords));
  if (is_device && any_of(words, {"hours", "hour", "h"}))
    return known_unit(CardRole::device_hours, unit, 1);
  if (any_of(words, {"water"})) {
    auto role = known_unit(CardRole::water, unit, 0);
    return role->scale > 0 ? role : std::nullopt;
  }
  if (any_of(words, {"tdp"})) return RoleOfHeading{CardRole::power, 1};
  if (any_of(words, {"share", "percent"})) return RoleOfHeading{CardRole::share, 0.01};
  if (const auto measured = of_measure(heading, words)) {
    const bool is_embodied = any_of(words, {"embodied", "hardware", "manufacturing", "offset"});
    if (is_embodied) return std::nullopt;
    return measured;
  }
  if (words.size() == 1 && words[0] == "hours") return RoleOfHeading{CardRole::time, 1};
  if (words.size() == 1 && words[0] == "days") return RoleOfHeading{CardRole::time, 24};
  if (any_of(words, {"hardware", "processor"}) || (is_device && any_of(words, {"type", "model"})))
    return RoleOfHeading{CardRole::hardware, 1};
  if (is_device && words.size() <= 3 && unit.empty()) return RoleOfHeading{CardRole::devices, 1};
  return std::nullopt;
}

std::size_t known_headings(const std::vector<std::string>& headings) {
  return static_cast<std::size_t>(std::count_if(
      headings.begin(), headings.end(),
      [](const std::string& heading) { return role_of(heading, words_of(heading)).has_value(); }));
}

// headings in the first row, whichever way the table stood
void turn(RawTable& table) {
  std::vector<std::string> first;
  for (const auto& row : table.cells) first.push_back(row.front());
  std::size_t width = 0;
  for (const auto& row : table.cells) width = std::max(width, row.size());
  if (known_headings(first) <= known_headings(table.cells.front()) || width < 2) return;
  Grid turned(width);
  for (const auto& row : table.cells) {
    for (std::size_t c = 0; c < width; ++c) turned[c].push_back(c < row.size() ? row[c] : "");
  }
  table.cells = std::move(turned);
  table.places.assign(width, std::string(table.places.front()));
}

std::vector<std::string> pipe_cells(std::string_view line) {
  line = base::trim(line);
  if (line.starts_with('|')) line.remove_prefix(1);
  if (line.ends_with('|')) line.remove_suffix(1);
  std::vector<std::string> out;
  for (const auto& cell : base::split(line, '|')) out.push_back(plain(cell));
  return out;
}

bool is_rule(std::string_view line) {
  line = base::trim(line);
  return line.find('-') != std::string_view::npos &&
         line.find_first_not_of("|-: ") == std::string_view::npos;
}

std::vector<RawTable> markdown_tables(const base::SourceText& source) {
  const auto lines = base::split(source.text(), '\n');
  std::vector<RawTable> out;
  for (std::size_t i = 0; i + 1 < lines.size(); ++i) {
    if (lines[i].find('|') == std::string::npos || !is_rule(lines[i + 1]) ||
        lines[i + 1].find('|') == std::string::npos)
      continue;
    RawTable table;
    const auto add = [&](std::size_t line) {
      table.cells.push_back(pipe_cells(lines[line]));
      table.places.push_back(fmt::format("{}:{}", source.name(), line + 1));
    };
    add(i);
    for (i += 2; i < lines.size() && lines[i].find('|') != std::string::npos; ++i) add(i);
    out.push_back(std::move(table));
  }
  return out;
}

std::vector<RawTable> separated_table(const OpenTable& table) {
  const auto* sheet = table.sheet();
  // a workbook with a cell in its farthest corner is no card
  constexpr std::size_t kMostCells = 1'000'000;
  if (sheet == nullptr || sheet->rows() < 2) return {};
  if (sheet->columns() > kMostCells / sheet->rows()) return {};
  RawTable out;
  for (std::size_t r = 0; r < sheet->rows(); ++r) {
    std::vector<std::string> row;
    for (std::size_t c = 0; c < sheet->columns(); ++c) row.push_back(sheet->text({r, c}));
    out.cells.push_back(std::move(row));
    out.places.push_back(table.place_of(r));
  }
  return {std::move(out)};
}

// in brackets, else of a time or of device hours the word that is its unit
std::string shown_unit(const CardColumn& column) {
  if (!column.unit.empty()) return column.unit;
  if (column.role == CardRole::device_hours) return "h";
  if (column.role != CardRole::time) return {};
  return column.says("days") ? "days" : column.says("hours") ? "h" : "";
}

CardColumn column_of(const RawTable& raw, std::size_t c) {
  CardColumn out;
  out.heading = raw.cells.front()[c];
  out.words = words_of(out.heading);
  out.unit = in_brackets(out.heading);
  const auto role = role_of(out.heading, out.words);
  if (role) out.role = role->role;
  for (std::size_t r = 1; r < raw.cells.size(); ++r) {
    out.texts.push_back(c < raw.cells[r].size() ? raw.cells[r][c] : "");
    auto number = parse_cell_number(out.texts.back());
    if (number && role) {
      number->value *= role->scale;
      if (const auto unit = shown_unit(out); !unit.empty()) number->text += " " + unit;
    }
    out.numbers.push_back(std::move(number));
  }
  // a column headed "chips" that holds names is the hardware
  const bool has_numbers = std::any_of(out.numbers.begin(), out.numbers.end(),
                                       [](const auto& n) { return n.has_value(); });
  if (out.role == CardRole::devices && !has_numbers) out.role = CardRole::hardware;
  return out;
}

CardTable table_of(const RawTable& raw) {
  CardTable out;
  out.place = raw.places.front();
  for (std::size_t r = 1; r < raw.cells.size(); ++r) {
    const auto& name = raw.cells[r].front();
    const auto words = words_of(name);
    out.names.push_back(name);
    out.places.push_back(raw.places[r]);
    out.is_total.push_back(any_of(words, {"total", "sum", "overall"}));
  }
  for (std::size_t c = 0; c < raw.cells.front().size(); ++c)
    out.columns.push_back(column_of(raw, c));
  return out;
}

}  // namespace

bool CardColumn::says(std::string_view word) const {
  return std::find(words.begin(), words.end(), word) != words.end();
}

std::vector<const CardColumn*> CardTable::of(CardRole role) const {
  std::vector<const CardColumn*> out;
  for (const auto& column : columns) {
    if (column.role == role) out.push_back(&column);
  }
  return out;
}

std::optional<CardNumber> parse_cell_number(std::string_view text) {
  text = base::trim(text);
  while (!text.empty() && (text.front() == '~' || text.front() == '$' || text.front() == ' '))
    text.remove_prefix(1);
  if (text.starts_with("≈")) text = base::trim(text.substr(3));
  const bool is_negative = text.starts_with("−");
  if (is_negative) text = base::trim(text.substr(std::string_view("−").size()));
  // thousands parted by commas or thin blanks
  std::string digits;
  std::size_t at = 0;
  for (; at < text.size(); ++at) {
    const char c = text[at];
    const bool is_digit = c >= '0' && c <= '9';
    const bool is_exponent = (c == 'e' || c == 'E') && !digits.empty() && at + 1 < text.size() &&
                             (std::isdigit(static_cast<unsigned char>(text[at + 1])) != 0 ||
                              text[at + 1] == '-' || text[at + 1] == '+');
    const bool is_sign =
        (c == '-' || c == '+') && (digits.empty() || digits.back() == 'e' || digits.back() == 'E');
    const bool is_gap = c == ',' && at + 3 < text.size() &&
                        std::isdigit(static_cast<unsigned char>(text[at + 1])) != 0;
    if (is_gap) continue;
    if (!is_digit && c != '.' && !is_exponent && !is_sign) break;
    digits += c;
  }
  const auto value = base::parse_number(digits);
  if (!value) return std::nullopt;
  // "8B" and "3x" are names
  if (at < text.size() && std::isalpha(static_cast<unsigned char>(text[at])) != 0)
    return std::nullopt;
  const auto mantissa = digits.substr(0, digits.find_first_of("eE"));
  const auto dot = mantissa.find('.');
  double half = 0.5;
  if (dot != std::string::npos)
    half *= std::pow(10.0, -static_cast<double>(mantissa.size() - dot - 1));
  // a round number may be rounded to its last digit that is not 0
  const auto last = mantissa.find_last_not_of('0');
  if (dot == std::string::npos && last != std::string::npos && mantissa.size() > 2)
    half *= std::pow(10.0, std::min<double>(2, static_cast<double>(mantissa.size() - last - 1)));
  const double size = std::abs(base::parse_number(mantissa).value_or(0));
  const auto printed = std::string(text.substr(0, at));
  return CardNumber{is_negative ? -*value : *value, size > 0 ? half / size : 0,
                    is_negative ? "−" + printed : printed};
}

base::Result<std::vector<CardTable>> read_card(const base::SourcePtr& source) {
  auto raw = markdown_tables(*source);
  if (raw.empty() && !source->name().ends_with(".md")) {
    const OpenTable table(source);
    if (table.sheet() == nullptr)
      return tl::unexpected(base::Diagnostics{table.faulty(base::Code::no_card)});
    raw = separated_table(table);
  }
  std::vector<CardTable> out;
  for (auto& table : raw) {
    turn(table);
    auto read = table_of(table);
    const bool is_known = std::any_of(read.columns.begin(), read.columns.end(),
                                      [](const auto& column) { return column.role.has_value(); });
    if (is_known) out.push_back(std::move(read));
  }
  if (!out.empty()) return out;
  base::Diagnostic wrong{base::Code::no_card,
                         source->name() + " has no table with a heading that holon knows",
                         {},
                         "",
                         {},
                         {"such as `energy (kWh)`, `carbon (t CO2e)`, `GPU hours`, `PUE`"}};
  return tl::unexpected(base::Diagnostics{wrong});
}

}  // namespace holon::findings

// SPDX-License-Identifier: Apache-2.0
#include "report/model_listing.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "model/formats/build.h"
#include "model/formats/outline.h"
#include "report/layout.h"

namespace holon::report {
namespace {

namespace formats = model::formats;
using formats::Block;
using formats::Dialect;
using formats::Equation;
using formats::Part;
using formats::Script;
using formats::Variable;
using Json = nlohmann::ordered_json;

std::string_view dialect_name(const Script& script) {
  return script.dialect == Dialect::vensim ? "Vensim" : "XMILE";
}

// --- equations as written ---

// of XML only the right side has a place, and its signs are escaped
bool is_xml(const base::Span& span) {
  if (!span.source) return false;
  const auto& text = span.source->text();
  const auto first = text.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
  return first != std::string::npos && text[first] == '<';
}

std::string unescaped(std::string text) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kEscapes{
      {{"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&apos;", "'"}, {"&amp;", "&"}}};
  for (const auto& [escape, sign] : kEscapes) {
    for (auto at = text.find(escape); at != std::string::npos; at = text.find(escape, at + 1))
      text.replace(at, escape.size(), sign);
  }
  return text;
}

std::string subscripts_of(const Variable& variable, const Equation& equation) {
  std::vector<std::string> names;
  for (const auto& subscript : equation.subscripts) names.push_back(subscript.name);
  if (names.empty()) names = variable.ranges;
  return names.empty() ? "" : fmt::format("[{}]", fmt::join(names, ","));
}

std::string points_of(const formats::Points& points) {
  if (points.x.empty() || points.y.empty()) return "no points";
  return fmt::format("{} points from ({}, {}) to ({}, {})", points.x.size(),
                     base::exact(points.x.front()), base::exact(points.y.front()),
                     base::exact(points.x.back()), base::exact(points.y.back()));
}

std::string right_side(const Equation& equation) {
  const auto& term = equation.term ? equation.term : equation.initial;
  auto out = term ? unescaped(formats::text_of(term->span)) : std::string();
  if (equation.points)
    out += out.empty() ? points_of(*equation.points) : ", through " + points_of(*equation.points);
  if (!equation.list.empty()) out = fmt::format("{} values", equation.list.size());
  return out;
}

std::string flows_of(const Variable& variable) {
  std::string out;
  for (const auto& name : variable.inflows) out += " + " + name;
  for (const auto& name : variable.outflows) out += " - " + name;
  return out.empty() ? "" : "; each step" + out;
}

std::string written(const Variable& variable, const Equation& equation) {
  if (!is_xml(equation.span)) return formats::text_of(equation.span);
  const auto name = variable.name + subscripts_of(variable, equation);
  const bool is_stock = variable.kind == Variable::Kind::stock;
  return fmt::format("{} = {}{}{}", name, is_stock ? "at the start " : "", right_side(equation),
                     flows_of(variable));
}

// --- the run ---

std::string time_text(const formats::TermPtr& of_xmile, const Script& script,
                      std::string_view name) {
  if (of_xmile) return unescaped(formats::text_of(of_xmile->span));
  const auto* variable = formats::control_variable(script, name);
  if (variable == nullptr || variable->equations.empty()) return "";
  const auto& term = variable->equations.front().term;
  return term ? formats::text_of(term->span) : "";
}

struct RunTexts {
  std::string from, to, step, save_every, method, units;
};

RunTexts run_of(const Script& script) {
  const auto& run = script.run;
  RunTexts out{
      time_text(run.start, script, "INITIAL TIME"), time_text(run.stop, script, "FINAL TIME"),
      time_text(run.step, script, "TIME STEP"),     time_text(run.save_every, script, "SAVEPER"),
      run.method.empty() ? "Euler" : run.method,    formats::time_units(script)};
  if (out.save_every.empty() || base::name_key(out.save_every) == "time step")
    out.save_every = out.step;
  return out;
}

// --- what there is ---

/// One set of variables with what each is.
struct Section {
  const Block* block;
  std::string title;  ///< empty: the model itself
  std::vector<Part> parts;
};

std::vector<Section> sections_of(const Script& script) {
  std::vector<Section> out;
  for (const auto& block : script.models) {
    const bool is_main = &block == &script.models.front();
    out.push_back({&block, is_main ? "" : "model " + block.name, formats::parts_of(block)});
  }
  for (const auto& macro : script.macros)
    out.push_back({&macro, "macro " + macro.name, formats::parts_of(macro)});
  return out;
}

constexpr std::array kCounted{Part::stock,    Part::flow,   Part::auxiliary,
                              Part::constant, Part::lookup, Part::data};

std::size_t count_of(const std::vector<Section>& sections, Part part) {
  std::size_t out = 0;
  for (const auto& section : sections)
    out += static_cast<std::size_t>(std::count(section.parts.begin(), section.parts.end(), part));
  return out;
}

std::string plural(Part part) {
  if (part == Part::auxiliary) return "auxiliaries";
  const auto name = std::string(formats::name_of(part));
  return part == Part::data ? "data series" : name + "s";
}

std::string counts_line(const std::vector<Section>& sections, const Script& script) {
  std::vector<std::string> out;
  for (const auto part : kCounted) {
    const auto count = count_of(sections, part);
    if (count == 1)
      out.push_back(
          fmt::format("1 {}", part == Part::data ? plural(part) : formats::name_of(part)));
    else if (count > 1)
      out.push_back(fmt::format("{} {}", count, plural(part)));
  }
  if (!script.macros.empty())
    out.push_back(
        fmt::format("{} macro{}", script.macros.size(), script.macros.size() == 1 ? "" : "s"));
  return out.empty() ? "no variables" : fmt::format("{}", fmt::join(out, ", "));
}

std::string range_text(const formats::Range& range) {
  if (!range.same_as.empty()) return "the same as " + range.same_as;
  if (range.from_file) return unescaped(formats::text_of(range.from_file->span));
  if (range.is_count) return fmt::format("1 to {}", range.elements.size());
  return fmt::format("{}", fmt::join(range.elements, ", "));
}

// --- for a terminal ---

void add_variable(std::string& out, const Variable& variable, Part part, const Style& style) {
  out +=
      fmt::format("  {}  {}\n", painted(one_line(variable.name), Tone::heading, style),
                  painted(fmt::format("{}{}{}", formats::name_of(part),
                                      variable.units.empty() ? "" : ", ", one_line(variable.units)),
                          Tone::dim, style));
  for (const auto& equation : variable.equations)
    out += wrapped("      ", one_line(written(variable, equation)), style.width);
  if (!variable.text.empty()) {
    for (const auto& paragraph : base::split(variable.text, '\n'))
      if (!base::trim(paragraph).empty())
        out += wrapped("      | ", one_line(base::trim(paragraph)), style.width);
  }
}

// groups in the order in which they first appear
std::vector<std::string> groups_of(const Block& block) {
  std::vector<std::string> out;
  for (const auto& variable : block.variables) {
    if (std::find(out.begin(), out.end(), variable.group) == out.end())
      out.push_back(variable.group);
  }
  return out;
}

void add_section(std::string& out, const Section& section, const Style& style) {
  const auto& variables = section.block->variables;
  for (const auto& group : groups_of(*section.block)) {
    auto title = section.title;
    if (!group.empty()) title += (title.empty() ? "" : ", ") + group;
    out += "\n" + painted(title.empty() ? "Variables" : title, Tone::heading, style) + "\n";
    for (std::size_t i = 0; i < variables.size(); ++i) {
      if (variables[i].group == group) add_variable(out, variables[i], section.parts[i], style);
    }
  }
}

}  // namespace

std::string listing(const Script& script, const Style& style) {
  const auto run = run_of(script);
  const auto sections = sections_of(script);
  auto out =
      painted(script.title.empty() ? "A model" : one_line(script.title), Tone::heading, style);
  out += fmt::format(", in {}'s language{}\n", dialect_name(script),
                     script.vendor.empty() ? "" : ", by " + script.vendor);
  out += fmt::format("  time       {} to {} {}, step {}, saved every {}, {}\n", run.from, run.to,
                     run.units, run.step, run.save_every, run.method);
  out += wrapped("  has        ", counts_line(sections, script), style.width);
  for (const auto& range : script.ranges)
    out +=
        wrapped("  range      ", fmt::format("{}: {}", range.name, range_text(range)), style.width);
  for (const auto& part : script.skipped) out += wrapped("  left out   ", part, style.width);
  for (const auto& section : sections) add_section(out, section, style);
  return out;
}

std::string json(const Script& script) {
  const auto run = run_of(script);
  const auto sections = sections_of(script);
  Json out{{"title", script.title}, {"dialect", dialect_name(script)}, {"vendor", script.vendor}};
  out["time"] = {{"from", run.from},     {"to", run.to},
                 {"step", run.step},     {"save_every", run.save_every},
                 {"method", run.method}, {"units", run.units}};
  for (const auto part : kCounted) out["counts"][formats::name_of(part)] = count_of(sections, part);
  out["ranges"] = Json::array();
  for (const auto& range : script.ranges) {
    Json one{{"name", range.name}, {"elements", range.elements}};
    if (!range.same_as.empty()) one["same_as"] = range.same_as;
    out["ranges"].push_back(std::move(one));
  }
  out["variables"] = Json::array();
  for (const auto& section : sections) {
    for (std::size_t i = 0; i < section.parts.size(); ++i) {
      const auto& variable = section.block->variables[i];
      Json one{{"name", variable.name}, {"kind", formats::name_of(section.parts[i])}};
      if (!section.title.empty()) one["in"] = section.title;
      one["group"] = variable.group;
      one["units"] = variable.units;
      one["equations"] = Json::array();
      for (const auto& equation : variable.equations)
        one["equations"].push_back(written(variable, equation));
      one["comment"] = variable.text;
      if (variable.least) one["least"] = *variable.least;
      if (variable.most) one["most"] = *variable.most;
      if (variable.span.source)
        one["line"] = variable.span.source->locate(variable.span.offset).line;
      out["variables"].push_back(std::move(one));
    }
  }
  out["skipped"] = script.skipped;
  return out.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string functions_json() {
  const auto names = [](std::string_view text) {
    return text.empty() ? std::vector<std::string>() : base::split(text, '|');
  };
  auto out = Json::array();
  for (const auto& function : formats::dialect_functions()) {
    out.push_back({{"vensim", names(function.vensim)},
                   {"xmile", names(function.xmile)},
                   {"arguments", function.arguments},
                   {"text", function.text},
                   {"units", function.units},
                   {"example", function.example},
                   {"value", function.value}});
  }
  return out.dump(2) + "\n";
}

}  // namespace holon::report

// SPDX-License-Identifier: Apache-2.0
#include "report/diagram.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "report/layout.h"
#include "report/wording.h"

namespace holon::report {
namespace {

using engine::loops::Polarity;

std::string_view kind_of(const DiagramLoop& loop) {
  if (loop.name.starts_with('R')) return "reinforcing";
  return loop.name.starts_with('B') ? "balancing" : "changes sides";
}

Tone tone_of(const DiagramLoop& loop) {
  if (loop.name.starts_with('R')) return Tone::worse;
  return loop.name.starts_with('B') ? Tone::better : Tone::caution;
}

std::string arrow(const DiagramEdge& edge) {
  const std::string sign = edge.sign == Polarity::unknown    ? "±"
                           : edge.sign == Polarity::positive ? "⁺"
                                                             : "⁻";
  return (edge.delayed ? "→‖" : "→") + sign;
}

/// The words of a ring, each a variable and the arrow that leaves it.
std::vector<std::string> words_of(const Diagram& diagram, const DiagramLoop& loop) {
  std::vector<std::string> out;
  for (const auto index : loop.edges) {
    const auto& edge = diagram.edges[index];
    const auto& node = diagram.nodes[edge.from];
    const auto name = node.is_stock ? "[" + name_of(node) + "]" : name_of(node);
    out.push_back(name + " " + arrow(edge));
  }
  return out;
}

std::string repeated(std::string_view text, std::size_t count) {
  std::string out;
  for (std::size_t i = 0; i < count; ++i) out += text;
  return out;
}

// lines of at most `width` columns
std::vector<std::string> broken(const std::vector<std::string>& words, std::size_t width) {
  std::vector<std::string> out;
  for (const auto& word : words) {
    const auto fitting = cut(word, width);
    const bool fits =
        !out.empty() && base::display_width(out.back()) + 1 + base::display_width(fitting) <= width;
    if (fits)
      out.back() += " " + fitting;
    else
      out.push_back(fitting);
  }
  return out;
}

// the ring goes through its words line by line and returns below them
std::string ring(const std::vector<std::string>& words, std::size_t width) {
  constexpr std::string_view kMargin = "  ";
  const auto lines = broken(words, width - 8);
  std::size_t widest = 0;
  for (const auto& line : lines) widest = std::max(widest, base::display_width(line));
  std::string out;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const bool is_last = i + 1 == lines.size();
    const auto rest = widest - base::display_width(lines[i]);
    out += fmt::format("{}{} {}{}\n", kMargin, i == 0 ? "╭→" : "│ ", lines[i],
                       is_last ? " " + repeated("─", rest) + "╮" : "");
  }
  return out + fmt::format("{}╰{}╯\n", kMargin, repeated("─", widest + 3));
}

}  // namespace

std::string diagram_text(const Diagram& diagram, const Style& style) {
  auto out =
      painted("Causal loops", Tone::heading, style) + "\n" +
      painted(wrapped("", "[stock]  →⁺ moves alike  →⁻ moves against  →± both  ‖ with a delay",
                      style.width),
              Tone::dim, style);
  for (const auto& loop : diagram.loops) {
    const auto more = loop.count > 1 ? fmt::format(" and {} more", loop.count - 1) : "";
    out += "\n" + painted(loop.name + more, tone_of(loop), style) +
           fmt::format("  {}, {} of the change\n", kind_of(loop), percent(loop.share)) +
           ring(words_of(diagram, loop), style.width);
  }
  return out;
}

}  // namespace holon::report

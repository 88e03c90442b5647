// SPDX-License-Identifier: Apache-2.0
#include "report/diagram.h"

#include <fmt/format.h>

namespace holon::report {
namespace {

using engine::loops::Polarity;

std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + "\"";
}

std::string label(const DiagramNode& node) {
  std::string out;
  for (const auto& line : node.lines) out += (out.empty() ? "" : "\n") + line;
  std::string text = quoted(out);
  for (std::size_t at = 0; (at = text.find('\n', at)) != std::string::npos;)
    text.replace(at, 1, "\\n");
  return text;
}

std::string_view colour(const DiagramEdge& edge) {
  if (edge.sign == Polarity::unknown) return "#777777";
  return edge.sign == Polarity::positive ? "#1f6fb4" : "#c2451e";
}

}  // namespace

std::string diagram_dot(const Diagram& diagram) {
  std::string out = "digraph loops {\n";
  out += fmt::format("  label={};\n", quoted(diagram.title));
  out += "  node [shape=plaintext, fontname=\"sans-serif\"];\n";
  out += "  edge [fontname=\"sans-serif\"];\n";
  for (const auto& loop : diagram.loops)
    out += fmt::format("  // {}{}: {:.1f} % of the change\n", loop.name,
                       loop.count > 1 ? fmt::format(" and {} more", loop.count - 1) : "",
                       100 * loop.share);
  for (std::size_t i = 0; i < diagram.nodes.size(); ++i) {
    const auto& node = diagram.nodes[i];
    out += fmt::format("  n{} [label={}{}];\n", i, label(node), node.is_stock ? ", shape=box" : "");
  }
  for (const auto& edge : diagram.edges) {
    out += fmt::format("  n{} -> n{} [label=\"{}\", color=\"{}\", penwidth={:.2f}{}];\n", edge.from,
                       edge.to, sign_of(edge), colour(edge), 1 + 3 * edge.weight,
                       edge.delayed ? ", style=dashed" : "");
  }
  return out + "}\n";
}

}  // namespace holon::report

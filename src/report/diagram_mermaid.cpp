// SPDX-License-Identifier: Apache-2.0
#include "report/diagram.h"

#include <fmt/format.h>

namespace holon::report {
namespace {

// inside of quotes Mermaid reads these as markup
std::string escaped(const std::string& text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '"':
        out += "#quot;";
        break;
      case '#':
        out += "#35;";
        break;
      case '<':
        out += "#lt;";
        break;
      case '>':
        out += "#gt;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string loop_label(const DiagramLoop& loop) {
  return fmt::format("{}{}<br/>{:.0f} %", escaped(loop.name),
                     loop.count > 1 ? fmt::format(" and {} more", loop.count - 1) : "",
                     100 * loop.share);
}

}  // namespace

std::string diagram_mermaid(const Diagram& diagram) {
  auto out = fmt::format("---\ntitle: \"{}\"\n---\nflowchart LR\n", escaped(diagram.title));
  // stocks have corners, what follows from them is round
  for (std::size_t i = 0; i < diagram.nodes.size(); ++i) {
    const auto& node = diagram.nodes[i];
    out += fmt::format("  n{}{}\"{}\"{}\n", i, node.is_stock ? "[" : "(", escaped(name_of(node)),
                       node.is_stock ? "]" : ")");
  }
  for (const auto& edge : diagram.edges) {
    out += fmt::format("  n{} {}|\"{}{}\"| n{}\n", edge.from, edge.is_certain ? "-->" : "-.->",
                       sign_of(edge), edge.delayed ? " ‖" : "", edge.to);
  }
  // each loop's name hangs on its first variable
  for (std::size_t i = 0; i < diagram.loops.size(); ++i) {
    const auto& loop = diagram.loops[i];
    out += fmt::format("  l{}{{{{\"{}\"}}}} ~~~ n{}\n", i, loop_label(loop),
                       diagram.edges[loop.edges.front()].from);
  }
  return out;
}

}  // namespace holon::report

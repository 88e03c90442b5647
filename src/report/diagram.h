// SPDX-License-Identifier: Apache-2.0
//
// The causal loop diagram of a model's strongest loops: what is drawn, where, and as what text.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "engine/loops/analysis.h"

namespace holon::report {

/// A variable in the diagram.
struct DiagramNode {
  std::vector<std::string> lines;  ///< its name, broken
  bool is_stock = false;
  double x = 0;  ///< of its middle
  double y = 0;
  double width = 0;  ///< of the box around its name
  double height = 0;
};

/// A link in the diagram.
struct DiagramEdge {
  std::size_t from = 0;
  std::size_t to = 0;
  engine::loops::Polarity sign = engine::loops::Polarity::unknown;
  bool is_certain = false;  ///< the sign follows from the equations
  bool delayed = false;
  double weight = 0;  ///< share of the change that the drawn loops over it make, 0 to 1
};

/// A loop in the diagram.
struct DiagramLoop {
  std::string name;
  double share = 0;
  std::vector<std::size_t> edges;
};

struct Diagram {
  std::string title;
  std::vector<DiagramNode> nodes;
  std::vector<DiagramEdge> edges;
  std::vector<DiagramLoop> loops;
};

/// The `top` strongest loops of the report, not laid out yet.
[[nodiscard]] Diagram diagram_of(const engine::loops::FeedbackReport& report,
                                 const std::string& title, std::size_t top);

/// Gives every node its place: distances on the paper follow distances in the graph (Kamada and
/// Kawai 1989, by stress majorization, Gansner, Koren and North 2004), then boxes are pushed apart.
/// The same diagram always gets the same places.
void lay_out(Diagram& diagram);

/// The diagram in the language of Graphviz.
[[nodiscard]] std::string diagram_dot(const Diagram& diagram);

/// A laid-out diagram as SVG. Links are arcs around the middle of the shortest loop they lie on.
[[nodiscard]] std::string diagram_svg(const Diagram& diagram);

}  // namespace holon::report

// SPDX-License-Identifier: Apache-2.0
//
// The causal loop diagram of a model's strongest loops: what is drawn, where, and as what text.
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "engine/loops/analysis.h"
#include "report/style.h"

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

/// A loop in the diagram: one of the report, or several of one kind (R, B, U) that pass the same
/// variables of those that are drawn.
struct DiagramLoop {
  std::string name;  ///< of the strongest
  double share = 0;  ///< of all of them
  std::size_t count = 1;
  std::vector<std::size_t> edges;
};

struct Diagram {
  std::string title;
  std::vector<DiagramNode> nodes;
  std::vector<DiagramEdge> edges;
  std::vector<DiagramLoop> loops;
};

/// Variables of the `top` strongest loops that a diagram with room for `most` shows: all stocks,
/// then those into which some link's part changes most over the run, as there the model turns (the
/// "link inclusion" of Schoenberg 2019: max − min of score / Σ |scores into the variable|).
[[nodiscard]] std::set<model::VariableId> variables_drawn(
    const engine::loops::FeedbackReport& report, std::size_t top, std::size_t most);

/// The `top` strongest loops of the report, not laid out yet. Of more than `most` variables, those
/// of `variables_drawn` are shown; the others are joined to links, only along these loops. Loops
/// that are the same then, and of one kind, are drawn once, with the sum of their shares.
[[nodiscard]] Diagram diagram_of(const engine::loops::FeedbackReport& report,
                                 const std::string& title, std::size_t top, std::size_t most);

/// Gives every node its place: distances on the paper follow distances in the graph (Kamada and
/// Kawai 1989, by stress majorization, Gansner, Koren and North 2004), then boxes are pushed apart.
/// The same diagram always gets the same places.
void lay_out(Diagram& diagram);

/// The diagram in the language of Graphviz.
[[nodiscard]] std::string diagram_dot(const Diagram& diagram);

/// The diagram in the language of Mermaid, which many Markdown viewers draw.
[[nodiscard]] std::string diagram_mermaid(const Diagram& diagram);

/// The diagram for a terminal: each loop as a ring, stocks in brackets, signs and delays at the
/// arrows.
[[nodiscard]] std::string diagram_text(const Diagram& diagram, const Style& style);

/// A node's name in one line.
[[nodiscard]] std::string name_of(const DiagramNode& node);

/// "+", "−" or "±".
[[nodiscard]] std::string_view sign_of(const DiagramEdge& edge);

/// A laid-out diagram as SVG. Links are arcs around the middle of the shortest loop they lie on.
[[nodiscard]] std::string diagram_svg(const Diagram& diagram);

}  // namespace holon::report

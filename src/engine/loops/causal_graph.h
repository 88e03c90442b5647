// SPDX-License-Identifier: Apache-2.0
//
// The graph that people see: variables that the modeller named, and links between them. What holon
// or a macro put between two of them (the stocks inside a delay) is one link; feedback inside of it
// is left out. The score of such a link is that of its strongest path at each moment.
#pragma once

#include <vector>

#include "engine/loops/link_scores.h"
#include "engine/loops/polarity.h"

namespace holon::engine::loops {

/// A link between two named variables.
struct CausalLink {
  model::VariableId from = 0;
  model::VariableId to = 0;
  Polarity polarity = Polarity::unknown;
  bool holds_state = false;  ///< it runs through a stock, delay or held value inside
  std::vector<std::vector<std::size_t>> paths;  ///< plain links, from source to target
};

/// Links between named variables, by source, then target. Of the paths between two of them at most
/// 256 are looked at, the shortest first.
[[nodiscard]] std::vector<CausalLink> causal_links(const Structure& structure,
                                                   const std::vector<Polarity>& polarities);

/// The score of each causal link, from those of the plain links.
[[nodiscard]] LinkScores causal_scores(const std::vector<CausalLink>& links,
                                       const LinkScores& plain);

}  // namespace holon::engine::loops

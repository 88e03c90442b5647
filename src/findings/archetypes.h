// SPDX-License-Identifier: Apache-2.0
//
// System archetypes, recognised by the signs and delays of a study's loops alone: no name is read.
//
//   limits to growth     R and B pass one stock and part. On B's own way a variable holds what
//                        comes in against a limit: by a difference, a ratio or the smaller of
//                        both, with something off both loops and of the stock's own dimension.
//   fixes that fail      B and R share the way from a symptom P to a fix F, and part there. B
//                        brings F's relief back to P; R undoes it, over a way with more delays.
//   shifting the burden  B1 and B2 answer to one symptom P, B2 with more delays (the lasting
//                        answer). R goes from P through B1's own quick answer S, over a side
//                        effect off both, to B2's own answer F and back to P.
//
// A delay is a stock that a way enters, or a link that holds a delay or a smooth. Sources: Senge,
// The fifth discipline, 1990; Wolstenholme, System Dynamics Review 19, 2003. What each rule takes
// and leaves stands in docs/methods/archetypes.md.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "engine/loops/analysis.h"
#include "model/model.h"

namespace holon::findings {

enum class Archetype : std::uint8_t { limits_to_growth, fixes_that_fail, shifting_the_burden };
inline constexpr std::size_t kArchetypes = 3;

/// "limits to growth".
[[nodiscard]] std::string_view name_of(Archetype archetype);

/// Weaker loops form no archetype.
inline constexpr double kLeastShare = 0.01;

/// One archetype in one place of the structure.
struct ArchetypeMatch {
  Archetype kind = Archetype::limits_to_growth;
  std::vector<std::size_t> loops;  ///< of the report: R, B · B, R · B1, B2, R
  /// Who plays which part: ("what grows", id), ("limit", id) …
  std::vector<std::pair<std::string, model::VariableId>> roles;
  double weight = 0;  ///< mean share of the weakest of its loops
};

/// Every archetype among the `most_loops` strongest loops of a report on `model`, each of whose
/// loops makes at least `kLeastShare` of the change; the same parts played over several ways count
/// once, with the strongest of them. Strongest first.
[[nodiscard]] std::vector<ArchetypeMatch> find_archetypes(
    const model::Model& model, const engine::loops::FeedbackReport& report,
    std::size_t most_loops = 40);

}  // namespace holon::findings

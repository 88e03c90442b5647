// SPDX-License-Identifier: Apache-2.0
//
// Readers of a study's larger blocks; each reports its mistakes and returns what is left.
#pragma once

#include <optional>
#include <vector>

#include "document/node.h"
#include "study/statement_reader.h"
#include "study/study.h"

namespace holon::study {

/// The dimensions of a study, and what in it is an array. Errors: E0311, E0404, E0406, E0411,
/// E0413.
[[nodiscard]] Arrays read_arrays(const document::Node& root, StatementReader& reader);
[[nodiscard]] std::vector<Place> read_places(const document::Node& root, StatementReader& reader);
[[nodiscard]] std::vector<Hardware> read_hardware(const document::Node& root,
                                                  StatementReader& reader);
[[nodiscard]] std::vector<Activity> read_life_cycle(const document::Node& root,
                                                    StatementReader& reader);
/// The energy of measured runs, as fields of an activity. Errors: E0107, E0111, E0414; warns E0415.
void read_measured(const document::Node& node, const std::string& path, Activity& out,
                   StatementReader& reader);
[[nodiscard]] std::vector<FeedbackVariable> read_feedback(const document::Node& root,
                                                          StatementReader& reader);
[[nodiscard]] std::vector<Scenario> read_scenarios(const document::Node& root,
                                                   StatementReader& reader);
[[nodiscard]] std::optional<Cap> read_cap(const document::Node& node, const std::string& block,
                                          StatementReader& reader);

}  // namespace holon::study

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
/// The feedback block, into `study`: its variables, and those of the parts that it includes.
void read_feedback(const document::Node& root, StatementReader& reader, Study& study);
/// One variable of the feedback block, or of a part of it: `name` inside `block`, where its
/// equations look names up.
[[nodiscard]] FeedbackVariable read_variable(const std::string& block, const std::string& name,
                                             const base::Span& span, const document::Node& node,
                                             StatementReader& reader);
/// What `include` of the feedback block names. Errors: E0401 for a part that is not there, E0404
/// for one that is included twice, and those of its settings.
void read_includes(const document::Node& include, StatementReader& reader, Study& study);
/// The energy of measured runs, as fields of an activity. Errors: E0107, E0111, E0414; warns E0415.
void read_measured(const document::Node& node, const std::string& path, Activity& out,
                   StatementReader& reader);
[[nodiscard]] std::vector<Scenario> read_scenarios(const document::Node& root,
                                                   StatementReader& reader);
[[nodiscard]] std::optional<Cap> read_cap(const document::Node& node, const std::string& block,
                                          StatementReader& reader);

}  // namespace holon::study

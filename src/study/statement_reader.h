// SPDX-License-Identifier: Apache-2.0
//
// Reads the values of a study's blocks: quantities, equations, names, dates.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "document/node.h"
#include "document/quantity_reader.h"
#include "study/field.h"
#include "study/study.h"

namespace holon::study {

/// Reports a quantity outside the bounds of its field, and warns of a spread that reaches below
/// zero.
void check_range(const quantity::Quantity& quantity, const Field& field, const base::Span& where,
                 base::Diagnostics& diagnostics);

class StatementReader {
 public:
  StatementReader(document::QuantityContext context, base::Diagnostics& diagnostics)
      : context_(std::move(context)), diagnostics_(diagnostics) {}

  [[nodiscard]] const std::vector<std::string>& counted() const { return context_.counted; }

  /// Reports that a block or list is missing where `what` needs one; true if it is there.
  bool expect(const document::Node& node, document::Node::Kind kind, std::string_view what);

  /// Reports unknown keys of a block.
  void check_keys(const document::Node& node, BlockKind kind,
                  const std::vector<std::string>& further = {});

  /// A quantity or an equation. `unit` is what the field expects; nothing where any unit may be.
  /// After a mistake, which is reported, a stand-in that lets everything else be checked.
  [[nodiscard]] Statement statement(const document::Node& node, const std::string& block,
                                    const std::string& key,
                                    const std::optional<quantity::Unit>& unit);

  /// The same; nothing after a mistake.
  [[nodiscard]] std::optional<Statement> try_statement(const document::Node& node,
                                                       const std::string& block,
                                                       const std::string& key,
                                                       const std::optional<quantity::Unit>& unit);

  /// Every quantity field that a block states.
  [[nodiscard]] Statements fields(const document::Node& node, BlockKind kind,
                                  const std::string& block);

  /// The same of a statement that has no row: an amount that cannot be negative.
  void check_not_negative(const Statement& statement, std::string_view name);

  /// Impacts by category, in the categories' units. Making a thing has no negative impact.
  [[nodiscard]] Statements by_category(const document::Node& node, const std::string& block);

  /// A certain quantity of one of these dimensions, such as a step of time.
  [[nodiscard]] std::optional<double> certain(const document::Node& node, std::string_view unit,
                                              std::string_view what);

  /// A word, such as the name of a place; `block[key]` or nothing.
  [[nodiscard]] std::optional<Reference> reference(const document::Node& block,
                                                   std::string_view key);

  [[nodiscard]] std::optional<base::Date> date(const document::Node& node);

  /// `from` and `to` of a block.
  [[nodiscard]] Dates dates(const document::Node& node);

  /// Whether there is a name at all; reports that there is none, and reserved words.
  bool check_name(const std::string& name, const base::Span& where);

  void report(base::Code code, std::string message, const base::Span& where,
              std::vector<std::string> help = {}, base::Severity severity = base::Severity::error);

 private:
  [[nodiscard]] model::Expr equation(const document::Node& node);
  document::QuantityContext context_;
  base::Diagnostics& diagnostics_;
};

}  // namespace holon::study

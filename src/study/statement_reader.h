// SPDX-License-Identifier: Apache-2.0
//
// Reads the values of a study's blocks: quantities, equations, names, dates.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "document/node.h"
#include "document/quantity_reader.h"
#include "study/arrays.h"
#include "study/field.h"
#include "study/study.h"

namespace holon::study {

/// Reports a quantity outside the bounds of its field, and warns of a spread that reaches below
/// zero.
void check_range(const quantity::Quantity& quantity, const Field& field, const base::Span& where,
                 base::Diagnostics& diagnostics);

/// Warns of a quantity beyond all that is known of its field.
void check_usual(const quantity::Quantity& quantity, const Field& field, const base::Span& where,
                 base::Diagnostics& diagnostics);

class StatementReader {
 public:
  StatementReader(document::QuantityContext context, base::Diagnostics& diagnostics)
      : context_(std::move(context)), diagnostics_(diagnostics) {}

  [[nodiscard]] const std::vector<std::string>& counted() const { return context_.counted; }
  [[nodiscard]] base::Diagnostics& diagnostics() { return diagnostics_; }

  /// The arrays that equations may read from here on; they outlive the reader.
  void use(const Arrays& arrays) { arrays_ = &arrays; }
  [[nodiscard]] const Arrays& arrays() const { return *arrays_; }

  /// Where runs are read from here on; it outlives the reader.
  void use(const RunsReader& runs) { runs_ = &runs; }
  [[nodiscard]] const RunsReader& runs() const { return *runs_; }

  /// Calls `read` once for each of the array's elements with the end of its name, such as "[eu]":
  /// meanwhile values and equations are read as those of the element. A mistake that all elements
  /// share is told once.
  void for_each_element(const Array& array, const std::function<void(const std::string&)>& read);

  /// The same for each value that a path of a scenario means, with the path of that value. Values
  /// by element that no such value reads are reported.
  void for_each_target(const std::string& path, const base::Span& where,
                       const std::function<void(const std::string&)>& read);

  /// Whether a block by element must name all elements of its dimension.
  enum class Elements { all, some };

  /// What a value is for the present element, where it is a block by element, such as `{eu: 0.5,
  /// us: 0.3}`; else the value itself. Null where the element is not named, which is reported
  /// unless `some` may be left away.
  [[nodiscard]] const document::Node* of_element(const document::Node& node,
                                                 Elements which = Elements::all);

  /// The present element where the name of its dimension stands, as in `at: region`; else the word.
  [[nodiscard]] Reference of_dimension(Reference word) const;

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

  /// Impacts by category, in the categories' units, beside further keys. Making a thing has no
  /// negative impact.
  [[nodiscard]] Statements by_category(const document::Node& node, const std::string& block,
                                       const std::vector<std::string>& further = {});

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
  /// An equation as it is written, and its number of parts for one element.
  struct Equation {
    model::Expr expression;
    double parts = 0;
  };

  /// A block by element in which elements may be left away, and the values of it that were read.
  struct PartialBlock {
    const document::Node* node = nullptr;
    DimensionId dimension = 0;
    std::set<const document::Node*> read;
  };

  [[nodiscard]] model::Expr equation(const document::Node& node);
  [[nodiscard]] Equation parsed_equation(const document::Node& node);
  [[nodiscard]] std::optional<DimensionId> dimension_of_keys(const document::Node& node) const;
  void check_elements(const document::Node& node, DimensionId dimension, Elements which);
  void check_all_read(const std::string& path, const std::vector<Target>& targets);

  document::QuantityContext context_;
  base::Diagnostics& diagnostics_;
  const Arrays* arrays_ = nullptr;
  const RunsReader* runs_ = nullptr;
  Binding binding_;  // the element that is being read
  Binding names_;    // what equations and places read it by
  using PlaceKey = std::pair<const base::SourceText*, std::size_t>;
  [[nodiscard]] static PlaceKey key_of(const base::Span& where) {
    return {where.source.get(), where.offset};
  }
  std::map<PlaceKey, Equation> equations_;       // by their places: each is parsed once
  std::set<PlaceKey> checked_;                   // blocks by element, by their places
  std::map<std::size_t, PartialBlock> partial_;  // of one path of a scenario, by their places
  double parts_ = 0;                             // of all equations so far
};

}  // namespace holon::study

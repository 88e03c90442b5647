// SPDX-License-Identifier: Apache-2.0
//
// Arrays of a study: dimensions, what extends along them, and equations with subscripts. An array
// becomes one scalar variable for each element, called `demand[eu]` or `by[eu, small]`, and its
// equation one without subscripts for each of them.
//
//   demand[eu]           one element
//   demand[region]       where the equation's own variable has the dimension: its element
//   sum(demand[region])  elsewhere: all elements, gathered by sum, mean, product, min or max
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "model/expression.h"

namespace holon::study {

/// Index of a dimension.
using DimensionId = std::size_t;

/// Names along which arrays extend.
struct ArrayDimension {
  std::string name;
  std::vector<std::string> elements;
  DimensionId whole = 0;  ///< the dimension it is a part of; itself where it is none
  base::Span span;
};

/// Something of a study that there is once for each element.
struct Array {
  std::string path;  ///< "feedback.demand"
  std::vector<DimensionId> dimensions;
  bool broken = false;  ///< its mistake was told: whatever reads it passes
  base::Span span;
};

/// The element that a dimension stands for.
struct BoundDimension {
  DimensionId dimension = 0;
  std::string element;
};
using Binding = std::vector<BoundDimension>;

/// What a path of a scenario or a setting changes: one value.
struct Target {
  std::string path;
  Binding binding;
  Binding parts;  ///< the same elements, by the parts of dimensions that the path names

  /// What an equation for it may read by: its elements by every name of theirs.
  [[nodiscard]] Binding all() const;
};

/// The dimensions and arrays of a study.
class Arrays {
 public:
  static constexpr std::size_t kMostElements = 100'000;  ///< of all arrays
  static constexpr double kMostParts = 1e6;              ///< of all their equations

  DimensionId add(ArrayDimension dimension);
  void add(Array array);

  [[nodiscard]] const std::vector<ArrayDimension>& dimensions() const { return dimensions_; }
  [[nodiscard]] std::optional<DimensionId> find_dimension(std::string_view name) const;

  /// The dimension that an element was named in first.
  [[nodiscard]] std::optional<DimensionId> dimension_of(std::string_view element) const;

  /// The element of a dimension in its own spelling.
  [[nodiscard]] std::optional<std::string> find_element(DimensionId dimension,
                                                        std::string_view name) const;

  /// The array with this path, or the end of it; null if there is none.
  [[nodiscard]] const Array* find(std::string_view name) const;

  /// The name of the array that was likely meant by `name`, if any is near.
  [[nodiscard]] std::optional<std::string> nearest(std::string_view name) const;

  /// "by[region, model]" of an array called `name`.
  [[nodiscard]] std::string with_dimensions(std::string_view name, const Array& array) const;

  /// "`sum(demand[region])` …": how an array may stand where one number is needed.
  [[nodiscard]] std::string ways_to_read(std::string_view name, const Array& array) const;

  /// Calls `visit` for every combination of elements, the last dimension running fastest.
  void for_each_element(const std::vector<DimensionId>& dimensions,
                        const std::function<void(const Binding&)>& visit) const;

  /// Number of combinations; a double, since it may be beyond all measure.
  [[nodiscard]] double count(const std::vector<DimensionId>& dimensions) const;

  /// Checks the subscripts of an equation whose variable has the dimensions `own`. Its number of
  /// parts once they are bound; nothing after a mistake, which is reported.
  /// Errors: E0305, E0311, E0312.
  [[nodiscard]] std::optional<double> check(const model::Expr& equation,
                                            const std::vector<DimensionId>& own,
                                            base::Diagnostics& diagnostics) const;

  /// A checked equation for one element: without subscripts, its sums over dimensions written out.
  [[nodiscard]] model::Expr bound(const model::Expr& equation, const Binding& binding) const;

  /// The paths that `path` means: `growth[eu]` is one, `growth` or `growth[region]` each element of
  /// that array, `deployment.api.pue` each element of the array `deployment.api`; what is no array
  /// is itself. Nothing after a mistake, which is reported. Error: E0311.
  [[nodiscard]] std::vector<Target> targets(std::string_view path, const base::Span& where,
                                            base::Diagnostics& diagnostics) const;

  /// Whether every element of `part` is one of `whole`.
  [[nodiscard]] bool is_within(DimensionId part, DimensionId whole) const;

 private:
  std::vector<ArrayDimension> dimensions_;
  std::vector<Array> arrays_;
  std::map<std::string, DimensionId> by_name_;
  std::map<std::string, DimensionId> by_element_;
  std::vector<std::map<std::string, std::string>> spelling_;  // of each dimension's elements
  std::map<std::string, std::size_t> by_ending_;              // of the paths of arrays
};

/// "demand[eu]"; the name alone where nothing is bound.
[[nodiscard]] std::string element_name(std::string_view array, const Binding& binding);

/// A name as `name[subscript, …]`: what stands before the brackets, in them, and behind them.
struct NameParts {
  std::string base;
  std::vector<std::string> subscripts;
  std::string rest;
};
[[nodiscard]] NameParts split_subscripts(std::string_view name);

/// Keeps of diagnostics from `first` on those that differ in more than an element: a mistake in an
/// array's equation is one, not one for each element.
void drop_repeated(base::Diagnostics& diagnostics, std::size_t first);

}  // namespace holon::study

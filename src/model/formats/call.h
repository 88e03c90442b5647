// SPDX-License-Identifier: Apache-2.0
//
// The functions of Vensim and XMILE: a table of rows, each with what builds it out of the engine's
// functions. A new one is one row in a functions_*.cpp.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/formats/builder.h"

namespace holon::model::formats {

/// One use of a function, as the row that builds it sees it.
class Call {
 public:
  Call(Builder& builder, const Term& term, const Context& at)
      : builder_(builder), term_(term), at_(at) {}
  // it keeps the place by reference
  Call(Builder& builder, const Term& term, Context&& at) = delete;

  [[nodiscard]] std::size_t size() const { return term_.arguments.size(); }
  /// An argument at this place.
  [[nodiscard]] Expr operator[](std::size_t i) {
    return builder_.translate(term_.arguments[i], at_);
  }
  /// An argument, or a number where it is left out.
  [[nodiscard]] Expr argument_or(std::size_t i, double otherwise) {
    return i < size() ? (*this)[i] : number(otherwise);
  }
  /// An argument that stands in several places: a hidden variable unless it is simple.
  [[nodiscard]] Expr shared(std::size_t i, std::string_view what) {
    return builder_.auxiliary(at_, what, (*this)[i]);
  }
  /// All places that an argument over arrays runs over.
  [[nodiscard]] std::vector<Expr> all(std::size_t i) {
    return builder_.translate_all(term_.arguments[i], at_);
  }
  [[nodiscard]] std::shared_ptr<const Table> table(std::size_t i) {
    return builder_.table_of(*term_.arguments[i], at_);
  }
  /// What an argument is before the run; NaN (and a diagnostic) if it can change.
  [[nodiscard]] double constant(std::size_t i);

  [[nodiscard]] Expr stock(std::string_view what, const Expr& initial,
                           const std::function<Expr(const Expr&)>& change) {
    return builder_.stock(at_, what, initial, change);
  }
  [[nodiscard]] Expr held(std::string_view what, const Expr& initial,
                          const std::function<Expr(const Expr&)>& next) {
    return builder_.held(at_, what, initial, next);
  }
  [[nodiscard]] Expr delay(const Expr& input, const Expr& time, const Expr& initial) {
    return builder_.delay(at_, input, time, initial);
  }
  [[nodiscard]] Expr auxiliary(std::string_view what, const Expr& equation) {
    return builder_.auxiliary(at_, what, equation);
  }
  /// A fresh draw at every step, uniform between 0 and 1.
  [[nodiscard]] Expr chance();
  [[nodiscard]] Expr time() const { return model::call("time", {}); }
  [[nodiscard]] Expr step() const { return builder_.time_step(); }
  /// Half a step after now: compared with the time of an event, it is hit by exactly one step.
  [[nodiscard]] Expr now() const { return model::call("step start", {}) + step() * number(0.5); }
  [[nodiscard]] bool is_vensim() const { return builder_.is_vensim(); }

  [[nodiscard]] Builder& builder() { return builder_; }
  [[nodiscard]] const Term& term() const { return term_; }
  [[nodiscard]] const Context& at() const { return at_; }
  Expr refuse(std::string message, std::string help);

 private:
  Builder& builder_;
  const Term& term_;
  const Context& at_;
};

/// A row of the table.
struct Row {
  std::string_view vensim;  ///< names there, separated by `|`
  std::string_view xmile;
  std::size_t fewest;
  std::size_t most;
  std::string_view arguments;
  std::string_view text;
  Expr (*build)(Call&);
  std::string_view units;    ///< the unit rule, in the notation of unit_rule.h; empty: any units
  std::string_view example;  ///< a right side, executed by the tests
  double value;              ///< of the example at time 3, after steps of 1 from time 0
  bool over_arrays = false;  ///< runs itself over the `!` and `*` of its arguments
};

[[nodiscard]] std::span<const Row> arithmetic_rows();
[[nodiscard]] std::span<const Row> time_rows();
[[nodiscard]] std::span<const Row> memory_rows();
[[nodiscard]] std::span<const Row> array_rows();
[[nodiscard]] std::span<const Row> allocation_rows();
[[nodiscard]] std::span<const Row> table_rows();
[[nodiscard]] std::span<const Row> chance_rows();
[[nodiscard]] std::span<const Row> statistics_rows();
[[nodiscard]] std::span<const Row> past_rows();
[[nodiscard]] std::span<const Row> distribution_rows();
[[nodiscard]] std::span<const Row> finance_rows();
[[nodiscard]] std::span<const Row> passage_rows();
[[nodiscard]] std::span<const Row> simultaneous_rows();

/// The function of this name, or null. XMILE files also know Vensim's names: exporters write them.
[[nodiscard]] const Row* find_row(std::string_view name, Dialect dialect);
[[nodiscard]] std::vector<std::string> function_names(Dialect dialect);

/// Why holon does not have a function of the other tool, and what else to write.
struct RefusedFunction {
  std::string_view why;
  std::string_view help;
};
/// Of a function that is known and refused; nothing for names that no function has.
[[nodiscard]] std::optional<RefusedFunction> refused_function(std::string_view name,
                                                              Dialect dialect);

/// The series that a data equation makes of another, such as `later := TIME SHIFT(data, 2)`; null
/// where it is no such function.
[[nodiscard]] std::shared_ptr<const Table> series_of(Call& c);

// short words for rows
[[nodiscard]] Expr if_else(const Expr& condition, const Expr& yes, const Expr& no);
[[nodiscard]] Expr less(const Expr& a, const Expr& b);
[[nodiscard]] Expr both(const Expr& a, const Expr& b);
[[nodiscard]] Expr lookup(const std::shared_ptr<const Table>& table, const Expr& x);

}  // namespace holon::model::formats

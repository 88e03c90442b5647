// SPDX-License-Identifier: Apache-2.0
//
// Equations as trees. A tree is immutable and shared; parts of one equation may stand in another.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "model/function.h"
#include "quantity/unit.h"

namespace holon::model {

/// Index of a variable in its model.
using VariableId = std::size_t;

enum class Op : std::uint8_t {
  number,
  name,      ///< not yet resolved
  variable,  ///< resolved
  negate,
  logical_not,
  add,
  subtract,
  multiply,
  divide,
  modulo,  ///< floored: the result has the sign of the divisor
  power,
  less,
  less_equal,
  greater,
  greater_equal,
  equal,
  not_equal,
  logical_and,
  logical_or,
  if_else,  ///< condition, value when it is not 0, value otherwise
  call,     ///< of a function
  lookup,   ///< a table of points at an argument
};

/// Which case a variable is read in.
inline constexpr int kThisCase = -1;

/// What a table gives between its points and beyond them.
enum class TableKind : std::uint8_t {
  linear,       ///< straight lines; level beyond both ends
  extrapolate,  ///< straight lines, the outer ones continued
  hold,         ///< the y of the last point at or before x; the first one's before it
  next,         ///< the y of the first point at or after x; the last one's after it
  area,         ///< the integral from the first point to x of the lines, level beyond
};

/// Points of a graphical function.
struct Table {
  std::vector<double> x;  ///< strictly rising [base units]
  std::vector<double> y;  ///< [base units]
  quantity::Dimension x_dimension;
  quantity::Dimension y_dimension;
  TableKind kind = TableKind::linear;
};

struct Expression;
using Expr = std::shared_ptr<const Expression>;

/// One node of an equation.
struct Expression {
  Op op = Op::number;
  double value = 0;                    ///< of a number [base units]
  quantity::Dimension dimension;       ///< of a number
  std::string name;                    ///< as written: of a name, or the function
  VariableId variable = 0;             ///< of a variable
  int in_case = kThisCase;             ///< case a variable is read in
  const Function* function = nullptr;  ///< of a call
  std::shared_ptr<const Table> table;  ///< of a lookup
  std::vector<Expr> arguments;         ///< of a name not yet resolved: its subscripts, as names
  base::Span span;                     ///< where it was written; empty when made by holon
};

/// Reads an equation (without its leading `=`). `where` is the place of `text`; `exact` tells that
/// the text stands there byte for byte. Nothing after a mistake, which is reported.
/// Errors: E0301, E0304, E0305, and those of units.
[[nodiscard]] Expr parse_expression(std::string_view text, const base::Span& where, bool exact,
                                    const std::vector<std::string>& counted,
                                    base::Diagnostics& diagnostics);

/// The equation as text, which parses back to the same tree. `name_of` names variables.
[[nodiscard]] std::string to_text(const Expr& expression,
                                  const std::function<std::string(VariableId)>& name_of);

/// The same tree with every unresolved name replaced by what `resolve` makes of it (null: it was
/// reported), and `baseline(x)` by x read in the first case.
[[nodiscard]] Expr resolve_names(const Expr& expression,
                                 const std::function<Expr(const Expression&)>& resolve);

/// Calls `visit` for every variable read, with the case it is read in.
void for_each_variable(const Expr& expression, const std::function<void(VariableId, int)>& visit);

/// The tree with its variables read in `in_case` where they said "this case".
[[nodiscard]] Expr read_in_case(const Expr& expression, int in_case);

// builders, for equations that holon itself writes
[[nodiscard]] Expr number(double value, const quantity::Dimension& dimension = {});
[[nodiscard]] Expr variable(VariableId id, int in_case = kThisCase);
[[nodiscard]] Expr node(Op op, std::vector<Expr> arguments, const base::Span& span = {});
[[nodiscard]] Expr call(std::string_view function, std::vector<Expr> arguments);
[[nodiscard]] Expr operator+(const Expr& a, const Expr& b);
[[nodiscard]] Expr operator-(const Expr& a, const Expr& b);
[[nodiscard]] Expr operator*(const Expr& a, const Expr& b);
[[nodiscard]] Expr operator/(const Expr& a, const Expr& b);

}  // namespace holon::model

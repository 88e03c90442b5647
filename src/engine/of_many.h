// SPDX-License-Identifier: Apache-2.0
//
// Functions of many numbers that give one: quantiles, an element of a vector, ranks, allocations.
// Interpreter, batch machine and constant folding all come here. Whoever needs every element of a
// vector result asks once for each, and shared work (a sort, a price) is then done each time.
#pragma once

#include <span>

#include "model/function.h"

namespace holon::engine {

/// True for the functions of this file.
[[nodiscard]] bool is_of_many(model::FunctionId function);

/// The value; not a number for arguments without a meaning. Never throws.
[[nodiscard]] double value_of_many(model::FunctionId function, std::span<const double> arguments);

/// Quantiles of distributions: the number below which one lies with the chance u. Not a number
/// outside 0 … 1 and for parameters without a meaning. Boost.Math's, which uses the C library, but
/// for those written with elementary functions.
[[nodiscard]] double quantile_of(model::FunctionId function, std::span<const double> arguments);

/// The interest rate at which payments are worth nothing in all; arguments as `internal rate`.
[[nodiscard]] double rate_of_return(std::span<const double> arguments);

/// Vensim's ALLOCATE AVAILABLE: a falling price is found at which the demand curves of all
/// requesters add up to the supply; arguments as `allocate available`. Shapes: 0 fixed, 1
/// rectangular, 2 triangular, 3 normal, 4 exponential; not a number for others.
/// Source: Vensim reference manual, "Allocation overview" and "Priority profiles".
[[nodiscard]] double allocation_available(std::span<const double> arguments);

/// Vensim's ALLOCATE BY PRIORITY; arguments as `allocate by priority`. A requester begins to get
/// when the one before has the share (difference of priorities) / width of its request.
[[nodiscard]] double allocation_by_priority(std::span<const double> arguments);

}  // namespace holon::engine

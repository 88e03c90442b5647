// SPDX-License-Identifier: Apache-2.0
#include "engine/operation.h"

#include <array>
#include <utility>

namespace holon::engine {
namespace {

using model::FunctionId;
using model::Op;

constexpr std::array kOperators{
    std::pair{Op::add, OpCode::add},
    std::pair{Op::subtract, OpCode::subtract},
    std::pair{Op::multiply, OpCode::multiply},
    std::pair{Op::divide, OpCode::divide},
    std::pair{Op::modulo, OpCode::modulo},
    std::pair{Op::power, OpCode::power},
    std::pair{Op::less, OpCode::less},
    std::pair{Op::less_equal, OpCode::less_equal},
    std::pair{Op::equal, OpCode::equal},
    std::pair{Op::not_equal, OpCode::not_equal},
    std::pair{Op::logical_and, OpCode::logical_and},
    std::pair{Op::logical_or, OpCode::logical_or},
};

constexpr std::array kFunctions{
    std::pair{FunctionId::abs, OpCode::abs},
    std::pair{FunctionId::sqrt, OpCode::sqrt},
    std::pair{FunctionId::exp, OpCode::exp},
    std::pair{FunctionId::ln, OpCode::ln},
    std::pair{FunctionId::log10, OpCode::log10},
    std::pair{FunctionId::sin, OpCode::sin},
    std::pair{FunctionId::cos, OpCode::cos},
    std::pair{FunctionId::tan, OpCode::tan},
    std::pair{FunctionId::arcsin, OpCode::arcsin},
    std::pair{FunctionId::arccos, OpCode::arccos},
    std::pair{FunctionId::arctan, OpCode::arctan},
    std::pair{FunctionId::integer, OpCode::floor},
    std::pair{FunctionId::sinh, OpCode::sinh},
    std::pair{FunctionId::cosh, OpCode::cosh},
    std::pair{FunctionId::tanh, OpCode::tanh},
    std::pair{FunctionId::gamma_ln, OpCode::gamma_ln},
    std::pair{FunctionId::normal_probability, OpCode::normal_probability},
    std::pair{FunctionId::truncate, OpCode::truncate},
    std::pair{FunctionId::round, OpCode::round},
    std::pair{FunctionId::sign, OpCode::sign},
};

constexpr std::array kNoises{
    std::pair{FunctionId::random_uniform, OpCode::noise_uniform},
    std::pair{FunctionId::random_normal, OpCode::noise_normal},
    std::pair{FunctionId::random_exponential, OpCode::noise_exponential},
};

constexpr std::array kFolds{
    std::pair{FunctionId::min, OpCode::min},
    std::pair{FunctionId::max, OpCode::max},
    std::pair{FunctionId::sum, OpCode::add},
    std::pair{FunctionId::product, OpCode::multiply},
};

template <class Table, class Key>
std::optional<OpCode> find(const Table& table, Key key) {
  for (const auto& [name, operation] : table) {
    if (name == key) return operation;
  }
  return std::nullopt;
}

}  // namespace

std::optional<OpCode> operation_of(Op op) { return find(kOperators, op); }
std::optional<OpCode> operation_of(FunctionId function) { return find(kFunctions, function); }
std::optional<OpCode> fold_of(FunctionId function) { return find(kFolds, function); }
std::optional<OpCode> noise_of(FunctionId function) { return find(kNoises, function); }

}  // namespace holon::engine

// SPDX-License-Identifier: Apache-2.0
#include "engine/jit/llvm/lookup.h"

#include <algorithm>
#include <bit>
#include <span>

namespace holon::engine::jit {
namespace {

using model::TableKind;

/// Writes the parts of a look-up, operation by operation those of engine/lookup_body.h.
class Writer {
 public:
  Writer(Lanes& lanes, const LookupTable& table)
      : lanes_(lanes), build_(lanes.builder()), table_(table) {}

  llvm::Value* write(llvm::Value* x) {
    auto* i = interval_of(x);
    auto* y = lanes_.pick(list(table_.y), i);
    if (table_.kind != TableKind::hold) y = on_line(y, i, x);
    if (table_.kind == TableKind::linear) {
      auto* is_below = build_.CreateFCmpOLE(x, lanes_.every(table_.first_x));
      y = build_.CreateSelect(is_below, lanes_.every(table_.first_y), y);
    }
    if (table_.kind != TableKind::extrapolate) {
      auto* is_above = build_.CreateFCmpOGE(x, lanes_.every(table_.last_x));
      y = build_.CreateSelect(is_above, lanes_.every(table_.last_y), y);
    }
    // what is no number stays none
    if (table_.kind == TableKind::hold) y = build_.CreateSelect(build_.CreateFCmpORD(x, x), y, x);
    return y;
  }

 private:
  // as long as a register or two hold it, where it is short
  [[nodiscard]] std::span<const double> list(const double* numbers) const {
    const auto intervals = static_cast<std::size_t>(table_.last_interval) + 1;
    return {numbers, std::bit_ceil(std::max<std::size_t>(8, intervals))};
  }

  llvm::Value* interval_of(llvm::Value* x) {
    return table_.locate == Locate::by_search ? searched(x) : scaled(x);
  }

  llvm::Value* scaled(llvm::Value* x) {
    auto* distance = build_.CreateFSub(x, lanes_.every(table_.first_x));
    auto* place = build_.CreateFMul(distance, lanes_.every(table_.scale));
    auto* i = build_.CreateFPToSI(within(place), lanes_.indices());
    return table_.locate == Locate::by_scale ? i : further_where_reached(x, i, i, 1);
  }

  // from 0 to the last interval; 0 for what is not a number
  llvm::Value* within(llvm::Value* place) {
    auto* low = lanes_.every(0.0);
    auto* high = lanes_.every(static_cast<double>(table_.last_interval));
    place = build_.CreateSelect(build_.CreateFCmpOGT(place, low), place, low);
    return build_.CreateSelect(build_.CreateFCmpOLT(place, high), place, high);
  }

  llvm::Value* searched(llvm::Value* x) {
    auto* i = lanes_.index(0);
    for (auto step = (std::uint64_t{1} << table_.halvings) / 2; step > 0; step /= 2)
      i = further_where_reached(x, build_.CreateAdd(i, lanes_.index(step - 1)), i, step);
    return i;
  }

  // `step` intervals on, where x has reached the end of interval `at`
  llvm::Value* further_where_reached(llvm::Value* x, llvm::Value* at, llvm::Value* i,
                                     std::uint64_t step) {
    auto* is_reached = build_.CreateFCmpOGE(x, lanes_.pick(list(table_.end), at));
    return build_.CreateSelect(is_reached, build_.CreateAdd(i, lanes_.index(step)), i);
  }

  llvm::Value* on_line(llvm::Value* y, llvm::Value* i, llvm::Value* x) {
    auto* reach = build_.CreateFSub(x, lanes_.pick(list(table_.x), i));
    return build_.CreateFAdd(y, build_.CreateFMul(lanes_.pick(list(table_.slope), i), reach));
  }

  Lanes& lanes_;
  llvm::IRBuilder<>& build_;
  const LookupTable& table_;
};

}  // namespace

llvm::Value* write_lookup(Lanes& lanes, const LookupTable& table, llvm::Value* x) {
  return table.has_vector_form ? Writer(lanes, table).write(x) : nullptr;
}

}  // namespace holon::engine::jit

// SPDX-License-Identifier: Apache-2.0
#include "engine/jit/llvm/lanes.h"

#include <bit>
#include <limits>
#include <vector>

#include <llvm/Analysis/VectorUtils.h>
#include <llvm/IR/IntrinsicsX86.h>
#include <llvm/IR/Module.h>

namespace holon::engine::jit {
namespace {

/// Numbers that an AVX-512 permutation finds in registers: four of them.
constexpr std::size_t kMostPermuted = 32;
constexpr int kEight = 8;

}  // namespace

Lanes::Lanes(llvm::IRBuilder<>& builder, int count, int widest)
    : builder_(builder), count_(count), widest_(widest) {
  numbers_ = builder.getDoubleTy();
  // AVX-512 converts to 64 bits at once, AVX2 to 32 only
  indices_ = builder.getIntNTy(widest == kEight || count == 1 ? 64 : 32);
  if (count == 1) return;
  const auto width = static_cast<unsigned>(count);
  numbers_ = llvm::FixedVectorType::get(numbers_, width);
  indices_ = llvm::FixedVectorType::get(indices_, width);
}

llvm::Value* Lanes::every(double value) const { return llvm::ConstantFP::get(numbers_, value); }

llvm::Value* Lanes::every(llvm::Value* scalar) const {
  return count_ == 1 ? scalar : builder_.CreateVectorSplat(static_cast<unsigned>(count_), scalar);
}

llvm::Value* Lanes::index(std::uint64_t value) const {
  return llvm::ConstantInt::get(indices_, value);
}

llvm::Value* Lanes::truth(llvm::Value* condition) {
  auto* out = builder_.CreateSelect(condition, every(1.0), every(0.0));
  conditions_[out] = condition;
  return out;
}

llvm::Value* Lanes::is_true(llvm::Value* number) {
  const auto known = conditions_.find(number);
  if (known != conditions_.end()) return known->second;
  return builder_.CreateFCmpUNE(number, every(0.0));
}

int Lanes::part_width() const {
  if (widest_ == kEight && count_ % kEight == 0) return kEight;
  return count_ % 4 == 0 ? 4 : 1;
}

llvm::Value* Lanes::call(const Elementary& function, std::span<llvm::Value* const> arguments) {
  const int width = part_width();
  const auto address =
      width == kEight ? function.of_eight : (width == 4 ? function.of_four : function.of_one);
  llvm::Type* type = builder_.getDoubleTy();
  if (width > 1) type = llvm::FixedVectorType::get(type, static_cast<unsigned>(width));
  const std::vector<llvm::Type*> types(arguments.size(), type);
  auto* callee = builder_.CreateIntToPtr(
      builder_.getInt64(reinterpret_cast<std::uint64_t>(address)), builder_.getPtrTy());
  std::vector<llvm::Value*> parts;
  for (int first = 0; first < count_; first += width) {
    std::vector<llvm::Value*> given;
    for (auto* argument : arguments) given.push_back(part(argument, first, width));
    auto* call = builder_.CreateCall(llvm::FunctionType::get(type, types, false), callee, given);
    call->setDoesNotAccessMemory();
    call->setDoesNotThrow();
    parts.push_back(call);
  }
  return joined(parts);
}

llvm::Value* Lanes::intrinsic(llvm::Intrinsic::ID id, llvm::Value* a) {
  return builder_.CreateUnaryIntrinsic(id, a);
}

llvm::Value* Lanes::part(llvm::Value* whole, int first, int width) {
  if (width == count_) return whole;
  if (width == 1) return builder_.CreateExtractElement(whole, static_cast<std::uint64_t>(first));
  std::vector<int> mask;
  for (int lane = 0; lane < width; ++lane) mask.push_back(first + lane);
  return builder_.CreateShuffleVector(whole, mask);
}

llvm::Value* Lanes::joined(std::span<llvm::Value* const> parts) {
  if (parts.size() == 1) return parts.front();
  if (parts.front()->getType()->isVectorTy())
    return llvm::concatenateVectors(builder_, {parts.data(), parts.size()});
  llvm::Value* out = llvm::PoisonValue::get(numbers_);
  for (std::size_t lane = 0; lane < parts.size(); ++lane)
    out = builder_.CreateInsertElement(out, parts[lane], lane);
  return out;
}

std::size_t Lanes::padded_size(std::size_t size) {
  return std::max<std::size_t>(kEight, std::bit_ceil(size));
}

llvm::Value* Lanes::table(std::span<const double> values) {
  std::vector<double> padded(values.begin(), values.end());
  padded.resize(padded_size(values.size()), std::numeric_limits<double>::quiet_NaN());
  auto* content =
      llvm::ConstantDataArray::get(builder_.getContext(), llvm::ArrayRef<double>(padded));
  auto& out = tables_[content];
  if (out != nullptr) return out;
  out = new llvm::GlobalVariable(*builder_.GetInsertBlock()->getModule(), content->getType(), true,
                                 llvm::GlobalValue::PrivateLinkage, content, "table");
  out->setAlignment(llvm::Align(64));
  return out;
}

llvm::Value* Lanes::pick(std::span<const double> values, llvm::Value* index) {
  auto* numbers = table(values);
  const auto size = padded_size(values.size());
  if (part_width() == kEight && size <= kMostPermuted) {
    std::vector<llvm::Value*> parts;
    for (int first = 0; first < count_; first += kEight)
      parts.push_back(permuted(numbers, size, part(index, first, kEight)));
    return joined(parts);
  }
  auto* places = builder_.CreateInBoundsGEP(builder_.getDoubleTy(), numbers, index);
  if (count_ == 1) return builder_.CreateAlignedLoad(numbers_, places, llvm::Align(8));
  return builder_.CreateMaskedGather(numbers_, places, llvm::Align(8));
}

// of a table of 8, 16 or 32 numbers
llvm::Value* Lanes::permuted(llvm::Value* table, std::size_t size, llvm::Value* index) {
  auto* eight = llvm::FixedVectorType::get(builder_.getDoubleTy(), kEight);
  const auto row = [&](std::uint64_t n) {
    auto* at = builder_.CreateConstInBoundsGEP1_64(eight, table, n);
    return builder_.CreateAlignedLoad(eight, at, llvm::Align(64));
  };
  const auto of_sixteen = [&](std::uint64_t n) {
    return builder_.CreateIntrinsic(llvm::Intrinsic::x86_avx512_vpermi2var_pd_512, {},
                                    {row(n), index, row(n + 1)});
  };
  if (size == kEight)
    return builder_.CreateIntrinsic(llvm::Intrinsic::x86_avx512_permvar_df_512, {},
                                    {row(0), index});
  if (size == 2 * kEight) return of_sixteen(0);
  auto* sixteen = llvm::ConstantInt::get(index->getType(), 2 * kEight);
  auto* is_upper = builder_.CreateICmpUGE(index, sixteen);
  return builder_.CreateSelect(is_upper, of_sixteen(2), of_sixteen(0));
}

}  // namespace holon::engine::jit

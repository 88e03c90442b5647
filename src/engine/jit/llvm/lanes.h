// SPDX-License-Identifier: Apache-2.0
//
// Writes LLVM's intermediate code for numbers of all lanes at once. Heavy: for the files of this
// folder only.
#pragma once

#include <span>

#include <llvm/ADT/DenseMap.h>
#include <llvm/IR/GlobalVariable.h>
#include <llvm/IR/IRBuilder.h>

namespace holon::engine::jit {

/// An elementary function at the widths of its library.
struct Elementary {
  void (*of_one)();
  void (*of_four)();
  void (*of_eight)();
};

/// Numbers of `count` lanes: a vector, or a plain number for one lane.
class Lanes {
 public:
  Lanes(llvm::IRBuilder<>& builder, int count, int widest);

  [[nodiscard]] llvm::IRBuilder<>& builder() const { return builder_; }
  [[nodiscard]] llvm::Type* numbers() const { return numbers_; }
  /// Whole numbers as wide as the target converts numbers to them best.
  [[nodiscard]] llvm::Type* indices() const { return indices_; }

  [[nodiscard]] llvm::Value* every(double value) const;
  [[nodiscard]] llvm::Value* every(llvm::Value* scalar) const;
  [[nodiscard]] llvm::Value* index(std::uint64_t value) const;

  /// 1 where the condition holds, else 0.
  llvm::Value* truth(llvm::Value* condition);
  /// Where a number is not 0 (as C has it: true for what is not a number).
  llvm::Value* is_true(llvm::Value* number);

  /// Calls an elementary function of one or two arguments.
  llvm::Value* call(const Elementary& function, std::span<llvm::Value* const> arguments);
  /// Calls an intrinsic of one number on all lanes.
  llvm::Value* intrinsic(llvm::Intrinsic::ID id, llvm::Value* a);

  /// The elements of a table of constants at the indices; what lies beyond the last one is read as
  /// not a number where it may be read at all. Every index is below `padded_size(values)`.
  llvm::Value* pick(std::span<const double> values, llvm::Value* index);
  [[nodiscard]] static std::size_t padded_size(std::size_t size);

 private:
  [[nodiscard]] int part_width() const;
  llvm::Value* part(llvm::Value* whole, int first, int width);
  llvm::Value* joined(std::span<llvm::Value* const> parts);
  llvm::Value* table(std::span<const double> values);
  llvm::Value* permuted(llvm::Value* table, std::size_t size, llvm::Value* index);

  llvm::IRBuilder<>& builder_;
  int count_;
  int widest_;
  llvm::Type* numbers_;
  llvm::Type* indices_;
  llvm::DenseMap<llvm::Value*, llvm::Value*> conditions_;          // of truths
  llvm::DenseMap<llvm::Constant*, llvm::GlobalVariable*> tables_;  // by content
};

}  // namespace holon::engine::jit

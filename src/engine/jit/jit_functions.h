// SPDX-License-Identifier: Apache-2.0
//
// What the engine asks of the library that knows LLVM, in plain C: the border between the two.
#pragma once

#include <cstddef>

#include "engine/kernel.h"
#include "engine/program.h"

namespace holon::engine::jit {

/// Changes with the operations, and whenever anything in this file does.
inline constexpr int kJitFunctionsVersion = 3;

/// Runs a part of a segment over slots of the code's number of lanes.
using SegmentCode = void (*)(double* slots, KernelContext* context);

/// Runs all steps of a block and its end; slots as after the start of a run. Fills
/// observed[column][lane], columns as of `columns_of`. Slots and observed begin at a multiple of
/// kAlignment bytes.
using WholeCode = void (*)(double* slots, KernelContext* context, const double* time_table,
                           double* observed);

inline constexpr std::size_t kAlignment = 64;

/// The parts of a segment, in order.
struct SegmentParts {
  const SegmentCode* parts;
  std::size_t count;
};

/// The segments of a program.
enum Segment : std::uint8_t { kFixed, kDynamic, kAdvance, kFinal, kSegments };

/// What to compile.
struct JitRequest {
  const Program* program;
  int lanes;                  ///< of a block: 1, or a multiple of 4
  int vector;                 ///< doubles in the widest register: 8 (AVX-512) or 4 (AVX2)
  std::size_t most_together;  ///< instructions of a function of all steps
  std::size_t part;           ///< instructions of a part of a segment
  /// Runs an operation that has no vector form here.
  void (*run_by_lane)(const Instruction& instruction, double* slots, int lanes,
                      const KernelContext& context);
};

/// Machine code, until it is released.
struct JitCode {
  void* owner;
  SegmentParts segments[kSegments];
  WholeCode whole;  ///< null: the segments are to be run one by one
};

/// What both sides read by its layout.
struct Layout {
  std::size_t program = sizeof(Program);
  std::size_t instruction = sizeof(Instruction);
  std::size_t context = sizeof(KernelContext);
  std::size_t request = sizeof(JitRequest);
  int version = kJitFunctionsVersion;

  bool operator==(const Layout&) const = default;
};

struct JitFunctions {
  Layout layout;
  /// Null where it could not be compiled.
  const JitCode* (*compile)(const JitRequest& request);
  void (*release)(const JitCode* code);
};

/// The one symbol of the library.
inline constexpr const char* kJitSymbol = "holon_jit_functions";
using GetJitFunctions = const JitFunctions* (*)();

}  // namespace holon::engine::jit

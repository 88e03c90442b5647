// SPDX-License-Identifier: Apache-2.0
//
// One block of members through time.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "engine/draws.h"
#include "engine/jit/machine_code.h"
#include "engine/kernel.h"
#include "engine/program.h"
#include "engine/stepper.h"

namespace holon::engine {

/// The memory of a block, reused for block after block.
class Block {
 public:
  /// `seed` is of the noise, and of the draws where none are given.
  Block(const Program& program, const InstructionSet& instruction_set, int lanes,
        std::uint64_t seed, std::shared_ptr<const Draws> draws = {});
  /// As many lanes as `code` has, which was compiled from `program`.
  Block(const Program& program, jit::Code code, std::uint64_t seed,
        std::shared_ptr<const Draws> draws = {});

  /// Called with output, entry of its series (0 for the end of the run) and the lanes' values, in
  /// any order.
  using Observer = std::function<void(std::size_t output, std::uint32_t step, const double* lanes)>;

  /// Runs members first, first + 1, … of all lanes.
  void run(std::uint64_t first_member, const Observer& observe);

 private:
  /// Vectors are loaded fastest where they do not cross these.
  struct alignas(jit::kAlignment) CacheLine {
    double numbers[jit::kAlignment / sizeof(double)];
  };
  using Aligned = std::vector<CacheLine>;
  static double* numbers(Aligned& lines) { return lines.empty() ? nullptr : lines[0].numbers; }
  [[nodiscard]] Aligned rows(std::size_t count) const;

  Block(std::unique_ptr<const Program> lowered, const Program& program, Kernel kernel,
        jit::Code code, int lanes, std::uint64_t seed, std::shared_ptr<const Draws> draws);
  [[nodiscard]] double* lanes_of(Slot slot) {
    return numbers(slots_) + static_cast<std::size_t>(slot) * width_;
  }
  void fill(Slot slot, double value);
  void begin(std::uint64_t first_member);
  void begin_delay(std::size_t delay);
  void load_time(std::size_t stage);
  void read_delays(std::uint32_t step);
  void remember(std::uint32_t step);
  void rates();
  void run_on_machine(const std::vector<Instruction>& segment);
  void run_segment(const std::vector<Instruction>& segment, jit::Segment name);
  void run_whole(const Observer& observe);
  void runge_kutta_step(std::uint32_t step);
  void run_adaptively(const Observer& observe);
  void stand_at(std::uint32_t step);
  [[nodiscard]] std::uint32_t stop_after(std::uint32_t step) const;
  void observe_end(const Observer& observe);
  void observe_series(std::uint32_t step, const Observer& observe);

  class StockFlow;

  std::unique_ptr<const Program> lowered_;  // null where machine code runs
  const Program& program_;
  std::shared_ptr<const Draws> draws_;
  std::size_t width_;
  std::vector<std::uint64_t> noise_members_;  // [lane]
  Kernel kernel_;
  jit::Code code_;
  KernelContext context_;
  Aligned slots_;
  Aligned observed_;                          // by whole code [column][lane]
  std::vector<std::vector<double>> history_;  // of each delay, a ring of steps [step][lane]
  std::vector<double> steps_back_;            // of delays [delay][lane]
  std::vector<double> start_;  // stocks at the start of a step, for Runge-Kutta [stock][lane]
  std::vector<double> sum_;    // weighted rates so far
  std::vector<double> next_;   // held values after the step [held][lane]
  std::unique_ptr<Stepper> stepper_;  // of an adaptive method
};

}  // namespace holon::engine

// SPDX-License-Identifier: Apache-2.0
//
// A model compiled for the batch machine: straight-line segments of three-address instructions over
// slots; a slot holds one number for each lane (member) of a block.
//
// Rate classes decide how often something is computed: a constant once at compile time, what is
// fixed in a run once a member, what depends on time alone once a step for all members, the rest
// once a step and member.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/random.h"
#include "engine/lookup_table.h"
#include "engine/op_code.h"
#include "model/model.h"
#include "quantity/sampler.h"

namespace holon::engine {

namespace jit {
class CodeCache;
}

/// Something to observe: an expression over variables of any case.
struct Output {
  std::string name;
  model::Expr expression;
  bool series = false;      ///< at the start of steps; else once, at the end
  std::uint32_t every = 1;  ///< of a series: at every so many steps, the first included
};

using Slot = std::uint32_t;

struct Instruction {
  OpCode op;
  Slot target;
  Slot a;
  Slot b;
  Slot c;      ///< third argument, or the index of a table, noise or call
  Slot d = 0;  ///< fourth argument
};

/// A slot that gets one number for all lanes.
struct ConstantSlot {
  Slot slot;
  double value;
};

/// A slot that gets a number per stage from a row of the time table.
struct TimeSlot {
  Slot slot;
  std::uint32_t row;
};

struct DrawSlot {
  Slot slot;
  model::VariableId input;  ///< the variable drawn
  quantity::Sampler sampler;
};

struct StockSlot {
  Slot value;
  Slot initial;
  Slot rate;
};

struct DelaySlot {
  Slot value;
  Slot initial;
  Slot input;
  Slot time;                 ///< taken at the start [s, or the model's unit of time]
  std::uint32_t most_steps;  ///< it may look back
};

/// A value kept from step to step. After a step it becomes what the input was at its start.
struct HeldSlot {
  Slot value;
  Slot initial;
  Slot input;
};

/// A derivative of a stock's rate; one that no entry names is 0 for ever.
struct SlopeSlot {
  std::size_t row;     ///< place among the stocks
  std::size_t column;  ///< by which stock, or `Jacobian::by_time`
  Slot slot;
};

/// A function of any number of arguments.
struct CallSlots {
  model::FunctionId function;
  std::vector<Slot> arguments;
};

struct OutputSlot {
  Slot slot;
  bool series;
  std::uint32_t every;
};

/// Immutable once compiled.
struct Program {
  model::TimeAxis time;
  Slot slot_count = 0;
  std::vector<ConstantSlot> constants;
  std::vector<DrawSlot> draws;
  std::vector<TimeSlot> time_slots;
  std::vector<double> time_table;  ///< [stage][row]
  std::uint32_t time_rows = 0;
  std::vector<StockSlot> stocks;
  std::vector<DelaySlot> delays;
  std::vector<HeldSlot> held;
  std::vector<base::Stream> noises;
  std::vector<CallSlots> calls;
  std::vector<std::shared_ptr<const model::Table>> tables;
  std::shared_ptr<const LookupTables> lookups;  ///< the tables, made ready; never null
  std::vector<Instruction> fixed;               ///< once a member, before the first step
  std::vector<Instruction> dynamic;             ///< at every stage
  /// after every step, for Euler: stocks move on by their rates, held values by their inputs
  std::vector<Instruction> advance;
  std::vector<Instruction> final;  ///< once, after the last step
  // of an adaptive method, where lanes have their own times
  std::vector<Slot> now_slots;         ///< that get the time
  std::vector<Slot> step_start_slots;  ///< that get the start of the model's step
  std::vector<Instruction> slopes;     ///< after `dynamic`, where derivatives are wanted
  std::vector<SlopeSlot> slope_slots;
  bool keeps_grid = false;  ///< no step of an adaptive method may cross one of the model's
  std::vector<OutputSlot> outputs;
  std::shared_ptr<jit::CodeCache> code;  ///< shared by copies; null: never compiled further

  /// Where in a step the rates are computed, in parts of its length; the first is its start.
  [[nodiscard]] std::span<const double> stages() const;
};

/// Compiles the part of `model` that `outputs` need, all cases together: what no change of a case
/// can reach is shared with the unchanged case.
[[nodiscard]] Program compile(const model::Model& model, const std::vector<Output>& outputs);

}  // namespace holon::engine

// SPDX-License-Identifier: Apache-2.0
#include "engine/block.h"

#include <algorithm>

#include "base/error.h"
#include "engine/arithmetic.h"
#include "engine/groups.h"
#include "engine/lowering.h"

namespace holon::engine {

Block::Block(const Program& program, const InstructionSet& instruction_set, int lanes,
             std::uint64_t seed, std::shared_ptr<const Draws> draws)
    : Block(std::make_unique<const Program>(lowered(program)), program,
            instruction_set.kernel(lanes), nullptr, lanes, seed, std::move(draws)) {}

Block::Block(const Program& program, jit::Code code, std::uint64_t seed,
             std::shared_ptr<const Draws> draws)
    : Block(nullptr, program, nullptr, code, code->lanes(), seed, std::move(draws)) {}

Block::Block(std::unique_ptr<const Program> lowered, const Program& program, Kernel kernel,
             jit::Code code, int lanes, std::uint64_t seed, std::shared_ptr<const Draws> draws)
    : lowered_(std::move(lowered)),
      program_(lowered_ ? *lowered_ : program),
      draws_(draws ? std::move(draws) : drawn_at_random(seed)),
      width_(static_cast<std::size_t>(lanes)),
      noise_members_(width_),
      kernel_(kernel),
      code_(std::move(code)) {
  base::check(!code_ || !model::is_adaptive(program_.time.method),
              "members that choose their own steps are run by the machine");
  context_.program = &program_;
  context_.lookups = program_.lookups->data();
  context_.seed = seed;
  context_.noise_members = noise_members_.data();
  slots_ = rows(program_.slot_count);
  if (code_ && code_->whole() != nullptr) observed_ = rows(columns_of(program_).size());
  history_.resize(program_.delays.size());
  steps_back_.resize(program_.delays.size() * width_);
  if (model::looks_between_steps(program_.time.method)) {
    start_.resize(program_.stocks.size() * width_);
    sum_.resize(program_.stocks.size() * width_);
    next_.resize(program_.held.size() * width_);
  }
  if (model::is_adaptive(program_.time.method))
    stepper_ = std::make_unique<Stepper>(program_.time, program_.stocks.size(), width_);
  for (const auto& constant : program_.constants) fill(constant.slot, constant.value);
}

Block::Aligned Block::rows(std::size_t count) const {
  constexpr auto kLine = sizeof(CacheLine) / sizeof(double);
  return Aligned((count * width_ + kLine - 1) / kLine);
}

void Block::fill(Slot slot, double value) { std::fill_n(lanes_of(slot), width_, value); }

void Block::run(std::uint64_t first_member, const Observer& observe) {
  begin(first_member);
  if (code_ && code_->whole() != nullptr) {
    run_whole(observe);
    return;
  }
  if (stepper_) {
    run_adaptively(observe);
    return;
  }
  const auto steps = program_.time.steps;
  const auto stages = program_.stages().size();
  for (std::uint32_t step = 0; step < steps; ++step) {
    context_.step = step;
    load_time(static_cast<std::size_t>(step) * stages);
    read_delays(step);
    rates();
    observe_series(step, observe);
    remember(step);
    if (model::looks_between_steps(program_.time.method))
      runge_kutta_step(step);
    else
      run_segment(program_.advance, jit::kAdvance);
  }

  // the end: what moves is computed once more, without a step after it
  context_.step = steps;
  load_time(static_cast<std::size_t>(steps) * stages);
  read_delays(steps);
  rates();
  observe_end(observe);
}

void Block::begin(std::uint64_t first_member) {
  for (std::size_t lane = 0; lane < width_; ++lane)
    noise_members_[lane] = draws_->noise_member(first_member + lane);
  context_.step = 0;
  for (const auto& draw : program_.draws)
    draws_->fill(draw, first_member, {lanes_of(draw.slot), width_});
  run_segment(program_.fixed, jit::kFixed);
  for (const auto& stock : program_.stocks)
    std::copy_n(lanes_of(stock.initial), width_, lanes_of(stock.value));
  for (const auto& held : program_.held)
    std::copy_n(lanes_of(held.initial), width_, lanes_of(held.value));
  for (std::size_t d = 0; d < program_.delays.size(); ++d) begin_delay(d);
}

// the delay's time in whole steps, and room for so much of the past
void Block::begin_delay(std::size_t d) {
  const double* time = lanes_of(program_.delays[d].time);
  double* back = steps_back_.data() + d * width_;
  double longest = 1;
  for (std::size_t lane = 0; lane < width_; ++lane) {
    back[lane] = steps_back(time[lane], program_.time.step);
    longest = std::max(longest, back[lane]);
  }
  const double room = std::min<double>(longest, program_.time.steps + 1.0);
  history_[d].resize(static_cast<std::size_t>(room) * width_);
}

void Block::load_time(std::size_t stage) {
  const double* row = program_.time_table.data() + stage * program_.time_rows;
  for (const auto& entry : program_.time_slots) fill(entry.slot, row[entry.row]);
}

// the past of a delay is a ring: step n lies at n modulo its length
void Block::read_delays(std::uint32_t step) {
  for (std::size_t d = 0; d < program_.delays.size(); ++d) {
    const auto& past = history_[d];
    const auto length = past.size() / width_;
    const double* back = steps_back_.data() + d * width_;
    double* value = lanes_of(program_.delays[d].value);
    const double* initial = lanes_of(program_.delays[d].initial);
    for (std::size_t lane = 0; lane < width_; ++lane) {
      value[lane] =
          back[lane] <= step
              ? past[(step - static_cast<std::size_t>(back[lane])) % length * width_ + lane]
              : initial[lane];
    }
  }
}

// what goes into delays and held values in this step
void Block::remember(std::uint32_t step) {
  for (std::size_t d = 0; d < program_.delays.size(); ++d) {
    auto& past = history_[d];
    std::copy_n(lanes_of(program_.delays[d].input), width_,
                past.data() + step % (past.size() / width_) * width_);
  }
  if (program_.time.method == model::Method::euler) return;
  for (std::size_t h = 0; h < program_.held.size(); ++h)
    std::copy_n(lanes_of(program_.held[h].input), width_, next_.data() + h * width_);
}

void Block::rates() { run_segment(program_.dynamic, jit::kDynamic); }

void Block::run_on_machine(const std::vector<Instruction>& segment) {
  kernel_(segment.data(), segment.size(), numbers(slots_), context_);
}

void Block::run_segment(const std::vector<Instruction>& segment, jit::Segment name) {
  if (!code_) {
    run_on_machine(segment);
    return;
  }
  const auto& parts = code_->parts(name);
  for (std::size_t n = 0; n < parts.count; ++n) parts.parts[n](numbers(slots_), &context_);
}

// all steps at once; then what was observed in them is told
void Block::run_whole(const Observer& observe) {
  code_->whole()(numbers(slots_), &context_, program_.time_table.data(), numbers(observed_));
  const double* row = numbers(observed_);
  for (std::size_t i = 0; i < program_.outputs.size(); ++i) {
    const auto entries = entries_of(program_, i);
    for (std::uint32_t entry = 0; entry < entries; ++entry, row += width_) observe(i, entry, row);
  }
}

// the rates of the first stage are there already
void Block::runge_kutta_step(std::uint32_t step) {
  const double h = program_.time.step;
  const auto stages = step * program_.stages().size();
  const auto advance = [&](double reach, double weight, bool first) {
    for (std::size_t s = 0; s < program_.stocks.size(); ++s) {
      double* value = lanes_of(program_.stocks[s].value);
      const double* rate = lanes_of(program_.stocks[s].rate);
      double* start = start_.data() + s * width_;
      double* sum = sum_.data() + s * width_;
      for (std::size_t lane = 0; lane < width_; ++lane) {
        if (first) start[lane] = value[lane];
        sum[lane] = first ? rate[lane] : sum[lane] + weight * rate[lane];
        value[lane] = start[lane] + reach * rate[lane];
      }
    }
  };
  const bool heun = program_.time.method == model::Method::rk2;
  if (heun) {
    advance(h, 1, true);
  } else {
    advance(h / 2, 1, true);
    load_time(stages + 1);
    rates();
    advance(h / 2, 2, false);
    rates();
    advance(h, 2, false);
  }
  load_time(stages + program_.stages().size() - 1);
  rates();
  for (std::size_t s = 0; s < program_.stocks.size(); ++s) {
    double* value = lanes_of(program_.stocks[s].value);
    const double* rate = lanes_of(program_.stocks[s].rate);
    for (std::size_t lane = 0; lane < width_; ++lane) {
      const std::size_t at = s * width_ + lane;
      value[lane] = start_[at] + h / (heun ? 2 : 6) * (sum_[at] + rate[lane]);
    }
  }
  for (std::size_t n = 0; n < program_.held.size(); ++n)
    std::copy_n(next_.data() + n * width_, width_, lanes_of(program_.held[n].value));
}

void Block::observe_series(std::uint32_t step, const Observer& observe) {
  for (std::size_t i = 0; i < program_.outputs.size(); ++i) {
    const auto& output = program_.outputs[i];
    const bool wanted = output.series && step % output.every == 0;
    if (wanted) observe(i, step / output.every, lanes_of(output.slot));
  }
}

void Block::observe_end(const Observer& observe) {
  run_segment(program_.final, jit::kFinal);
  for (std::size_t i = 0; i < program_.outputs.size(); ++i) {
    if (!program_.outputs[i].series) observe(i, 0, lanes_of(program_.outputs[i].slot));
  }
}

}  // namespace holon::engine

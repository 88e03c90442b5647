// SPDX-License-Identifier: Apache-2.0
//
// A block under an adaptive method: lanes go their own ways between the moments at which the block
// stands still to be seen.
#include "engine/block.h"

#include <algorithm>

#include "engine/jacobian.h"

namespace holon::engine {

class Block::StockFlow : public Flow {
 public:
  explicit StockFlow(Block& block) : block_(block), width_(block.width_) {}

  void rates(const double* time, const double* state, double* rate) override {
    const auto& program = block_.program_;
    for (const auto slot : program.now_slots) std::copy_n(time, width_, block_.lanes_of(slot));
    for (std::size_t s = 0; s < program.stocks.size(); ++s)
      std::copy_n(state + s * width_, width_, block_.lanes_of(program.stocks[s].value));
    block_.rates();
    read_rates(rate);
  }

  void slopes(double* by_stock, double* by_time) override {
    const auto& program = block_.program_;
    const auto count = program.stocks.size();
    block_.run_on_machine(program.slopes);
    for (const auto& slope : program.slope_slots) {
      const double* from = block_.lanes_of(slope.slot);
      const bool of_time = slope.column == Jacobian::by_time;
      double* to = of_time ? by_time + slope.row : by_stock + slope.row * count + slope.column;
      const auto stride = of_time ? count : count * count;
      for (std::size_t lane = 0; lane < width_; ++lane) to[lane * stride] = from[lane];
    }
  }

  void read_rates(double* rate) {
    const auto& stocks = block_.program_.stocks;
    for (std::size_t s = 0; s < stocks.size(); ++s)
      std::copy_n(block_.lanes_of(stocks[s].rate), width_, rate + s * width_);
  }

 private:
  Block& block_;
  std::size_t width_;
};

// the next step at which the block stands still: every one where steps of the model may not be
// crossed, else where something is to be seen, and the end
std::uint32_t Block::stop_after(std::uint32_t step) const {
  if (program_.keeps_grid) return step + 1;
  for (auto n = step + 1; n < program_.time.steps; ++n) {
    const auto seen = [n](const OutputSlot& o) { return o.series && n % o.every == 0; };
    if (std::any_of(program_.outputs.begin(), program_.outputs.end(), seen)) return n;
  }
  return program_.time.steps;
}

// all values as they are at the start of this step
void Block::stand_at(std::uint32_t step) {
  context_.step = step;
  const double now = program_.time.at(step);
  for (const auto slot : program_.now_slots) fill(slot, now);
  for (const auto slot : program_.step_start_slots) fill(slot, now);
  for (std::size_t s = 0; s < program_.stocks.size(); ++s)
    stepper_->read(s, step, lanes_of(program_.stocks[s].value));
  read_delays(step);
  rates();
}

void Block::run_adaptively(const Observer& observe) {
  const auto steps = program_.time.steps;
  StockFlow flow(*this);
  std::vector<double> values(program_.stocks.size() * width_);
  for (std::size_t s = 0; s < program_.stocks.size(); ++s)
    std::copy_n(lanes_of(program_.stocks[s].value), width_, values.data() + s * width_);
  stepper_->begin(values.data());
  stand_at(0);
  for (std::uint32_t step = 0; step < steps;) {
    observe_series(step, observe);
    remember(step);
    if (step == 0 || program_.keeps_grid) {
      flow.read_rates(values.data());
      stepper_->restart(values.data());
    }
    step = stop_after(step);
    stepper_->advance(flow, step, program_.keeps_grid ? step : steps);
    for (std::size_t n = 0; n < program_.held.size(); ++n)
      std::copy_n(next_.data() + n * width_, width_, lanes_of(program_.held[n].value));
    stand_at(step);
  }
  observe_end(observe);
}

}  // namespace holon::engine

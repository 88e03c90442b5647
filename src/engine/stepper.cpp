// SPDX-License-Identifier: Apache-2.0
#include "engine/stepper.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/math.h"

namespace holon::engine {
namespace {

/// Of the length that the error would just allow.
constexpr double kSafety = 0.9;
/// A step is at least and at most so many times the one before.
constexpr double kLeastFactor = 0.2;
constexpr double kMostFactor = 5;
/// The shortest step, as a part of the model's own step or of the time since the start: 2^-44. It
/// is taken whatever its error, which is how a jump inside a step is crossed.
constexpr double kShortest = 5.684341886080802e-14;
/// Trials that a lane has for a run, and for each step of the model's time; it may save them up.
constexpr double kTrialsOfRun = 10'000;
constexpr double kTrials = 1'000;

std::unique_ptr<StepRule> rule_of(model::Method method, std::size_t stocks, std::size_t lanes) {
  return method == model::Method::rk45 ? dormand_prince(stocks, lanes) : rodas(stocks, lanes);
}

}  // namespace

Stepper::Stepper(const model::TimeAxis& time, std::size_t stocks, std::size_t lanes)
    : axis_(time),
      stocks_(stocks),
      lanes_(lanes),
      rule_(rule_of(time.method, stocks, lanes)),
      position_(lanes),
      origin_(lanes),
      wanted_(lanes),
      length_(lanes),
      end_(lanes),
      time_(lanes),
      clipped_(lanes),
      retries_(lanes),
      patience_(lanes) {
  for (auto* values : {&state_, &rate_, &after_, &error_, &before_, &largest_})
    values->resize(stocks * lanes);
}

void Stepper::begin(const double* state) {
  std::copy_n(state, state_.size(), state_.begin());
  before_ = state_;
  for (std::size_t i = 0; i < state_.size(); ++i) largest_[i] = std::fabs(state_[i]);
  std::fill(position_.begin(), position_.end(), 0.0);
  std::fill(origin_.begin(), origin_.end(), 0.0);
  std::fill(wanted_.begin(), wanted_.end(), axis_.step);
  std::fill(retries_.begin(), retries_.end(), false);
  std::fill(patience_.begin(), patience_.end(), kTrialsOfRun);
  reached_ = 0;
}

void Stepper::restart(const double* rate) {
  std::copy_n(rate, rate_.size(), rate_.begin());
  rate_is_known_ = true;
}

StepRule::Step Stepper::step() {
  return {time_.data(), length_.data(), state_.data(), rate_.data(), after_.data(), error_.data()};
}

void Stepper::advance(Flow& flow, std::uint32_t to, std::uint32_t limit) {
  const double target = axis_.step * to;
  const double last = axis_.step * (rule_->spans() ? limit : to);
  for (auto& patience : patience_) patience += kTrials * (to - reached_);
  reached_ = to;
  const auto is_behind = [&](double position) { return position < target; };
  while (std::any_of(position_.begin(), position_.end(), is_behind)) {
    choose_lengths(target, last);
    if (!rate_is_known_) flow.rates(time_.data(), state_.data(), rate_.data());
    rule_->propose(flow, step());
    rate_is_known_ = rule_->last_rate() != nullptr;
    for (std::size_t lane = 0; lane < lanes_; ++lane) {
      if (length_[lane] > 0) judge(lane);
    }
  }
}

// a lane that is there waits: its step has no length
void Stepper::choose_lengths(double to, double limit) {
  for (std::size_t lane = 0; lane < lanes_; ++lane) {
    const double at = position_[lane];
    time_[lane] = axis_.start + at;
    length_[lane] = 0;
    if (at >= to) continue;
    const double shortest = kShortest * std::max(axis_.step, at);
    const double length = std::max(wanted_[lane], shortest);
    clipped_[lane] = at + length * (1 + 1e-9) >= limit;
    end_[lane] = clipped_[lane] ? limit : at + length;
    length_[lane] = end_[lane] - at;
  }
}

// the largest error of a stock, as a part of what is allowed; not a number where a stock lost its
// value on the way. A stock that has no value, or no rate, at the start is nobody's concern.
double Stepper::error_of(std::size_t lane) const {
  double out = 0;
  for (std::size_t s = 0; s < stocks_; ++s) {
    const auto at = s * lanes_ + lane;
    if (!std::isfinite(state_[at]) || !std::isfinite(rate_[at])) continue;
    const double error = std::fabs(error_[at]);
    if (!std::isfinite(after_[at]) || !std::isfinite(error))
      return std::numeric_limits<double>::quiet_NaN();
    const double size = std::max(largest_[at], std::fabs(after_[at]));
    if (error > 0) out = std::max(out, error / (axis_.tolerance * size));
  }
  return out;
}

// takes a lane's step or refuses it, and chooses the length of the next
void Stepper::judge(std::size_t lane) {
  const double error = error_of(lane);
  const double length = length_[lane];
  // rounding may make it a little longer
  const bool shortest = length <= 1.01 * kShortest * std::max(axis_.step, position_[lane]);
  double factor = kLeastFactor;
  if (error == 0)
    factor = kMostFactor;
  else if (std::isfinite(error))
    factor = std::clamp(kSafety * base::pow(error, -1 / rule_->error_power()), kLeastFactor,
                        kMostFactor);
  if (!(error <= 1) && !shortest) {
    retries_[lane] = true;
    wanted_[lane] = length * std::min(factor, kSafety);
    if (--patience_[lane] < 0) give_up(lane);
    return;
  }

  if (retries_[lane]) factor = std::min(factor, 1.0);
  // a step cut short by the limit says nothing against longer ones
  wanted_[lane] = clipped_[lane] ? std::max(wanted_[lane], length * factor) : length * factor;
  retries_[lane] = false;
  origin_[lane] = position_[lane];
  position_[lane] = end_[lane];
  rule_->accept(lane, step());
  const double* rate = rule_->last_rate();
  for (std::size_t s = 0; s < stocks_; ++s) {
    const auto at = s * lanes_ + lane;
    before_[at] = state_[at];
    state_[at] = after_[at];
    if (rate != nullptr) rate_[at] = rate[at];
    const double size = std::fabs(state_[at]);
    if (size > largest_[at]) largest_[at] = size;
  }
  if (--patience_[lane] < 0) give_up(lane);
}

// a lane that gets nowhere has no value from here on
void Stepper::give_up(std::size_t lane) {
  origin_[lane] = position_[lane] = std::numeric_limits<double>::infinity();
  for (std::size_t s = 0; s < stocks_; ++s)
    state_[s * lanes_ + lane] = std::numeric_limits<double>::quiet_NaN();
}

void Stepper::read(std::size_t s, std::uint32_t step, double* lanes) const {
  const double at = axis_.step * step;
  for (std::size_t lane = 0; lane < lanes_; ++lane) {
    const auto i = s * lanes_ + lane;
    const double length = position_[lane] - origin_[lane];
    lanes[lane] =
        position_[lane] <= at || std::isinf(position_[lane])
            ? state_[i]
            : rule_->between(s, lane, (at - origin_[lane]) / length, before_[i], state_[i]);
  }
}

}  // namespace holon::engine

// SPDX-License-Identifier: Apache-2.0
#include "engine/stepper.h"

#include <algorithm>
#include <array>
#include <vector>

namespace holon::engine {
namespace {

// Hairer, Nørsett, Wanner, "Solving Ordinary Differential Equations I", 1993, table II.5.2
constexpr std::size_t kStages = 7;
constexpr std::array<double, kStages> kNodes{0, 1.0 / 5, 3.0 / 10, 4.0 / 5, 8.0 / 9, 1, 1};
constexpr double kWeights[kStages][kStages - 1] = {
    {},
    {1.0 / 5},
    {3.0 / 40, 9.0 / 40},
    {44.0 / 45, -56.0 / 15, 32.0 / 9},
    {19372.0 / 6561, -25360.0 / 2187, 64448.0 / 6561, -212.0 / 729},
    {9017.0 / 3168, -355.0 / 33, 46732.0 / 5247, 49.0 / 176, -5103.0 / 18656},
    {35.0 / 384, 0, 500.0 / 1113, 125.0 / 192, -2187.0 / 6784, 11.0 / 84},
};
// order 5 less order 4
constexpr std::array<double, kStages> kError{
    71.0 / 57600, 0, -71.0 / 16695, 71.0 / 1920, -17253.0 / 339200, 22.0 / 525, -1.0 / 40};
// the extension's last coefficient; the book's code DOPRI5, 1993
constexpr std::array<double, kStages> kDense{
    -12715105075.0 / 11282082432,  0,
    87487479700.0 / 32700410799,   -10690763975.0 / 1880347072,
    701980252875.0 / 199316789632, -1453857185.0 / 822651844,
    69997945.0 / 29380423};

class DormandPrince : public StepRule {
 public:
  DormandPrince(std::size_t stocks, std::size_t lanes)
      : stocks_(stocks), lanes_(lanes), time_(lanes), rates_(kStages) {
    for (auto& rate : rates_) rate.resize(stocks * lanes);
    for (auto* values : {&state_, &first_, &last_, &bend_}) values->resize(stocks * lanes);
  }

  void propose(Flow& flow, const Step& step) override {
    std::copy_n(step.rate, rates_[0].size(), rates_[0].begin());
    for (std::size_t stage = 1; stage < kStages; ++stage) {
      for (std::size_t lane = 0; lane < lanes_; ++lane)
        time_[lane] = step.time[lane] + kNodes[stage] * step.length[lane];
      auto* to = stage + 1 < kStages ? state_.data() : step.after;
      combine(step, kWeights[stage], stage, step.before, to);
      flow.rates(time_.data(), to, rates_[stage].data());
    }
    combine(step, kError.data(), kStages, nullptr, step.error);
  }

  void accept(std::size_t lane, const Step& step) override {
    const double h = step.length[lane];
    for (std::size_t s = 0; s < stocks_; ++s) {
      const auto at = s * lanes_ + lane;
      double sum = 0;
      for (std::size_t k = 0; k < kStages; ++k) sum += kDense[k] * rates_[k][at];
      first_[at] = h * rates_[0][at];
      last_[at] = h * rates_[kStages - 1][at];
      bend_[at] = h * sum;
    }
  }

  [[nodiscard]] const double* last_rate() const override { return rates_[kStages - 1].data(); }

  [[nodiscard]] bool spans() const override { return true; }

  [[nodiscard]] double between(std::size_t s, std::size_t lane, double theta, double before,
                               double after) const override {
    const auto at = s * lanes_ + lane;
    const double rest = 1 - theta;
    const double change = after - before;
    const double second = first_[at] - change;
    const double third = change - last_[at] - second;
    return before + theta * (change + rest * (second + theta * (third + rest * bend_[at])));
  }

  [[nodiscard]] double error_power() const override { return 5; }

 private:
  // base + length × Σ weight × rate of the first stages
  void combine(const Step& step, const double* weights, std::size_t stages, const double* base,
               double* to) const {
    for (std::size_t s = 0; s < stocks_; ++s) {
      for (std::size_t lane = 0; lane < lanes_; ++lane) {
        const auto at = s * lanes_ + lane;
        double sum = 0;
        for (std::size_t k = 0; k < stages; ++k) {
          if (weights[k] != 0) sum += weights[k] * rates_[k][at];
        }
        to[at] = (base == nullptr ? 0 : base[at]) + step.length[lane] * sum;
      }
    }
  }

  std::size_t stocks_;
  std::size_t lanes_;
  std::vector<double> time_;
  std::vector<std::vector<double>> rates_;           // [stage][stock and lane]
  std::vector<double> state_, first_, last_, bend_;  // [stock][lane]
};

}  // namespace

std::unique_ptr<StepRule> dormand_prince(std::size_t stocks, std::size_t lanes) {
  return std::make_unique<DormandPrince>(stocks, lanes);
}

}  // namespace holon::engine

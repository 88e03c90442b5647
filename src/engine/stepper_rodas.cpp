// SPDX-License-Identifier: Apache-2.0
#include "engine/stepper.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>
#include <vector>

#include "engine/linear_system.h"

namespace holon::engine {
namespace {

// The coefficients of RODAS, in the transformed variables u of Hairer, Wanner, "Solving Ordinary
// Differential Equations II", 1996, equation IV.7.25, as in the book's code RODAS (METH = 1):
//   (1 / (γ h) - J) u_i = f(t + α_i h, y + Σ a_ij u_j) + Σ c_ij / h u_j + d_i h ∂f/∂t
constexpr std::size_t kStages = 6;
constexpr double kGamma = 0.25;
constexpr std::array<double, kStages> kNodes{0, 0.386, 0.21, 0.63, 1, 1};
constexpr std::array<double, kStages> kByTime{0.25, -0.1043, 0.1035, -0.03620000000000023, 0, 0};
constexpr double kWeights[kStages][kStages - 1] = {
    {},
    {1.544},
    {0.9466785280815826, 0.2557011698983284},
    {3.314825187068521, 2.896124015972201, 0.9986419139977817},
    {1.221224509226641, 6.019134481288629, 12.53708332932087, -0.6878860361058950},
    {1.221224509226641, 6.019134481288629, 12.53708332932087, -0.6878860361058950, 1},
};
constexpr double kCoupling[kStages][kStages - 1] = {
    {},
    {-5.6688},
    {-2.430093356833875, -0.2063599157091915},
    {-0.1073529058151375, -9.594562251023355, -20.47028614809616},
    {7.496443313967647, -10.24680431464352, -33.99990352819905, 11.70890893206160},
    {8.083246795921522, -7.981132988064893, -31.52159432874371, 16.31930543123136,
     -6.058818238834054},
};
class Rodas : public StepRule {
 public:
  Rodas(std::size_t stocks, std::size_t lanes)
      : stocks_(stocks),
        lanes_(lanes),
        time_(lanes),
        by_stock_(stocks * stocks * lanes),
        by_time_(stocks * lanes),
        rate_(stocks * lanes),
        state_(stocks * lanes),
        right_(stocks) {
    for (auto& u : u_) u.resize(stocks * lanes);
    systems_.assign(lanes, LinearSystem(stocks));
  }

  void propose(Flow& flow, const Step& step) override {
    flow.slopes(by_stock_.data(), by_time_.data());
    for (std::size_t lane = 0; lane < lanes_; ++lane) {
      if (step.length[lane] > 0) factorise(lane, step.length[lane]);
    }
    for (std::size_t stage = 0; stage < kStages; ++stage) {
      const double* rate = step.rate;
      if (stage > 0) {
        for (std::size_t lane = 0; lane < lanes_; ++lane)
          time_[lane] = step.time[lane] + kNodes[stage] * step.length[lane];
        move_to(stage, step);
        flow.rates(time_.data(), state_.data(), rate_.data());
        rate = rate_.data();
      }
      for (std::size_t lane = 0; lane < lanes_; ++lane) {
        if (step.length[lane] > 0) solve(stage, lane, step.length[lane], rate);
      }
    }
    // the last stage's argument is the formula of order 3, its u the error
    for (std::size_t i = 0; i < state_.size(); ++i) {
      step.error[i] = u_[kStages - 1][i];
      step.after[i] = state_[i] + u_[kStages - 1][i];
    }
  }

  [[nodiscard]] const double* last_rate() const override { return nullptr; }

  [[nodiscard]] double error_power() const override { return 4; }

 private:
  void factorise(std::size_t lane, double length) {
    auto& system = systems_[lane];
    const auto matrix = system.matrix();
    const double* slopes = by_stock_.data() + lane * stocks_ * stocks_;
    for (std::size_t i = 0; i < matrix.size(); ++i) {
      // a slope that has no value counts as level: the error of the step tells whether it may
      matrix[i] = std::isfinite(slopes[i]) ? -slopes[i] : 0;
    }
    const double diagonal = 1 / (kGamma * length);
    for (std::size_t s = 0; s < stocks_; ++s) matrix[s * stocks_ + s] += diagonal;
    system.factorise();
  }

  void move_to(std::size_t stage, const Step& step) {
    for (std::size_t i = 0; i < state_.size(); ++i) {
      double sum = step.before[i];
      for (std::size_t k = 0; k < stage; ++k) sum += kWeights[stage][k] * u_[k][i];
      state_[i] = sum;
    }
  }

  void solve(std::size_t stage, std::size_t lane, double length, const double* rate) {
    for (std::size_t s = 0; s < stocks_; ++s) {
      const auto at = s * lanes_ + lane;
      double sum = rate[at];
      for (std::size_t k = 0; k < stage; ++k) sum += kCoupling[stage][k] / length * u_[k][at];
      const double by_time = by_time_[lane * stocks_ + s];
      if (kByTime[stage] != 0 && std::isfinite(by_time)) sum += kByTime[stage] * length * by_time;
      right_[s] = sum;
    }
    systems_[lane].solve(right_);
    for (std::size_t s = 0; s < stocks_; ++s) u_[stage][s * lanes_ + lane] = right_[s];
  }

  std::size_t stocks_;
  std::size_t lanes_;
  std::vector<double> time_;
  std::vector<double> by_stock_;                // [lane][row][column]
  std::vector<double> by_time_;                 // [lane][row]
  std::vector<double> rate_, state_;            // [stock][lane]
  std::array<std::vector<double>, kStages> u_;  // [stock][lane]
  std::vector<double> right_;
  std::vector<LinearSystem> systems_;  // [lane]
};

}  // namespace

std::unique_ptr<StepRule> rodas(std::size_t stocks, std::size_t lanes) {
  return std::make_unique<Rodas>(stocks, lanes);
}

}  // namespace holon::engine

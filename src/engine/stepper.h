// SPDX-License-Identifier: Apache-2.0
//
// Adaptive integration. Each lane (member) goes its own way in steps of its own length, so that
// what a member gives depends on no other; both machines step through this one rule.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "model/model.h"

namespace holon::engine {

/// What a stepper asks of the machine whose stocks it carries. Arrays are [stock][lane].
class Flow {
 public:
  Flow() = default;
  Flow(const Flow&) = delete;
  Flow& operator=(const Flow&) = delete;
  virtual ~Flow() = default;

  /// The rates of stocks at each lane's own time [the model's unit] and state.
  virtual void rates(const double* time, const double* state, double* rate) = 0;
  /// For each lane the matrix d rate / d stock [lane][row][column] and d rate / d time
  /// [lane][row], at the moment of the latest `rates`. What is always 0 is left alone.
  virtual void slopes(double* by_stock, double* by_time) = 0;
};

/// A rule that proposes where a step leads: an embedded pair of formulas, the difference of which
/// estimates its error, and for some a polynomial through the step.
class StepRule {
 public:
  StepRule() = default;
  StepRule(const StepRule&) = delete;
  StepRule& operator=(const StepRule&) = delete;
  virtual ~StepRule() = default;

  /// What a step starts from and what comes of it, [stock][lane] or [lane].
  struct Step {
    const double* time;    ///< at its start [lane]
    const double* length;  ///< [lane]; 0 for lanes that wait
    const double* before;  ///< state
    const double* rate;    ///< at the start
    double* after;         ///< proposed state
    double* error;         ///< estimated
  };
  virtual void propose(Flow& flow, const Step& step) = 0;
  /// Keeps what the polynomial of this lane's latest proposal needs, and moves on to its end.
  virtual void accept(std::size_t, const Step&) {}
  /// The rates at the end of the latest proposal are known already: [stock][lane], or null.
  [[nodiscard]] virtual const double* last_rate() const = 0;
  /// Whether a step may go beyond the next moment that is seen, to be read at it by `between`.
  [[nodiscard]] virtual bool spans() const { return false; }
  /// Stock `s` of `lane` at part `theta` of the step accepted last, between `before` and `after`.
  [[nodiscard]] virtual double between(std::size_t, std::size_t, double, double,
                                       double after) const {
    return after;
  }
  /// The error of a step falls with this power of its length.
  [[nodiscard]] virtual double error_power() const = 0;
};

/// Dormand and Prince's pair of orders 5 and 4, with its continuous extension of order 4.
/// Dormand, Prince, J. Comput. Appl. Math. 6, 1980; Hairer, Nørsett, Wanner, "Solving Ordinary
/// Differential Equations I", 1993, table II.5.2 and II.6.
[[nodiscard]] std::unique_ptr<StepRule> dormand_prince(std::size_t stocks, std::size_t lanes);

/// RODAS: a stiffly accurate, L-stable Rosenbrock pair of orders 4 and 3 with six stages. Its
/// published extension of order 3 is left out: no error is estimated inside a step, and on a stiff
/// stock that follows something it is far off. Hairer, Wanner, "Solving Ordinary Differential
/// Equations II", 1996, IV.7 and IV.10.
[[nodiscard]] std::unique_ptr<StepRule> rodas(std::size_t stocks, std::size_t lanes);

/// Carries the stocks of a block of lanes through time, each lane with steps that keep its
/// estimated error of each stock below `tolerance` × the largest size the stock has had.
class Stepper {
 public:
  Stepper(const model::TimeAxis& time, std::size_t stocks, std::size_t lanes);

  /// Starts from these states [stock][lane], at the start of the run.
  void begin(const double* state);
  /// Tells the rates at the states where all lanes stand: at the start, and where rates may jump.
  void restart(const double* rate);
  /// Moves every lane to step `to` of the model's time, or beyond it, but not beyond step `limit`.
  void advance(Flow& flow, std::uint32_t to, std::uint32_t limit);
  /// The state of stock `s` in each lane at step `step`, which lies in the latest step of each.
  void read(std::size_t s, std::uint32_t step, double* lanes) const;

 private:
  void choose_lengths(double to, double limit);
  void judge(std::size_t lane);
  void give_up(std::size_t lane);
  [[nodiscard]] double error_of(std::size_t lane) const;
  [[nodiscard]] StepRule::Step step();

  model::TimeAxis axis_;
  std::size_t stocks_;
  std::size_t lanes_;
  std::unique_ptr<StepRule> rule_;
  bool rate_is_known_ = false;
  std::uint32_t reached_ = 0;  // step to which all lanes were moved
  // of lanes; positions count from the start of the run [the model's unit of time]
  std::vector<double> position_;  // where each stands
  std::vector<double> origin_;    // where its latest step began
  std::vector<double> wanted_;    // length of the next step
  std::vector<double> length_;    // of the step at work; 0: the lane waits
  std::vector<double> end_;       // of the step at work
  std::vector<double> time_;      // at the start of the step at work
  std::vector<bool> clipped_;     // the step ends early, at the limit
  std::vector<bool> retries_;     // the step before was refused
  std::vector<double> patience_;  // trials left
  // [stock][lane]
  std::vector<double> state_, rate_, after_, error_, before_, largest_;
};

}  // namespace holon::engine

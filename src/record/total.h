// SPDX-License-Identifier: Apache-2.0
//
// Sums of energy with what is known of their uncertainty.
//
// Figures with one cause err together, so their standard uncertainties add; different causes are
// independent, so those sums add in quadrature. Source: JCGM 100:2008 (GUM), 5.1.2 and 5.2.2 with
// correlation 0 or 1.
#pragma once

#include <map>
#include <string>

#include "record/run.h"

namespace holon::record {

/// A sum of energies.
class EnergyTotal {
 public:
  /// Adds what is counted of a run.
  void add(const Run& run);

  /// Adds one figure.
  void add(Evidence evidence, double energy_J, std::optional<double> uncertainty_J,
           const std::string& cause);

  /// Figures of one evidence and one cause that were summed before.
  struct Group {
    Evidence evidence = Evidence::measured;
    std::string cause;
    bool stated = false;  ///< whether the figures state an uncertainty
    std::int64_t figures = 0;
    double energy_J = 0;
    double uncertainty_J = 0;   ///< sum
    double uncertainty_J2 = 0;  ///< sum of squares
  };
  void add(const Group& group);

  /// Notes that a counted component has no figure.
  void add_missing() { ++missing_; }

  void add(const EnergyTotal& other);

  [[nodiscard]] double energy_J() const { return measured_J_ + declared_J_ + modelled_J_; }
  [[nodiscard]] double measured_J() const { return measured_J_; }
  [[nodiscard]] double declared_J() const { return declared_J_; }
  [[nodiscard]] double modelled_J() const { return modelled_J_; }

  /// One standard deviation of the part whose uncertainty is stated. [J]
  [[nodiscard]] double uncertainty_J() const;

  /// Energy for which nobody states an uncertainty. [J]
  [[nodiscard]] double without_uncertainty_J() const { return unstated_J_; }

  /// Counted components without a figure.
  [[nodiscard]] std::int64_t missing() const { return missing_; }

  /// Figures that are summed.
  [[nodiscard]] std::int64_t figures() const { return figures_; }

  /// Shared causes, each with its standard uncertainty. [J]
  [[nodiscard]] const std::map<std::string, double>& shared_J() const { return shared_J_; }

 private:
  double measured_J_ = 0;
  double declared_J_ = 0;
  double modelled_J_ = 0;
  double unstated_J_ = 0;
  double independent_J2_ = 0;
  std::map<std::string, double> shared_J_;
  std::int64_t missing_ = 0;
  std::int64_t figures_ = 0;
};

[[nodiscard]] EnergyTotal energy_of(const Run& run);

}  // namespace holon::record

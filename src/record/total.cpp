// SPDX-License-Identifier: Apache-2.0
#include "record/total.h"

#include <cmath>

namespace holon::record {

void EnergyTotal::add(const Run& run) {
  for (const auto& one : run.energy) {
    if (!one.counted) continue;
    if (one.energy_J) {
      add(one.evidence, *one.energy_J, one.uncertainty_J, one.cause);
    } else {
      add_missing();
    }
  }
}

void EnergyTotal::add(Evidence evidence, double energy_J, std::optional<double> uncertainty_J,
                      const std::string& cause) {
  const double uncertainty = uncertainty_J.value_or(0);
  add({evidence, cause, uncertainty_J.has_value(), 1, energy_J, uncertainty,
       uncertainty * uncertainty});
}

void EnergyTotal::add(const Group& group) {
  figures_ += group.figures;
  if (group.evidence == Evidence::measured) measured_J_ += group.energy_J;
  if (group.evidence == Evidence::declared) declared_J_ += group.energy_J;
  if (group.evidence == Evidence::modelled) modelled_J_ += group.energy_J;
  if (!group.stated) {
    unstated_J_ += group.energy_J;
  } else if (group.cause.empty()) {
    independent_J2_ += group.uncertainty_J2;
  } else {
    shared_J_[group.cause] += group.uncertainty_J;
  }
}

void EnergyTotal::add(const EnergyTotal& other) {
  measured_J_ += other.measured_J_;
  declared_J_ += other.declared_J_;
  modelled_J_ += other.modelled_J_;
  unstated_J_ += other.unstated_J_;
  independent_J2_ += other.independent_J2_;
  for (const auto& [cause, uncertainty_J] : other.shared_J_) shared_J_[cause] += uncertainty_J;
  missing_ += other.missing_;
  figures_ += other.figures_;
}

double EnergyTotal::uncertainty_J() const {
  double square = independent_J2_;
  for (const auto& [cause, uncertainty_J] : shared_J_) square += uncertainty_J * uncertainty_J;
  return std::sqrt(square);
}

EnergyTotal energy_of(const Run& run) {
  EnergyTotal out;
  out.add(run);
  return out;
}

}  // namespace holon::record

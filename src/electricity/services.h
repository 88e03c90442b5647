// SPDX-License-Identifier: Apache-2.0
//
// The services; each stands in services/.
#pragma once

#include "electricity/service.h"

namespace holon::electricity {

extern const Service kElectricityMaps;
extern const Service kWattTime;
extern const Service kEntsoE;
extern const Service kEia;
extern const Service kCarbonIntensityGb;
extern const Service kRte;

}  // namespace holon::electricity

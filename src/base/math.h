// SPDX-License-Identifier: Apache-2.0
//
// The elementary functions, bit for bit the same on every machine, in every back end and at every
// vector width: SLEEF's reproducible family (finz_), at most 1 ulp.
#pragma once

namespace holon::base {

[[nodiscard]] double exp(double x);
[[nodiscard]] double ln(double x);
[[nodiscard]] double pow(double x, double y);
[[nodiscard]] double sin(double x);
[[nodiscard]] double cos(double x);
[[nodiscard]] double tan(double x);
[[nodiscard]] double arcsin(double x);
[[nodiscard]] double arccos(double x);
[[nodiscard]] double arctan(double x);

}  // namespace holon::base

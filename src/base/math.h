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
[[nodiscard]] double sinh(double x);
[[nodiscard]] double cosh(double x);
[[nodiscard]] double tanh(double x);
/// ln |Γ(x)|
[[nodiscard]] double gamma_ln(double x);
/// 1 - erf(x), at most 1.5 ulp
[[nodiscard]] double erfc(double x);

}  // namespace holon::base

// SPDX-License-Identifier: Apache-2.0
//
// How stocks are carried through time.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace holon::model {

/// Rules of integration. A fixed one takes each step of the model's time as it is; an adaptive one
/// chooses its own, by their error.
enum class Method : std::uint8_t {
  euler,  ///< one slope a step
  rk2,    ///< Heun: the mean of the slopes at both ends
  rk4,    ///< the classical Runge-Kutta rule
  // those that choose the length of their steps
  rk45,        ///< Dormand and Prince's pair of orders 5 and 4
  rosenbrock,  ///< RODAS, for stiff models
};

/// Its name on the command line, in a study and in XMILE.
[[nodiscard]] std::string_view name_of(Method method);

/// The method that a person calls so, in any case of letters.
[[nodiscard]] std::optional<Method> method_named(std::string_view word);

/// "euler, rk2 or rk4": all names, for messages.
[[nodiscard]] std::string method_names();

/// True where rates are computed between the ends of a step too.
[[nodiscard]] inline bool looks_between_steps(Method method) { return method != Method::euler; }

/// True for a method that chooses the length of its steps.
[[nodiscard]] inline bool is_adaptive(Method method) { return method >= Method::rk45; }

}  // namespace holon::model

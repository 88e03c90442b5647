// SPDX-License-Identifier: Apache-2.0
#include "model/method.h"

#include <array>
#include <utility>

#include "base/text.h"

namespace holon::model {
namespace {

constexpr std::array kNames{
    std::pair{Method::euler, std::string_view("euler")},
    std::pair{Method::rk2, std::string_view("rk2")},
    std::pair{Method::rk4, std::string_view("rk4")},
    std::pair{Method::rk45, std::string_view("rk45")},
    std::pair{Method::rosenbrock, std::string_view("rosenbrock")},
};

}  // namespace

std::string_view name_of(Method method) {
  for (const auto& [known, name] : kNames) {
    if (known == method) return name;
  }
  return {};
}

std::optional<Method> method_named(std::string_view word) {
  const auto key = base::name_key(word);
  for (const auto& [method, name] : kNames) {
    if (name == key) return method;
  }
  return std::nullopt;
}

std::string method_names() {
  std::string out;
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    if (i > 0) out += i + 1 < kNames.size() ? ", " : " or ";
    out += kNames[i].second;
  }
  return out;
}

}  // namespace holon::model

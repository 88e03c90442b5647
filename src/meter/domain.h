// SPDX-License-Identifier: Apache-2.0
//
// What energy can be told of: a package, the cores inside it, memory, a GPU, the whole machine.
// They contain each other, so they form a tree, and a total is a sum over a cut of it.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "meter/counter.h"
#include "meter/gauge.h"
#include "quantity/quantity.h"

namespace holon::meter {

enum class Scope {
  machine,   ///< all of it, at the supply or at the wall
  platform,  ///< RAPL's psys: what it contains depends on the board
  module,    ///< a CPU and a GPU on one carrier
  package,   ///< a processor
  core,      ///< the cores inside a package
  uncore,    ///< the rest inside a package: on clients the graphics
  memory,
  gpu,
  rail,  ///< one supply line of a board, contents unknown
};

[[nodiscard]] std::string_view name(Scope scope);

/// Something whose energy a sensor tells.
struct Domain {
  std::string key;     ///< unique: where it is read, such as a path; never the name
  std::string name;    ///< for people: "cpu 0", "memory 0", "gpu 1"
  std::string inside;  ///< key of the domain that contains it; empty: none known
  Scope scope = Scope::rail;
  std::string device;  ///< which one: socket and die, or a PCI address; empty: all of them together
  bool is_counter = true;
  CounterRule counter;  ///< if it counts energy
  GaugeRule gauge;      ///< if it shows power
  std::string method;   ///< "RAPL by powercap"
  std::string source;   ///< the equation's or the accuracy's
  quantity::Evidence evidence = quantity::Evidence::measured;
  double spread = 0;  ///< one relative standard deviation of its energy
  int rank = 0;       ///< of several ways to see the same thing the lowest is taken
};

/// How a domain takes part in the sum.
enum class Role {
  counted,    ///< part of the components' sum
  inside,     ///< its container is counted
  beside,     ///< overlaps with what is counted; shown, not summed
  alternate,  ///< another way to see what is seen already
};

[[nodiscard]] std::string_view name(Role role);

/// The role of each domain: no energy is in two counted ones. `alive` says which of them can be
/// relied on; the others are passed over, so that a model stands in for a dead counter. An
/// empty `alive` stands for all.
[[nodiscard]] std::vector<Role> roles_of(std::span<const Domain> domains,
                                         const std::vector<bool>& alive);

}  // namespace holon::meter

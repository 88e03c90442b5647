// SPDX-License-Identifier: Apache-2.0
//
// The catalogue on one core: what a look-up costs by exact and by loose name, a search, and opening
// every shelf. See bench/README.md.
#include "catalog/catalog.h"

#include <chrono>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "catalog/embedded.h"

namespace holon::bench {
namespace {

using catalog::Catalog;
using catalog::Shelf;

template <class Action>
double milliseconds(int times, Action action) {
  const auto start = std::chrono::steady_clock::now();
  for (int i = 0; i < times; ++i) action();
  const std::chrono::duration<double, std::milli> passed = std::chrono::steady_clock::now() - start;
  return passed.count() / times;
}

void tell(const char* what, double ms) { fmt::print("{:<44} {:>10.4f} ms\n", what, ms); }

// all shelves of a catalogue of its own, as at the start of a program that needs them all
void open_all() {
  const Catalog fresh({catalog::embedded_files().begin(), catalog::embedded_files().end()});
  for (const auto shelf :
       {Shelf::grid, Shelf::place, Shelf::accelerator, Shelf::cpu, Shelf::item, Shelf::technology,
        Shelf::default_value, Shelf::instance, Shelf::grid_year}) {
    if (fresh.entries(shelf).empty()) fmt::print("an empty shelf\n");
  }
}

void run() {
  tell("opening every shelf", milliseconds(5, open_all));
  const auto& all = Catalog::embedded();
  tell("the first look-up of a grid", milliseconds(1, [&] { (void)all.grid("FR"); }));
  tell("the first loose look-up of a device",
       milliseconds(1, [&] { (void)all.device("Tesla V100-PCIE-16GB"); }));
  constexpr int kTimes = 2000;
  tell("exact: h100-sxm5", milliseconds(kTimes, [&] { (void)all.device("h100-sxm5"); }));
  tell("loose: Tesla V100-PCIE-16GB",
       milliseconds(kTimes, [&] { (void)all.device("Tesla V100-PCIE-16GB"); }));
  tell("unknown: abacus 3000", milliseconds(kTimes, [&] { (void)all.device("abacus 3000"); }));
  (void)all.device("aws/none");
  tell("instance: aws/m5.large", milliseconds(kTimes, [&] { (void)all.device("aws/m5.large"); }));
  (void)all.grid("FR@2015");
  tell("country and year: FR@2015", milliseconds(kTimes, [&] { (void)all.grid("FR@2015"); }));
  tell("search: xeon gold", milliseconds(20, [&] { (void)all.search({"xeon", "gold"}); }));
}

}  // namespace
}  // namespace holon::bench

int main() { holon::bench::run(); }

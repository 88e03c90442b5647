// SPDX-License-Identifier: Apache-2.0
#include "meter/wall.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace holon::meter {
namespace {

constexpr std::size_t kNone = static_cast<std::size_t>(-1);

struct Constants {
  double base_W;
  double factor;
};

// rows are divided by the wall's energy: (t/W) a + (E/W) b = 1
std::optional<Constants> solve(std::span<const WallRun> runs, std::size_t left_out) {
  double tt = 0;
  double te = 0;
  double ee = 0;
  double t1 = 0;
  double e1 = 0;
  for (std::size_t i = 0; i < runs.size(); ++i) {
    if (i == left_out) continue;
    const double t = runs[i].seconds / runs[i].wall_J;
    const double e = runs[i].components_J / runs[i].wall_J;
    tt += t * t;
    te += t * e;
    ee += e * e;
    t1 += t;
    e1 += e;
  }
  const double determinant = tt * ee - te * te;
  constexpr double kAlike = 1e-4;
  if (!(determinant > kAlike * tt * ee)) return std::nullopt;
  Constants out{(ee * t1 - te * e1) / determinant, (tt * e1 - te * t1) / determinant};
  // nothing feeds back into the wall: at a bound the other constant is solved alone
  if (out.base_W < 0) out = {0, e1 / ee};
  if (out.factor < 1) out = {std::max((t1 - te) / tt, 0.0), 1};
  return out;
}

}  // namespace

std::optional<WallFit> fit_wall(std::span<const WallRun> runs) {
  constexpr std::size_t kFewest = 3;
  if (runs.size() < kFewest) return std::nullopt;
  const auto all = solve(runs, kNone);
  if (!all) return std::nullopt;
  WallFit out{all->base_W, all->factor, 0, 0};
  for (std::size_t i = 0; i < runs.size(); ++i) {
    const auto others = solve(runs, i);
    if (!others) return std::nullopt;
    const double foretold_J =
        others->base_W * runs[i].seconds + others->factor * runs[i].components_J;
    const double error = std::abs(foretold_J / runs[i].wall_J - 1);
    out.largest_error = std::max(out.largest_error, error);
    out.mean_error += error / static_cast<double>(runs.size());
  }
  return out;
}

}  // namespace holon::meter

// SPDX-License-Identifier: Apache-2.0
//
// Compute is not energy, energy is not carbon: how well each cheap number predicts energy and
// carbon in measured runs, and which of them is good enough there.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "findings/progress.h"
#include "findings/rank_statistics.h"
#include "findings/run_table.h"

namespace holon::findings {

/// What counts as good enough, and how the audit is run.
struct AuditPlan {
  double error = 0.10;          ///< largest median relative error of a good predictor
  double wrong = 0.10;          ///< largest share of pairs that it ranks the wrong way
  double equal = 0.05;          ///< proxies that differ by no more are equal
  std::size_t least_runs = 8;   ///< below it nothing is concluded
  std::size_t resamples = 200;  ///< of the bootstrap
  std::uint64_t seed = 1;
  struct Window {
    Measure proxy;
    double low, high;
  };
  std::vector<Window> windows;  ///< in which the spread of the targets is asked for
};

/// A number with its 95 % interval by bootstrap over runs.
struct Interval {
  double value = 0;
  double low = 0;
  double high = 0;
};

/// What stands for a target: one measure, or energy times the carbon intensity at run time.
struct Proxy {
  Measure measure = Measure::time;
  bool times_intensity = false;
};

/// "time"; "energy × intensity".
[[nodiscard]] std::string name(const Proxy& proxy);

/// How well one proxy predicts one target.
struct Score {
  Proxy proxy;
  Measure target = Measure::energy;
  std::size_t runs = 0;
  Interval r_squared;
  double spearman = 0;
  Line line;
  Interval error;    ///< median relative error of the line of least squares
  double wrong = 0;  ///< share of pairs ranked the wrong way
  Spread spread;     ///< largest, at equal proxy
  Reversal reversal;
  std::string reversal_lower;  ///< places of its two runs
  std::string reversal_higher;
  bool is_good = false;
};

/// The spread of a target in a window of a proxy that was asked for.
struct WindowSpread {
  Measure proxy, target;
  Spread spread;
};

/// The scores of all runs, or of those on one hardware.
struct ProxyGroup {
  std::string hardware;  ///< empty: all runs
  std::size_t runs = 0;
  std::vector<Score> scores;  ///< by target, then as cheap as they come
  std::vector<WindowSpread> windows;
  std::vector<std::string> remarks;  ///< what could not be told, and why
  double intensity_low = 0;          ///< of the carbon intensities at run time; 0: unknown
  double intensity_high = 0;
};

/// All runs first; then each hardware, where there are several.
struct ProxyAudit {
  std::vector<ProxyGroup> groups;
};

/// Scores flop, parameters, quality and time for energy, and these and energy for carbon.
/// `progress` is told of every resample.
[[nodiscard]] ProxyAudit audit_proxies(const RunTable& runs, const AuditPlan& plan,
                                       const Progress& progress = {});

}  // namespace holon::findings

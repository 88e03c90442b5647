// SPDX-License-Identifier: Apache-2.0
#include "experiment/least_squares.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <Eigen/Dense>

#include "base/error.h"

namespace holon::experiment {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

double squares_of(const std::vector<double>& residuals) {
  double sum = 0;
  for (const double r : residuals) sum += r * r;
  return std::isfinite(sum) ? sum : kInfinity;
}

/// One of the searches that run side by side.
struct Search {
  Fit fit;
  std::vector<double> residuals;
  double damping = 1e-3;
  bool moved = true;  // its derivatives are of another point
  bool ended = false;
};

class LeastSquares {
 public:
  LeastSquares(const Residuals& residuals, const LeastSquaresPlan& plan)
      : residuals_(residuals), plan_(plan) {}

  std::vector<Fit> run(const std::vector<Point>& starts, const Rounds& progress) {
    begin(starts);
    for (std::uint32_t round = 0; round < plan_.rounds; ++round) {
      if (progress && !progress(round, plan_.rounds)) throw base::Interrupted();
      differentiate();
      if (!step()) break;
    }
    differentiate();
    std::vector<Fit> out;
    for (auto& search : searches_) out.push_back(std::move(search.fit));
    std::stable_sort(out.begin(), out.end(),
                     [](const Fit& a, const Fit& b) { return a.squares < b.squares; });
    return out;
  }

 private:
  void begin(const std::vector<Point>& starts) {
    const auto found = residuals_(starts);
    for (std::size_t n = 0; n < starts.size(); ++n) {
      Search search;
      search.fit.at = starts[n];
      search.residuals = found[n];
      search.fit.squares = squares_of(found[n]);
      search.ended = !std::isfinite(search.fit.squares);
      searches_.push_back(std::move(search));
    }
  }

  // central differences for every search that has moved, one call
  void differentiate() {
    std::vector<Point> points;
    for (const auto& search : searches_) {
      if (!search.moved) continue;
      for (std::size_t i = 0; i < search.fit.at.size(); ++i) {
        for (const double sign : {1.0, -1.0}) {
          points.push_back(search.fit.at);
          points.back()[i] = std::clamp(search.fit.at[i] + sign * plan_.difference, 0.0, 1.0);
        }
      }
    }
    if (points.empty()) return;
    const auto found = residuals_(points);
    std::size_t at = 0;
    for (auto& search : searches_) {
      if (!search.moved) continue;
      search.moved = false;
      search.fit.jacobian.assign(search.fit.at.size(), {});
      for (std::size_t i = 0; i < search.fit.at.size(); ++i, at += 2) {
        const double apart = points[at][i] - points[at + 1][i];
        auto& column = search.fit.jacobian[i];
        for (std::size_t r = 0; r < found[at].size(); ++r) {
          const double slope = (found[at][r] - found[at + 1][r]) / apart;
          column.push_back(std::isfinite(slope) ? slope : 0);
        }
      }
    }
  }

  [[nodiscard]] bool is_fixed(std::size_t parameter) const {
    return !plan_.fixed.empty() && plan_.fixed[parameter];
  }

  // where the damped step leads
  [[nodiscard]] Point target(const Search& search, double damping) const {
    const auto& at = search.fit.at;
    const auto rows = static_cast<Eigen::Index>(search.residuals.size());
    const auto columns = static_cast<Eigen::Index>(at.size());
    Eigen::MatrixXd j(rows, columns);
    for (Eigen::Index c = 0; c < columns; ++c) {
      for (Eigen::Index r = 0; r < rows; ++r)
        j(r, c) = search.fit.jacobian[static_cast<std::size_t>(c)][static_cast<std::size_t>(r)];
    }
    const Eigen::Map<const Eigen::VectorXd> residuals(search.residuals.data(), rows);
    const Eigen::VectorXd gradient = j.transpose() * residuals;
    for (Eigen::Index c = 0; c < columns; ++c) {
      const auto p = static_cast<std::size_t>(c);
      const bool bound = (at[p] <= 0 && gradient[c] > 0) || (at[p] >= 1 && gradient[c] < 0);
      if (bound || is_fixed(p)) j.col(c).setZero();
    }
    Eigen::MatrixXd a = j.transpose() * j;
    const double largest = a.diagonal().maxCoeff();
    for (Eigen::Index c = 0; c < columns; ++c)
      a(c, c) += damping * std::max(a(c, c), 1e-8 * largest) + (a(c, c) == 0 ? 1 : 0);
    const Eigen::VectorXd step = a.ldlt().solve(-(j.transpose() * residuals));
    Point out = at;
    for (std::size_t p = 0; p < out.size(); ++p) {
      if (is_fixed(p)) continue;
      const double moved = at[p] + step[static_cast<Eigen::Index>(p)];
      if (std::isfinite(moved)) out[p] = std::clamp(moved, 0.0, 1.0);
    }
    return out;
  }

  // every search tries several dampings, all in one call; false when all have ended
  bool step() {
    constexpr double kFactors[] = {0.1, 1, 10, 1000};
    std::vector<Point> points;
    for (const auto& search : searches_) {
      if (search.ended) continue;
      for (const double factor : kFactors)
        points.push_back(target(search, search.damping * factor));
    }
    if (points.empty()) return false;
    const auto found = residuals_(points);
    std::size_t at = 0;
    for (auto& search : searches_) {
      if (search.ended) continue;
      ++search.fit.rounds;
      std::size_t best = at;
      for (std::size_t k = 1; k < std::size(kFactors); ++k) {
        if (squares_of(found[at + k]) < squares_of(found[best])) best = at + k;
      }
      move(search, points[best], found[best], kFactors[best - at]);
      at += std::size(kFactors);
    }
    return true;
  }

  void move(Search& search, const Point& to, const std::vector<double>& residuals,
            double factor) const {
    constexpr double kMostDamping = 1e12;
    const double squares = squares_of(residuals);
    if (!(squares < search.fit.squares)) {
      // nothing downhill within reach of rounding
      search.damping *= 1e4;
      search.ended = search.damping > kMostDamping;
      search.fit.converged = search.ended;
      return;
    }
    const double gain = search.fit.squares - squares;
    search.fit.at = to;
    search.fit.squares = squares;
    search.residuals = residuals;
    search.damping = std::max(1e-12, search.damping * factor);
    search.moved = true;
    search.ended = gain <= plan_.tolerance * squares || squares == 0;
    search.fit.converged = search.ended;
  }

  const Residuals& residuals_;
  const LeastSquaresPlan& plan_;
  std::vector<Search> searches_;
};

}  // namespace

std::vector<Fit> least_squares(const Residuals& residuals, const std::vector<Point>& starts,
                               const LeastSquaresPlan& plan, const Rounds& progress) {
  return LeastSquares(residuals, plan).run(starts, progress);
}

std::vector<std::vector<double>> covariance(const Fit& fit) {
  const auto count = static_cast<Eigen::Index>(fit.jacobian.size());
  const auto rows = static_cast<Eigen::Index>(fit.jacobian.empty() ? 0 : fit.jacobian[0].size());
  Eigen::MatrixXd j(rows, count);
  for (Eigen::Index c = 0; c < count; ++c) {
    for (Eigen::Index r = 0; r < rows; ++r)
      j(r, c) = fit.jacobian[static_cast<std::size_t>(c)][static_cast<std::size_t>(r)];
  }
  const Eigen::JacobiSVD<Eigen::MatrixXd> svd(j, Eigen::ComputeThinU | Eigen::ComputeThinV);
  const auto& singular = svd.singularValues();
  const double smallest = singular.size() > 0 ? 1e-10 * singular[0] : 0;
  std::vector<std::vector<double>> out(fit.jacobian.size(),
                                       std::vector<double>(fit.jacobian.size()));
  for (Eigen::Index a = 0; a < count; ++a) {
    for (Eigen::Index b = 0; b < count; ++b) {
      double sum = 0;
      for (Eigen::Index k = 0; k < singular.size(); ++k) {
        const double part = svd.matrixV()(a, k) * svd.matrixV()(b, k);
        if (singular[k] > smallest)
          sum += part / (singular[k] * singular[k]);
        else if (a == b && std::abs(part) > 1e-12)
          sum = kInfinity;
      }
      if (rows < count && a == b) sum = kInfinity;
      out[static_cast<std::size_t>(a)][static_cast<std::size_t>(b)] = sum;
    }
  }
  return out;
}

}  // namespace holon::experiment

// SPDX-License-Identifier: Apache-2.0
#include "report/cost_chart.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "base/text.h"
#include "report/layout.h"
#include "report/wording.h"

namespace holon::report {
namespace {

using findings::CostChart;
using findings::CostCurve;

constexpr std::size_t kHeight = 10;
constexpr std::size_t kLeast = 20;  // columns below which nothing can be told apart
constexpr std::string_view kBaseline = "·";
constexpr std::string_view kCrossing = "×";

// "a", "b", …: of the candidates, as many as the alphabet has
std::string letter(std::size_t curve) {
  return std::string(1, static_cast<char>('a' + static_cast<char>((curve - 1) % 26)));
}

/// The largest value on each axis; both begin at 0, or lower.
struct Axes {
  double served = 0;
  double low = 0;
  double high = 0;
};

Axes axes_of(const CostChart& chart) {
  Axes out;
  for (const auto& curve : chart.curves) {
    for (const double at : curve.at) out.served = std::max(out.served, std::isfinite(at) ? at : 0);
    for (const double cost : curve.cost) {
      if (!std::isfinite(cost)) continue;
      out.low = std::min(out.low, cost);
      out.high = std::max(out.high, cost);
    }
  }
  return out;
}

/// Characters on a grid; row 0 is the top.
class Canvas {
 public:
  Canvas(const Axes& axes, std::size_t width)
      : axes_(axes), width_(width), cells_(kHeight, std::vector<std::string>(width, " ")) {}

  // a straight line between two points, a character a column
  void line(double x0, double y0, double x1, double y1, const std::string& mark) {
    if (!std::isfinite(x0 + y0 + x1 + y1)) return;
    const auto from = column(x0);
    const auto to = column(x1);
    for (auto c = from; c <= to; ++c) {
      const double share =
          to == from ? 1 : static_cast<double>(c - from) / static_cast<double>(to - from);
      cells_[row(y0 + share * (y1 - y0))][c] = mark;
    }
  }

  void point(double x, double y, std::string_view mark) {
    if (std::isfinite(x + y)) cells_[row(y)][column(x)] = mark;
  }

  [[nodiscard]] std::string text(std::size_t at) const {
    std::string out;
    for (const auto& cell : cells_[at]) out += cell;
    return without_trailing_blanks(out);
  }

 private:
  [[nodiscard]] std::size_t column(double x) const {
    return static_cast<std::size_t>(
        std::lround(std::clamp(x / axes_.served, 0.0, 1.0) * static_cast<double>(width_ - 1)));
  }

  [[nodiscard]] std::size_t row(double y) const {
    const double share = std::clamp((axes_.high - y) / (axes_.high - axes_.low), 0.0, 1.0);
    return static_cast<std::size_t>(std::lround(share * static_cast<double>(kHeight - 1)));
  }

  Axes axes_;
  std::size_t width_;
  std::vector<std::vector<std::string>> cells_;
};

void draw(Canvas& canvas, const CostCurve& curve, const std::string& mark) {
  for (std::size_t i = 1; i < std::min(curve.at.size(), curve.cost.size()); ++i)
    canvas.line(curve.at[i - 1], curve.cost[i - 1], curve.at[i], curve.cost[i], mark);
}

std::string legend(const CostChart& chart, const Style& style) {
  std::vector<std::string> names{fmt::format("{} baseline", kBaseline)};
  for (std::size_t c = 1; c < chart.curves.size(); ++c)
    names.push_back(fmt::format("{} {}", letter(c), one_line(chart.curves[c].name)));
  names.push_back(fmt::format("{} repaid", kCrossing));
  return wrapped("    ", fmt::format("{}", fmt::join(names, ", ")), style.width);
}

}  // namespace

std::string cost_chart(const findings::Findings& f, const CostChart& chart, const Style& style) {
  const auto axes = axes_of(chart);
  if (!(axes.served > 0) || !(axes.high > axes.low)) return {};
  const auto scale = scale_for(std::max(axes.high, -axes.low), f.categories[chart.category].unit);
  const auto high = number(axes.high / scale.size);
  const auto low = number(axes.low / scale.size);
  const auto margin = 5 + std::max(base::display_width(high), base::display_width(low));
  constexpr std::size_t kMostColumns = 64;
  const auto width =
      std::min(kMostColumns, style.width > margin + kLeast ? style.width - margin - 1 : kLeast);

  Canvas canvas(axes, width);
  draw(canvas, chart.curves.front(), std::string(kBaseline));
  for (std::size_t c = 1; c < chart.curves.size(); ++c) draw(canvas, chart.curves[c], letter(c));
  for (const auto& crossing : chart.crossings) canvas.point(crossing.at, crossing.cost, kCrossing);

  auto out =
      painted(fmt::format("    cumulated {}, {}", f.categories[chart.category].name, scale.text()),
              Tone::dim, style) +
      "\n";
  for (std::size_t row = 0; row < kHeight; ++row) {
    const auto label = row == 0 ? high : row + 1 == kHeight ? low : std::string();
    const auto blanks = margin - 1 - base::display_width(label);
    out +=
        without_trailing_blanks(std::string(blanks, ' ') + label + "▏" + canvas.text(row)) + "\n";
  }
  const auto end =
      chart.is_of_service
          ? fmt::format(
                "{} {}",
                small_number(axes.served / service_scale(axes.served, f.functional_unit).size),
                service_scale(axes.served, f.functional_unit).unit)
          : duration(axes.served);
  std::string floor(margin, ' ');
  for (std::size_t c = 0; c < width; ++c) floor += "▔";
  const auto used = base::display_width(end);
  out += floor + "\n" + std::string(margin, ' ') + "0" +
         std::string(width > used + 1 ? width - used - 1 : 1, ' ') + end + "\n";
  return out + legend(chart, style);
}

}  // namespace holon::report

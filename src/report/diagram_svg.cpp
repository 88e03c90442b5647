// SPDX-License-Identifier: Apache-2.0
#include "report/diagram.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>

namespace holon::report {
namespace {

using engine::loops::Polarity;

constexpr double kMargin = 60;
constexpr double kTitle = 34;

struct Point {
  double x = 0;
  double y = 0;
};
Point operator+(Point a, Point b) { return {a.x + b.x, a.y + b.y}; }
Point operator-(Point a, Point b) { return {a.x - b.x, a.y - b.y}; }
Point operator*(double s, Point a) { return {s * a.x, s * a.y}; }
double length(Point a) { return std::hypot(a.x, a.y); }
Point unit(Point a) { return (1 / std::max(1e-9, length(a))) * a; }

std::string escaped(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '<')
      out += "&lt;";
    else if (c == '>')
      out += "&gt;";
    else if (c == '&')
      out += "&amp;";
    else
      out += c;
  }
  return out;
}

/// A cubic curve.
struct Curve {
  Point start;
  Point towards;
  Point from;
  Point end;

  [[nodiscard]] Point at(double t) const {
    const double s = 1 - t;
    return s * s * s * start + 3 * s * s * t * towards + 3 * s * t * t * from + t * t * t * end;
  }
};

class Drawing {
 public:
  explicit Drawing(const Diagram& diagram) : diagram_(diagram) {
    for (const auto& node : diagram.nodes) {
      width_ = std::max(width_, node.x + node.width / 2);
      height_ = std::max(height_, node.y + node.height / 2);
    }
    find_rings();
  }

  std::string text() {
    for (std::size_t i = 0; i < diagram_.edges.size(); ++i) draw_edge(i);
    draw_loops();
    for (const auto& node : diagram_.nodes) draw_node(node);
    const double width = width_ + 2 * kMargin;
    const double height = height_ + 2 * kMargin + kTitle;
    return fmt::format(
               "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0:.0f}\" height=\"{1:.0f}\" "
               "viewBox=\"0 0 {0:.0f} {1:.0f}\" font-family=\"sans-serif\" font-size=\"13\">\n"
               "<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n"
               "<text x=\"16\" y=\"24\" font-size=\"15\" font-weight=\"bold\">{2}</text>\n",
               width, height, escaped(diagram_.title)) +
           fmt::format("<g transform=\"translate({:.0f} {:.0f})\">\n", kMargin, kMargin + kTitle) +
           body_ + "</g>\n</svg>\n";
  }

 private:
  [[nodiscard]] Point place(std::size_t node) const {
    return {diagram_.nodes[node].x, diagram_.nodes[node].y};
  }

  [[nodiscard]] Point middle(const DiagramLoop& loop) const {
    Point out;
    for (const auto edge : loop.edges) out = out + place(diagram_.edges[edge].from);
    return (1 / static_cast<double>(loop.edges.size())) * out;
  }

  // the shortest loop of more than two links over each edge
  void find_rings() {
    rings_.resize(diagram_.edges.size(), diagram_.loops.size());
    for (std::size_t i = 0; i < diagram_.loops.size(); ++i) {
      const auto size = diagram_.loops[i].edges.size();
      if (size < 3) continue;
      for (const auto edge : diagram_.loops[i].edges) {
        auto& ring = rings_[edge];
        if (ring == diagram_.loops.size() || size < diagram_.loops[ring].edges.size()) ring = i;
      }
    }
  }

  // bent away from the middle of the edge's loop; in a loop of two, and elsewhere, to the left
  [[nodiscard]] Curve curve_of(std::size_t i) const {
    const auto& edge = diagram_.edges[i];
    const auto from = place(edge.from);
    const auto to = place(edge.to);
    if (edge.from == edge.to) {
      const auto& node = diagram_.nodes[edge.from];
      const double reach = 34 + node.height / 2;
      const Point top{from.x, from.y - node.height / 2};
      return {top + Point{-14, 0}, top + Point{-38, -reach}, top + Point{38, -reach},
              top + Point{14, 0}};
    }
    const auto along = to - from;
    const Point left{along.y, -along.x};
    auto side = unit(left);
    double bend = 0.18;
    if (rings_[i] < diagram_.loops.size()) {
      const auto outward = 0.5 * (from + to) - middle(diagram_.loops[rings_[i]]);
      if (outward.x * side.x + outward.y * side.y < 0 && !has_opposite(edge)) side = -1 * side;
      bend = 0.24;
    }
    const auto away = bend * length(along) * side;
    return clipped({from, from + 0.3 * along + away, to - 0.3 * along + away, to}, edge);
  }

  [[nodiscard]] bool has_opposite(const DiagramEdge& edge) const {
    return std::any_of(diagram_.edges.begin(), diagram_.edges.end(), [&](const DiagramEdge& other) {
      return other.from == edge.to && other.to == edge.from;
    });
  }

  // the part between the two boxes
  [[nodiscard]] Curve clipped(const Curve& whole, const DiagramEdge& edge) const {
    const auto inside = [&](Point p, const DiagramNode& node) {
      return std::fabs(p.x - node.x) < node.width / 2 + 3 &&
             std::fabs(p.y - node.y) < node.height / 2 + 3;
    };
    constexpr double kStep = 1.0 / 128;
    double first = 0;
    double last = 1;
    while (first < 0.45 && inside(whole.at(first), diagram_.nodes[edge.from])) first += kStep;
    while (last > 0.55 && inside(whole.at(last), diagram_.nodes[edge.to])) last -= kStep;
    return part(whole, first, last);
  }

  // by the blossom of the curve
  static Curve part(const Curve& c, double a, double b) {
    const auto blossom = [&](double r, double s, double t) {
      const auto mix = [](double w, Point p, Point q) { return (1 - w) * p + w * q; };
      const auto p01 = mix(r, c.start, c.towards);
      const auto p12 = mix(r, c.towards, c.from);
      const auto p23 = mix(r, c.from, c.end);
      return mix(t, mix(s, p01, p12), mix(s, p12, p23));
    };
    return {blossom(a, a, a), blossom(a, a, b), blossom(a, b, b), blossom(b, b, b)};
  }

  static std::string_view colour(Polarity sign) {
    if (sign == Polarity::unknown) return "#777777";
    return sign == Polarity::positive ? "#1f6fb4" : "#c2451e";
  }

  void draw_edge(std::size_t i) {
    const auto& edge = diagram_.edges[i];
    const auto curve = curve_of(i);
    const auto ink = colour(edge.sign);
    const double wide = 1.2 + 3 * edge.weight;
    body_ += fmt::format(
        "<path d=\"M{:.1f} {:.1f} C{:.1f} {:.1f} {:.1f} {:.1f} {:.1f} {:.1f}\" fill=\"none\" "
        "stroke=\"{}\" stroke-width=\"{:.2f}\"{}/>\n",
        curve.start.x, curve.start.y, curve.towards.x, curve.towards.y, curve.from.x, curve.from.y,
        curve.end.x, curve.end.y, ink, wide, edge.is_certain ? "" : " stroke-dasharray=\"6 3\"");
    draw_head(curve, ink, wide);
    if (edge.delayed) draw_delay(curve, ink);
    // the sign stands beside the arrow's head, on the outer side
    const auto back = unit(curve.at(0.86) - curve.at(0.94));
    const auto outer = unit(curve.at(0.5) - 0.5 * (curve.start + curve.end));
    const auto at = curve.end + 20 * back + 11 * outer;
    write(at + Point{0, 5}, std::string(sign_of(edge)), ink, 16, true);
  }

  void draw_head(const Curve& curve, std::string_view ink, double wide) {
    const auto along = unit(curve.end - curve.at(0.93));
    const Point across{-along.y, along.x};
    const double size = 7 + 1.5 * wide;
    const auto foot = curve.end - size * along;
    const auto a = foot + 0.45 * size * across;
    const auto b = foot - 0.45 * size * across;
    body_ +=
        fmt::format("<path d=\"M{:.1f} {:.1f} L{:.1f} {:.1f} L{:.1f} {:.1f} Z\" fill=\"{}\"/>\n",
                    curve.end.x, curve.end.y, a.x, a.y, b.x, b.y, ink);
  }

  // two strokes across, as is usual for a delay
  void draw_delay(const Curve& curve, std::string_view ink) {
    for (const double t : {0.47, 0.53}) {
      const auto along = unit(curve.at(t + 0.02) - curve.at(t - 0.02));
      const Point across{-along.y, along.x};
      const auto a = curve.at(t) + 7 * across;
      const auto b = curve.at(t) - 7 * across;
      body_ += fmt::format(
          "<path d=\"M{:.1f} {:.1f} L{:.1f} {:.1f}\" stroke=\"{}\" stroke-width=\"1.6\"/>\n", a.x,
          a.y, b.x, b.y, ink);
    }
  }

  void write(Point at, std::string_view text, std::string_view ink, int size, bool bold) {
    body_ += fmt::format(
        "<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"middle\" font-size=\"{}\" fill=\"{}\"{}>{}"
        "</text>\n",
        at.x, at.y, size, ink, bold ? " font-weight=\"bold\"" : "", escaped(std::string(text)));
  }

  void draw_node(const DiagramNode& node) {
    const double left = node.x - node.width / 2;
    const double top = node.y - node.height / 2;
    body_ += fmt::format(
        "<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\" rx=\"3\" {}/>\n", left,
        top, node.width, node.height,
        node.is_stock ? "fill=\"#ffffff\" stroke=\"#222222\" stroke-width=\"1.3\""
                      : "fill=\"#ffffff\" fill-opacity=\"0.75\"");
    double y = top + 17;
    for (const auto& line : node.lines) {
      write({node.x, y}, line, "#222222", 13, false);
      y += 16;
    }
  }

  // names in the middle of their loops, those that meet below each other
  void draw_loops() {
    std::vector<Point> taken;
    for (const auto& loop : diagram_.loops) {
      auto at = middle(loop);
      if (loop.edges.size() == 1)
        at.y -= diagram_.nodes[diagram_.edges[loop.edges[0]].from].height / 2 + 30;
      const auto is_taken = [&](Point p) {
        return std::any_of(taken.begin(), taken.end(),
                           [&](Point other) {
                             return std::fabs(other.x - p.x) < 50 && std::fabs(other.y - p.y) < 30;
                           }) ||
               std::any_of(diagram_.nodes.begin(), diagram_.nodes.end(), [&](const DiagramNode& n) {
                 return std::fabs(n.x - p.x) < n.width / 2 + 22 &&
                        std::fabs(n.y - p.y) < n.height / 2 + 15;
               });
      };
      for (int tries = 0; tries < 40 && is_taken(at); ++tries) at.y += 9;
      taken.push_back(at);
      const auto ink = loop.name.starts_with('R')   ? "#1f6fb4"
                       : loop.name.starts_with('B') ? "#c2451e"
                                                    : "#777777";
      const auto turn = is_clockwise(loop) ? "↻ " : "↺ ";
      const auto others = loop.count > 1 ? fmt::format(" + {}", loop.count - 1) : "";
      write(at - Point{0, 2}, turn + loop.name + others, ink, 13, true);
      write(at + Point{0, 12}, fmt::format("{:.0f} %", 100 * loop.share), ink, 11, false);
      width_ = std::max(width_, at.x + 40);
      height_ = std::max(height_, at.y + 10);
    }
  }

  // y points down: a positive area turns as clocks do
  [[nodiscard]] bool is_clockwise(const DiagramLoop& loop) const {
    if (loop.edges.size() < 3) return true;
    double area = 0;
    for (const auto i : loop.edges) {
      const auto a = place(diagram_.edges[i].from);
      const auto b = place(diagram_.edges[i].to);
      area += a.x * b.y - b.x * a.y;
    }
    return area >= 0;
  }

  const Diagram& diagram_;
  double width_ = 0;
  double height_ = 0;
  std::vector<std::size_t> rings_;  // a loop of each edge; none: the number of loops
  std::string body_;
};

}  // namespace

std::string diagram_svg(const Diagram& diagram) { return Drawing(diagram).text(); }

}  // namespace holon::report

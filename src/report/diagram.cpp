// SPDX-License-Identifier: Apache-2.0
#include "report/diagram.h"

#include <algorithm>
#include <map>
#include <utility>

#include "base/text.h"
#include "report/layout.h"
#include "report/short_name.h"

namespace holon::report {
namespace {

using engine::loops::FeedbackReport;
using engine::loops::Polarity;

constexpr std::size_t kLineWidth = 18;  // characters
constexpr double kCharacter = 7.2;      // columns of a 13 pixel sans serif, about
constexpr double kLine = 16;

// the name on lines of at most some characters, broken at blanks, dots and commas
std::vector<std::string> broken(const std::string& name) {
  std::vector<std::string> out;
  std::string line;
  std::string word;
  const auto end_word = [&] {
    if (!line.empty() && base::display_width(line) + base::display_width(word) > kLineWidth) {
      out.push_back(without_trailing_blanks(line));
      line.clear();
    }
    line += word;
    word.clear();
  };
  for (const char c : name) {
    word += c;
    if (c == ' ' || c == '.' || c == ',' || c == '_') end_word();
  }
  end_word();
  out.push_back(without_trailing_blanks(line));
  return out;
}

class Builder {
 public:
  Builder(const FeedbackReport& report, std::set<model::VariableId> drawn)
      : report_(report), drawn_(std::move(drawn)), names_(short_names(report.names)) {}

  Diagram build(const std::string& title, std::size_t top) {
    out_.title = title;
    for (std::size_t i = 0; i < report_.loops.size() && i < top; ++i) add(report_.loops[i]);
    return std::move(out_);
  }

 private:
  void add(const engine::loops::LoopReport& loop) {
    auto edges = edges_of(loop);
    for (const auto edge : edges)
      out_.edges[edge].weight = std::min(1.0, out_.edges[edge].weight + loop.mean_share);
    std::rotate(edges.begin(), std::min_element(edges.begin(), edges.end()), edges.end());
    const auto same =
        std::find_if(out_.loops.begin(), out_.loops.end(), [&](const DiagramLoop& other) {
          return other.edges == edges && other.name.front() == loop.name.front();
        });
    if (same == out_.loops.end()) {
      out_.loops.push_back({one_line(loop.name), loop.mean_share, 1, std::move(edges)});
      return;
    }
    same->share += loop.mean_share;
    ++same->count;
  }

  // from one drawn variable to the next
  std::vector<std::size_t> edges_of(const engine::loops::LoopReport& loop) {
    const auto size = loop.links.size();
    std::size_t start = 0;
    while (start < size && !drawn_.contains(loop.path[start])) ++start;
    if (start == size) drawn_.insert(loop.path[start = 0]);
    std::vector<std::size_t> out;
    for (std::size_t i = 0; i < size;) {
      DiagramEdge edge;
      edge.from = node_of(loop.path[(start + i) % size]);
      edge.is_certain = true;
      edge.sign = Polarity::positive;
      do {
        const auto& link = report_.links[loop.links[(start + i) % size]];
        const bool is_known = link.polarity != Polarity::unknown;
        edge.is_certain = edge.is_certain && is_known;
        edge.sign = edge.sign * (is_known ? link.polarity : link.acted);
        edge.delayed = edge.delayed || link.delayed;
        ++i;
      } while (!drawn_.contains(loop.path[(start + i) % size]));
      edge.to = node_of(loop.path[(start + i) % size]);
      out.push_back(edge_of(edge));
    }
    return out;
  }

  // one edge for all ways between two drawn variables
  std::size_t edge_of(const DiagramEdge& edge) {
    const auto [found, is_new] = edges_.try_emplace({edge.from, edge.to}, out_.edges.size());
    if (is_new) {
      out_.edges.push_back(edge);
      return found->second;
    }
    auto& known = out_.edges[found->second];
    known.is_certain = known.is_certain && edge.is_certain;
    known.delayed = known.delayed || edge.delayed;
    if (known.sign != edge.sign) known.sign = Polarity::unknown;
    return found->second;
  }

  std::size_t node_of(model::VariableId id) {
    const auto [found, is_new] = nodes_.try_emplace(id, out_.nodes.size());
    if (is_new) {
      DiagramNode node;
      node.lines = broken(one_line(names_[id]));
      node.is_stock = std::any_of(
          report_.partitions.begin(), report_.partitions.end(), [&](const auto& partition) {
            return std::find(partition.stocks.begin(), partition.stocks.end(), id) !=
                   partition.stocks.end();
          });
      std::size_t widest = 0;
      for (const auto& line : node.lines) widest = std::max(widest, base::display_width(line));
      node.width = kCharacter * static_cast<double>(widest) + 16;
      node.height = kLine * static_cast<double>(node.lines.size()) + 10;
      out_.nodes.push_back(std::move(node));
    }
    return found->second;
  }

  const FeedbackReport& report_;
  std::set<model::VariableId> drawn_;
  std::vector<std::string> names_;
  std::map<std::pair<std::size_t, std::size_t>, std::size_t> edges_;
  std::map<model::VariableId, std::size_t> nodes_;
  Diagram out_;
};

}  // namespace

std::string name_of(const DiagramNode& node) {
  std::string out;
  for (const auto& line : node.lines) {
    const bool goes_on = out.empty() || out.back() == '.' || out.back() == '_';
    out += (goes_on ? "" : " ") + line;
  }
  return out;
}

std::string_view sign_of(const DiagramEdge& edge) {
  if (edge.sign == Polarity::unknown) return "±";
  return edge.sign == Polarity::positive ? "+" : "−";
}

Diagram diagram_of(const FeedbackReport& report, const std::string& title, std::size_t top,
                   std::size_t most) {
  return Builder(report, variables_drawn(report, top, most)).build(title, top);
}

}  // namespace holon::report

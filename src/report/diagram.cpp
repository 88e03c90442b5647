// SPDX-License-Identifier: Apache-2.0
#include "report/diagram.h"

#include <algorithm>
#include <map>

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
  explicit Builder(const FeedbackReport& report)
      : report_(report), names_(short_names(report.names)) {}

  Diagram build(const std::string& title, std::size_t top) {
    out_.title = title;
    for (std::size_t i = 0; i < report_.loops.size() && i < top; ++i) add(report_.loops[i]);
    return std::move(out_);
  }

 private:
  void add(const engine::loops::LoopReport& loop) {
    DiagramLoop drawn{one_line(loop.name), loop.mean_share, {}};
    for (const auto link : loop.links) {
      const auto edge = edge_of(link);
      out_.edges[edge].weight = std::min(1.0, out_.edges[edge].weight + loop.mean_share);
      drawn.edges.push_back(edge);
    }
    out_.loops.push_back(std::move(drawn));
  }

  std::size_t edge_of(std::size_t link) {
    const auto [found, is_new] = edges_.try_emplace(link, out_.edges.size());
    if (is_new) {
      const auto& subject = report_.links[link];
      DiagramEdge edge;
      edge.from = node_of(subject.from);
      edge.to = node_of(subject.to);
      edge.is_certain = subject.polarity != Polarity::unknown;
      edge.sign = edge.is_certain ? subject.polarity : subject.acted;
      edge.delayed = subject.delayed;
      out_.edges.push_back(edge);
    }
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
  std::vector<std::string> names_;
  std::map<std::size_t, std::size_t> edges_;
  std::map<model::VariableId, std::size_t> nodes_;
  Diagram out_;
};

}  // namespace

Diagram diagram_of(const FeedbackReport& report, const std::string& title, std::size_t top) {
  return Builder(report).build(title, top);
}

}  // namespace holon::report

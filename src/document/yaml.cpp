// SPDX-License-Identifier: Apache-2.0
//
// libyaml's events into our tree.
#include <fmt/format.h>
#include <yaml.h>

#include <algorithm>
#include <memory>
#include <optional>

#include "base/text.h"
#include "document/node.h"

namespace holon::document {
namespace {

using base::Code;
using base::Diagnostic;
using base::Span;

constexpr int kDeepest = 50;
constexpr std::size_t kMostNodes = 200'000;

/// Thrown inside this file only: the document ends at the first mistake of form.
struct Stop {
  Diagnostic diagnostic;
};

/// Owns one libyaml event.
struct Event {
  yaml_event_t event{};
  Event() = default;
  Event(const Event&) = delete;
  Event& operator=(const Event&) = delete;
  ~Event() { yaml_event_delete(&event); }
};

std::string_view text_of(const yaml_char_t* text, std::size_t length) {
  return {reinterpret_cast<const char*>(text), length};
}

class Reader {
 public:
  explicit Reader(const base::SourcePtr& source) : source_(source) {
    yaml_parser_initialize(&parser_);
    yaml_parser_set_input_string(&parser_, reinterpret_cast<const unsigned char*>(source->text().data()),
                                 source->text().size());
    yaml_parser_set_encoding(&parser_, YAML_UTF8_ENCODING);
  }
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;
  ~Reader() { yaml_parser_delete(&parser_); }

  Document read() {
    Document out;
    const auto first = next();
    const auto start = next();
    if (start->event.type == YAML_STREAM_END_EVENT) {
      out.root.span = {source_, 0, 0};
      return out;
    }
    const auto event = next();
    out.root = node(*event, 0);
    const auto end = next();
    const auto after = next();
    if (after->event.type != YAML_STREAM_END_EVENT) {
      refuse(*after, "a study is one document; here a second one begins");
    }
    out.diagnostics = std::move(diagnostics_);
    return out;
  }

 private:
  std::unique_ptr<Event> next() {
    auto out = std::make_unique<Event>();
    if (yaml_parser_parse(&parser_, &out->event) == 0) throw Stop{syntax_error()};
    if (++events_ > kMostNodes) {
      throw Stop{{Code::too_large, "this file has more than 200 000 values", span(out->event), "", {}, {}}};
    }
    return out;
  }

  [[nodiscard]] std::size_t offset(const yaml_mark_t& mark) const {
    return source_->offset_of({mark.line + 1, mark.column + 1});
  }

  [[nodiscard]] Span span(const yaml_event_t& event) const {
    const auto from = offset(event.start_mark);
    const auto to = std::max(from, offset(event.end_mark));
    return {source_, from, to - from};
  }

  [[noreturn]] void refuse(const Event& event, std::string message) const {
    throw Stop{{Code::not_in_language, std::move(message), span(event.event), "", {}, {}}};
  }

  [[nodiscard]] Diagnostic syntax_error() const {
    const bool bad_bytes = parser_.error == YAML_READER_ERROR;
    const auto place = bad_bytes ? std::min(parser_.problem_offset, source_->text().size())
                                 : offset(parser_.problem_mark);
    const std::string problem = parser_.problem == nullptr ? "not YAML" : parser_.problem;
    Diagnostic out{Code::yaml_syntax,
                   bad_bytes ? "these bytes are not UTF-8 text" : fmt::format("not YAML: {}", problem),
                   {source_, place, 1}, "", {}, {}};
    if (parser_.context != nullptr && parser_.context_mark.line != parser_.problem_mark.line) {
      out.notes.push_back({parser_.context, {source_, offset(parser_.context_mark), 1}});
    }
    out.help = syntax_help(source_->line(source_->locate(place).line));
    return out;
  }

  static std::vector<std::string> syntax_help(std::string_view line) {
    std::vector<std::string> help;
    if (line.find('\t') != std::string_view::npos) help.emplace_back("indent with spaces, not with tabs");
    const bool has_equation = line.find(": =") != std::string_view::npos;
    if (has_equation && line.find_first_of("{[") != std::string_view::npos) {
      help.emplace_back("inside { … } put the equation in quotes, as in `change: \"= a * 2 [1/hour]\"`");
    } else if (has_equation) {
      help.emplace_back("put the equation in quotes if it holds `: ` or ` #`");
    }
    if (help.empty()) help.emplace_back("check the indentation, the space after `:` and that every bracket is closed");
    return help;
  }

  Node node(const Event& event, int depth) {
    if (depth > kDeepest) {
      throw Stop{{Code::too_large, "this is nested more than 50 levels deep", span(event.event), "", {}, {}}};
    }
    switch (event.event.type) {
      case YAML_SCALAR_EVENT: return scalar(event);
      case YAML_SEQUENCE_START_EVENT: return list(event, depth);
      case YAML_MAPPING_START_EVENT: return map(event, depth);
      default: refuse(event, "aliases (`*name`) are not part of the study language");
    }
  }

  Node scalar(const Event& event) const {
    const auto& data = event.event.data.scalar;
    if (data.anchor != nullptr) refuse(event, "anchors (`&name`) are not part of the study language");
    if (data.tag != nullptr && data.plain_implicit == 0 && data.quoted_implicit == 0) {
      refuse(event, "tags (`!name`) are not part of the study language");
    }
    Node out;
    out.kind = Node::Kind::scalar;
    out.text = text_of(data.value, data.length);
    out.quoted = data.style != YAML_PLAIN_SCALAR_STYLE;
    out.flow = flow_depth_ > 0;
    out.span = span(event.event);
    if (!out.quoted && (out.text.empty() || out.text == "~" || out.text == "null")) out.kind = Node::Kind::empty;
    return out;
  }

  Node list(const Event& event, int depth) {
    const bool flow = event.event.data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE;
    if (event.event.data.sequence_start.anchor != nullptr) {
      refuse(event, "anchors (`&name`) are not part of the study language");
    }
    Node out = opened(Node::Kind::list, event, flow);
    flow_depth_ += flow ? 1 : 0;
    for (auto item = next(); item->event.type != YAML_SEQUENCE_END_EVENT; item = next()) {
      out.items.push_back(node(*item, depth + 1));
    }
    flow_depth_ -= flow ? 1 : 0;
    return out;
  }

  Node map(const Event& event, int depth) {
    const bool flow = event.event.data.mapping_start.style == YAML_FLOW_MAPPING_STYLE;
    if (event.event.data.mapping_start.anchor != nullptr) {
      refuse(event, "anchors (`&name`) are not part of the study language");
    }
    Node out = opened(Node::Kind::map, event, flow);
    flow_depth_ += flow ? 1 : 0;
    for (auto key = next(); key->event.type != YAML_MAPPING_END_EVENT; key = next()) {
      const Node name = node(*key, depth + 1);
      const auto value = next();
      Entry entry{name.text, name.span, node(*value, depth + 1)};
      if (name.is_map() || name.is_list()) refuse(*key, "a key is a single name");
      if (!is_cut_off(out, entry)) add(out, std::move(entry));
    }
    flow_depth_ -= flow ? 1 : 0;
    return out;
  }

  [[nodiscard]] Node opened(Node::Kind kind, const Event& event, bool flow) const {
    Node out;
    out.kind = kind;
    out.flow = flow;
    out.span = span(event.event);
    // a block map's start mark has no length; one character is enough for a caret
    out.span.length = std::max<std::size_t>(1, out.span.length);
    return out;
  }

  // `{change: = max(a, b)}` reaches us as `change: = max(a` and a lone key `b)`
  bool is_cut_off(Node& map, const Entry& entry) {
    if (!map.flow || map.entries.empty() || !entry.value.is_empty()) return false;
    const Entry& before = map.entries.back();
    if (!before.value.is_equation() || before.value.quoted) return false;
    const auto opened = std::count(before.value.text.begin(), before.value.text.end(), '(');
    const auto closed = std::count(before.value.text.begin(), before.value.text.end(), ')');
    if (opened <= closed && entry.key.find(')') == std::string::npos) return false;
    const auto from = before.value.span.offset;
    const auto to = entry.key_span.offset + entry.key_span.length;
    const auto whole = std::string_view(source_->text()).substr(from, to - from);
    diagnostics_.push_back({Code::equation_cut, "YAML cut this equation at the comma",
                            {source_, from, to - from}, "", {},
                            {fmt::format("put it in quotes: `{}: \"{}\"`", before.key, whole)}});
    map.entries.back().value.kind = Node::Kind::empty;
    map.entries.back().value.broken = true;
    return true;
  }

  void add(Node& map, Entry entry) {
    const auto key = base::name_key(entry.key);
    for (const auto& earlier : map.entries) {
      if (base::name_key(earlier.key) != key) continue;
      diagnostics_.push_back({Code::duplicate_key, fmt::format("`{}` stands twice in this block", entry.key),
                              entry.key_span, "again here", {{"first here", earlier.key_span}},
                              {"keep one of the two, or rename one"}});
      return;
    }
    map.entries.push_back(std::move(entry));
  }

  base::SourcePtr source_;
  yaml_parser_t parser_{};
  base::Diagnostics diagnostics_;
  int flow_depth_ = 0;
  std::size_t events_ = 0;
};

}  // namespace

base::Result<Document> parse(const base::SourcePtr& source) {
  try {
    return Reader(source).read();
  } catch (const Stop& stop) {
    return tl::unexpected(base::Diagnostics{stop.diagnostic});
  }
}

}  // namespace holon::document

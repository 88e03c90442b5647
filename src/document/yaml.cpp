// SPDX-License-Identifier: Apache-2.0
//
// libyaml's events into our tree.
#include <algorithm>
#include <array>
#include <memory>
#include <optional>

#include <fmt/format.h>
#include <yaml.h>

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

/// libyaml's words for a mistake of form, and ours.
struct Wording {
  std::string_view theirs;
  std::string_view ours;
};
constexpr std::array kWordings{
    Wording{"did not find expected ',' or '}'", "a `,` or the closing `}` is expected here"},
    Wording{"did not find expected ',' or ']'", "a `,` or the closing `]` is expected here"},
    Wording{"could not find expected ':'", "a `:` is missing before this"},
    Wording{"mapping values are not allowed in this context", "a `: ` is not expected here"},
    Wording{"did not find expected key", "this does not fit into the block around it"},
    Wording{"found character that cannot start any token", "nothing can begin with this character"},
    Wording{"found unexpected end of stream", "the file ends too early"},
    Wording{"while parsing a flow mapping", "this `{` is still open"},
    Wording{"while parsing a flow sequence", "this `[` is still open"},
    Wording{"while parsing a block mapping", "the block begins here"},
    Wording{"while parsing a block collection", "the list begins here"},
    Wording{"while scanning a simple key", "after this"},
    Wording{"while scanning a quoted scalar", "this quote is still open"},
};

std::string in_our_words(std::string_view theirs) {
  const auto found = std::find_if(kWordings.begin(), kWordings.end(),
                                  [&](const Wording& w) { return w.theirs == theirs; });
  return std::string(found == kWordings.end() ? theirs : found->ours);
}

std::string_view text_of(const yaml_char_t* text, std::size_t length) {
  return {reinterpret_cast<const char*>(text), length};
}

/// Byte offsets of characters (code points), which libyaml counts.
class Characters {
 public:
  explicit Characters(std::string_view text) : text_(text) {
    std::size_t count = 0;
    for (std::size_t byte = 0; byte < text.size(); ++byte) {
      if (starts_character(text[byte]) && count++ % kStride == 0) offsets_.push_back(byte);
    }
  }

  /// Where a character begins, counted from 0; the end of the text where there is none.
  [[nodiscard]] std::size_t offset(std::size_t character) const {
    if (character / kStride >= offsets_.size()) return text_.size();
    auto byte = offsets_[character / kStride];
    for (auto rest = character % kStride; rest > 0 && byte < text_.size(); --rest) {
      do {
        ++byte;
      } while (byte < text_.size() && !starts_character(text_[byte]));
    }
    return byte;
  }

 private:
  static constexpr std::size_t kStride = 64;

  static bool starts_character(char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }

  std::string_view text_;
  std::vector<std::size_t> offsets_;  // of every 64th
};

class Reader {
 public:
  explicit Reader(const base::SourcePtr& source) : source_(source), characters_(source->text()) {
    yaml_parser_initialize(&parser_);
    yaml_parser_set_input_string(&parser_,
                                 reinterpret_cast<const unsigned char*>(source->text().data()),
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
      throw Stop{{Code::too_large,
                  "this file has more than 200 000 values",
                  span(out->event),
                  "",
                  {},
                  {}}};
    }
    return out;
  }

  [[nodiscard]] std::size_t offset(const yaml_mark_t& mark) const {
    return characters_.offset(mark.index);
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
                   bad_bytes ? "these bytes are not UTF-8 text"
                             : fmt::format("not YAML: {}", in_our_words(problem)),
                   {source_, place, 1},
                   "",
                   {},
                   {}};
    if (bad_bytes) {
      out.help.emplace_back("save the file as UTF-8");
      return out;
    }
    if (parser_.context != nullptr && parser_.context_mark.line != parser_.problem_mark.line) {
      out.notes.push_back(
          {in_our_words(parser_.context), {source_, offset(parser_.context_mark), 1}});
    }
    const auto line = source_->locate(place).line;
    if (std::string_view(source_->text()).substr(place).starts_with('\t'))
      out.message = "not YAML: a tab cannot indent";
    out.help = syntax_help(problem, source_->line(line));
    // `goal #1: 5` is a lone word before a comment
    const auto before = line > 1 ? source_->line(line - 1) : std::string_view();
    const auto hash = before.find(" #");
    if (hash != std::string_view::npos &&
        before.substr(0, hash).find(':') == std::string_view::npos) {
      out.help = {"` #` starts a comment: put a name that holds one in quotes"};
    }
    return out;
  }

  // `{growth[eu]: 1}`: to YAML the bracket begins a list
  static bool has_subscript_in_braces(std::string_view line) {
    const auto close = line.find("]:");
    if (close == std::string_view::npos) return false;
    const auto open = line.rfind('[', close);
    return open != std::string_view::npos && line.find('{') < open &&
           std::string_view(" ,:[{").find(line[open - 1]) == std::string_view::npos;
  }

  static std::vector<std::string> syntax_help(std::string_view problem, std::string_view line) {
    std::vector<std::string> help;
    if (line.find('\t') != std::string_view::npos)
      help.emplace_back("indent with spaces, not with tabs");
    const bool has_equation = line.find(": =") != std::string_view::npos;
    if (has_equation && line.find_first_of("{[") != std::string_view::npos) {
      help.emplace_back(
          "inside { … } put the equation in quotes, as in `change: \"= a * 2 [1/hour]\"`");
    } else if (has_subscript_in_braces(line)) {
      help.emplace_back(
          "inside { … } put a name with brackets in quotes, as in `\"growth[eu]\": 0.5 1/year`");
    } else if (has_equation) {
      help.emplace_back("put the equation in quotes if it holds `: ` or ` #`");
    } else if (problem.starts_with("mapping values")) {
      help.emplace_back(
          "put a text that holds `: ` in quotes, and give all keys of a block the same "
          "indentation");
    } else if (problem == "could not find expected ':'") {
      help.emplace_back("a key ends in `:` and a blank, as in `pue: 1.1`");
    }
    if (help.empty())
      help.emplace_back(
          "check the indentation, the space after `:` and that every bracket is closed");
    return help;
  }

  Node node(const Event& event, int depth) {
    if (depth > kDeepest) {
      throw Stop{{Code::too_large,
                  "this is nested more than 50 levels deep",
                  span(event.event),
                  "",
                  {},
                  {}}};
    }
    switch (event.event.type) {
      case YAML_SCALAR_EVENT:
        return scalar(event);
      case YAML_SEQUENCE_START_EVENT:
        return list(event, depth);
      case YAML_MAPPING_START_EVENT:
        return map(event, depth);
      default:
        refuse(event, "aliases (`*name`) are not part of the study language");
    }
  }

  Node scalar(const Event& event) const {
    const auto& data = event.event.data.scalar;
    if (data.anchor != nullptr)
      refuse(event, "anchors (`&name`) are not part of the study language");
    if (data.tag != nullptr && data.plain_implicit == 0 && data.quoted_implicit == 0) {
      refuse(event, "tags (`!name`) are not part of the study language");
    }
    Node out;
    out.kind = Node::Kind::scalar;
    out.text = text_of(data.value, data.length);
    out.quoted = data.style != YAML_PLAIN_SCALAR_STYLE;
    out.flow = flow_depth_ > 0;
    out.span = span(event.event);
    if (!out.quoted && (out.text.empty() || out.text == "~" || out.text == "null"))
      out.kind = Node::Kind::empty;
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
    for (auto& entry : out.entries) {
      if (entry.value.broken) entry.value.kind = Node::Kind::empty;
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
    Node& before = map.entries.back().value;
    if (before.quoted ||
        !(continues_equation(before, entry.key) || continues_number(before, entry.key)))
      return false;
    const auto from = before.span.offset;
    const auto to = entry.key_span.offset + entry.key_span.length;
    const std::string whole(std::string_view(source_->text()).substr(from, to - from));
    // a later comma cuts what was already told of
    if (before.broken && diagnostics_.back().where.offset == from) diagnostics_.pop_back();
    before.text = whole;
    diagnostics_.push_back(
        cut(map.entries.back().key, whole, before.is_equation(), {source_, from, to - from}));
    before.span.length = to - from;
    before.broken = true;
    return true;
  }

  static bool continues_equation(const Node& before, std::string_view key) {
    if (!before.is_equation()) return false;
    const auto opened = std::count(before.text.begin(), before.text.end(), '(');
    const auto closed = std::count(before.text.begin(), before.text.end(), ')');
    return opened > closed || (!before.broken && key.find(')') != std::string_view::npos);
  }

  // `{energy: 230,768 kWh}` reaches us as `energy: 230` and a lone key `768 kWh`
  static bool continues_number(const Node& before, std::string_view key) {
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    const bool after_digit = before.is_scalar() && !before.text.empty() &&
                             is_digit(before.text.back()) && is_digit(before.text.front());
    return after_digit && !key.empty() && is_digit(key.front());
  }

  static Diagnostic cut(const std::string& key, const std::string& whole, bool equation,
                        const Span& where) {
    if (equation) {
      return {Code::equation_cut,
              "YAML cut this equation at the comma",
              where,
              "",
              {},
              {fmt::format("put it in quotes: `{}: \"{}\"`", key, whole)}};
    }
    return {Code::not_a_quantity,
            fmt::format("`{}` is not a number", whole),
            where,
            "",
            {},
            {"write digits without separators and with a point, as in `230768` or `3.5`"}};
  }

  void add(Node& map, Entry entry) {
    const auto key = base::name_key(entry.key);
    for (const auto& earlier : map.entries) {
      if (base::name_key(earlier.key) != key) continue;
      diagnostics_.push_back({Code::duplicate_key,
                              fmt::format("`{}` stands twice in this block", entry.key),
                              entry.key_span,
                              "again here",
                              {{"first here", earlier.key_span}},
                              {"keep one of the two, or rename one"}});
      return;
    }
    map.entries.push_back(std::move(entry));
  }

  base::SourcePtr source_;
  Characters characters_;
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

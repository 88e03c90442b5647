// SPDX-License-Identifier: Apache-2.0
#include "report/part_text.h"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "base/text.h"
#include "report/layout.h"

namespace holon::report {
namespace {

using document::Node;
using study::FeedbackPart;

/// A variable of a part, as it is written.
struct Line {
  std::string name;
  std::string value;  ///< "0.08 .. 0.30 USD/kWh", "= a * b", "stock: … change: …"
  std::string evidence;
  std::string source;
};

// the text of a value, in one line
std::string written(const Node& node) {
  if (node.is_scalar()) return node.text;
  std::string out;
  for (const auto& entry : node.entries) {
    if (entry.key == "evidence" || entry.key == "source" || entry.key == "note") continue;
    const auto inner = written(entry.value);
    if (entry.key == "value") return inner;
    out += fmt::format("{}{}: {}", out.empty() ? "" : ", ", entry.key,
                       entry.value.is_map() ? "{" + inner + "}" : inner);
  }
  return out;
}

std::string word(const Node& node, std::string_view key) {
  const Node* found = node.find(key);
  return found == nullptr ? "" : found->text;
}

std::vector<Line> lines_of(const FeedbackPart& part) {
  std::vector<Line> out;
  for (const auto& entry : part.body.entries)
    out.push_back({entry.key, written(entry.value), word(entry.value, "evidence"),
                   word(entry.value, "source")});
  return out;
}

bool is_value(const Line& line) { return !line.evidence.empty(); }

// the text is broken in its file where it fits there
std::vector<std::string> paragraphs(std::string_view text) {
  std::vector<std::string> out(1);
  for (const auto& line : base::split(std::string(text), '\n')) {
    if (base::trim(line).empty())
      out.emplace_back();
    else
      out.back() += (out.back().empty() ? "" : " ") + std::string(base::trim(line));
  }
  return out;
}

std::string heading(std::string_view text, const Style& style) {
  return "\n" + painted(text, Tone::heading, style) + "\n";
}

std::string words_text(std::string_view title, const FeedbackPart::Words& words,
                       const Style& style) {
  if (words.empty()) return "";
  auto out = heading(title, style);
  for (const auto& [name, text] : words)
    out += wrapped(fmt::format("  {:<22}  ", name), text, style.width);
  return out;
}

std::string line_text(const Line& line, const Style& style) {
  auto out = wrapped(fmt::format("  {:<22}  ", line.name), line.value, style.width);
  if (!is_value(line)) return out;
  return out + painted(wrapped(fmt::format("  {:<22}  ", ""),
                               fmt::format("{}: {}", line.evidence, line.source), style.width),
                       Tone::dim, style);
}

std::string example_setting(const FeedbackPart& part) {
  return part.needs.empty() ? "" : ", with what it needs under its name";
}

}  // namespace

std::string parts_listing(const Style& style) {
  std::string out = "Parts that `include:` takes into a study's feedback:\n\n";
  for (const auto& name : study::part_names())
    out += fmt::format("  {:<28}  {}\n", name, study::read_part(name).title);
  return out + "\n" +
         wrapped("",
                 "holon feedback NAME shows one; holon feedback NAME --example prints a "
                 "study that includes it.",
                 style.width);
}

std::string part_text(const FeedbackPart& part, const Style& style) {
  auto out = painted(fmt::format("{}: {}", part.name, part.title), Tone::heading, style) + "\n\n";
  for (const auto& paragraph : paragraphs(part.about)) out += wrapped("", paragraph, style.width);
  out += words_text("The study states", part.needs, style);
  out += words_text("It gives", part.gives, style);
  const auto lines = lines_of(part);
  out += heading("Values, which a study may state instead", style);
  for (const auto& line : lines)
    if (is_value(line)) out += line_text(line, style);
  out += heading("Equations", style);
  for (const auto& line : lines)
    if (!is_value(line)) out += line_text(line, style);
  out += heading("Sources", style);
  for (const auto& source : part.sources) out += wrapped("  ", source, style.width);
  out += "\n" + wrapped("",
                        fmt::format("`include: [{}]` under `feedback`{}; its variables are then "
                                    "called `{}.NAME`.",
                                    part.name, example_setting(part), study::block_name(part.name)),
                        style.width);
  return out;
}

std::string part_markdown(const FeedbackPart& part) {
  auto out = fmt::format("## {}\n\n**{}.**", part.name, part.title);
  for (const auto& paragraph : paragraphs(part.about)) out += " " + paragraph + "\n";
  const auto words = [&](std::string_view title, const FeedbackPart::Words& rows) {
    if (rows.empty()) return;
    out += fmt::format("\n| {} | |\n|---|---|\n", title);
    for (const auto& [name, text] : rows) out += fmt::format("| `{}` | {} |\n", name, text);
  };
  words("the study states", part.needs);
  words("it gives", part.gives);
  out += "\n| value | | evidence | source |\n|---|---|---|---|\n";
  for (const auto& line : lines_of(part)) {
    if (is_value(line))
      out += fmt::format("| `{}` | `{}` | {} | {} |\n", line.name, line.value, line.evidence,
                         line.source);
  }
  out += "\n```text\n";
  for (const auto& line : lines_of(part)) {
    if (!is_value(line)) out += fmt::format("{}: {}\n", line.name, line.value);
  }
  out += "```\n\nSources:\n\n";
  for (const auto& source : part.sources) out += fmt::format("- {}\n", source);
  return out + fmt::format("\n```yaml\n{}```\n", part.example);
}

}  // namespace holon::report

// SPDX-License-Identifier: Apache-2.0
#include "model/formats/vensim.h"

#include <algorithm>
#include <array>
#include <optional>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"
#include "model/formats/vensim_documentation.h"
#include "model/formats/vensim_lexer.h"
#include "model/formats/vensim_print.h"

namespace holon::model::formats {
namespace {

using vensim::printable_name;
using vensim::Printer;
using Kind = Variable::Kind;

std::string_view keyword(Between between) {
  switch (between) {
    case Between::look_forward:
      return " :LOOK FORWARD:";
    case Between::hold_backward:
      return " :HOLD BACKWARD:";
    case Between::raw:
      return " :RAW:";
    case Between::interpolate:
      break;
  }
  return "";
}

// signs that would end the part of the file they stand in
std::string without(std::string_view text, std::string_view signs) {
  std::string out;
  for (const char c : text) {
    if (signs.find(c) == std::string_view::npos)
      out += c;
    else
      out += c == '|' ? "¦" : c == '~' ? "∼" : " ";
  }
  return out;
}

std::string indented(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\n') {
      out += text[i];
      continue;
    }
    // a blank keeps the sign from joining the lines
    if (i > 0 && text[i - 1] == '\\') out += ' ';
    out += "\n\t\t";
  }
  return out;
}

// a comment that reads back as it is meant
std::string safe_comment(std::string_view text) {
  const auto out = without(base::trim(text), "|");
  const auto read = vensim::documentation("~" + indented(out));
  if (read.text == out && !read.swallowed) return indented(out);
  return indented(without(out, "~"));
}

class Writer {
 public:
  explicit Writer(const Script& script) : script_(script), out_(script) {
    for (const auto& range : script.ranges) ranges_.emplace(base::name_key(range.name), &range);
  }

  std::string write() {
    out_.raw("{UTF-8}\n");
    for (const auto& macro : script_.macros) write(macro);
    for (const auto& range : script_.ranges) write(range);
    if (!script_.models.empty()) {
      variables(script_.models.front());
      run_settings(script_.models.front());
    }
    end();
    return out_.take();
  }

 private:
  void write(const Block& macro) {
    out_.raw(":MACRO: ");
    out_.piece(printable_name(macro.name) + "(");
    out_.names(macro.parameters);
    if (!macro.results.empty()) {
      out_.piece(" : ");
      out_.names(macro.results);
    }
    out_.raw(")\n");
    variables(macro);
    out_.raw(":END OF MACRO:\n");
  }

  void write(const Range& range) {
    out_.piece(printable_name(range.name));
    if (!range.same_as.empty()) {
      out_.piece(" <-> " + printable_name(range.same_as));
    } else {
      out_.raw(":\n\t");
      if (range.from_file) out_.term(range.from_file);
      out_.names(range.elements);
      mappings(range);
    }
    out_.raw("\n\t~\t\n\t~\t\t|\n\n");
  }

  void mappings(const Range& range) {
    for (std::size_t i = 0; i < range.mappings.size(); ++i) {
      const auto& mapping = range.mappings[i];
      out_.piece(i == 0 ? " -> " : ", ");
      if (mapping.elements.empty()) {
        out_.piece(printable_name(mapping.other));
        continue;
      }
      out_.piece("(" + printable_name(mapping.other) + ": ");
      std::vector<std::string> all;
      for (const auto& some : mapping.elements) all.insert(all.end(), some.begin(), some.end());
      out_.names(all);
      out_.piece(")");
    }
  }

  // those of no group come first: no sign ends a group but that of the next
  void variables(const Block& block) {
    for (const auto& variable : block.variables) {
      if (variable.group.empty()) write(variable);
    }
    std::string group;
    for (const auto& variable : block.variables) {
      if (variable.group.empty()) continue;
      if (variable.group != group) begin_group(group = variable.group);
      write(variable);
    }
  }

  // when a model runs: in Vensim's language variables say it, in XMILE it may stand beside them
  void run_settings(const Block& block) {
    const std::array settings{
        std::pair{"INITIAL TIME", script_.run.start}, std::pair{"FINAL TIME", script_.run.stop},
        std::pair{"TIME STEP", script_.run.step}, std::pair{"SAVEPER", script_.run.save_every}};
    for (const auto& [name, value] : settings) {
      const auto key = base::name_key(name);
      const bool is_stated =
          std::any_of(block.variables.begin(), block.variables.end(),
                      [&](const Variable& v) { return base::name_key(v.name) == key; });
      if (!value || is_stated) continue;
      Variable setting;
      setting.name = name;
      setting.units = script_.run.time_units;
      setting.equations.emplace_back().term = value;
      write(setting);
    }
  }

  void begin_group(const std::string& group) {
    const std::string stars(56, '*');
    out_.raw(fmt::format("{}\n\t.{}\n{}~\n", stars, without(group, "*|~\r\n"), stars));
    out_.raw(group == "Control" ? "\t\tSimulation Control Parameters\n\t|\n\n" : "\t|\n\n");
  }

  void write(const Variable& variable) {
    for (std::size_t i = 0; i < variable.equations.size(); ++i) {
      write(variable, variable.equations[i]);
      if (i + 1 < variable.equations.size()) out_.raw(" ~~|\n");
    }
    documentation(variable);
  }

  void write(const Variable& variable, const Equation& equation) {
    out_.piece(printable_name(variable.name));
    out_.subscripts(equation.subscripts);
    for (std::size_t i = 0; i < equation.except.size(); ++i) {
      out_.piece(i == 0 ? " :EXCEPT: " : ", ");
      out_.subscripts(equation.except[i]);
    }
    if (variable.kind == Kind::data && !equation.plain) out_.piece(keyword(variable.between));
    right_side(variable, equation);
  }

  void right_side(const Variable& variable, const Equation& equation) {
    const bool is_list = !equation.list.empty();
    if (variable.kind == Kind::lookup) {
      out_.raw("(\n\t");
      if (equation.points)
        out_.points(*equation.points);
      else if (equation.term)
        out_.term(equation.term);
      out_.piece(")");
      return;
    }
    if (variable.kind == Kind::data && !equation.term && !is_list) return;
    const bool is_data = variable.kind == Kind::data && !equation.plain;
    out_.piece(is_data ? ":=" : variable.kind == Kind::text ? " :IS: " : "=");
    const bool is_nothing =
        equation.term && equation.term->kind == Term::Kind::lost && equation.term->text.empty();
    if (is_nothing) return;
    out_.raw("\n\t");
    if (is_list) {
      list(equation);
    } else if (equation.term && equation.points) {
      out_.piece("WITH LOOKUP(");
      out_.term(equation.term);
      out_.piece(",(");
      out_.points(*equation.points);
      out_.piece("))");
    } else if (equation.term) {
      out_.term(equation.term);
    } else {
      out_.piece("???");
    }
  }

  // a row ends with `;` where the last subscript is a range with as many elements
  void list(const Equation& equation) {
    const auto row = equation.subscripts.size() > 1 ? size_of(equation.subscripts.back().name) : 0;
    for (std::size_t i = 0; i < equation.list.size(); ++i) {
      const bool is_last = i + 1 == equation.list.size();
      const bool ends_row = row > 0 && (i + 1) % row == 0;
      out_.term(equation.list[i]);
      if (ends_row || (is_last && equation.list.size() == 1))
        out_.raw(is_last ? ";" : ";\n\t");
      else if (!is_last)
        out_.piece(",");
    }
  }

  // elements of a range and of the ranges in it; 0: not a range, or one without end
  std::size_t size_of(const std::string& name, int depth = 0) {
    constexpr int kDeepest = 50;
    const auto key = base::name_key(name);
    const auto found = ranges_.find(key);
    if (found == ranges_.end() || depth > kDeepest) return 0;
    if (const auto known = sizes_.find(key); known != sizes_.end()) return known->second;
    sizes_[key] = 0;
    const auto& range = *found->second;
    std::size_t out = range.same_as.empty() ? 0 : size_of(range.same_as, depth + 1);
    for (const auto& element : range.elements)
      out += std::max<std::size_t>(size_of(element, depth + 1), 1);
    return sizes_[key] = out;
  }

  void documentation(const Variable& variable) {
    auto units = without(base::trim(variable.units), "|~");
    const auto limit = [](const std::optional<double>& value) {
      return value ? base::exact(*value) : std::string("?");
    };
    if (variable.least || variable.most || units.ends_with(']'))
      units += fmt::format(" [{},{}]", limit(variable.least), limit(variable.most));
    const auto text = safe_comment(variable.text);
    out_.raw(fmt::format("\n\t~\t{}\n\t~\t{}", units, text));
    if (variable.supplementary) out_.raw("\n\t~\t:SUPPLEMENTARY ");
    out_.raw(text.empty() && !variable.supplementary ? "\t|\n\n" : "\n\t|\n\n");
  }

  void end() {
    if (!script_.sketch.empty() && script_.dialect == Dialect::vensim) {
      out_.raw(script_.sketch);
    } else if (!script_.equal_units.empty()) {
      out_.raw(":L\x7F<%^E!@\n");
      for (const auto& units : script_.equal_units)
        out_.raw(fmt::format("22:{}\n", fmt::join(units, ",")));
    }
  }

  const Script& script_;
  Printer out_;
  std::unordered_map<std::string, const Range*> ranges_;
  std::unordered_map<std::string, std::size_t> sizes_;
};

}  // namespace

std::string write_vensim(const Script& script) { return Writer(script).write(); }

}  // namespace holon::model::formats

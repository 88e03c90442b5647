// SPDX-License-Identifier: Apache-2.0
//
// Values that stand in other files: GET XLS DATA and its kin, and series given for data variables.
#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "base/text.h"
#include "model/formats/builder.h"
#include "model/formats/saved_runs.h"
#include "model/formats/spreadsheet_data.h"

namespace holon::model::formats {
namespace {

using base::Code;

enum class Reads { nothing, data, lookups, constants };

// GET XLS DATA, GET DIRECT LOOKUPS, …: the last word says what is read
Reads reads(const TermPtr& term) {
  if (!term || term->kind != Term::Kind::call) return Reads::nothing;
  const auto words = base::split(base::name_key(term->text), ' ');
  if (words.size() != 3 || words[0] != "get") return Reads::nothing;
  if (words[1] != "xls" && words[1] != "direct" && words[1] != "123" && words[1] != "vdf")
    return Reads::nothing;
  if (words[2] == "data") return Reads::data;
  if (words[2] == "lookups") return Reads::lookups;
  return words[2] == "constants" ? Reads::constants : Reads::nothing;
}

FileCall file_call(const Term& term) {
  FileCall out{term.text, {}, term.span};
  for (const auto& argument : term.arguments) {
    const bool is_negative = argument->kind == Term::Kind::operation && argument->op == Op::negate;
    const auto& value = is_negative ? *argument->arguments.front() : *argument;
    out.arguments.push_back(value.kind == Term::Kind::number
                                ? base::exact(is_negative ? -value.number : value.number)
                                : argument->text);
  }
  return out;
}

TableKind kind_of(Between between) {
  switch (between) {
    case Between::interpolate:
      return TableKind::linear;
    case Between::look_forward:
      return TableKind::next;
    default:
      return TableKind::hold;
  }
}

bool is_of_saved_run(const Term& call) {
  return base::name_key(call.text).find(" vdf ") != std::string::npos;
}

// `name[a,b]` for every combination of elements that the subscripts stand for in the model; what is
// no range there is an element, known or not
std::vector<std::string> names_of_all(const std::string& written, const Ranges& ranges) {
  const auto bracket = written.find('[');
  if (bracket == std::string::npos) return {std::string(base::trim(written))};
  std::vector<std::string> out{std::string(base::trim(written.substr(0, bracket)))};
  const auto inside = written.substr(bracket + 1, written.rfind(']') - bracket - 1);
  const char* before = "[";
  for (const auto& part : base::split(inside, ',')) {
    const std::string subscript(base::trim(part));
    std::vector<std::string> elements{subscript};
    if (const auto range = ranges.find(subscript)) {
      elements.clear();
      for (const auto element : ranges[*range].elements)
        elements.push_back(ranges.name_of(element));
    }
    std::vector<std::string> longer;
    for (const auto& start : out) {
      for (const auto& element : elements) longer.push_back(start + before + element);
    }
    out = std::move(longer);
    before = ",";
  }
  for (auto& name : out) name += "]";
  return out;
}

std::shared_ptr<const Table> table_of_points(std::vector<double> x, std::vector<double> y,
                                             TableKind kind) {
  if (x.empty()) return nullptr;
  auto out = std::make_shared<Table>();
  out->x = std::move(x);
  out->y = std::move(y);
  out->kind = kind;
  return out;
}

}  // namespace

bool Builder::reads_file(const TermPtr& term) { return reads(term) != Reads::nothing; }

bool Builder::states_value(const Equation& equation) {
  return !equation.list.empty() || (equation.term && !reads_file(equation.term));
}

Spreadsheets& Builder::spreadsheets() {
  if (!spreadsheets_) {
    spreadsheets_ =
        std::make_shared<Spreadsheets>(options_.folder, read_file_aliases(script_.sketch));
  }
  return *spreadsheets_;
}

SavedRuns& Builder::saved_runs() {
  if (!saved_runs_) {
    saved_runs_ = std::make_shared<SavedRuns>(options_.folder, read_file_aliases(script_.sketch));
  }
  return *saved_runs_;
}

// of a saved run: names in the order of the elements on the left
std::vector<std::string> Builder::saved_names(const Term& call, std::size_t count) {
  if (call.arguments.size() < 2) return std::vector<std::string>(count);
  auto out = names_of_all(call.arguments[1]->text, ranges_);
  if (out.size() == count) return out;
  error(Code::bad_file_call,
        fmt::format("`{}` stands for {} elements, the left side for {}", call.arguments[1]->text,
                    out.size(), count),
        call.span, {"give the saved variable subscripts for as many elements"});
  out.resize(count);
  return out;
}

std::vector<FilePoints> Builder::read_file_points(const Term& term, bool is_data,
                                                  std::size_t count) {
  const auto call = file_call(term);
  if (is_of_saved_run(term)) {
    const auto names = saved_names(term, count);
    return saved_runs().read_points(
        call, names, is_data ? base::Severity::warning : base::Severity::error, diagnostics_);
  }
  return is_data ? spreadsheets().read_series(call, count, diagnostics_)
                 : spreadsheets().read_lookups(call, count, diagnostics_);
}

std::vector<std::string> Builder::read_subscript(const Term& call, base::Diagnostics& out) {
  return spreadsheets().read_subscript(file_call(call), out);
}

void Builder::read_files(Declared& subject) {
  const auto& equations = subject.written->equations;
  std::map<std::uint32_t, std::vector<std::size_t>> of_equation;
  for (std::size_t flat = 0; flat < subject.equation.size(); ++flat)
    of_equation[subject.equation[flat]].push_back(flat);
  for (const auto& [e, places] : of_equation) {
    if (e >= equations.size()) continue;
    const auto& equation = equations[e];
    const auto what = reads(equation.term);
    if (what == Reads::data || what == Reads::lookups) {
      auto series = read_file_points(*equation.term, what == Reads::data, places.size());
      const auto kind = what == Reads::data ? kind_of(subject.written->between) : TableKind::linear;
      if (subject.tables.empty()) subject.tables.resize(subject.equation.size());
      for (std::size_t i = 0; i < places.size() && i < series.size(); ++i)
        subject.tables[places[i]] =
            table_of_points(std::move(series[i].x), std::move(series[i].y), kind);
    } else if (what == Reads::constants) {
      read_constants(subject, equation, places);
    }
  }
  if (subject.written->kind == Variable::Kind::data) read_given_data(subject);
}

// rows by all but the last range on the left, columns by the last
void Builder::read_constants(const Declared& subject, const Equation& equation,
                             const std::vector<std::size_t>& places) {
  if (is_of_saved_run(*equation.term)) {
    const auto saved = saved_runs().read_constants(
        file_call(*equation.term), saved_names(*equation.term, places.size()), diagnostics_);
    for (std::size_t i = 0; i < places.size(); ++i)
      overridden_.emplace(subject.ids[places[i]], number(saved[i]));
    return;
  }
  std::vector<std::size_t> sizes;
  for (const auto& subscript : equation.subscripts) {
    if (const auto range = ranges_.find(subscript.name))
      sizes.push_back(ranges_[*range].elements.size());
  }
  const std::size_t columns = sizes.empty() ? 1 : sizes.back();
  std::size_t rows = 1;
  for (std::size_t i = 0; i + 1 < sizes.size(); ++i) rows *= sizes[i];
  const auto values =
      spreadsheets().read_constants(file_call(*equation.term), rows, columns, diagnostics_);
  for (const auto flat : places) {
    const auto elements = subject.elements_at(flat);
    std::size_t at = 0;
    for (std::size_t p = 0; p < equation.subscripts.size(); ++p) {
      const auto range = ranges_.find(equation.subscripts[p].name);
      if (range)
        at = at * ranges_[*range].elements.size() +
             ranges_[*range].position(elements[p]).value_or(0);
    }
    if (at < values.size()) overridden_.emplace(subject.ids[flat], number(values[at]));
  }
}

// data that the model names and its user brings
void Builder::read_given_data(Declared& subject) {
  const auto& equations = subject.written->equations;
  for (std::size_t flat = 0; flat < subject.tables.size(); ++flat) {
    if (subject.tables[flat] || subject.ids[flat] == Model::npos) continue;
    const auto e = subject.equation[flat];
    if (e < equations.size() && equations[e].plain) continue;
    const auto key = series_key(built_.model[subject.ids[flat]].name);
    const auto given = std::find_if(options_.data.begin(), options_.data.end(),
                                    [&](const auto& d) { return series_key(d.name) == key; });
    if (given != options_.data.end()) {
      subject.tables[flat] =
          table_of_points(given->times, given->values, kind_of(subject.written->between));
    } else if (e >= equations.size() || (!equations[e].term && equations[e].list.empty())) {
      warn(Code::data_missing, fmt::format("there are no data for `{}`", subject.name),
           subject.written->span,
           {"give a file with its series by `--data FILE`; until then it is no number"});
    }
  }
}

}  // namespace holon::model::formats

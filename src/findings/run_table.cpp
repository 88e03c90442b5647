// SPDX-License-Identifier: Apache-2.0
#include "findings/run_table.h"

#include <algorithm>
#include <cmath>
#include <deque>
#include <filesystem>
#include <limits>
#include <set>

#include <fmt/format.h>

#include "base/text.h"
#include "findings/amount.h"
#include "findings/open_table.h"
#include "quantity/sizes.h"

namespace holon::findings {
namespace {

using base::Code;
using model::formats::Sheet;

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr std::string_view kHoles[] = {"nan", "na", "n/a", "-", "–", "none", "null"};
constexpr std::size_t kMostWrongCells = 5;

std::size_t at(Measure measure) { return static_cast<std::size_t>(measure); }
std::size_t at(Label label) { return static_cast<std::size_t>(label); }

std::string quoted(const std::vector<std::string>& names) {
  std::vector<std::string> out;
  for (const auto& one : names) out.push_back("`" + one + "`");
  return base::listed(out, "and");
}

/// A column that was asked for, and what is wrong with it; told once for all files.
struct Absence {
  std::string column;
  std::vector<std::string> files;
  base::Diagnostic first;  // in the first file without it
};

/// A condition on the runs, and what there was to choose from.
struct Condition {
  std::size_t met = 0;  // runs that have the value, whatever else they lack
  std::set<std::string> values;
};

/// What is wrong with what is asked, over all files.
struct Troubles {
  base::Diagnostics diagnostics;
  std::vector<Absence> absences;
  std::vector<Condition> conditions;  // as asked

  [[nodiscard]] bool any() const { return !diagnostics.empty() || !absences.empty(); }
};

/// Reads one file and adds its rows to a table.
class FileReader {
 public:
  FileReader(const base::SourcePtr& source, const RunQuestion& question, Troubles& troubles)
      : name_(source->name()), table_(source), question_(question), troubles_(troubles) {}

  // the row of headings
  void open() {
    const auto* sheet = table_.sheet();
    if (sheet == nullptr) {
      troubles_.diagnostics.push_back(table_.faulty(Code::bad_run));
      return;
    }
    if (sheet->rows() < 2) {
      wrong(Code::bad_run, fmt::format("{} holds no table of runs", name_), {},
            "a row of headings, and a row for each run");
      return;
    }
    sheet_ = sheet;
    for (std::size_t c = 0; c < sheet_->columns(); ++c) headings_.push_back(sheet_->text({0, c}));
  }

  [[nodiscard]] bool has_hardware() const {
    const auto known = headings_of(Label::hardware);
    return std::any_of(known.begin(), known.end(),
                       [&](const auto heading) { return column_of(heading).has_value(); });
  }

  [[nodiscard]] bool computes_energy() const {
    return !measures_[at(Measure::energy)] && measures_[at(Measure::time)] &&
           measures_[at(Measure::power)];
  }

  [[nodiscard]] const std::string& file_name() const { return name_; }

  void add_to(RunTable& table, bool name_is_hardware) {
    if (sheet_ == nullptr) return;
    find_measures(table);
    find_labels(table);
    find_conditions();
    if (troubles_.any()) return;
    add_rows(table, name_is_hardware);
  }

  // nothing that holon knows
  void refuse_without_measures() {
    if (sheet_ == nullptr) return;
    wrong(Code::bad_run, fmt::format("{} has no column of a measure that holon knows", name_), {},
          fmt::format("its columns are {}; `--column 'energy=NAME'` says which one it is",
                      quoted(headings_)));
  }

  // every run lacks something that is asked
  void refuse_without_runs() {
    for (std::size_t i = 0; i < question_.where.size(); ++i) {
      const auto& [column, value] = question_.where[i];
      const auto& condition = troubles_.conditions[i];
      if (condition.met > 0) continue;
      const std::vector<std::string> values(condition.values.begin(), condition.values.end());
      constexpr std::size_t kMostListed = 8;
      const auto near = base::nearest(value, values);
      wrong(Code::no_run_column, fmt::format("no run has `{}` in `{}`", value, column),
            {0, *column_of(column)},
            near                           ? fmt::format("did you mean `{}`?", *near)
            : values.size() <= kMostListed ? "there are " + quoted(values)
                                           : fmt::format("there are {} others, such as `{}`",
                                                         count(values.size()), values.front()));
    }
    if (!troubles_.any()) {
      wrong(Code::no_run_column, "no run meets all conditions of `--where` at once", {},
            "leave one of them out");
    }
  }

 private:
  void wrong(Code code, std::string message, model::formats::CellPlace place, std::string help) {
    troubles_.diagnostics.push_back(table_.wrong(code, std::move(message), place, std::move(help)));
  }

  std::optional<std::size_t> column_of(std::string_view name) const {
    const auto key = base::name_key(name);
    for (std::size_t c = 0; c < headings_.size(); ++c) {
      if (base::name_key(headings_[c]) == key) return c;
    }
    return std::nullopt;
  }

  // a column that the user named
  std::optional<std::size_t> asked_column(const std::string& name) {
    if (const auto found = column_of(name)) return found;
    auto& all = troubles_.absences;
    const auto known = std::find_if(all.begin(), all.end(),
                                    [&](const Absence& one) { return one.column == name; });
    if (known != all.end()) {
      known->files.push_back(name_);
      return std::nullopt;
    }
    const auto near = base::nearest(name, headings_);
    all.push_back({name,
                   {name_},
                   table_.wrong(Code::no_run_column, "", {},
                                near ? fmt::format("did you mean `{}`?", *near)
                                     : "its columns are " + quoted(headings_))});
    return std::nullopt;
  }

  void find_measures(RunTable& table) {
    for (const auto measure : kMeasures) {
      const auto asked = std::find_if(question_.columns.begin(), question_.columns.end(),
                                      [&](const auto& one) { return one.first == measure; });
      if (asked != question_.columns.end()) {
        if (const auto column = asked_column(asked->second))
          take(table, *column, read_heading(headings_[*column], measure));
      } else {
        choose(table, measure);
      }
    }
  }

  // of several candidates the one that says it is the whole; parts and forecasts are none
  void choose(RunTable& table, Measure measure) {
    std::vector<std::pair<std::size_t, Heading>> whole;
    std::vector<std::pair<std::size_t, Heading>> others;
    std::vector<std::string> parts;
    for (std::size_t c = 0; c < headings_.size(); ++c) {
      auto heading = read_heading(headings_[c]);
      if (heading.measure != measure || heading.is_predicted) continue;
      if (heading.is_part) {
        parts.push_back(headings_[c]);
      } else {
        (heading.is_total ? whole : others).emplace_back(c, std::move(heading));
      }
    }
    const auto& candidates = whole.empty() ? others : whole;
    if (candidates.size() > 1) {
      std::vector<std::string> names;
      for (const auto& [column, heading] : candidates) names.push_back(headings_[column]);
      wrong(Code::several_run_columns,
            fmt::format("{} columns could be the {}: {}", candidates.size(), name(measure),
                        quoted(names)),
            {0, candidates.front().first},
            fmt::format("say which: `--column '{}={}'`", name(measure), names.front()));
      return;
    }
    if (!candidates.empty()) {
      take(table, candidates.front().first, candidates.front().second);
    } else if (!parts.empty() && measure != Measure::power) {
      table.notes.push_back(fmt::format("{} of parts alone ({}) is not taken for the whole",
                                        name(measure), quoted(parts)));
    }
  }

  void take(RunTable& table, std::size_t column, const Heading& heading) {
    if (!heading.scale) {
      wrong(Code::run_column_without_unit,
            fmt::format("the column `{}` is {}, but in which unit?", heading.text,
                        name(*heading.measure)),
            {0, column},
            fmt::format("write the unit into the heading, such as `{} [{}]`", heading.text,
                        unit(*heading.measure)));
      return;
    }
    const auto measure = at(*heading.measure);
    measures_[measure] = Taken{column, *heading.scale};
    table.headings[measure] = heading.text;
    if (heading.convention.empty()) return;
    const auto note =
        fmt::format("`{}` names no unit; taken as {}", heading.text, heading.convention);
    if (std::find(table.notes.begin(), table.notes.end(), note) == table.notes.end())
      table.notes.push_back(note);
  }

  void find_labels(RunTable& table) {
    find_label(table, Label::hardware, question_.by);
    find_label(table, Label::variant, question_.variant);
    find_label(table, Label::setting, "");
    auto& work = labels_[at(Label::work)];
    if (!question_.work.empty()) {
      for (const auto& one : question_.work) {
        if (const auto column = asked_column(one)) work.push_back(*column);
      }
    } else {
      for (const auto known : headings_of(Label::work)) {
        if (const auto column = column_of(known)) work.push_back(*column);
      }
    }
    std::vector<std::string> names;
    for (const auto column : work) names.push_back(headings_[column]);
    if (!names.empty()) table.label_headings[at(Label::work)] = base::listed(names, "and");
  }

  void find_label(RunTable& table, Label label, const std::string& asked) {
    std::optional<std::size_t> column;
    if (!asked.empty()) {
      column = asked_column(asked);
    } else {
      for (const auto known : headings_of(label)) {
        if ((column = column_of(known))) break;
      }
    }
    if (!column) return;
    labels_[at(label)] = {*column};
    table.label_headings[at(label)] = headings_[*column];
  }

  void find_conditions() {
    for (const auto& [column, value] : question_.where) {
      if (const auto found = asked_column(column)) conditions_.emplace_back(*found, value);
    }
  }

  bool is_wanted(std::size_t row) {
    bool out = true;
    for (std::size_t i = 0; i < conditions_.size(); ++i) {
      const auto& [column, value] = conditions_[i];
      const auto text = sheet_->text({row, column});
      const bool is_met = base::name_key(text) == base::name_key(value);
      auto& condition = troubles_.conditions[i];
      if (is_met) ++condition.met;
      if (condition.met == 0) condition.values.insert(text);
      out &= is_met;
    }
    return out;
  }

  void add_rows(RunTable& table, bool name_is_hardware) {
    const auto stem = std::filesystem::path(name_).stem().string();
    for (std::size_t row = 1; row < sheet_->rows(); ++row) {
      if (!is_wanted(row)) continue;
      for (const auto measure : kMeasures) {
        const auto& taken = measures_[at(measure)];
        table.values[at(measure)].push_back(taken ? value(row, *taken, measure) : kNaN);
      }
      if (computes_energy()) {
        table.values[at(Measure::energy)].back() = table.of(Measure::time).back() *
                                                   table.of(Measure::power).back() /
                                                   quantity::kJoulesPerKWh;
      }
      for (std::size_t l = 0; l < kLabelCount; ++l) {
        std::string label;
        for (const auto column : labels_[l])
          label += (label.empty() ? "" : ", ") + sheet_->text({row, column});
        table.labels[l].push_back(label);
      }
      if (name_is_hardware) table.labels[at(Label::hardware)].back() = stem;
      table.places.push_back(table_.place_of(row));
      ++table.size;
    }
  }

  struct Taken {
    std::size_t column;
    double scale;
  };

  double value(std::size_t row, const Taken& taken, Measure measure) {
    const auto text = sheet_->text({row, taken.column});
    if (text.empty() ||
        std::find(std::begin(kHoles), std::end(kHoles), base::lower(text)) != std::end(kHoles))
      return kNaN;
    if (const auto number = sheet_->number({row, taken.column})) {
      const double scaled = *number * taken.scale;
      return scaled > 0 || measure == Measure::quality ? scaled : kNaN;
    }
    if (++wrong_cells_ <= kMostWrongCells) {
      wrong(Code::bad_run,
            fmt::format("`{}` in the column `{}` is no number", text, headings_[taken.column]),
            {row, taken.column}, "write a number, or leave the cell empty");
    }
    return kNaN;
  }

  std::string name_;  // of the file
  OpenTable table_;
  const RunQuestion& question_;
  Troubles& troubles_;
  const Sheet* sheet_ = nullptr;  // of the file, if it holds runs
  std::vector<std::string> headings_;
  std::array<std::optional<Taken>, kMeasureCount> measures_;
  std::array<std::vector<std::size_t>, kLabelCount> labels_;
  std::vector<std::pair<std::size_t, std::string>> conditions_;
  std::size_t wrong_cells_ = 0;
};

// energy = time × power, where a file has only these two
void note_computed(RunTable& table, const std::deque<FileReader>& files) {
  std::vector<std::string> computed;
  for (const auto& file : files) {
    if (file.computes_energy()) computed.push_back(file.file_name());
  }
  if (computed.empty()) return;
  const auto product =
      fmt::format("{} × {}", table.headings[at(Measure::time)], table.headings[at(Measure::power)]);
  auto& heading = table.headings[at(Measure::energy)];
  if (heading.empty()) heading = product;
  table.notes.push_back(
      computed.size() == files.size()
          ? fmt::format("energy is computed: `{}`", product)
          : fmt::format("energy of {} is computed: `{}`", base::listed(computed, "and"), product));
}

void note_holes(RunTable& table) {
  for (const auto measure : kMeasures) {
    if (!table.has(measure)) continue;
    const auto& values = table.of(measure);
    const auto holes = static_cast<std::size_t>(
        std::count_if(values.begin(), values.end(), [](double v) { return std::isnan(v); }));
    if (holes > 0) {
      table.notes.push_back(fmt::format("runs without {}: {} of {}, left out where it counts",
                                        name(measure), count(holes), count(table.size)));
    }
  }
}

base::Diagnostics all_of(Troubles troubles) {
  auto out = std::move(troubles.diagnostics);
  for (auto& one : troubles.absences) {
    one.first.message = fmt::format("{} {} no column `{}`", base::listed(one.files, "and"),
                                    one.files.size() == 1 ? "has" : "have", one.column);
    out.push_back(std::move(one.first));
  }
  return base::in_order(std::move(out));
}

}  // namespace

base::Result<RunTable> read_runs(std::span<const base::SourcePtr> sources,
                                 const RunQuestion& question) {
  RunTable out;
  Troubles troubles;
  troubles.conditions.resize(question.where.size());

  std::deque<FileReader> files;
  for (const auto& source : sources) files.emplace_back(source, question, troubles).open();

  // a file for each device is how several of them are often kept
  const bool name_is_hardware =
      files.size() > 1 && question.by.empty() &&
      std::none_of(files.begin(), files.end(), [](const auto& f) { return f.has_hardware(); });
  for (auto& file : files) file.add_to(out, name_is_hardware);
  if (name_is_hardware) out.label_headings[at(Label::hardware)] = "file";

  if (!troubles.any()) {
    const bool has_measure = std::any_of(kMeasures.begin(), kMeasures.end(),
                                         [&](Measure measure) { return out.has(measure); });
    if (!has_measure) files.front().refuse_without_measures();
    if (out.size == 0 && has_measure) files.front().refuse_without_runs();
  }
  if (troubles.any()) return tl::unexpected(all_of(std::move(troubles)));

  note_computed(out, files);
  note_holes(out);
  return out;
}

}  // namespace holon::findings

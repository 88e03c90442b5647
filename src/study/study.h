// SPDX-License-Identifier: Apache-2.0
//
// What a user writes: an ML system, its life cycle, its feedback, its questions. Read and checked
// by itself; names and units across blocks are the compiler's (study/compile.h). Immutable once
// read.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/calendar.h"
#include "base/diagnostic.h"
#include "ledger/ledger.h"
#include "model/expression.h"
#include "model/model.h"
#include "quantity/quantity.h"
#include "study/arrays.h"
#include "study/yield.h"

namespace holon::study {

/// A stated value: a quantity, or an equation whose names are not yet resolved.
struct Statement {
  std::string path;   ///< "places.jean zay.pue"
  std::string block;  ///< "places.jean zay"
  std::variant<quantity::Quantity, model::Expr> value;
  std::optional<quantity::Unit> unit;  ///< what its field expects; nothing where any unit may be
  base::Span span;

  [[nodiscard]] bool is_equation() const { return std::holds_alternative<model::Expr>(value); }
};

/// Statements of a block by the key of their field.
using Statements = std::map<std::string, Statement>;

/// A word that refers to something, and where it stands.
struct Reference {
  std::string text;
  base::Span span;
};

struct Dates {
  std::optional<base::Date> from;
  std::optional<base::Date> to;  ///< last day, included
  base::Span span;
};

struct Place {
  std::string name;
  Statements fields;
  std::optional<Reference> grid;      ///< of the catalogue
  std::optional<Reference> region;    ///< of the catalogue
  std::optional<Reference> facility;  ///< a kind of the catalogue, for PUE and WUE
  base::Span span;
};

struct Part {
  std::string name;
  Statements fields;
  Statements embodied;  ///< by category
  std::optional<Reference> device;
  std::vector<Reference> models;   ///< of making it; several are rivals
  std::vector<YieldModel> yields;  ///< of its chips; several are rivals
  base::Span span;
};

/// What share of a device an activity answers for.
enum class Allocation : std::uint8_t {
  by_use,       ///< of the time in which it works for anybody
  by_time,      ///< of its lifetime
  at_purchase,  ///< all of it, when the activity begins
};

/// A second user of a device.
struct SecondLife {
  Statements fields;
  Statements refurbishing;      ///< by category
  bool is_second_user = false;  ///< the study's activities are the second user
  bool shared_by_time = false;  ///< making and disposal are shared; else cut off between the users
};

struct Hardware {
  std::string name;
  Statements fields;
  Statements embodied;           ///< by category
  Statements transport;          ///< distances by mode
  Statements transport_impacts;  ///< by category, of the whole way
  Statements repair;             ///< by category, over its life
  Statements end_of_life;        ///< by category
  Statements recycling;          ///< recycling rate, and what share of the credit counts
  Statements credit;             ///< by category, if all of it is recycled
  bool credits_recycling = false;
  std::optional<SecondLife> second_life;
  Allocation allocation = Allocation::by_use;
  std::vector<Part> parts;
  std::optional<Reference> device;
  base::Span span;
};

struct HardwareUse {
  Reference use;
  Statements fields;
};

struct Storage {
  Statements fields;
  std::optional<Reference> medium;
};

struct Activity {
  std::string phase;
  std::string name;   ///< "api", "api[eu]"
  std::string array;  ///< "api" of the element "api[eu]"; empty where it is no element
  std::string path;   ///< "life cycle.training.final run"
  std::optional<Reference> at;
  Statements fields;
  std::vector<std::string> measured;  ///< keys of `fields` that are energy of measured runs
  std::optional<Statement> serves;
  std::optional<Statement> energy_per_unit;
  std::optional<HardwareUse> hardware;
  std::optional<Storage> storage;
  std::optional<Statements> network;
  Statements direct;  ///< by category
  Dates dates;        ///< its own, else its phase's
  base::Span span;
};

/// A variable of the feedback block, or one element of an array in it.
struct FeedbackVariable {
  std::string name;                 ///< "demand", "demand[eu]", "direct price.demand"
  std::optional<Statement> value;   ///< a quantity or an equation
  std::optional<Statement> stock;   ///< starting value
  std::optional<Statement> change;  ///< of a stock, per time
  std::optional<Statement> lookup;  ///< argument of a table
  std::shared_ptr<const model::Table> table;
  base::Span span;
};

/// A part of the library (study/part.h) that the feedback block includes.
struct Inclusion {
  std::string part;        ///< "rebound/direct-price"
  std::string block;       ///< "direct price": its variables are "direct price.elasticity" …
  base::SourcePtr source;  ///< the part's text; what is wrong in it was made wrong at `span`
  base::Span span;
};

struct Cap {
  Reference limits;
  std::size_t category = 0;
  Statement to;
};

/// One `path: value` of a scenario.
struct Override {
  Reference target;
  std::variant<Statement, Reference> value;  ///< a value, or the name of a place (for `at`)
};

struct Scenario {
  std::string name;
  std::optional<Reference> also;
  std::optional<base::Date> from;
  base::Span from_span;
  std::vector<Override> overrides;
  std::optional<Cap> cap;
  base::Span span;
};

struct BudgetLimit {
  std::size_t category = 0;
  quantity::Quantity limit;
};

struct Budget {
  std::vector<BudgetLimit> limits;
  double certainty = 0.5;           ///< probability with which it must hold
  std::optional<base::Date> as_of;  ///< what was before this day is spent
};

struct Boundary {
  bool stated = false;
  std::vector<Reference> in;
  std::vector<Reference> out;
};

struct Study {
  std::string title;
  std::optional<quantity::Quantity> functional_unit;
  base::Span functional_unit_span;
  std::vector<std::string> counted;  ///< further things to count
  std::optional<model::TimeAxis> time;
  Boundary boundary;
  std::vector<std::size_t> categories;  ///< asked for, beside those always told
  Arrays arrays;  ///< what is an array; its elements are feedback variables, activities, overrides
  std::vector<Place> places;
  bool places_unread = false;  ///< the block was no block: whether a place is in it cannot be told
  std::vector<Hardware> hardware;
  std::vector<Activity> activities;
  std::vector<FeedbackVariable> feedback;
  std::vector<Inclusion> inclusions;
  std::map<std::string, std::string> levels;  ///< leverage levels that parts state, by path
  std::vector<Scenario> scenarios;
  std::optional<Cap> cap;
  std::optional<Budget> budget;
  base::Diagnostics diagnostics;  ///< mistakes found so far; what they hide has stand-ins
};

/// Text of a file named in a study; throws `base::WorldError`.
using FileReader = std::function<std::string(const std::string& path)>;

/// Runs summed up, and their energy by evidence and by cause of error.
struct MeasuredRuns {
  ledger::Totals totals;
  std::vector<record::EnergyTotal::Group> groups;
};

/// The runs that a filter chooses, of the ledger that a study names ("": the user's own); throws
/// `base::WorldError`.
using RunsReader =
    std::function<MeasuredRuns(const std::string& ledger, const ledger::Filter& filter)>;

/// Reads a study, as far as it can be read: `Study::diagnostics` holds its mistakes, and the
/// compiler refuses it with them and its own, so that a user sees all at once. Fails only where
/// nothing can be read: E0101, E0109, E0112, and E0108 for a file that is no study.
[[nodiscard]] base::Result<Study> read_study(const base::SourcePtr& source,
                                             const FileReader& read_file,
                                             const RunsReader& read_runs = {});

}  // namespace holon::study

// SPDX-License-Identifier: Apache-2.0
//
// What a model file of another tool says, before arrays are expanded: the one form that the readers
// of Vensim and XMILE fill and that the builder and the writers read. It keeps names, texts and
// places as the modeller wrote them; the dialect tells whose meaning a function has.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "model/expression.h"

namespace holon::model::formats {

/// Whose meaning names and functions have where the tools differ.
enum class Dialect { vensim, xmile };

struct Term;
using TermPtr = std::shared_ptr<const Term>;

/// One subscript in brackets, on either side of an equation.
struct Subscript {
  enum class Kind {
    name,      ///< a range, or one of its elements
    every,     ///< `range!` of Vensim, `*` of XMILE (then without a name), `*:range` of Stella
    number,    ///< an element by its number, as `[2]`
    position,  ///< `@2`: the element at this position
    slice,     ///< `a:b`, elements from name to upper
    index,     ///< an expression that gives the element's number in each step
  };
  Kind kind = Kind::name;
  std::string name;   ///< as written, without `!`
  std::string upper;  ///< of a slice
  std::size_t number = 0;
  TermPtr index;
  bool transposed = false;  ///< `'` of XMILE after it
  base::Span span;
};

/// Points of a graphical function, as written.
struct Points {
  enum class Beyond { level, extrapolate, discrete };
  std::vector<double> x;
  std::vector<double> y;
  Beyond beyond = Beyond::level;
};

/// One node of an equation as written. Immutable and shared.
struct Term {
  enum class Kind {
    number,
    text,       ///< a quoted string, as in GET XLS DATA('file', …)
    name,       ///< a variable, range or element, perhaps with subscripts
    operation,  ///< an operator, or IF THEN ELSE as `Op::if_else`
    call,       ///< anything with parentheses after a name: a function, a macro or a lookup
    points,     ///< points written in place, as the second argument of WITH LOOKUP
    missing,    ///< :NA:
    lost,       ///< `???`: the exporter lost the equation
  };
  Kind kind = Kind::number;
  double number = 0;
  Op op = Op::number;                 ///< of an operation
  std::string text;                   ///< name or string as written, without the string's quotes
  std::vector<Subscript> subscripts;  ///< of a name, or of the lookup that is called
  std::vector<TermPtr> arguments;
  std::shared_ptr<const Points> points;
  base::Span span;
};

/// A named list of elements (Vensim: subscript range; XMILE: dimension).
struct Range {
  std::string name;
  std::vector<std::string> elements;  ///< in order; of a range of Vensim, perhaps other ranges
  TermPtr from_file;                  ///< GET XLS SUBSCRIPT(…), read by the builder
  std::string same_as;                ///< `a <-> b`
  /// `-> other: (a, b, c)`: the element of `other`, or a list of them, for each of this range
  struct Mapping {
    std::string other;
    std::vector<std::vector<std::string>> elements;  ///< empty: in order
  };
  std::vector<Mapping> mappings;
  bool is_count = false;  ///< XMILE's `size="3"`: elements are "1", "2", "3"
  base::Span span;
};

/// How values between those of a data variable are found.
enum class Between { interpolate, look_forward, hold_backward, raw };

/// One equation of a variable: for all its elements, or for those named on the left.
struct Equation {
  std::vector<Subscript> subscripts;           ///< on the left
  std::vector<std::vector<Subscript>> except;  ///< `:EXCEPT:`
  TermPtr term;     ///< right side; null where only points are given, or nothing (data)
  TermPtr initial;  ///< of a stock of XMILE, or of `<init_eqn>` beside an auxiliary
  std::shared_ptr<const Points> points;  ///< of a lookup; with a term: the term is its argument
  std::vector<TermPtr> list;  ///< `a[r] = 1, 2, 3; 4, 5, 6;`: a value an element, row by row
  bool plain = false;         ///< `=` for some elements of a variable that is data for others
  base::Span span;
};

/// Extras of an XMILE stock that is a conveyor.
struct Conveyor {
  TermPtr transit_time;  ///< len
  TermPtr capacity;      ///< null: no limit
  TermPtr inflow_limit;  ///< in_limit, null: none
  TermPtr sample;        ///< null: always
  TermPtr arrest;        ///< null: never
  bool discrete = false;
  bool batch_integrity = false;
  bool one_at_a_time = true;
  bool exponential_leak = false;
};

/// Extras of an XMILE flow out of a conveyor, or of a queue's overflow.
struct Leak {
  TermPtr fraction;  ///< null for an overflow
  TermPtr from;      ///< leak_start, 0 where null
  TermPtr to;        ///< leak_end, 1 where null
  bool integers = false;
  bool overflow = false;
};

/// A variable as the file states it; equations for different elements stand together.
struct Variable {
  enum class Kind {
    equation,  ///< constant, auxiliary, or Vensim's INTEG: the term tells
    stock,     ///< of XMILE
    flow,      ///< of XMILE
    lookup,    ///< points to be called
    data,      ///< a series over time from a file
    text,      ///< `:IS:` string
  };
  std::string name;  ///< as written where it is defined; a quoted name with its quotes (Vensim)
  Kind kind = Kind::equation;
  std::vector<std::string>
      ranges;  ///< XMILE's <dimensions>; empty for Vensim (the left sides tell)
  std::vector<Equation> equations;
  Between between = Between::interpolate;  ///< of data
  std::vector<std::string> inflows;        ///< of a stock of XMILE
  std::vector<std::string> outflows;       ///< in order of priority
  bool non_negative = false;
  std::shared_ptr<const Conveyor> conveyor;
  bool queue = false;
  std::shared_ptr<const Leak> leak;  ///< of a flow
  TermPtr multiplier;                ///< of a flow: what arrives at the stock it enters is times it
  std::string units;                 ///< as written; empty: none stated
  base::Span units_span;             ///< of them, where there are any
  std::string text;                  ///< the modeller's comment
  std::optional<double> least;       ///< of [min, max] in Vensim, <range>/<scale> in XMILE
  std::optional<double> most;
  std::string group;
  bool supplementary = false;
  bool is_input = false;   ///< XMILE: access="input"
  bool is_output = false;  ///< XMILE: access="output"
  base::Span span;         ///< of the name
};

/// A model inside a model of XMILE.
struct Module {
  std::string name;
  std::string block;  ///< the model it is an instance of
  struct Connection {
    std::string to;    ///< an input of the module, perhaps with a path
    std::string from;  ///< what feeds it
    base::Span span;
  };
  std::vector<Connection> connections;
  base::Span span;
};

/// A set of variables: the model itself, a model of XMILE that modules use, or a macro.
struct Block {
  std::string name;                     ///< empty for the model itself
  std::vector<std::string> parameters;  ///< of a macro
  std::vector<std::string> results;     ///< of a macro: after `:` in Vensim beside its own name
  std::vector<TermPtr> defaults;        ///< of a macro's last parameters
  TermPtr value;                        ///< of an XMILE macro written as one expression
  std::vector<Variable> variables;
  std::vector<Module> modules;
  base::Span span;
};

/// How a model of XMILE is to be run; of Vensim, variables such as TIME STEP say it.
struct RunSpec {
  TermPtr start;
  TermPtr stop;
  TermPtr step;
  TermPtr save_every;
  std::string method;  ///< as written; empty: Euler
  std::string time_units;
};

/// The whole file.
struct Script {
  Dialect dialect = Dialect::vensim;
  std::string title;
  std::string vendor;  ///< of XMILE: the tool that wrote it, lower case
  std::vector<Range> ranges;
  std::vector<Block> models;  ///< the first is the model itself
  std::vector<Block> macros;
  RunSpec run;
  std::vector<std::vector<std::string>> equal_units;  ///< each a list of units that are the same
  std::string sketch;  ///< Vensim's sketch and settings, kept byte for byte; or XMILE's <views>
  std::vector<std::string> skipped;  ///< what was left out, for a note: "reality check `x`"
};

}  // namespace holon::model::formats

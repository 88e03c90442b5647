// SPDX-License-Identifier: Apache-2.0
//
// Functions of Vensim and Stella that holon knows and does not have: a table of rows, each with
// why, and what else to write.
#include <algorithm>
#include <array>

#include "base/text.h"
#include "model/formats/call.h"

namespace holon::model::formats {
namespace {

struct Refused {
  std::string_view names;  ///< lower case, separated by `|`
  Dialect dialect;
  std::string_view why;
  std::string_view help;
};

constexpr std::array kRefused{
    Refused{"delay profile", Dialect::vensim,
            "how Vensim spreads a profile over the steps is not in its manual",
            "write the delay with stocks, or take DELAY N"},
    Refused{"shift if true", Dialect::vensim,
            "whether Vensim moves the elements before or after a step's flows is not in its manual",
            "write the shift as flows from each element to the next, divided by TIME STEP"},
    Refused{"reinitial", Dialect::vensim, "what it does beyond INITIAL is not in Vensim's manual",
            "write INITIAL, for a value as it is at the start"},
    Refused{"message", Dialect::vensim, "it shows a text to a player", "leave it out"},
    Refused{"queue fifo|queue fifo attrib|queue age average|queue age in range|queue age oldest|"
            "queue attrib average|queue attrib in range|queue attrib max|queue attrib min",
            Dialect::vensim, "queues of Vensim are not there", "holon has the queues of XMILE"},
    Refused{"get odbc constants|get odbc data|get odbc lookups", Dialect::vensim,
            "holon reads no databases",
            "save what they hold as .csv or .xlsx, and read it by GET DIRECT"},
    Refused{"rc compare|rc compare check|rc decay|rc decay check|rc grow|rc grow check|rc ramp|"
            "rc ramp check|rc step|rc step check",
            Dialect::vensim, "inputs of reality checks are left out, as the checks are",
            "leave it out, or write STEP, RAMP or EXP"},
    Refused{"rework|runcount|sensiruncount|mlpann|lookupmean|switch", Dialect::xmile,
            "its value is not laid down where everybody can read it", "write what it should give"},
    Refused{"pause|sound", Dialect::xmile, "it does something to the screen and has no value",
            "leave it out"},
    Refused{"ostate|cooktime", Dialect::xmile, "ovens are not there",
            "write the oven as a conveyor that is arrested while it fills"},
    Refused{"qelem|qlen", Dialect::xmile, "what waits in a queue is told as one sum",
            "read the queue itself"},
    Refused{"agecount|agemax|agemean|agemin|agestddev", Dialect::xmile,
            "how old what a stock holds is, is not kept", "give each age its own stock"},
    Refused{"attrcount|attrmax|attrmean|attrmin|attrstddev", Dialect::xmile,
            "attributes of what flows are not kept",
            "give each attribute its own stocks and flows"},
    Refused{"ctflow|ctmax|ctmean|ctmin|ctstddev|cthroughput|cycletime|throughput", Dialect::xmile,
            "cycle times are not kept",
            "a stock over its outflow is how long things stay in it on average"},
};

bool is_meant(std::string_view names, std::string_view key) {
  const auto parts = base::split(names, '|');
  return std::find(parts.begin(), parts.end(), key) != parts.end();
}

}  // namespace

std::optional<RefusedFunction> refused_function(std::string_view name, Dialect dialect) {
  const auto key = base::name_key(name);
  for (const auto& row : kRefused) {
    if (row.dialect == dialect && is_meant(row.names, key))
      return RefusedFunction{row.why, row.help};
  }
  return std::nullopt;
}

}  // namespace holon::model::formats

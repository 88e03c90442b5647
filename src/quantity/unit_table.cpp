// SPDX-License-Identifier: Apache-2.0
#include "quantity/unit_table.h"

#include <array>

namespace holon::quantity {
namespace {

using enum Prefixes;
constexpr double kHour = 3600;
constexpr double kDay = 86400;
constexpr double kYear = 365 * kDay;  // the year of this project: 365 days, 12 equal months

constexpr std::array kUnits{
    // plain numbers
    UnitRow{"%", 0.01, ""},
    UnitRow{"percent", 0.01, ""},
    UnitRow{"ppm", 1e-6, ""},
    // time [s]
    UnitRow{"s", 1, "time", 1, 0, si},
    UnitRow{"second", 1, "time", 1, 0, none, true},
    UnitRow{"min", 60, "time"},
    UnitRow{"minute", 60, "time", 1, 0, none, true},
    UnitRow{"h", kHour, "time"},
    UnitRow{"hour", kHour, "time", 1, 0, none, true},
    UnitRow{"d", kDay, "time"},
    UnitRow{"day", kDay, "time", 1, 0, none, true},
    UnitRow{"week", 7 * kDay, "time", 1, 0, none, true},
    UnitRow{"month", kYear / 12, "time", 1, 0, none, true},
    UnitRow{"quarter", kYear / 4, "time", 1, 0, none, true},
    UnitRow{"year", kYear, "time", 1, 0, none, true},
    UnitRow{"yr", kYear, "time"},
    // energy [J] and power [W]
    UnitRow{"J", 1, "energy", 1, 0, si},
    UnitRow{"joule", 1, "energy", 1, 0, si_long, true},
    UnitRow{"Wh", kHour, "energy", 1, 0, si},
    UnitRow{"W", 1, "energy", 1, -1, si},
    UnitRow{"watt", 1, "energy", 1, -1, si_long, true},
    // mass [kg]
    UnitRow{"g", 1e-3, "mass", 1, 0, si},
    UnitRow{"gram", 1e-3, "mass", 1, 0, si_long, true},
    UnitRow{"t", 1e3, "mass", 1, 0, large},
    UnitRow{"tonne", 1e3, "mass", 1, 0, si_long, true},
    UnitRow{"lb", 0.45359237, "mass"},
    // volume [L]
    UnitRow{"L", 1, "volume", 1, 0, si},
    UnitRow{"l", 1, "volume", 1, 0, si},
    UnitRow{"litre", 1, "volume", 1, 0, si_long, true},
    UnitRow{"liter", 1, "volume", 1, 0, si_long, true},
    UnitRow{"m3", 1e3, "volume"},
    UnitRow{"gal", 3.785411784, "volume"},
    // length [m]
    UnitRow{"m", 1, "length", 1, 0, si},
    UnitRow{"cm", 1e-2, "length"},
    UnitRow{"metre", 1, "length", 1, 0, si_long, true},
    // impacts that are counted in units of their own
    UnitRow{"mol", 1, "amount of substance", 1, 0, si},
    UnitRow{"Bq", 1, "radioactivity", 1, 0, si},
    UnitRow{"CTUe", 1, "CTUe"},
    UnitRow{"CTUh", 1, "CTUh"},
    UnitRow{"pt", 1, "land quality"},
    UnitRow{"disease", 1, "disease", 1, 0, none, true},
    UnitRow{"death", 1, "death", 1, 0, none, true},
    // data [byte]
    UnitRow{"B", 1, "data", 1, 0, binary},
    UnitRow{"byte", 1, "data", 1, 0, si_long, true},
    UnitRow{"bit", 0.125, "data", 1, 0, large, true},
    // compute
    UnitRow{"FLOP", 1, "FLOP", 1, 0, large},
    UnitRow{"OP", 1, "operation", 1, 0, large},
    // money: each currency is a dimension of its own, since rates between them drift
    UnitRow{"USD", 1, "USD", 1, 0, large},
    UnitRow{"EUR", 1, "EUR", 1, 0, large},
    UnitRow{"GBP", 1, "GBP", 1, 0, large},
    UnitRow{"CHF", 1, "CHF", 1, 0, large},
    UnitRow{"CNY", 1, "CNY", 1, 0, large},
    UnitRow{"INR", 1, "INR", 1, 0, large},
    UnitRow{"JPY", 1, "JPY", 1, 0, large},
    UnitRow{"DKK", 1, "DKK", 1, 0, large},
    UnitRow{"SEK", 1, "SEK", 1, 0, large},
    UnitRow{"NOK", 1, "NOK", 1, 0, large},
    // things one counts
    UnitRow{"token", 1, "token", 1, 0, large, true},
    UnitRow{"request", 1, "request", 1, 0, large, true},
    UnitRow{"query", 1, "query", 1, 0, large},
    UnitRow{"queries", 1, "query"},
    UnitRow{"inference", 1, "inference", 1, 0, large, true},
    UnitRow{"image", 1, "image", 1, 0, large, true},
    UnitRow{"sample", 1, "sample", 1, 0, large, true},
    UnitRow{"epoch", 1, "epoch", 1, 0, none, true},
    UnitRow{"trial", 1, "trial", 1, 0, none, true},
    UnitRow{"training", 1, "training", 1, 0, none, true},
    UnitRow{"model", 1, "model", 1, 0, none, true},
    UnitRow{"parameter", 1, "parameter", 1, 0, large, true},
    UnitRow{"job", 1, "job", 1, 0, none, true},
    UnitRow{"page", 1, "page", 1, 0, none, true},
    UnitRow{"message", 1, "message", 1, 0, large, true},
    UnitRow{"session", 1, "session", 1, 0, none, true},
    UnitRow{"user", 1, "user", 1, 0, large, true},
    UnitRow{"person", 1, "person"},
    UnitRow{"people", 1, "person"},
    UnitRow{"GPU", 1, "GPU", 1, 0, none, true},
    UnitRow{"TPU", 1, "TPU", 1, 0, none, true},
    UnitRow{"CPU", 1, "CPU", 1, 0, none, true},
    UnitRow{"vCPU", 1, "vCPU", 1, 0, none, true},
    UnitRow{"core", 1, "core", 1, 0, none, true},
    UnitRow{"node", 1, "node", 1, 0, none, true},
    UnitRow{"server", 1, "server", 1, 0, none, true},
    UnitRow{"device", 1, "device", 1, 0, none, true},
};

constexpr std::array kKinds{
    KindRow{"CO2e market", "mass", "CO2e market"},
    KindRow{"CO2e", "mass", "CO2e"},
    KindRow{"CO2eq", "mass", "CO2e"},
    KindRow{"CO2-eq", "mass", "CO2e"},
    KindRow{"CO2", "mass", "CO2e"},
    KindRow{"Sb eq", "mass", "Sb"},
    KindRow{"Sb-eq", "mass", "Sb"},
    KindRow{"e-waste", "mass", "e-waste"},
    KindRow{"at facility", "energy", "facility"},
    KindRow{"at device", "energy", "device"},
    KindRow{"primary", "energy", "primary"},
    KindRow{"fossil", "energy", "fossil"},
    KindRow{"H+ eq", "amount of substance", "H+"},
    KindRow{"N eq", "amount of substance", "N"},
    KindRow{"N eq", "mass", "N"},
    KindRow{"P eq", "mass", "P"},
    KindRow{"CFC-11 eq", "mass", "CFC-11"},
    KindRow{"NMVOC eq", "mass", "NMVOC"},
    KindRow{"U235 eq", "radioactivity", "U235"},
    KindRow{"cancer", "CTUh", "cancer"},
    KindRow{"non-cancer", "CTUh", "non-cancer"},
    KindRow{"consumed", "volume", "consumed"},
    KindRow{"withdrawn", "volume", "withdrawn"},
    KindRow{"world eq", "volume", "world"},
};

constexpr std::array kAmbiguous{
    AmbiguousRow{"ton", "a ton is 1000 kg, 907 kg or 1016 kg, by country", "write `t` for 1000 kg"},
    AmbiguousRow{"tons", "a ton is 1000 kg, 907 kg or 1016 kg, by country",
                 "write `t` for 1000 kg"},
    AmbiguousRow{"FLOPS", "people write it for a count and for a rate",
                 "write `FLOP` for a count, `FLOP/s` for a rate"},
    AmbiguousRow{"FLOPs", "people write it for a count and for a rate",
                 "write `FLOP` for a count, `FLOP/s` for a rate"},
    AmbiguousRow{"flops", "people write it for a count and for a rate",
                 "write `FLOP` for a count, `FLOP/s` for a rate"},
    AmbiguousRow{"b", "b is read as bit and as byte", "write `bit` or `B`"},
    AmbiguousRow{"$", "many currencies write $", "write `USD`, or the code of the currency"},
    AmbiguousRow{"a", "a is read as year and as are", "write `year`"},
    AmbiguousRow{"CO2", "CO2 tells what, not how much", "write a mass before it, as in `kg CO2e`"},
    AmbiguousRow{"CO2e", "CO2e tells what, not how much",
                 "write a mass before it, as in `kg CO2e`"},
};

constexpr std::array kPrefixes{
    PrefixRow{"n", "nano", 1e-9},  PrefixRow{"µ", "micro", 1e-6}, PrefixRow{"u", "micro", 1e-6},
    PrefixRow{"m", "milli", 1e-3}, PrefixRow{"k", "kilo", 1e3},   PrefixRow{"M", "mega", 1e6},
    PrefixRow{"G", "giga", 1e9},   PrefixRow{"T", "tera", 1e12},  PrefixRow{"P", "peta", 1e15},
    PrefixRow{"E", "exa", 1e18},   PrefixRow{"Z", "zetta", 1e21}, PrefixRow{"Y", "yotta", 1e24},
    PrefixRow{"Ki", "", 0x1p10},   PrefixRow{"Mi", "", 0x1p20},   PrefixRow{"Gi", "", 0x1p30},
    PrefixRow{"Ti", "", 0x1p40},   PrefixRow{"Pi", "", 0x1p50},
};

}  // namespace

std::span<const UnitRow> unit_rows() { return kUnits; }
std::span<const KindRow> kind_rows() { return kKinds; }
std::span<const AmbiguousRow> ambiguous_rows() { return kAmbiguous; }
std::span<const PrefixRow> prefix_rows() { return kPrefixes; }

}  // namespace holon::quantity

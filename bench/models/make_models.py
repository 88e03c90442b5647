#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes the benchmarks' models: make_models.py world|regions|lines [COUNT] >MODEL.mdl

world    an economy of ten sectors, its people, its energy and what it leaves behind: as large as
         World3, and nobody's but ours. COUNT: of sectors.
regions  regions that build and share technologies: arrays of more than 15,000 elements.
lines    the world with as many sectors as COUNT lines of text take.
"""
import math
import sys

SECTORS = ["food", "housing", "transport", "industry", "health",
           "education", "services", "computing", "materials", "water"]


def statement(name, equation, unit="1"):
    return [f"{name} = {equation}", f"\t~\t{unit}", "\t~\t|", ""]


def table(name, points):
    pairs = ",".join(f"({x:.10g},{y:.10g})" for x, y in points)
    return [f"{name} (", f"\t{pairs})", "\t~\t1", "\t~\t|", ""]


def even(first, last, count, curve):
    """A curve on an even grid, as people write it: to four digits."""
    step = (last - first) / (count - 1)
    return [(float(f"{first + i * step:.10g}"), round(curve(first + i * step), 4))
            for i in range(count)]


def uneven(xs, curve):
    return [(x, round(curve(x), 4)) for x in xs]


def falling(at, steepness):
    return lambda x: 1 / (1 + (x / at) ** steepness)


def saturating(most, half):
    return lambda x: most * x / (x + half)


def world_head():
    out = ["{UTF-8}"]
    out += statement("birth rate normal", "0.021", "1/year")
    out += statement("life expectancy normal", "58", "year")
    out += statement("reference income", "250", "dollar/person/year")
    out += statement("resources initial", "4e+06", "unit")
    out += statement("pollution absorption time normal", "12", "year")
    out += statement("pollution reference", "40000", "unit")
    out += statement("efficiency growth", "0.008", "1/year")
    out += statement("policy year", "1985", "year")
    out += statement("policy strength", "0.3")
    out += statement("research share", "0.02")
    return out


def world_people():
    out = []
    out += table("mortality by income table", even(0, 4, 9, lambda x: 1.3 / (0.55 + 0.5 * x)))
    out += table("fertility by income table",
                 uneven([0, 0.5, 1, 1.5, 2.5, 4, 8], lambda x: 0.6 + 1.1 * math.exp(-0.6 * x)))
    out += table("mortality by pollution table", even(0, 10, 11, lambda x: 1 + 0.03 * x * x / 4))
    out += table("absorption by pollution table", even(0, 20, 6, lambda x: 1 + 0.08 * x))
    out += table("extraction cost table", even(0, 1, 26, lambda x: 1 + 4 * (1 - x) ** 4))
    previous = None
    for name, years in (("children", 15), ("young adults", 20), ("adults", 25), ("old", None)):
        leaves = f"{name} / {years}" if years else "0"
        arrives = "births" if previous is None else f"{previous[0]} / {previous[1]}"
        start = {"children": 900, "young adults": 800, "adults": 600, "old": 150}[name]
        out += statement(f"{name} deaths",
                         f"{name} * mortality * {dict(children=0.5, old=3.2).get(name, 0.4)}",
                         "person/year")
        out += statement(name, f"INTEG({arrives} - {leaves} - {name} deaths, {start})", "person")
        previous = (name, years)
    out += statement("population", "children + young adults + adults + old", "person")
    out += statement("mortality", "mortality by income * mortality by pollution"
                     " / life expectancy normal", "1/year")
    out += statement("mortality by income", "mortality by income table(relative income)")
    out += statement("mortality by pollution", "mortality by pollution table(pollution index)")
    out += statement("births", "young adults * birth rate normal * 3.4"
                     " * fertility by income table(smoothed income)", "person/year")
    out += statement("smoothed income", "SMOOTH3I(relative income, 20, 0.6)")
    out += statement("relative income", "income per person / reference income")
    return out


def world_nature(sectors):
    out = []
    total = lambda what: " + ".join(f"{s} {what}" for s in sectors)
    out += statement("total output", total("output"), "dollar/year")
    out += statement("income per person", "total output / population", "dollar/person/year")
    out += statement("investment need", total("orders wanted"), "dollar/year")
    out += statement("investment share wanted", "investment need / total output")
    out += statement("financing", "MIN(1, 0.32 / MAX(investment share wanted, 0.001))")
    out += statement("resources", "INTEG(-extraction, resources initial)", "unit")
    out += statement("fraction remaining", "resources / resources initial")
    out += statement("extraction", total("resource use"), "unit/year")
    out += statement("extraction cost", "extraction cost table(fraction remaining)")
    out += statement("ease of extraction", "1 / (0.7 + 0.3 * extraction cost)")
    out += statement("waste", "1 / efficiency")
    out += statement("thrift", "SQRT(waste)")
    out += statement("policy effort", "IF THEN ELSE(Time > policy year, policy strength, 0)")
    out += statement("emission", total("emission"), "unit/year")
    out += statement("appearance of pollution", "DELAY3(emission, 9)", "unit/year")
    out += statement("pollution", "INTEG(appearance of pollution - absorption, 800)", "unit")
    out += statement("pollution index", "pollution / pollution reference")
    out += statement("absorption", "pollution / (pollution absorption time normal"
                     " * absorption by pollution table(pollution index))", "unit/year")
    out += statement("knowledge", "INTEG(research, 100)", "unit")
    out += statement("research", "research share * total output / 400"
                     " * (knowledge / 100) ^ 0.35", "unit/year")
    out += statement("efficiency", "EXP(efficiency growth * (Time - 1900))"
                     " * (knowledge / 100) ^ 0.12")
    return out


def world_sector(name, number):
    """Capital, orders, skill and an expectation, each sector with its own numbers and curves."""
    k = number % 10
    lifetime, delay = 14 + 3 * (k % 4), 1.5 + 0.5 * (k % 3)
    out = []
    of = lambda what: f"{name} {what}"
    curve = lambda what, points: table(of(what + " table"), points)
    out += curve("need", even(0, 5, 11, saturating(60 + 11 * k, 1 + 0.2 * k)))
    out += curve("utilisation", even(0, 2, 9, lambda x: min(1.1, 0.05 + x - 0.12 * x * x)))
    out += curve("skill effect", uneven([0, 0.25, 0.5, 1, 2, 4, 6 + k],
                                        lambda x: 0.5 + saturating(0.9 + 0.02 * k, 0.8)(x)))
    out += curve("damage", even(0, 12, 13, falling(14 + k, 1.6)))
    out += curve("abatement", even(0, 3, 7, lambda x: math.exp(-(0.2 + 0.03 * k) * x)))
    out += statement(of("lifetime"), f"{lifetime}", "year")
    out += statement(of("capital per output"), f"{1.4 + 0.15 * k:.10g}", "year")
    out += statement(of("emission intensity"), f"{0.02 + 0.011 * (k % 5):.10g}", "unit/dollar")
    out += statement(of("demand"), f"population * {of('need table')}(smoothed income"
                     f" * {0.7 + 0.06 * k:.10g}) / {of('price')}", "dollar/year")
    out += statement(of("expected pressure"), f"{of('expected demand')} / {of('full output')}")
    out += statement(of("price"), f"MAX(0.5, 1 + 0.3 * ({of('expected pressure')} - 1))")
    out += statement(of("skill"), f"INTEG({of('learning')} - {of('forgetting')}, 1)")
    out += statement(of("learning"), f"0.06 * {of('utilisation')} * {of('pressure')}", "1/year")
    out += statement(of("forgetting"), f"{of('skill')} / {18 + k}", "1/year")
    out += statement(of("damage"), f"{of('damage table')}(pollution index)")
    out += statement(of("capacity"), f"{of('capital')} / {of('capital per output')}"
                     f" * {of('skill effect table')}({of('skill')})"
                     f" * {of('damage')} * ease of extraction", "dollar/year")
    out += statement(of("pressure"), f"{of('demand')} / {of('full output')}")
    out += statement(of("full output"), f"{of('capacity')} * efficiency", "dollar/year")
    out += statement(of("utilisation"), f"{of('utilisation table')}({of('pressure')})")
    out += statement(of("output"), f"{of('full output')} * {of('utilisation')}", "dollar/year")
    out += statement(of("expected demand"), f"INTEG(({of('demand')} - {of('expected demand')})"
                     f" / {2 + 0.25 * k:.10g}, {30000 + 2500 * k})", "dollar/year")
    out += statement(of("capital wanted"), f"{of('expected demand')}"
                     f" * {of('capital per output')} / ({of('damage')} * efficiency)", "dollar")
    out += statement(of("gap"), f"{of('capital wanted')} - {of('capital')}"
                     f" - {of('on order')}", "dollar")
    out += statement(of("orders wanted"), f"MAX(0, {of('wear')} + {of('gap')} / 4)",
                     "dollar/year")
    out += statement(of("orders"), f"{of('orders wanted')} * financing"
                     f" * IF THEN ELSE({of('pressure')} > 1.2, 1.15, 1)", "dollar/year")
    out += statement(of("on order"), f"INTEG({of('orders')} - {of('completion')},"
                     f" {2500 + 150 * k})", "dollar")
    out += statement(of("completion"), f"{of('on order')} / {delay:.10g}", "dollar/year")
    out += statement(of("wear"), f"{of('capital')} / {of('lifetime')}", "dollar/year")
    out += statement(of("capital"), f"INTEG({of('completion')} - {of('wear')},"
                     f" {40000 + 5000 * k})", "dollar")
    out += statement(of("effort"), "policy effort"
                     f" + 0.2 * {of('pressure')}")
    out += statement(of("emission"), f"{of('output')} * {of('emission intensity')} * waste"
                     f" * {of('abatement table')}({of('effort')} + pollution index"
                     f" / {4 + k})", "unit/year")
    out += statement(of("resource use"), f"{of('output')} * {0.01 + 0.002 * k:.10g}"
                     f" * thrift", "unit/year")
    return out


def control(final, step, saved, start=1900):
    out = []
    out += statement("INITIAL TIME", str(start), "year")
    out += statement("FINAL TIME", str(final), "year")
    out += statement("TIME STEP", str(step), "year")
    out += statement("SAVEPER", str(saved), "year")
    return out


def world(count):
    sectors = [SECTORS[i] if i < 10 else f"{SECTORS[i % 10]} {i // 10}" for i in range(count)]
    out = world_head() + world_people() + world_nature(sectors)
    for number, name in enumerate(sectors):
        out += world_sector(name, number)
    return out + control(2100, 0.5, 1)


def lines(count):
    """The world with fewer steps and as many sectors as make so many lines."""
    rest = len(world(10)) - 10 * len(world_sector("any", 0))
    sectors = math.ceil((count - rest) / len(world_sector("any", 0)))
    out = world(sectors)
    at = out.index("FINAL TIME = 2100")
    out[at] = "FINAL TIME = 1910"
    return out


def listed(name, indices, values, unit="1"):
    return statement(f"{name}[{indices}]", ",".join(f"{v:.6g}" for v in values), unit)


def regions(count):
    technologies = 20
    sub = lambda name, prefix, n: [f"{name}: ({prefix}1-{prefix}{n})", "\t~", "\t~\t|", ""]
    wave = lambda n, a, b: [a + b * math.sin(1.7 * i + a) for i in range(n)]
    both = "[region,technology]"
    of = lambda name: name + both
    out = ["{UTF-8}"] + sub("region", "R", count) + sub("technology", "T", technologies)
    out += listed("people", "region", wave(count, 40, 25), "person")
    out += listed("wealth", "region", wave(count, 1.1, 0.6))
    out += listed("openness", "region", wave(count, 0.08, 0.05), "1/year")
    out += listed("lifetime", "technology", wave(technologies, 20, 9), "year")
    out += listed("learning exponent", "technology", wave(technologies, 0.3, 0.2))
    out += listed("start cost", "technology", wave(technologies, 3, 1.5), "dollar")
    out += listed("emission of", "technology", wave(technologies, 0.6, 0.5), "unit")
    out += statement("sensitivity to cost", "1.5")
    out += statement("carbon price growth", "0.02", "1/year")
    out += statement("demand growth", "0.015", "1/year")
    out += table("saturation table", even(0, 3, 13, falling(1.2, 3)))
    out += table("acceptance table", uneven([0, 0.1, 0.3, 0.6, 1, 2],
                                            lambda x: 0.4 + 0.6 * x / (x + 0.4)))
    out += statement("carbon price", "0.05 * EXP(carbon price growth * (Time - 2000))", "dollar")
    out += statement("demand[region]", "people[region] * wealth[region]"
                     " * EXP(demand growth * (Time - 2000))", "unit/year")
    out += statement(of("capacity"), f"INTEG({of('building')} - {of('closing')},"
                     " people[region] / lifetime[technology])", "unit")
    out += statement(of("in building"), f"INTEG({of('ordering')} - {of('building')},"
                     " 0.1 * people[region] / lifetime[technology])", "unit")
    out += statement(of("experience"), f"INTEG({of('building')} + {of('spillover')}, 1)", "unit")
    out += statement(of("familiarity"), f"INTEG({of('adopting')}, 0.2)")
    out += statement(of("closing"), f"{of('capacity')} / lifetime[technology]", "unit/year")
    out += statement(of("building"), f"{of('in building')} / 2", "unit/year")
    out += statement("world experience[technology]", "SUM(experience[region!,technology])"
                     f" / {count}", "unit")
    out += statement(of("spillover"), "openness[region] * MAX(0, world experience[technology]"
                     f" - {of('experience')})", "unit/year")
    out += statement(of("cost"), f"start cost[technology] * {of('experience')}"
                     " ^ (-learning exponent[technology])"
                     " + carbon price * emission of[technology]", "dollar")
    out += statement(of("share"), f"{of('capacity')} / total capacity[region]")
    out += statement(of("room"), f"saturation table({of('share')} * {technologies / 4:.10g})")
    out += statement(of("attraction"), f"{of('familiarity')} * {of('room')}"
                     f" * EXP(-sensitivity to cost * {of('cost')})")
    out += statement("total attraction[region]", "SUM(attraction[region,technology!])")
    out += statement("total capacity[region]", "SUM(capacity[region,technology!])", "unit")
    out += statement("shortage[region]", "MAX(0, demand[region] - total capacity[region])",
                     "unit/year")
    out += statement(of("preference"), f"{of('attraction')} / total attraction[region]")
    out += statement(of("ordering"), f"{of('closing')} * {of('room')} * 0.5"
                     f" + shortage[region] * {of('preference')} / 3", "unit/year")
    out += statement(of("acceptance"), f"acceptance table({of('share')} * 2)")
    out += statement(of("adopting"), f"0.2 * ({of('acceptance')} - {of('familiarity')})",
                     "1/year")
    out += statement(of("emission"), f"MIN({of('capacity')}, demand[region] * {of('share')})"
                     " * emission of[technology]", "unit/year")
    out += statement("total emission", "SUM(emission[region!,technology!])", "unit/year")
    out += statement("all capacity", "SUM(total capacity[region!])", "unit")
    return out + control(2050, 0.25, 1, 2000)


def main():
    kind = sys.argv[1] if len(sys.argv) > 1 else ""
    count = int(sys.argv[2]) if len(sys.argv) > 2 else None
    made = {"world": lambda: world(count or 10), "regions": lambda: regions(count or 50),
            "lines": lambda: lines(count or 50000)}
    if kind not in made:
        sys.exit(__doc__)
    print("\n".join(made[kind]()))


main()

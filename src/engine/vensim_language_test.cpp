// SPDX-License-Identifier: Apache-2.0
//
// What the language of Vensim means, by small models worked out by hand. Their forms are those of
// public models: C-LEARN, World3, FREE, and models of the metasd library.
#include <cmath>
#include <string>

#include "engine/vensim_test.h"

namespace holon::engine {
namespace {

using Series = std::vector<double>;

Series constant(double value, std::size_t count = 5) { return Series(count, value); }

}  // namespace

TEST_CASE("a variable that samples itself reads what it kept") {
  const auto run = run_vensim(R"(
rise = IF THEN ELSE(Time < 2, Time, 4 - Time) ~~|
peak = SAMPLE IF TRUE(rise > peak, rise, rise) ~~|
least = SAMPLE IF TRUE(rise < least - 0.5, rise, 0.25) ~~|
sum = SAMPLE IF TRUE(Time > 1, sum + Time, 10) ~~|
)",
                              5);
  CHECK(run.at("peak") == Series{0, 1, 2, 2, 2, 2});
  CHECK(run.at("least") == Series{0.25, 0.25, 0.25, 0.25, 0.25, -1});
  CHECK(run.at("sum") == Series{10, 10, 12, 15, 19, 24});
}

TEST_CASE("a macro's result may sample itself, for each element") {
  const auto run = run_vensim(R"(
:MACRO: PEAK(x)
PEAK = SAMPLE IF TRUE(x > PEAK, x, x) ~~|
:END OF MACRO:
r: a, b ~~|
size[r] = 1, 2 ~~|
top[r] = PEAK(size[r] * SIN(Time)) ~~|
doubled = 2 * PEAK(3 - Time) ~~|
)");
  CHECK(run.at("top[a]")[4] == doctest::Approx(std::sin(2)));
  CHECK(run.at("top[b]")[4] == doctest::Approx(2 * std::sin(2)));
  CHECK(run.at("doubled") == constant(6));
}

TEST_CASE("two samples that wait for each other are a circle") {
  const auto said = vensim_mistakes(R"(
a = SAMPLE IF TRUE(b > 1, 2, 0) ~~|
b = SAMPLE IF TRUE(a > 1, 2, 0) ~~|
INITIAL TIME = 0 ~~|
FINAL TIME = 2 ~~|
TIME STEP = 1 ~~|
)");
  CHECK(said.find("wait for each other: a → b → a") != std::string::npos);
}

TEST_CASE("macros hold levels, read the model's time by a dollar sign, and shadow functions") {
  const auto run = run_vensim(R"(
:MACRO: HELD UNTIL(last, input, first)
HELD UNTIL = INTEG( (1-STEP(1,last))*(input-HELD UNTIL)/TIME STEP$, first)
	~	input
	~		|

:END OF MACRO:
:MACRO: SSHAPE(xin,profile)
SSHAPE = IF THEN ELSE( input>0.5, 1-(1-input)^profile*0.5/0.5^profile, input^profile*\
		0.5/0.5^profile)
	~	dmnl
	~		|

input = MIN(1,MAX(0,xin))
	~	xin
	~		|

:END OF MACRO:
:MACRO: GROWING( from, to, start, end, islinear)
GROWING = IF THEN ELSE( linear,line,curve) ~~|
linear = IF THEN ELSE( from > 0 :AND: to > 0, islinear, 1) ~~|
line = from + RAMP((to-from)/(end-start),start,end) ~~|
curve = IF THEN ELSE(Time$ <= start, from
,IF THEN ELSE( Time$ > end, to, from*EXP( rate*(Time$-start)) )) ~~|
rate = IF THEN ELSE( from > 0 :AND: to > 0, LN(to/from)/(end-start), :NA: ) ~~|
:END OF MACRO:
:MACRO: INIT(x)
INIT = INITIAL(x)
	~	x
	~	Like INITIAL, but of use anywhere.
	|

:END OF MACRO:
held = HELD UNTIL(2,Time + 7,0) ~~|
shape = SSHAPE(Time/4,2) ~~|
curve = GROWING(1,16,0,4,0) ~~|
line = GROWING(-4,4,0,4,0) ~~|
over start = LN((Time+1)/INIT(Time+2)) ~~|
)");
  CHECK(run.at("held") == Series{0, 7, 8, 8, 8});
  CHECK(run.at("shape") == Series{0, 0.125, 0.5, 0.875, 1});
  CHECK(run.at("curve")[2] == doctest::Approx(4));
  CHECK(run.at("line") == Series{-4, -2, 0, 2, 4});
  CHECK(run.at("over start")[1] == doctest::Approx(0));
}

TEST_CASE("a macro's further results are variables, wherever they are read, for each element") {
  const auto run = run_vensim(R"(
early = extra * 2 ~~|
all = SUM(ex[r!]) ~~|
:MACRO: BOTH(a, b : total, gap)
BOTH = a * b ~~|
total = a + b ~~|
gap = INTEG(a - b, 0) ~~|
:END OF MACRO:
r: r1, r2 ~~|
v[r] = 1, 2 ~~|
p = BOTH(3, 4 : extra, more) ~~|
pv[r] = 1 + BOTH(v[r], 4 : ex[r], mo[r]) ~~|
)");
  CHECK(run.at("p") == constant(12));
  CHECK(run.at("early") == constant(14));
  CHECK(run.at("more") == Series{0, -1, -2, -3, -4});
  CHECK(run.at("pv[r2]") == constant(9));
  CHECK(run.at("all") == constant(11));
  CHECK(run.at("mo[r2]") == Series{0, -2, -4, -6, -8});
}

TEST_CASE("lookups in each of their forms") {
  const auto run = run_vensim(R"(
r: us, eu ~~|
one year=1 ~year ~|
pairs= WITH LOOKUP (
	Time/one year,
		((	0	,	10	),
		(	2	,	14	)))
	~	ppm
	~		|
by element[us](
	(	0	,	0	),
	(	2	,	4	)
	) ~~|
by element[eu]((0,1),(2,5)) ~~|
read[r]= by element[r](Time/one year) ~~|
with range( [(0,0)-(9,9)],(0,1),(4,9) ) ~~|
ranged = with range((Time-(0))/(1-(0))) ~~|
old form(0,2,4,
		10,20,\
		40) ~~|
old = old form\
		(Time) ~~|
)");
  CHECK(run.at("pairs") == Series{10, 12, 14, 14, 14});
  CHECK(run.at("read[us]") == Series{0, 2, 4, 4, 4});
  CHECK(run.at("read[eu]") == Series{1, 3, 5, 5, 5});
  CHECK(run.at("ranged") == Series{1, 3, 5, 7, 9});
  CHECK(run.at("old") == Series{10, 15, 20, 30, 40});
}

TEST_CASE("ranges are mapped in order, both ways, and have other names") {
  const auto run = run_vensim(R"(
N : (n2-n4)
	~	Dmnl
	~	All but the first
	|

"N-1" : (n1-n3) -> N
	~	Dmnl
	~	The one before
	|
PM : (n1-n4) ~~|
size[PM] = 1, 2, 4, 8 ~~|
step[N] = size[N] - size["N-1"] ~~|
step[n1] = 0 ~~|
i prev:
	(n1-n3) -> i next
	~	
	~		|

i next:
	(n2-n4) -> i prev
	~	
	~		|
ratio[i prev] = size[i next] / size[i prev] ~~|
backward[i next] = size[i next] - size[i prev] ~~|
j<->
	PM
	~	
	~		|
others[PM] = SUM(apart[PM,j!]) ~~|
apart[PM,j] = IF THEN ELSE(PM = j, 0, size[j]) ~~|
count = ELMCOUNT(PM) ~~|
)");
  CHECK(run.at("step[n1]")[0] == 0);
  CHECK(run.at("step[n4]")[0] == 4);
  CHECK(run.at("ratio[n3]")[0] == 2);
  CHECK(run.at("backward[n2]")[0] == 1);
  CHECK(run.at("others[n1]")[0] == 14);
  CHECK(run.at("others[n4]")[0] == 7);
  CHECK(run.at("count")[0] == 4);
}

TEST_CASE("the elements of one variable may be a level, a constant and an exception") {
  const auto run = run_vensim(R"(
source: old, new
	~	dmnl
	~	Kinds
	|
old: oilgas, coal ~~|
rent[oilgas]= INTEG (
	0.5,
		first[oilgas]) ~~|
rent[coal]=
	0
	~	$/GJ
	~	Desired rent.
	|
rent[new] :EXCEPT: [coal] = 7 ~~|
first[old] = 3 ~~|
paid[old]= max(0, rent[old]) ~~|
cost[source,old] :EXCEPT: [oilgas,oilgas],[new,coal] = 1 ~~|
cost[oilgas,oilgas] = 2 ~~|
cost[new,coal] = 3 ~~|
last = IF THEN ELSE(Time = FINAL TIME,ABS(rent[oilgas]),0) ~~|
)");
  CHECK(run.at("paid[oilgas]") == Series{3, 3.5, 4, 4.5, 5});
  CHECK(run.at("rent[new]") == constant(7));
  CHECK(run.at("cost[oilgas,oilgas]") == constant(2));
  CHECK(run.at("cost[new,oilgas]") == constant(1));
  CHECK(run.at("cost[new,coal]") == constant(3));
  CHECK(run.at("last") == Series{0, 0, 0, 0, 5});
}

TEST_CASE("names, groups, comments and settings as public models have them") {
  const auto run = run_vensim(R"(
********************************************************
	.World
********************************************************~
		 A "title", (c) and more
	|

********************************************************
	.Economy.Retrofit
********************************************************~
	|

Marg Capital'Energy per Aggr Energy=
	4
	~	dmnl [0,9,1]
	~	0 a normal one
		
		1 another (\"quoted\")
	|
"q \"n\" & [x]"==
	Marg Capital'Energy per Aggr Energy/2
	~	$/year [0,?]
	~		~	:SUPPLEMENTARY 
	|
product  = 
        EXP ( LN ( "q \"n\" & [x]" ) 
             * ( 1
                  - 0 ) )
	~	Veg equiv kg/(year*hectare)
	~	  A PRODUCT (P#1.2).
	|
tiny = 1e-010 + 1E+009*0 ~~|
cond :THE CONDITION: product=1 :IMPLIES: tiny>0 ~~|
trial :TEST INPUT: product = 2 ~~|
FINAL TIME  = 2 ~~|
INITIAL TIME  = 0 ~~|
SAVEPER  = 
        TIME STEP
	~	Year [0,?]
	~	How often output is stored.
	|
TIME STEP  = 1
	~	Year [0.0625,1]
	~		|

\\\---/// Sketch information - do not modify anything except names
V300  Do not put anything below this section - it will be ignored
*View 1
$192-192-192,0,Times New Roman|12||0-0-0|0-0-0|0-0-255|-1--1--1|-1--1--1|96,96,100,0
///---\\\
:GRAPH A_GRAPH
:TITLE A graph
:L<%^E!@
1:x.vdf
22:$,Dollar,Dollars,$s
)");
  CHECK(run.at("product")[2] == doctest::Approx(2));
  CHECK(run.at("tiny")[0] == 1e-10);
  CHECK(run.count("cond") == 0);
}

TEST_CASE("a table in tabs says which elements are summed") {
  const auto run = run_vensim(R"(
COP:
	US,
	EU,
	China
	~	
	~		|
Groups: Developed, Developing ~~|
belongs[COP,Groups]=TABBED ARRAY(
	1	0
	1	0
	0	1
	)
	~	dmnl
	~		|
VSSUM==0 ~~|
VSERRATLEASTONE==1 ~~|
em[COP]=1,2,3 ~~|
sums [Groups]=
	VECTOR SELECT(belongs[COP!,Groups]
	,em[COP!]*belongs[COP!, Groups]
	,0,VSSUM,VSERRATLEASTONE)
	~	x
	~		|
stopped[COP]=SAMPLE IF TRUE(
	 Time <= 1
	, SMOOTH( IF THEN ELSE(VSSUM=0, em[COP]*Time, em[COP]\
	),TIME STEP), IF THEN ELSE(VSSUM=0, em[COP]*Time, em\
		[COP]))
	~	G
	~		|
)");
  CHECK(run.at("sums[Developed]") == constant(3));
  CHECK(run.at("sums[Developing]") == constant(3));
  CHECK(run.at("stopped[China]") == constant(0));
}

TEST_CASE("an array can be read as a lookup") {
  const auto run = run_vensim(R"(
i: (i1-i5) ~~|
y[i] = 2, 1, 3, 5, 4 ~~|
x = Time / 8 + 0.125 ~~|
line = VECTOR LOOKUP(y[i1], x, 0, 1, 0) ~~|
before = VECTOR LOOKUP(y[i1], x, 0, 1, 2) ~~|
after = VECTOR LOOKUP(y[i1], x, 0, 1, 4) ~~|
slope = VECTOR LOOKUP(y[i1], x, 0, 1, 6) ~~|
beyond = VECTOR LOOKUP(y[i1], x + 0.875, 0, 1, mode) ~~|
level = VECTOR LOOKUP(y[i1], x + 1, 0, 1, 0) ~~|
mode = 3 ~~|
)",
                              3);
  CHECK(run.at("line") == Series{1.5, 1, 2, 3});
  CHECK(run.at("before") == Series{2, 1, 1, 3});
  CHECK(run.at("after") == Series{1, 1, 3, 3});
  CHECK(run.at("slope") == Series{-4, 8, 8, 8});
  CHECK(run.at("beyond") == Series{4, 3.5, 3, 2.5});
  CHECK(run.at("level") == constant(4, 4));
}

TEST_CASE("an investment is written off evenly, by fiscal periods") {
  const auto run = run_vensim(R"(
once = DEPRECIATE STRAIGHTLINE(IF THEN ELSE(Time = 2, 12, 0), 3, 1, 0) ~~|
steady = DEPRECIATE STRAIGHTLINE(5, 4, 2, 5) ~~|
within = DEPRECIATE STRAIGHTLINE(IF THEN ELSE(Time = 1, 12, 0), 4, 2, 0) ~~|
)",
                              7);
  CHECK(run.at("once") == Series{0, 0, 4, 4, 4, 0, 0, 0});
  CHECK(run.at("steady") == constant(5, 8));
  CHECK(run.at("within") == Series{0, 6, 3, 3, 0, 0, 0, 0});
}

TEST_CASE("an information delay drops what is overtaken and holds the last value") {
  const auto run = run_vensim(R"(
longer = DELAY INFORMATION(Time, 2 + STEP(2, 4), -1) ~~|
shorter = DELAY INFORMATION(Time, 4 - STEP(2, 4), -1) ~~|
)",
                              10);
  CHECK(run.at("longer") == Series{-1, -1, 0, 1, 2, 3, 3, 3, 4, 5, 6});
  CHECK(run.at("shorter") == Series{-1, -1, -1, -1, 0, 1, 4, 5, 6, 7, 8});
}

TEST_CASE("a delay tells its pipeline beside its value") {
  const auto run = run_vensim(R"(
r: a, b ~~|
starts = 6 + STEP(6, 1) ~~|
done = DELAYP(starts, 3 : in progress) ~~|
known = DELAY3(starts, 3) ~~|
work = INTEG(starts - known, starts * 3) ~~|
of each[r] = 2 * DELAYP(starts, 3 : of it[r]) ~~|
)");
  CHECK(run.at("done") == run.at("known"));
  CHECK(run.at("in progress") == run.at("work"));
  CHECK(run.at("of it[b]") == run.at("work"));
  CHECK(run.at("of each[a]")[4] == 2 * run.at("known")[4]);
}

TEST_CASE("data that nobody has given is missing, wherever it is read") {
  const auto run = run_vensim(R"(
seen ~~|
plain = 2 * seen ~~|
later = GET DATA AT TIME(seen, 3) ~~|
most = GET DATA MAX(seen) ~~|
points = GET DATA TOTAL POINTS(seen) ~~|
)");
  for (const auto* name : {"plain", "later", "most"}) CHECK(std::isnan(run.at(name)[1]));
  CHECK(run.at("points") == constant(0));
}

TEST_CASE("data that nobody has given is what `:NA:` asks for") {
  const auto run = run_vensim(
      "d ~~|\nx = IF THEN ELSE(d = :NA:, 3, d) ~~|\ny = IF THEN ELSE(:NA: <> d, d, 4) ~~|\n"
      "z = IF THEN ELSE(:NA: = x, 5, x) ~~|\nn = :NA: ~~|\nw = (n = :NA:) + (n <> :NA:) ~~|\n");
  CHECK(run.at("x").front() == 3);
  CHECK(run.at("y").front() == 4);
  CHECK(run.at("z").front() == 3);
  CHECK(run.at("w").front() == 1);
}

TEST_CASE("functions of data keep to the times they are given, slopes to their side") {
  const auto run = run_vensim(R"(
line((0,1),(1,5),(2,3),(4,9)) ~~|
most = GET DATA MAX(line, 1.5, 3) ~~|
middle = GET DATA MEAN(line, 0, 2) ~~|
none = GET DATA MIN(line, 5, 6) ~~|
left = LOOKUP SLOPE(line, Time, -1) ~~|
right = LOOKUP SLOPE(line, Time, 1) ~~|
both = LOOKUP SLOPE(line, 1, 0) ~~|
)");
  CHECK(run.at("most") == constant(3));
  CHECK(run.at("middle") == constant(3));
  CHECK(std::isnan(run.at("none")[0]));
  CHECK(run.at("left") == Series{4, 4, -2, 3, 3});
  CHECK(run.at("right") == Series{4, -2, 3, 3, 3});
  CHECK(run.at("both") == constant(1));
}

TEST_CASE("a time step that changes moves stocks all of its way, and nothing in between") {
  const auto run = run_vensim(
      "x = INTEG(Time - x / 4, 10) ~~|\nlatest = SAMPLE IF TRUE(Time < 3.2, x, 0) ~~|\n"
      "first = INITIAL(x) ~~|\nINITIAL TIME = 0 ~~|\nFINAL TIME = IF THEN ELSE(Time < 2, 3, 5) "
      "~~|\n"
      "TIME STEP = IF THEN ELSE(Time < 3, 1, 0.25) ~~|\nSAVEPER = TIME STEP ~~|\n");
  const auto& x = run.at("x");
  REQUIRE(x.size() == 21);  // in short steps
  double now = 10;
  for (std::size_t k = 0; k < x.size();) {
    const double time = 0.25 * static_cast<double>(k);
    CHECK(x[k] == doctest::Approx(now).epsilon(1e-14));
    const std::size_t parts = time < 3 ? 4 : 1;
    now += 0.25 * static_cast<double>(parts) * (time - now / 4);
    k += parts;
  }
  CHECK(x[5] == x[8]);
  CHECK(run.at("latest")[20] == x[12]);
  CHECK(run.at("first") == Series(21, 10));
}

TEST_CASE("what needs equal steps refuses a step that changes") {
  const std::string times =
      "INITIAL TIME = 0 ~~|\nFINAL TIME = 5 ~~|\nSAVEPER = 1 ~~|\n"
      "TIME STEP = IF THEN ELSE(Time < 3, 1, 0.5) ~~|\n";
  CHECK(vensim_mistakes("x = Time ~~|\n" + times).empty());
  CHECK(vensim_mistakes("x = DELAY FIXED(Time, 2, 0) ~~|\n" + times)
            .find("`TIME STEP` changes during the run of a model that needs equal steps") !=
        std::string::npos);
}

}  // namespace holon::engine

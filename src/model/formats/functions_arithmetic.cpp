// SPDX-License-Identifier: Apache-2.0
//
// Functions of numbers at one moment.
#include <array>
#include <cmath>

#include "model/formats/call.h"

namespace holon::model::formats {
namespace {

// a function that the engine has under the name given
template <const char* kName, std::size_t kCount>
Expr same(Call& c) {
  std::vector<Expr> arguments;
  for (std::size_t i = 0; i < kCount; ++i) arguments.push_back(c[i]);
  return call(kName, std::move(arguments));
}

constexpr char kAbs[] = "abs";
constexpr char kSqrt[] = "sqrt";
constexpr char kExp[] = "exp";
constexpr char kLn[] = "ln";
constexpr char kSin[] = "sin";
constexpr char kCos[] = "cos";
constexpr char kTan[] = "tan";
constexpr char kArcSin[] = "arcsin";
constexpr char kArcCos[] = "arccos";
constexpr char kArcTan[] = "arctan";
constexpr char kSinh[] = "sinh";
constexpr char kCosh[] = "cosh";
constexpr char kTanh[] = "tanh";
constexpr char kTruncate[] = "truncate";
constexpr char kFloor[] = "int";
constexpr char kGammaLn[] = "gamma ln";
constexpr char kSign[] = "sign";

// Vensim takes a divisor below 1e-6 for zero
Expr over_or(const Expr& a, const Expr& b, const Expr& otherwise) {
  return if_else(less(call("abs", {b}), number(1e-6)), otherwise, a / b);
}

Expr zero_if_divided_by_zero(Call& c) { return over_or(c[0], c.shared(1, "divisor"), number(0)); }
Expr x_if_divided_by_zero(Call& c) { return over_or(c[0], c.shared(1, "divisor"), c[2]); }

Expr safe_divide(Call& c) { return call("safe divide", {c[0], c[1], c.argument_or(2, 0)}); }

Expr power(Call& c) { return node(Op::power, {c[0], c[1]}); }

Expr log(Call& c) {
  if (c.size() == 1) return call("log10", {c[0]});
  return call("ln", {c[0]}) / call("ln", {c[1]});
}
Expr log10(Call& c) { return call("log10", {c[0]}); }

// the remainder has the sign of the dividend, as C's fmod
Expr modulo(Call& c) {
  const auto a = c.shared(0, "dividend");
  const auto b = c.shared(1, "divisor");
  return a - b * call("truncate", {a / b});
}
Expr floored_modulo(Call& c) { return node(Op::modulo, {c[0], c[1]}); }

Expr quantum(Call& c) {
  const auto a = c.shared(0, "amount");
  const auto b = c.shared(1, "quantum");
  return if_else(node(Op::less_equal, {b, number(0)}), a, b * call("truncate", {a / b}));
}

// half away from zero to the even neighbour is what Stella does not do: half goes up
Expr round(Call& c) {
  const auto a = c.shared(0, "number");
  if (c.size() == 1) return call("round", {a});
  const auto factor = node(Op::power, {number(10), c[1]});
  return call("round", {a * factor}) / factor;
}

Expr if_then_else(Call& c) { return if_else(c[0], c[1], c[2]); }

Expr pi(Call&) { return number(3.14159265358979323846); }
Expr infinity(Call&) { return number(HUGE_VAL); }
Expr nan(Call&) { return number(NAN); }

Expr as_is(Call& c) { return c[0]; }

// an S-shaped curve from 0 to 1: Vensim's SSHAPE(x, p) = x^p / (x^p + (1 - x)^p) within 0..1
Expr s_shape(Call& c) {
  const auto x = c.auxiliary("share", call("max", {number(0), call("min", {number(1), c[0]})}));
  const auto p = c.shared(1, "power");
  const auto up = c.auxiliary("rise", node(Op::power, {x, p}));
  return up / (up + node(Op::power, {number(1) - x, p}));
}

constexpr std::array kRows{
    Row{"ABS", "ABS", 1, 1, "x", "The size of x.", same<kAbs, 1>, "a -> a", "ABS(-2)", 2},
    Row{"SQRT", "SQRT", 1, 1, "x", "The square root.", same<kSqrt, 1>, "a*a -> a", "SQRT(9)", 3},
    Row{"EXP", "EXP", 1, 1, "x", "e to the power x.", same<kExp, 1>, "1 -> 1", "EXP(1)",
        2.718281828459045},
    Row{"LN", "LN", 1, 1, "x", "The natural logarithm.", same<kLn, 1>, "1 -> 1", "LN(2)",
        0.6931471805599453},
    Row{"LOG", "LOG10|LOG", 1, 2, "x, base", "The logarithm to a base (10 where none is given).",
        log, "1 1 -> 1", "LOG(8, 2)", 3},
    Row{"", "LOG10", 1, 1, "x", "The logarithm to the base 10.", log10, "1 -> 1", "LOG10(1000)", 3},
    Row{"SIN", "SIN", 1, 1, "x", "The sine of x radians.", same<kSin, 1>, "1 -> 1", "SIN(0.5)",
        0.479425538604203},
    Row{"COS", "COS", 1, 1, "x", "The cosine of x radians.", same<kCos, 1>, "1 -> 1", "COS(0.5)",
        0.8775825618903728},
    Row{"TAN", "TAN", 1, 1, "x", "The tangent of x radians.", same<kTan, 1>, "1 -> 1", "TAN(0.5)",
        0.5463024898437905},
    Row{"ARCSIN", "ARCSIN", 1, 1, "x", "The angle whose sine is x.", same<kArcSin, 1>, "1 -> 1",
        "ARCSIN(0.5)", 0.5235987755982989},
    Row{"ARCCOS", "ARCCOS", 1, 1, "x", "The angle whose cosine is x.", same<kArcCos, 1>, "1 -> 1",
        "ARCCOS(0.5)", 1.0471975511965979},
    Row{"ARCTAN", "ARCTAN", 1, 1, "x", "The angle whose tangent is x.", same<kArcTan, 1>, "1 -> 1",
        "ARCTAN(0.5)", 0.4636476090008061},
    Row{"SINH", "SINH", 1, 1, "x", "The hyperbolic sine.", same<kSinh, 1>, "1 -> 1", "SINH(0.5)",
        0.5210953054937474},
    Row{"COSH", "COSH", 1, 1, "x", "The hyperbolic cosine.", same<kCosh, 1>, "1 -> 1", "COSH(0.5)",
        1.1276259652063807},
    Row{"TANH", "TANH", 1, 1, "x", "The hyperbolic tangent.", same<kTanh, 1>, "1 -> 1", "TANH(0.5)",
        0.46211715726000975},
    Row{"INTEGER", "", 1, 1, "x", "x without its fraction, towards zero.", same<kTruncate, 1>,
        "a -> a", "INTEGER(-2.5)", -2},
    Row{"", "INT", 1, 1, "x", "The largest whole number that is not above x.", same<kFloor, 1>,
        "a -> a", "INT(-2.5)", -3},
    Row{"GAMMA LN", "GAMMALN", 1, 1, "x", "The logarithm of the gamma function.", same<kGammaLn, 1>,
        "1 -> 1", "GAMMA LN(5)", 3.1780538303479458},
    Row{"", "SIGN", 1, 1, "x", "-1, 0 or 1 by the sign of x.", same<kSign, 1>, "? -> 1", "SIGN(-4)",
        -1},
    Row{"", "ROUND", 1, 2, "x, digits", "x to the nearest whole number, or to so many digits.",
        round, "a ? -> a", "ROUND(2.567, 1)", 2.6},
    Row{"ZIDZ", "", 2, 2, "a, b", "a / b, or 0 where |b| < 1e-6.", zero_if_divided_by_zero,
        "a b -> a/b", "ZIDZ(1, 0)", 0},
    Row{"XIDZ", "", 3, 3, "a, b, x", "a / b, or x where |b| < 1e-6.", x_if_divided_by_zero,
        "a b a/b -> a/b", "XIDZ(1, 0, 7)", 7},
    Row{"", "SAFEDIV", 2, 3, "a, b, x", "a / b, or x (else 0) where b is 0.", safe_divide,
        "a b a/b -> a/b", "SAFEDIV(1, 0, 7)", 7},
    Row{"POWER", "POWER", 2, 2, "base, exponent", "base ^ exponent.", power, "? 1 -> ?",
        "POWER(2, 3)", 8},
    Row{"MODULO", "", 2, 2, "a, b", "The remainder of a / b, with the sign of a.", modulo,
        "a a -> a", "MODULO(-7, 3)", -1},
    Row{"", "MOD", 2, 2, "a, b", "The remainder of a / b, with the sign of b.", floored_modulo,
        "a a -> a", "MOD(-7, 3)", 2},
    Row{"QUANTUM", "", 2, 2, "a, b", "The largest multiple of b within a; a where b <= 0.", quantum,
        "a a -> a", "QUANTUM(7, 2)", 6},
    Row{"IF THEN ELSE", "", 3, 3, "condition, yes, no", "yes where the condition holds, else no.",
        if_then_else, "? a a -> a", "IF THEN ELSE(Time > 2, 10, 20)", 10},
    Row{"", "PI", 0, 0, "", "The number pi.", pi, "-> 1", "PI", 3.141592653589793},
    Row{"", "INF|INFINITY", 0, 0, "", "More than any number.", infinity, "-> ?", "1 / INF", 0},
    Row{"", "NAN", 0, 0, "", "No number.", nan, "-> ?", "IF TIME > 2 THEN 4 ELSE NAN", 4},
    Row{"GAME", "", 1, 1, "x", "x; in a game, a player would change it.", as_is, "a -> a",
        "GAME(5)", 5},
    Row{"", "SINGLEVALUE", 1, 1, "x", "x.", as_is, "a -> a", "SINGLEVALUE(5)", 5},
    Row{"SSHAPE", "", 2, 2, "x, power", "An S-shaped curve from 0 to 1 for x from 0 to 1.", s_shape,
        "1 1 -> 1", "SSHAPE(0.5, 2)", 0.5},
};

}  // namespace

std::span<const Row> arithmetic_rows() { return kRows; }

}  // namespace holon::model::formats

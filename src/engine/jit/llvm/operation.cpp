// SPDX-License-Identifier: Apache-2.0
#include "engine/jit/llvm/operation.h"

#include <array>

// SLEEF's reproducible functions; only their addresses are needed here
extern "C" {
#define HOLON_ELEMENTARY(name)              \
  void Sleef_finz_##name##d1_u10purecfma(); \
  void Sleef_finz_##name##d4_u10avx2();     \
  void Sleef_finz_##name##d8_u10avx512f();
HOLON_ELEMENTARY(exp)
HOLON_ELEMENTARY(log)
HOLON_ELEMENTARY(pow)
HOLON_ELEMENTARY(sin)
HOLON_ELEMENTARY(cos)
#undef HOLON_ELEMENTARY
}

namespace holon::engine::jit {
namespace {

constexpr double kLogarithm10 = 0.43429448190325182765;  // 1 / ln(10)

constexpr Elementary kExp{Sleef_finz_expd1_u10purecfma, Sleef_finz_expd4_u10avx2,
                          Sleef_finz_expd8_u10avx512f};
constexpr Elementary kLog{Sleef_finz_logd1_u10purecfma, Sleef_finz_logd4_u10avx2,
                          Sleef_finz_logd8_u10avx512f};
constexpr Elementary kPow{Sleef_finz_powd1_u10purecfma, Sleef_finz_powd4_u10avx2,
                          Sleef_finz_powd8_u10avx512f};
constexpr Elementary kSin{Sleef_finz_sind1_u10purecfma, Sleef_finz_sind4_u10avx2,
                          Sleef_finz_sind8_u10avx512f};
constexpr Elementary kCos{Sleef_finz_cosd1_u10purecfma, Sleef_finz_cosd4_u10avx2,
                          Sleef_finz_cosd8_u10avx512f};

llvm::Value* call(Lanes& lanes, const Elementary& function, llvm::Value* a) {
  return lanes.call(function, std::array{a});
}

// of one argument; null for the others
llvm::Value* write_unary(Lanes& lanes, OpCode op, llvm::Value* a) {
  auto& build = lanes.builder();
  switch (op) {
    case OpCode::copy:
      return a;
    case OpCode::negate:
      return build.CreateFNeg(a);
    case OpCode::logical_not:
      return lanes.truth(build.CreateNot(lanes.is_true(a)));
    case OpCode::abs:
      return lanes.intrinsic(llvm::Intrinsic::fabs, a);
    case OpCode::sqrt:
      return lanes.intrinsic(llvm::Intrinsic::sqrt, a);
    case OpCode::exp:
      return call(lanes, kExp, a);
    case OpCode::ln:
      return call(lanes, kLog, a);
    case OpCode::log10:
      return build.CreateFMul(call(lanes, kLog, a), lanes.every(kLogarithm10));
    case OpCode::sin:
      return call(lanes, kSin, a);
    case OpCode::cos:
      return call(lanes, kCos, a);
    case OpCode::floor:
      return lanes.intrinsic(llvm::Intrinsic::floor, a);
    case OpCode::truncate:
      return lanes.intrinsic(llvm::Intrinsic::trunc, a);
    case OpCode::round:
      return lanes.intrinsic(llvm::Intrinsic::floor, build.CreateFAdd(a, lanes.every(0.5)));
    case OpCode::sign: {
      auto* zero = lanes.every(0.0);
      auto* above = lanes.truth(build.CreateFCmpOGT(a, zero));
      return build.CreateFSub(above, lanes.truth(build.CreateFCmpOLT(a, zero)));
    }
    default:
      return nullptr;
  }
}

// of two arguments; null for the others
llvm::Value* write_binary(Lanes& lanes, OpCode op, llvm::Value* a, llvm::Value* b) {
  auto& build = lanes.builder();
  switch (op) {
    case OpCode::add:
      return build.CreateFAdd(a, b);
    case OpCode::subtract:
      return build.CreateFSub(a, b);
    case OpCode::multiply:
      return build.CreateFMul(a, b);
    case OpCode::divide:
      return build.CreateFDiv(a, b);
    case OpCode::modulo: {
      auto* whole = lanes.intrinsic(llvm::Intrinsic::floor, build.CreateFDiv(a, b));
      return build.CreateFSub(a, build.CreateFMul(b, whole));
    }
    case OpCode::power:
      return lanes.call(kPow, std::array{a, b});
    case OpCode::less:
      return lanes.truth(build.CreateFCmpOLT(a, b));
    case OpCode::less_equal:
      return lanes.truth(build.CreateFCmpOLE(a, b));
    case OpCode::equal:
      return lanes.truth(build.CreateFCmpOEQ(a, b));
    case OpCode::not_equal:
      return lanes.truth(build.CreateFCmpUNE(a, b));
    case OpCode::logical_and:
      return lanes.truth(build.CreateAnd(lanes.is_true(a), lanes.is_true(b)));
    case OpCode::logical_or:
      return lanes.truth(build.CreateOr(lanes.is_true(a), lanes.is_true(b)));
    case OpCode::min:
      return build.CreateSelect(build.CreateFCmpOLT(a, b), a, b);
    case OpCode::max:
      return build.CreateSelect(build.CreateFCmpOGT(a, b), a, b);
    default:
      return nullptr;
  }
}

// of three arguments; null for the others
llvm::Value* write_ternary(Lanes& lanes, OpCode op, llvm::Value* a, llvm::Value* b,
                           llvm::Value* c) {
  auto& build = lanes.builder();
  switch (op) {
    case OpCode::select:
      return build.CreateSelect(lanes.is_true(a), b, c);
    case OpCode::safe_divide:
      return build.CreateSelect(build.CreateFCmpOEQ(b, lanes.every(0.0)), c,
                                build.CreateFDiv(a, b));
    case OpCode::advance:
      return build.CreateFAdd(a, build.CreateFMul(c, b));
    default:
      return nullptr;
  }
}

}  // namespace

bool has_vector_form(OpCode op) {
  switch (op) {
    case OpCode::tan:
    case OpCode::arcsin:
    case OpCode::arccos:
    case OpCode::arctan:
    case OpCode::sinh:
    case OpCode::cosh:
    case OpCode::tanh:
    case OpCode::gamma_ln:
    case OpCode::normal_probability:
    case OpCode::lookup:
      return false;
    default:
      return op >= OpCode::copy && op < OpCode::noise_uniform;
  }
}

llvm::Value* write_operation(Lanes& lanes, OpCode op, llvm::Value* a, llvm::Value* b,
                             llvm::Value* c) {
  if (op >= OpCode::select) return write_ternary(lanes, op, a, b, c);
  return op >= OpCode::add ? write_binary(lanes, op, a, b) : write_unary(lanes, op, a);
}

}  // namespace holon::engine::jit

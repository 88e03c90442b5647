// SPDX-License-Identifier: Apache-2.0
//
// The library that knows LLVM.
#include <memory>
#include <string>
#include <vector>

#include <llvm/ExecutionEngine/Orc/LLJIT.h>
#include <llvm/IR/Module.h>
#include <llvm/Support/TargetSelect.h>

#include "engine/jit/jit_functions.h"
#include "engine/jit/llvm/writer.h"

namespace {

using holon::engine::Instruction;
namespace jit = holon::engine::jit;

/// Machine code and what it refers to.
struct Code {
  jit::JitCode border{};
  std::deque<Instruction> by_lane;
  std::vector<jit::SegmentCode> parts[jit::kSegments];
  std::unique_ptr<llvm::orc::LLJIT> session;
};

// AVX-512: this very processor; AVX2: the oldest one that has all it needs
llvm::Expected<llvm::orc::JITTargetMachineBuilder> target_for(int vector) {
  auto host = llvm::orc::JITTargetMachineBuilder::detectHost();
  if (!host) return host.takeError();
  if (vector < 8) {
    host->setCPU("x86-64-v3");
    host->getFeatures() = llvm::SubtargetFeatures();
  }
  // one IEEE operation each, as written
  host->getOptions().AllowFPOpFusion = llvm::FPOpFusion::Strict;
  host->setCodeGenOptLevel(llvm::CodeGenOptLevel::Default);
  return host;
}

llvm::Error compile_into(Code& code, const jit::JitRequest& request) {
  auto target = target_for(request.vector);
  if (!target) return target.takeError();
  auto session = llvm::orc::LLJITBuilder().setJITTargetMachineBuilder(*target).create();
  if (!session) return session.takeError();
  code.session = std::move(*session);

  auto context = std::make_unique<llvm::LLVMContext>();
  auto module = std::make_unique<llvm::Module>("holon", *context);
  module->setDataLayout(code.session->getDataLayout());
  const auto written = jit::write_program(*module, request, code.by_lane);
  if (auto error = code.session->addIRModule({std::move(module), std::move(context)})) return error;

  for (int n = 0; n < jit::kSegments; ++n) {
    for (const auto& name : written.segments[n]) {
      auto address = code.session->lookup(name);
      if (!address) return address.takeError();
      code.parts[n].push_back(address->toPtr<jit::SegmentCode>());
    }
    code.border.segments[n] = {code.parts[n].data(), code.parts[n].size()};
  }
  if (written.whole.empty()) return llvm::Error::success();
  auto address = code.session->lookup(written.whole);
  if (!address) return address.takeError();
  code.border.whole = address->toPtr<jit::WholeCode>();
  return llvm::Error::success();
}

const jit::JitCode* compile(const jit::JitRequest& request) {
  auto code = std::make_unique<Code>();
  if (auto error = compile_into(*code, request)) {
    llvm::consumeError(std::move(error));
    return nullptr;
  }
  code->border.owner = code.get();
  return &code.release()->border;
}

void release(const jit::JitCode* code) { delete static_cast<Code*>(code->owner); }

constexpr jit::JitFunctions kFunctions{jit::Layout{}, compile, release};

}  // namespace

extern "C" __attribute__((visibility("default"))) const jit::JitFunctions* holon_jit_functions() {
  llvm::InitializeNativeTarget();
  llvm::InitializeNativeTargetAsmPrinter();
  return &kFunctions;
}

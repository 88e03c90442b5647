// SPDX-License-Identifier: Apache-2.0
#include "desk/assessment.h"

namespace holon::desk {

Assessment assess(const Loaded& loaded, const findings::Plan& plan,
                  const engine::Progress& progress) {
  Assessment out;
  out.findings = findings::assess(loaded.study, loaded.compiled, plan, progress);
  out.investments = findings::invest(loaded.study, loaded.compiled, plan, out.findings, progress);
  return out;
}

}  // namespace holon::desk

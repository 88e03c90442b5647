// SPDX-License-Identifier: Apache-2.0
#include "base/math.h"

// sleef.h shows its scalar FMA family only to code compiled for FMA; the library has it always. It
// needs a processor with FMA (x86: since 2013)
extern "C" {
double Sleef_finz_expd1_u10purecfma(double);
double Sleef_finz_logd1_u10purecfma(double);
double Sleef_finz_powd1_u10purecfma(double, double);
double Sleef_finz_sind1_u10purecfma(double);
double Sleef_finz_cosd1_u10purecfma(double);
double Sleef_finz_tand1_u10purecfma(double);
double Sleef_finz_asind1_u10purecfma(double);
double Sleef_finz_acosd1_u10purecfma(double);
double Sleef_finz_atand1_u10purecfma(double);
double Sleef_finz_sinhd1_u10purecfma(double);
double Sleef_finz_coshd1_u10purecfma(double);
double Sleef_finz_tanhd1_u10purecfma(double);
double Sleef_finz_lgammad1_u10purecfma(double);
double Sleef_finz_erfcd1_u15purecfma(double);
}

namespace holon::base {

double exp(double x) { return Sleef_finz_expd1_u10purecfma(x); }
double ln(double x) { return Sleef_finz_logd1_u10purecfma(x); }
double pow(double x, double y) { return Sleef_finz_powd1_u10purecfma(x, y); }
double sin(double x) { return Sleef_finz_sind1_u10purecfma(x); }
double cos(double x) { return Sleef_finz_cosd1_u10purecfma(x); }
double tan(double x) { return Sleef_finz_tand1_u10purecfma(x); }
double arcsin(double x) { return Sleef_finz_asind1_u10purecfma(x); }
double arccos(double x) { return Sleef_finz_acosd1_u10purecfma(x); }
double arctan(double x) { return Sleef_finz_atand1_u10purecfma(x); }
double sinh(double x) { return Sleef_finz_sinhd1_u10purecfma(x); }
double cosh(double x) { return Sleef_finz_coshd1_u10purecfma(x); }
double tanh(double x) { return Sleef_finz_tanhd1_u10purecfma(x); }
double gamma_ln(double x) { return Sleef_finz_lgammad1_u10purecfma(x); }
double erfc(double x) { return Sleef_finz_erfcd1_u15purecfma(x); }

}  // namespace holon::base

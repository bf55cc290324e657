/* Wine 8 has no bcryptprimitives.dll, from which Rust's standard library takes random numbers. For tests only. */
#include <windows.h>

BOOLEAN NTAPI SystemFunction036(void *buffer, ULONG size);

__declspec(dllexport) BOOL WINAPI ProcessPrng(BYTE *buffer, SIZE_T size) {
  return SystemFunction036(buffer, (ULONG)size) ? TRUE : FALSE;
}

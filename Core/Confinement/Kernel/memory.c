#define _GNU_SOURCE
#include "ConfinementKernel.h"

#include <errno.h>
#include <sys/mman.h>

int32_t millrace_memory_file(const char *name) {
    int descriptor = memfd_create(name, MFD_CLOEXEC);
    return descriptor >= 0 ? descriptor : -errno;
}

#define _GNU_SOURCE
#include "ConfinementKernel.h"

#include <errno.h>
#include <sys/resource.h>

/// The hard limit stays: only a privileged process could raise it again.
static int32_t limit(int32_t process, __rlimit_resource_t resource, uint64_t value) {
    struct rlimit limits;
    if (prlimit(process, resource, 0, &limits) != 0) return errno;
    limits.rlim_cur = value < limits.rlim_max ? value : limits.rlim_max;
    return prlimit(process, resource, &limits, 0) == 0 ? 0 : errno;
}

int32_t millrace_limit_cpu(int32_t process, uint64_t seconds) { return limit(process, RLIMIT_CPU, seconds); }

int32_t millrace_limit_data(int32_t process, uint64_t bytes) { return limit(process, RLIMIT_DATA, bytes); }

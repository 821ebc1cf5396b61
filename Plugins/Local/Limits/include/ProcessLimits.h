#ifndef MILLRACE_PROCESS_LIMITS_H
#define MILLRACE_PROCESS_LIMITS_H

#include <stdint.h>

/// Limits of another process of this user (prlimit(2), which Swift does not see). Both return 0 or `errno`.

/// The process gets SIGXCPU when it has used so much CPU time, in seconds since its start.
int32_t millrace_limit_cpu(int32_t process, uint64_t seconds);

/// The process can have no more writable memory of its own than that, in bytes.
int32_t millrace_limit_data(int32_t process, uint64_t bytes);

#endif

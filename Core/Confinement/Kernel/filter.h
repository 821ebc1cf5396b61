#ifndef MILLRACE_FILTER_H
#define MILLRACE_FILTER_H

#include <stdbool.h>
#include <stdint.h>

/// Forbids the calling thread, and what it executes, the system calls that no interpreter needs. The thread must have
/// given up new privileges. `process` is the only one it may send signals to; `network` allows sockets of any kind.
/// Returns 0 or `errno`.
///
/// Allocates nothing: it runs between vfork(2) and execve(2).
int32_t millrace_install_filter(int32_t process, bool network);

#endif

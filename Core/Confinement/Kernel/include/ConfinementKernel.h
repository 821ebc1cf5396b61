#ifndef MILLRACE_CONFINEMENT_KERNEL_H
#define MILLRACE_CONFINEMENT_KERNEL_H

#include <stdbool.h>
#include <stdint.h>

// Landlock (landlock(7)), seccomp (seccomp(2)) and limits of another process, which Swift does not see.

/// The version of Landlock's interface; 0 where the kernel has none or it is not enabled.
int32_t millrace_landlock_version(void);

/// Whether the kernel accepts seccomp filters, and the filter exists for this processor.
bool millrace_seccomp_works(void);

/// What a process may do with the files of a path.
/// `MILLRACE_READ_FILES`: it reads files whose names it knows, and lists no folder.
enum { MILLRACE_READ = 1, MILLRACE_EXECUTE = 2, MILLRACE_WRITE = 4, MILLRACE_READ_FILES = 8 };

/// A set of rules that forbids what no rule allows: the use of files, from version 4 TCP connections and listeners
/// (unless `network` is open), from version 6 signals to processes outside and abstract Unix sockets.
/// Returns its descriptor, which is closed by the caller, or `-errno`.
int32_t millrace_landlock_rules(bool network);

/// Allows `access` below a path. Returns 0 or `errno`.
int32_t millrace_landlock_allow_path(int32_t rules, const char *path, int32_t access);

/// Allows TCP connections to a port of any address. Returns 0 or `errno`.
int32_t millrace_landlock_allow_port(int32_t rules, uint16_t port);

/// A program to start. Arrays end with a null pointer.
struct millrace_program {
    const char *executable;
    char *const *arguments;
    char *const *environment;
    const char *folder;
    int32_t input, output, error;
    /// Landlock's rules; -1: none.
    int32_t rules;
    /// Forbids system calls that no interpreter needs.
    bool filters;
    /// Sockets of any kind; otherwise those of TCP only.
    bool network;
    /// Open files; 0: as many as the caller.
    uint64_t descriptors;
    /// Bytes of a file that it writes; 0: as many as the caller.
    uint64_t file_size;
    /// It leads a process group of its own, and is killed when the thread that starts it ends.
    bool bound;
};

/// Starts a program behind its walls: it has no new privileges and no descriptor but the three.
/// Returns 0 or `errno`, and then no process exists.
int32_t millrace_start(const struct millrace_program *program, int32_t *process);

/// The signal of a fault does nothing when another process sends it; a fault of this process is handled as before. Once a
/// signal; programs do not inherit it. Returns 0 or `errno`.
int32_t millrace_ignore_sent(int32_t number);

/// Waits for the end of a child and leaves its number taken. Returns 0 or `errno`.
int32_t millrace_await(int32_t process);

/// The process gets SIGXCPU when it has used so much CPU time, in seconds since its start. Returns 0 or `errno`.
int32_t millrace_limit_cpu(int32_t process, uint64_t seconds);

/// The process can have no more writable memory of its own than that, in bytes. Returns 0 or `errno`.
int32_t millrace_limit_data(int32_t process, uint64_t bytes);

/// A file in memory that ends with its last descriptor. Returns its descriptor or `-errno`.
int32_t millrace_memory_file(const char *name);

/// Each of two files or folders gets the other's name, in one step. Returns 0 or `errno`.
int32_t millrace_exchange(const char *first, const char *second);

#endif

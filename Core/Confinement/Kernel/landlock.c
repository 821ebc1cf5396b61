#define _GNU_SOURCE
#include "ConfinementKernel.h"

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

// As linux/landlock.h has it for version 6; older headers lack the later parts (landlock(7), "Landlock ABI versions").
struct rules {
    uint64_t files, network, scopes;
};
struct __attribute__((packed)) path_rule {
    uint64_t access;
    int32_t parent;
};
struct port_rule {
    uint64_t access, port;
};

enum { CREATE_RULESET = 444, ADD_RULE = 445 };
enum { VERSION = 1 };
enum { RULE_PATH = 1, RULE_PORT = 2 };
enum { FILE_EXECUTE = 1 << 0, FILE_WRITE = 1 << 1, FILE_READ = 1 << 2, FOLDER_READ = 1 << 3 };
// Removing and making files of each kind.
enum { FOLDER_WRITE = 0x1FF << 4, REFER = 1 << 13, TRUNCATE = 1 << 14, DEVICE_IOCTL = 1 << 15 };
enum { BIND_TCP = 1 << 0, CONNECT_TCP = 1 << 1 };
enum { SCOPE_ABSTRACT_SOCKETS = 1 << 0, SCOPE_SIGNALS = 1 << 1 };

int32_t millrace_landlock_version(void) {
    long version = syscall(CREATE_RULESET, NULL, 0, VERSION);
    return version > 0 ? (int32_t)version : 0;
}

/// What the kernel's version can forbid.
static uint64_t known_files(int32_t version) {
    uint64_t known = FILE_EXECUTE | FILE_WRITE | FILE_READ | FOLDER_READ | FOLDER_WRITE;
    if (version >= 2) known |= REFER;
    if (version >= 3) known |= TRUNCATE;
    if (version >= 5) known |= DEVICE_IOCTL;
    return known;
}

int32_t millrace_landlock_rules(bool network) {
    int32_t version = millrace_landlock_version();
    struct rules rules = {.files = known_files(version)};
    size_t size = offsetof(struct rules, network);
    if (version >= 4) {
        if (!network) rules.network = BIND_TCP | CONNECT_TCP;
        size = offsetof(struct rules, scopes);
    }
    if (version >= 6) {
        rules.scopes = SCOPE_ABSTRACT_SOCKETS | SCOPE_SIGNALS;
        size = sizeof rules;
    }
    long descriptor = syscall(CREATE_RULESET, &rules, size, 0);
    return descriptor >= 0 ? (int32_t)descriptor : -errno;
}

int32_t millrace_landlock_allow_path(int32_t rules, const char *path, int32_t access) {
    uint64_t allowed = 0;
    if (access & MILLRACE_READ) allowed |= FILE_READ | FOLDER_READ;
    if (access & MILLRACE_READ_FILES) allowed |= FILE_READ;
    if (access & MILLRACE_EXECUTE) allowed |= FILE_EXECUTE;
    if (access & MILLRACE_WRITE) allowed |= FILE_WRITE | FOLDER_WRITE | TRUNCATE;
    int descriptor = open(path, O_PATH | O_CLOEXEC);
    if (descriptor < 0) return errno;
    struct stat status;
    int32_t failure = fstat(descriptor, &status) == 0 ? 0 : errno;
    if (failure == 0) {
        if (!S_ISDIR(status.st_mode)) allowed &= FILE_EXECUTE | FILE_WRITE | FILE_READ | TRUNCATE;
        struct path_rule rule = {.access = allowed & known_files(millrace_landlock_version()), .parent = descriptor};
        if (syscall(ADD_RULE, rules, RULE_PATH, &rule, 0) != 0) failure = errno;
    }
    close(descriptor);
    return failure;
}

int32_t millrace_landlock_allow_port(int32_t rules, uint16_t port) {
    struct port_rule rule = {.access = CONNECT_TCP, .port = port};
    return syscall(ADD_RULE, rules, RULE_PORT, &rule, 0) == 0 ? 0 : errno;
}

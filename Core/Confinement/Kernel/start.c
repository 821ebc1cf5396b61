#define _GNU_SOURCE
#include "ConfinementKernel.h"
#include "filter.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { RESTRICT_SELF = 446, CLOSE_RANGE = 436, CLOSE_ON_EXEC = 4 };

/// Puts a descriptor where the program finds it, open in the program.
static bool place(int32_t descriptor, int32_t at) {
    if (descriptor != at) return dup2(descriptor, at) == at;
    return fcntl(at, F_SETFD, 0) == 0;
}

/// Gives up root's privileges for this process and the program: as root it could read the kernel's memory in /proc. What
/// a container's root cannot give up, it has from the container's limits only.
static void drop_capabilities(void) {
    for (int capability = 0; capability < 64; capability++) prctl(PR_CAPBSET_DROP, capability, 0, 0, 0);
    prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
    struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
    struct __user_cap_data_struct none[_LINUX_CAPABILITY_U32S_3];
    memset(none, 0, sizeof none);
    syscall(SYS_capset, &header, none);
}

/// Limits a resource of the calling process; 0 leaves it as it is. The server itself may have less, which nobody without
/// privileges can raise. Returns 0 or `errno`.
static int32_t limit(int resource, uint64_t most) {
    struct rlimit current;
    if (most == 0) return 0;
    if (getrlimit(resource, &current) != 0) return errno;
    rlim_t value = current.rlim_max < most ? current.rlim_max : most;
    struct rlimit wanted = {value, value};
    return setrlimit(resource, &wanted) == 0 ? 0 : errno;
}

/// Walls of the calling process for all that it does from now on. Returns 0 or `errno`.
static int32_t confine(const struct millrace_program *program, int32_t process) {
    struct rlimit none = {0, 0};
    if (setrlimit(RLIMIT_CORE, &none) != 0) return errno;
    int32_t limited = limit(RLIMIT_NOFILE, program->descriptors);
    if (limited == 0) limited = limit(RLIMIT_FSIZE, program->file_size);
    if (limited != 0) return limited;
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return errno;
    if (program->bound && program->rules >= 0) drop_capabilities();
    if (program->rules >= 0) {
        // The link leads to the process that opens it, so that it can be opened only here.
        int32_t failure = millrace_landlock_allow_path(program->rules, "/proc/self", MILLRACE_READ);
        if (failure != 0 && failure != ENOENT) return failure;
        if (syscall(RESTRICT_SELF, program->rules, 0) != 0) return errno;
    }
    return program->filters ? millrace_install_filter(process, program->network) : 0;
}

/// In the child, which shares the caller's memory until it executes the program.
static int32_t become(const struct millrace_program *program, pid_t parent) {
    if (program->bound) {
        if (setpgid(0, 0) != 0) return errno;
        if (prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) != 0) return errno;
        // It may have ended before that.
        if (getppid() != parent) return ESRCH;
    }
    // What is ignored stays so in a program, what is handled does not.
    for (int number = 1; number < NSIG; number++) {
        struct sigaction action;
        if (sigaction(number, NULL, &action) != 0 || action.sa_handler == SIG_IGN) continue;
        memset(&action, 0, sizeof action);
        action.sa_handler = SIG_DFL;
        sigaction(number, &action, NULL);
    }
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    if (!place(program->input, 0) || !place(program->output, 1) || !place(program->error, 2)) return errno;
    if (chdir(program->folder) != 0) return errno;
    // Older kernels lack it; the server opens its descriptors so that programs do not inherit them.
    syscall(CLOSE_RANGE, 3, ~0U, CLOSE_ON_EXEC);
    int32_t failure = confine(program, getpid());
    if (failure != 0) return failure;
    execve(program->executable, program->arguments, program->environment);
    return errno;
}

int32_t millrace_start(const struct millrace_program *program, int32_t *process) {
    volatile int32_t failure = 0;
    sigset_t all, before;
    sigfillset(&all);
    // A handler must not run in the child while it shares this memory.
    pthread_sigmask(SIG_BLOCK, &all, &before);
    pid_t parent = getpid();
    pid_t child = vfork();
    if (child == 0) {
        failure = become(program, parent);
        _exit(127);
    }
    int32_t code = child < 0 ? errno : failure;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (child > 0 && code != 0) waitpid(child, NULL, 0);
    *process = child;
    return code;
}

int32_t millrace_await(int32_t process) {
    siginfo_t information;
    while (waitid(P_PID, (id_t)process, &information, WEXITED | WNOWAIT) != 0) {
        if (errno != EINTR) return errno;
    }
    return 0;
}

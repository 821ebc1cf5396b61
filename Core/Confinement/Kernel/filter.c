#define _GNU_SOURCE
#include "filter.h"

#include "ConfinementKernel.h"

#include <asm/ioctls.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <linux/sockios.h>
#include <netinet/in.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__x86_64__)
#define ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#endif

#ifdef ARCHITECTURE

/// Calls that are refused whatever their arguments. Numbers that a libc's headers may lack are the same on all
/// processors from 424 on.
static const uint16_t forbidden[] = {
    // Other processes.
    SYS_ptrace, SYS_process_vm_readv, SYS_process_vm_writev, SYS_kcmp, SYS_rt_sigqueueinfo, SYS_rt_tgsigqueueinfo,
    SYS_tkill, 424 /* pidfd_send_signal */, 434 /* pidfd_open */, 438 /* pidfd_getfd */, 440 /* process_madvise */,
    448 /* process_mrelease */, SYS_setpriority, SYS_sched_setscheduler, SYS_migrate_pages, SYS_move_pages,
    // Mounts, namespaces, other ways to files.
    SYS_mount, SYS_umount2, SYS_pivot_root, SYS_chroot, SYS_unshare, SYS_setns, 428 /* open_tree */,
    429 /* move_mount */, 430 /* fsopen */, 431 /* fsconfig */, 432 /* fsmount */, 433 /* fspick */,
    442 /* mount_setattr */, SYS_name_to_handle_at, SYS_open_by_handle_at, SYS_mknodat, SYS_fanotify_init,
    SYS_quotactl, SYS_swapon, SYS_swapoff, SYS_memfd_create, 447 /* memfd_secret */,
    // What Landlock leaves to the owner of every file (landlock(7), "Current limitations").
    SYS_fchmodat, 452 /* fchmodat2 */, SYS_fchownat, SYS_setxattr, SYS_lsetxattr, SYS_fsetxattr, SYS_removexattr,
    SYS_lremovexattr, SYS_fremovexattr, 463 /* setxattrat */, 466 /* removexattrat */, 469 /* file_setattr */,
    SYS_inotify_add_watch,
    // The kernel itself.
    SYS_bpf, SYS_perf_event_open, SYS_userfaultfd, SYS_keyctl, SYS_add_key, SYS_request_key, SYS_init_module,
    SYS_finit_module, SYS_delete_module, SYS_kexec_load, SYS_reboot, SYS_syslog, SYS_acct, SYS_personality,
    SYS_settimeofday, SYS_clock_settime, SYS_adjtimex, SYS_clock_adjtime, SYS_sethostname, SYS_setdomainname,
    // A second way to make system calls, past this filter.
    425 /* io_uring_setup */, 426 /* io_uring_enter */, 427 /* io_uring_register */,
    // Identities, listeners, queues that are shared with others.
    SYS_setuid, SYS_setgid, SYS_setreuid, SYS_setregid, SYS_setresuid, SYS_setresgid, SYS_setgroups, SYS_setfsuid,
    SYS_setfsgid, SYS_capset, SYS_listen, SYS_shmget, SYS_msgget, SYS_semget, SYS_mq_open,
#ifdef __x86_64__
    SYS_fork, SYS_vfork, SYS_mknod, SYS_chmod, SYS_chown, SYS_lchown, SYS_utime, SYS_utimes, SYS_iopl,
    SYS_ioperm, SYS_modify_ldt, SYS_kexec_file_load,
#endif
};

/// Calls that succeed and do nothing: what a process makes has the server's mask and user, whatever it asks for, and
/// libraries that copy a file or replace one ask for more (a file that may only be read can be given another mode).
static const uint16_t ineffective[] = {
    SYS_umask, SYS_fchmod, SYS_fchown, SYS_utimensat,
#ifdef __x86_64__
    SYS_futimesat,
#endif
};

enum { FORBIDDEN = sizeof forbidden / sizeof forbidden[0], CLONE3 = 435 };
enum { INEFFECTIVE = sizeof ineffective / sizeof ineffective[0] };
enum { NAMESPACES = 0x7E020080 };

#define LOAD(offset) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offset)
#define NUMBER LOAD(offsetof(struct seccomp_data, nr))
// The lower half: both processors are little-endian.
#define ARGUMENT(index) LOAD(offsetof(struct seccomp_data, args[index]))
#define IF(value, yes, no) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, yes, no)
#define IF_ANY(bits, yes, no) BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, bits, yes, no)
#define ALLOW BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)
#define FAIL(code) BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | (code))
#define ADD(line) (lines[length++] = (struct sock_filter)line)

bool millrace_seccomp_works(void) { return prctl(PR_GET_SECCOMP) >= 0; }

int32_t millrace_install_filter(int32_t process, bool network) {
    struct sock_filter lines[2 * (FORBIDDEN + INEFFECTIVE) + 128];
    unsigned short length = 0;
    ADD(LOAD(offsetof(struct seccomp_data, arch)));
    ADD(IF(ARCHITECTURE, 1, 0));
    ADD(FAIL(ENOSYS));
    ADD(NUMBER);
#ifdef __x86_64__
    // The x32 interface has numbers of its own.
    ADD(BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x40000000, 0, 1));
    ADD(FAIL(ENOSYS));
#endif
    for (int index = 0; index < FORBIDDEN; index++) {
        ADD(IF(forbidden[index], 0, 1));
        ADD(FAIL(EPERM));
    }
    for (int index = 0; index < INEFFECTIVE; index++) {
        ADD(IF(ineffective[index], 0, 1));
        ADD(FAIL(0));
    }
    // Its arguments are in memory: libraries fall back to clone.
    ADD(IF(CLONE3, 0, 1));
    ADD(FAIL(ENOSYS));
    // Threads, not processes.
    ADD(IF(SYS_clone, 0, 5));
    ADD(ARGUMENT(0));
    ADD(IF_ANY(NAMESPACES, 2, 0));
    ADD(IF_ANY(CLONE_THREAD, 0, 1));
    ADD(ALLOW);
    ADD(FAIL(EPERM));
    // Signals to itself, but not those that nobody can handle: who ends or stops a process by them is taken for the
    // kernel or a person, and what it did is done again.
    ADD(IF(SYS_kill, 0, 2));
    ADD(ARGUMENT(1));
    ADD(BPF_STMT(BPF_JMP | BPF_JA, 2));
    ADD(IF(SYS_tgkill, 0, 7));
    ADD(ARGUMENT(2));
    ADD(IF(SIGKILL, 4, 0));
    ADD(IF(SIGSTOP, 3, 0));
    ADD(ARGUMENT(0));
    ADD(IF((uint32_t)process, 0, 1));
    ADD(ALLOW);
    ADD(FAIL(EPERM));
    // Its own limits.
    ADD(IF(SYS_prlimit64, 0, 4));
    ADD(ARGUMENT(0));
    ADD(IF(0, 0, 1));
    ADD(ALLOW);
    ADD(FAIL(EPERM));
    // That it ends with the process that started it, and that the server sees which files it has open.
    ADD(IF(SYS_prctl, 0, 5));
    ADD(ARGUMENT(0));
    ADD(IF(PR_SET_PDEATHSIG, 1, 0));
    ADD(IF(PR_SET_DUMPABLE, 0, 1));
    ADD(FAIL(EPERM));
    ADD(ALLOW);
    // Descriptors that signal another process, and input of a terminal.
    ADD(IF(SYS_fcntl, 0, 6));
    ADD(ARGUMENT(1));
    ADD(IF(F_SETOWN, 2, 0));
    ADD(IF(F_SETOWN_EX, 1, 0));
    ADD(IF(F_SETSIG, 0, 1));
    ADD(FAIL(EPERM));
    ADD(ALLOW);
    ADD(IF(SYS_ioctl, 0, 7));
    ADD(ARGUMENT(1));
    ADD(IF(FIOSETOWN, 3, 0));
    ADD(IF(SIOCSPGRP, 2, 0));
    ADD(IF(TIOCSTI, 1, 0));
    ADD(IF(TIOCLINUX, 0, 1));
    ADD(FAIL(EPERM));
    ADD(ALLOW);
    if (!network) {
        // Connections that Landlock does not see.
        ADD(IF(SYS_sendto, 1, 0));
        ADD(IF(SYS_sendmmsg, 0, 4));
        ADD(ARGUMENT(3));
        ADD(IF_ANY(MSG_FASTOPEN, 0, 1));
        ADD(FAIL(EPERM));
        ADD(ALLOW);
        ADD(IF(SYS_sendmsg, 0, 4));
        ADD(ARGUMENT(2));
        ADD(IF_ANY(MSG_FASTOPEN, 0, 1));
        ADD(FAIL(EPERM));
        ADD(ALLOW);
        // TCP alone, without its multipath form, which Landlock does not see either: no datagrams, raw or packet
        // sockets, Unix or vsock ones.
        ADD(IF(SYS_socket, 0, 11));
        ADD(ARGUMENT(0));
        ADD(IF(AF_INET, 1, 0));
        ADD(IF(AF_INET6, 0, 7));
        ADD(ARGUMENT(1));
        ADD(BPF_STMT(BPF_ALU | BPF_AND | BPF_K, 0xF));
        ADD(IF(SOCK_STREAM, 0, 4));
        ADD(ARGUMENT(2));
        ADD(IF(0, 1, 0));
        ADD(IF(IPPROTO_TCP, 0, 1));
        ADD(ALLOW);
        ADD(FAIL(EACCES));
    }
    ADD(ALLOW);
    struct sock_fprog program = {.len = length, .filter = lines};
    return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0 ? 0 : errno;
}

#else

bool millrace_seccomp_works(void) { return false; }
int32_t millrace_install_filter(int32_t process, bool network) { return ENOSYS; }

#endif

#define _GNU_SOURCE
#include "ConfinementKernel.h"

#include <errno.h>
#include <signal.h>
#include <unistd.h>

/// What was done about each before. Written before the signal can be handled, and only read after that.
static struct sigaction before[NSIG];

/// A code above 0 is the kernel's, which reports a fault; the others come from kill(2) and its kin (sigaction(2)), by
/// which this process ends itself, too: `abort`.
static void judge(int number, siginfo_t *information, void *context) {
    (void)context;
    bool is_fault = information->si_code > 0;
    if (!is_fault && information->si_pid != getpid()) return;
    int code = errno;
    sigaction(number, &before[number], NULL);
    // The instruction that failed is executed again when this returns, and fails again; what was raised is raised again.
    if (!is_fault) raise(number);
    errno = code;
}

int32_t millrace_ignore_sent(int32_t number) {
    if (number < 1 || number >= NSIG) return EINVAL;
    if (sigaction(number, NULL, &before[number]) != 0) return errno;
    struct sigaction action = {.sa_sigaction = judge, .sa_flags = SA_SIGINFO | SA_ONSTACK | SA_RESTART};
    sigemptyset(&action.sa_mask);
    return sigaction(number, &action, NULL) == 0 ? 0 : errno;
}

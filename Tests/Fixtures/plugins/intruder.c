// A plugin that tries what a third party's must not: its method says what, its parameter on what, and it answers "done"
// or "errno N".
#include "millrace_plugin.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <unistd.h>

const uint32_t millrace_plugin_abi_version = MILLRACE_PLUGIN_ABI_VERSION;

static const millrace_host *host;
static char parameter[4096];

static millrace_bytes text(const char *text) { return (millrace_bytes){(const uint8_t *)text, strlen(text)}; }

static millrace_bytes manifest(void *plugin) {
    (void)plugin;
    return text("{\"id\":\"intruder\",\"name\":\"Intruder\",\"version\":\"1.0.0\"}");
}

static int asks_for(millrace_bytes request, const char *method) {
    return memmem(request.data, request.length, method, strlen(method)) != NULL;
}

static void read_parameter(millrace_bytes request) {
    parameter[0] = 0;
    const char *key = "\"params\":\"";
    const uint8_t *start = memmem(request.data, request.length, key, strlen(key));
    if (!start) return;
    start += strlen(key);
    for (size_t length = 0; length < sizeof parameter - 1 && start[length] != '"'; length++) {
        parameter[length] = (char)start[length];
        parameter[length + 1] = 0;
    }
}

static int connect_to(int family, int kind, int protocol, int port) {
    int descriptor = socket(family, kind, protocol);
    if (descriptor < 0) return -1;
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
    inet_pton(AF_INET, "127.0.0.1", &address.sin_addr);
    int result = connect(descriptor, (struct sockaddr *)&address, sizeof address);
    int code = errno;
    close(descriptor);
    errno = code;
    return result;
}

static int listen_somewhere(void) {
    int descriptor = socket(AF_INET, SOCK_STREAM, 0);
    if (descriptor < 0) return -1;
    struct sockaddr_in address = {.sin_family = AF_INET};
    int result = bind(descriptor, (struct sockaddr *)&address, sizeof address) || listen(descriptor, 1) ? -1 : 0;
    int code = errno;
    close(descriptor);
    errno = code;
    return result;
}

static int write_file(const char *path, long bytes) {
    int descriptor = open(path, O_WRONLY | O_CREAT, 0600);
    if (descriptor < 0) return -1;
    static char block[1 << 16];
    for (long written = 0; written < bytes; written += sizeof block) {
        if (write(descriptor, block, sizeof block) < 0) return -1;
    }
    return close(descriptor);
}

static void *sleep_on(void *nothing) {
    for (;;) pause();
    return nothing;
}

static int start_threads(void) {
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, 32 << 10);
    for (int count = 0; count < 2000; count++) {
        pthread_t thread;
        if (pthread_create(&thread, &attributes, sleep_on, NULL) != 0) break;
    }
    for (;;) pause();
    return 0;
}

static int attempt(millrace_bytes request) {
    int number = atoi(parameter);
    if (asks_for(request, "intruder.read")) return open(parameter, O_RDONLY) < 0 ? -1 : 0;
    if (asks_for(request, "intruder.list")) return open(parameter, O_RDONLY | O_DIRECTORY) < 0 ? -1 : 0;
    if (asks_for(request, "intruder.write")) return write_file(parameter, 1);
    if (asks_for(request, "intruder.remove")) return unlink(parameter);
    if (asks_for(request, "intruder.link")) return symlink("/etc/passwd", parameter);
    if (asks_for(request, "intruder.large")) return write_file(parameter, 64L << 20);
    if (asks_for(request, "intruder.many")) {
        for (int count = 0;; count++) {
            char path[5000];
            snprintf(path, sizeof path, "%s/%d", parameter, count);
            if (write_file(path, 1 << 20) != 0) return -1;
            usleep(1000);
        }
    }
    // Files that have no name any more, open or mapped, and files that hold nothing: until it is ended.
    if (asks_for(request, "intruder.nameless") || asks_for(request, "intruder.mapped")) {
        for (int count = 0; count < 64; count++) {
            char path[5000];
            snprintf(path, sizeof path, "%s/%d", parameter, count);
            int descriptor = open(path, O_RDWR | O_CREAT, 0600);
            static char block[1 << 20];
            if (descriptor < 0 || write(descriptor, block, sizeof block) != sizeof block) return -1;
            if (asks_for(request, "intruder.mapped")) {
                if (mmap(NULL, sizeof block, PROT_READ, MAP_SHARED, descriptor, 0) == MAP_FAILED) return -1;
                close(descriptor);
            }
            if (unlink(path) != 0) return -1;
        }
        sleep_on(NULL);
    }
    if (asks_for(request, "intruder.empty")) {
        for (int count = 0; count < 2000; count++) {
            char path[5000];
            snprintf(path, sizeof path, "%s/%d", parameter, count);
            if (write_file(path, 0) != 0) return -1;
        }
        sleep_on(NULL);
    }
    // What Landlock leaves to the owner of a file.
    if (asks_for(request, "intruder.mode")) {
        int is_done = chmod(parameter, 0777) == 0 || syscall(SYS_fchmodat, AT_FDCWD, parameter, 0777) == 0
            || syscall(452, AT_FDCWD, parameter, 0777, 0) == 0;
        return is_done ? 0 : -1;
    }
    if (asks_for(request, "intruder.proc-mode")) {
        char path[64];
        int descriptor = open(parameter, O_PATH);
        snprintf(path, sizeof path, "/proc/self/fd/%d", descriptor);
        return chmod(path, 0777);
    }
    if (asks_for(request, "intruder.owner")) return chown(parameter, getuid(), getgid());
    if (asks_for(request, "intruder.time")) return utimes(parameter, NULL);
    if (asks_for(request, "intruder.attribute")) return setxattr(parameter, "user.intruder", "1", 1, 0);
    if (asks_for(request, "intruder.watch")) {
        return inotify_add_watch(inotify_init(), parameter, IN_ALL_EVENTS) < 0 ? -1 : 0;
    }
    if (asks_for(request, "intruder.hidden-memory")) return syscall(447, 0) < 0 ? -1 : 0;
    if (asks_for(request, "intruder.undumpable")) return prctl(PR_SET_DUMPABLE, 0);
    if (asks_for(request, "intruder.pipe-owner")) {
        int pipes[2];
        return pipe(pipes) != 0 ? 0 : fcntl(pipes[0], F_SETOWN, number);
    }
    if (asks_for(request, "intruder.open-to-all")) {
        umask(0);
        int descriptor = open(parameter, O_WRONLY | O_CREAT, 0666);
        return descriptor < 0 ? -1 : fchmod(descriptor, 0666);
    }
    // A file that it may only read.
    if (asks_for(request, "intruder.library-mode")) return fchmod(open(parameter, O_RDONLY), 0777);
    if (asks_for(request, "intruder.connect")) return connect_to(AF_INET, SOCK_STREAM, 0, number);
    if (asks_for(request, "intruder.multipath")) return connect_to(AF_INET, SOCK_STREAM, 262, number);
    if (asks_for(request, "intruder.datagram")) return connect_to(AF_INET, SOCK_DGRAM, 0, number);
    if (asks_for(request, "intruder.unix")) return socket(AF_UNIX, SOCK_STREAM, 0) < 0 ? -1 : 0;
    if (asks_for(request, "intruder.serve")) return listen_somewhere();
    if (asks_for(request, "intruder.signal")) return kill(number, SIGTERM);
    if (asks_for(request, "intruder.group")) return kill(-number, SIGCONT);
    if (asks_for(request, "intruder.trace")) return ptrace(PTRACE_SEIZE, number, 0, 0) < 0 ? -1 : 0;
    if (asks_for(request, "intruder.memory")) {
        char path[64];
        snprintf(path, sizeof path, "/proc/%d/mem", number);
        return open(path, O_RDONLY) < 0 ? -1 : 0;
    }
    if (asks_for(request, "intruder.environment")) {
        char path[64];
        snprintf(path, sizeof path, "/proc/%d/environ", number);
        return open(path, O_RDONLY) < 0 ? -1 : 0;
    }
    if (asks_for(request, "intruder.folder")) {
        char path[64];
        snprintf(path, sizeof path, "/proc/%d/cwd/.", number);
        return open(path, O_RDONLY) < 0 ? -1 : 0;
    }
    if (asks_for(request, "intruder.kernel")) return open("/proc/kcore", O_RDONLY) < 0 ? -1 : 0;
    if (asks_for(request, "intruder.processes")) return open("/proc", O_RDONLY | O_DIRECTORY) < 0 ? -1 : 0;
    if (asks_for(request, "intruder.fork")) {
        pid_t child = fork();
        if (child == 0) sleep_on(NULL);
        return child < 0 ? -1 : 0;
    }
    if (asks_for(request, "intruder.program")) return system("true") == 0 ? 0 : -1;
    if (asks_for(request, "intruder.execute")) {
        execl("/bin/sh", "sh", "-c", "sleep 1000", NULL);
        return -1;
    }
    if (asks_for(request, "intruder.outlive")) return prctl(PR_SET_PDEATHSIG, 0);
    if (asks_for(request, "intruder.namespace")) return unshare(CLONE_NEWUSER);
    if (asks_for(request, "intruder.ring")) return syscall(425, 8, NULL) < 0 ? -1 : 0;
    if (asks_for(request, "intruder.memfd")) return syscall(SYS_memfd_create, "x", 0) < 0 ? -1 : 0;
    if (asks_for(request, "intruder.threads")) return start_threads();
    if (asks_for(request, "intruder.chatter")) {
        for (int count = 0; count < 20000; count++) host->log(host->host, MILLRACE_LOG_INFO, text("chatter"));
        return 0;
    }
    errno = ENOSYS;
    return -1;
}

static void invoke(void *plugin, uint64_t call, millrace_bytes request, millrace_reply reply, void *context) {
    (void)plugin;
    (void)call;
    if (asks_for(request, "plugin.")) return reply(context, MILLRACE_REPLY_RESULT, text("null"));
    read_parameter(request);
    char answer[64] = "\"done\"";
    if (attempt(request) != 0) snprintf(answer, sizeof answer, "\"errno %d\"", errno);
    reply(context, MILLRACE_REPLY_RESULT, text(answer));
}

static void cancel(void *plugin, uint64_t call) { (void)plugin, (void)call; }

static void stop(void *plugin) { (void)plugin; }

static const millrace_plugin table = {
    MILLRACE_PLUGIN_ABI_VERSION, sizeof(millrace_plugin), NULL, manifest, invoke, cancel, stop,
};

#ifdef LOAD_MARK
// While it is looked at, before it is called.
__attribute__((constructor)) static void leave_a_mark(void) { write_file(LOAD_MARK, 1); }
#endif

const millrace_plugin *millrace_plugin_start(const millrace_host *given) {
    host = given;
    return &table;
}

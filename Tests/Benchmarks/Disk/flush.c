// A disk whose flushes take longer, for programs that are started with it in LD_PRELOAD: FLUSH_MICROSECONDS are added to
// each fsync and fdatasync. Disks of virtual machines often answer from a cache, at 10,000 flushes a second and more;
// those that keep what they are given do some 1,000 to 3,000.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <time.h>

typedef int (*flush_call)(int);

static void wait_for_disk(void) {
    const char *text = getenv("FLUSH_MICROSECONDS");
    long microseconds = text ? atol(text) : 0;
    struct timespec length = {microseconds / 1000000, microseconds % 1000000 * 1000};
    if (microseconds > 0) nanosleep(&length, NULL);
}

int fsync(int descriptor) {
    wait_for_disk();
    return ((flush_call)dlsym(RTLD_NEXT, "fsync"))(descriptor);
}

int fdatasync(int descriptor) {
    wait_for_disk();
    return ((flush_call)dlsym(RTLD_NEXT, "fdatasync"))(descriptor);
}

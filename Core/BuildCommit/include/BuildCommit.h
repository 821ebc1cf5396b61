#ifndef MILLRACE_BUILD_COMMIT_H
#define MILLRACE_BUILD_COMMIT_H

/// The commit that the program is built from; "" in a build that does not name it. Static storage.
const char *millrace_build_commit(void);

#endif

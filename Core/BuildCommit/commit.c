#include "BuildCommit.h"

// Package.swift takes it from the environment of a release build. In C, so that another commit compiles this file alone.
#ifndef MILLRACE_COMMIT
#define MILLRACE_COMMIT ""
#endif

const char *millrace_build_commit(void) { return MILLRACE_COMMIT; }

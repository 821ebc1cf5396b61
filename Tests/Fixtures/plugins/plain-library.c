// A library that is no plugin.
int millrace_answer(void) { return 42; }

#include "millrace_plugin.h"

/* Linked into every plugin that uses the SDK: the version of the header that the SDK was built with. */
const uint32_t millrace_plugin_abi_version = MILLRACE_PLUGIN_ABI_VERSION;

import PluginMessages
import Values

/// Why a document cannot be tested as requested; pointers refer to the request.
package struct InvalidTest: Error, Sendable {
    package let problems: [Diagnostic]
}

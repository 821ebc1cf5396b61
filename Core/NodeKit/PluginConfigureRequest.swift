/// The configuration that a host passes to a plugin with its first call.
package struct PluginConfigureRequest: Decodable, Sendable {
    /// From the server's `MILLRACE_<PLUGIN>_NAME` variables and `--plugin-setting` flags, by `NAME`.
    package let settings: [String: String]
    package let dataDirectory: String?
    package let hostVersion: String
}

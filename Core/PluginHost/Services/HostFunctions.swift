import JSON
import PluginMessages

/// What a plugin may ask of its host: the functions behind the host's table. In the server they are
/// ``HostServices``; in a plugin's own process they are asked of the server.
protocol HostFunctions: AnyObject, Sendable {
    typealias Answer = @Sendable (Result<JSONValue, PluginFailure>) -> Void

    func log(level: PluginLogLevel, _ message: String)
    func emit(_ name: String, _ payload: [UInt8])
    func fetch(_ request: [UInt8], answer: @escaping Answer)
    func state(_ key: String, answer: @escaping Answer)
    func setState(_ key: String, _ value: [UInt8], answer: @escaping Answer)
}

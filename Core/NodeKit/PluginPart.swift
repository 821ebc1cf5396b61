/// A part of a plugin besides nodes, such as providers. PluginKit has one; a library without it links none of its code.
package protocol PluginPart: Sendable {
    /// The members that the part adds to the manifest.
    var contributions: JSONObject { get throws }

    /// Makes what the part consists of; quick, and without effects outside the process.
    func configure(_ configuration: PluginConfigureRequest, host: HostPort) throws

    /// The server is about to serve.
    func start() async throws

    /// Executes a call.
    /// - Parameters:
    ///   - method: The method that the request names.
    ///   - request: The whole request.
    /// - Returns: The result as JSON; `nil` for a method that is not of this part.
    func respond(to method: String, _ request: JSONText, context: CallContext) async throws -> [UInt8]?

    /// The server ends: ends work of the part's own, while calls still run.
    /// - Parameter time: How long the server waits; `nil`: not known.
    func shutdown(within time: Duration?) async

    /// No call runs any more: closes what calls have used.
    func close() async
}

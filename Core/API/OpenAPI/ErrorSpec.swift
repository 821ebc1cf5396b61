import HTTPTypes

/// An error response as the OpenAPI document describes it: a problem.
struct ErrorSpec: Sendable {
    let status: HTTPResponse.Status
    let note: String
    /// Whether errors of the endpoint may have a code of a plugin's own.
    let isFromPlugin: Bool

    private init(_ status: HTTPResponse.Status, _ note: String, isFromPlugin: Bool = false) {
        self.status = status
        self.note = note
        self.isFromPlugin = isFromPlugin
    }

    static func invalid(_ note: String) -> ErrorSpec { ErrorSpec(.badRequest, note) }
    static func notFound(_ note: String) -> ErrorSpec { ErrorSpec(.notFound, note) }
    static func conflict(_ note: String) -> ErrorSpec { ErrorSpec(.conflict, note) }
    static func forbidden(_ note: String) -> ErrorSpec { ErrorSpec(.forbidden, note) }
    static func unauthenticated(_ note: String) -> ErrorSpec { ErrorSpec(.unauthorized, note) }
    static func unprocessable(_ note: String) -> ErrorSpec { ErrorSpec(.unprocessableContent, note) }
    static func misdirected(_ note: String) -> ErrorSpec { ErrorSpec(.misdirectedRequest, note) }
    static func badGateway(_ note: String) -> ErrorSpec { ErrorSpec(.badGateway, note) }
    static func unavailable(_ note: String) -> ErrorSpec { ErrorSpec(.serviceUnavailable, note) }

    fileprivate static let pluginFailed = ErrorSpec(
        .badGateway, "The plugin or a service that it called failed; `code` is set by the plugin.", isFromPlugin: true)
    fileprivate static let pluginTimedOut = ErrorSpec(
        .gatewayTimeout, "The plugin did not respond in time.", isFromPlugin: true)
    static let pluginOff = ErrorSpec.unavailable(
        "The plugin is disabled, or the service that it called limits requests: `Retry-After` then has the seconds to "
            + "wait.")
}

extension [ErrorSpec] {
    /// Errors of endpoints that call a plugin.
    static let plugin: [ErrorSpec] = [.pluginFailed, .pluginTimedOut, .pluginOff]
}

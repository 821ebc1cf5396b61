import PluginMessages

extension ServiceName {
    /// The name of a service whose plain name another connection has.
    static func of(_ name: String, connection: String) -> String {
        let id = connection.lowercased().filter { $0.isASCII && ($0.isLetter || $0.isNumber) }
        return "\(name)-\(id.suffix(8))"
    }
}

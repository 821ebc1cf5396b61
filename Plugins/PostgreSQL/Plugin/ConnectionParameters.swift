import CPostgreSQL
import FoundationEssentials
import PluginKit

/// Where the database is, as keywords and values of libpq. They are never part of a message: one may be the password.
struct ConnectionParameters: Sendable {
    let values: [(keyword: String, value: String)]

    /// What applies where neither the URL nor the environment says otherwise: seconds, and milliseconds for the last.
    private static let defaults = [
        ("connect_timeout", "10", "PGCONNECT_TIMEOUT"), ("fallback_application_name", "millrace", "PGAPPNAME"),
        ("keepalives_idle", "30", ""), ("tcp_user_timeout", "20000", ""),
    ]

    /// - Parameter url: `nil` leaves everything to libpq's environment.
    /// - Throws: ``PluginFailure`` with code `postgresql.url` or `postgresql.password`, without the URL's text.
    init(url: String?) throws(PluginFailure) {
        var values = try url.map(Self.parsed) ?? []
        let environment = ProcessInfo.processInfo.environment
        for (keyword, value, variable) in Self.defaults
        where !values.contains(where: { $0.keyword == keyword }) && environment[variable] == nil {
            values.append((keyword, value))
        }
        // Names and texts of every language; the server's own encoding is checked after connecting.
        values.append(("client_encoding", "UTF8"))
        self.values = values
    }

    private static func parsed(_ url: String) throws(PluginFailure) -> [(keyword: String, value: String)] {
        // libpq's own message would repeat the URL.
        guard let options = PQconninfoParse(url, nil) else {
            throw PluginFailure(
                code: "postgresql.url",
                message: "The setting URL of the plugin postgresql is not a valid connection URI of libpq; expected "
                    + "one such as postgresql://millrace@db.example.com/millrace.")
        }
        defer { PQconninfoFree(options) }
        var values: [(String, String)] = []
        var option = options
        while let keyword = option.pointee.keyword {
            if let value = option.pointee.val { values.append((String(cString: keyword), String(cString: value))) }
            option += 1
        }
        if values.contains(where: { $0.0 == "password" }), isInProcessList(url) {
            throw PluginFailure(
                code: "postgresql.password",
                message:
                    "The password of the database is in the server's command line, where every user of the machine "
                    + "sees it. Set it in MILLRACE_POSTGRESQL_URL, PGPASSWORD or a password file (PGPASSFILE).")
        }
        return values
    }

    private static func isInProcessList(_ url: String) -> Bool {
        FileManager.default.contents(atPath: "/proc/self/cmdline").map {
            String(decoding: $0, as: UTF8.self).contains(url)
        } ?? false
    }

    /// Calls `body` with the two arrays that libpq's functions take, each ended by a null.
    func withArrays<Result>(
        _ body: (UnsafePointer<UnsafePointer<CChar>?>, UnsafePointer<UnsafePointer<CChar>?>) -> Result
    ) -> Result {
        let texts = (values.map(\.keyword) + values.map(\.value)).map { Array($0.utf8CString) }
        let starts = texts.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1.count) }
        return texts.flatMap(\.self).withUnsafeBufferPointer { bytes in
            let pointers = starts.dropLast().map { start in bytes.baseAddress.map { $0 + start } }
            return body(Array(pointers.prefix(values.count)) + [nil], Array(pointers.dropFirst(values.count)) + [nil])
        }
    }
}

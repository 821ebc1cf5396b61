import JSON

/// The static files of a version, and how they are served.
struct StaticFiles: Codable, Sendable {
    struct File: Codable, Sendable {
        let hash: String
        let size: Int
    }

    /// By path.
    let files: [String: File]
    /// `config` of the metadata.
    var routing: JSONObject = [:]

    /// The file that a path is answered with: "HTML handling"
    /// (https://developers.cloudflare.com/workers/static-assets/routing/advanced/html-handling/), without its redirects.
    func file(at path: String) -> File? {
        if let file = files[path] { return file }
        if routing["html_handling"] != "none" {
            return files[path.hasSuffix("/") ? "\(path)index.html" : "\(path).html"]
        }
        return nil
    }

    func runsWorkerFirst(at path: String) -> Bool {
        guard let rules = routing["run_worker_first"]?.array?.compactMap(\.string) else {
            return routing["run_worker_first"]?.bool ?? false
        }
        let excepted = rules.filter { $0.hasPrefix("!") }.map { String($0.dropFirst()) }
        return !excepted.contains { Self.matches($0, path) }
            && rules.contains { !$0.hasPrefix("!") && Self.matches($0, path) }
    }

    private static func matches(_ rule: String, _ path: String) -> Bool {
        rule.hasSuffix("*") ? path.hasPrefix(rule.dropLast()) : path == rule
    }
}

/// An upload of static files that has begun.
struct AssetSession: Codable, Sendable {
    let script: String
    let files: [String: StaticFiles.File]
    /// Hashes that have not come.
    var missing: Set<String>
    /// By which a version names the files, once all have come.
    let completion: String
}

import FoundationEssentials
import JSON
import PluginMessages

/// `assets`: files, and how they are served.
extension ConfigurationReader {
    private static let root = JSONPointer.root.appending("assets")

    mutating func assets() -> StaticAssets? {
        let members = object("assets")
        guard !members.isEmpty else { return nil }
        var files: [StaticAssets.File] = []
        var routing = JSONObject()
        for (name, value) in members where !value.isNull {
            let pointer = Self.root.appending(name)
            if name == "files" {
                files = self.files(value, at: pointer)
            } else if let member = Routing(rawValue: name) {
                if member.accepts(value) { routing[member.key] = value } else { note(pointer, member.form) }
            } else {
                let known = ["files"] + Routing.allCases.map(\.rawValue)
                note(pointer, "is unknown; expected \(known.joined(separator: ", "))")
            }
        }
        if members["files"] == nil { note(Self.root.appending("files"), "is required") }
        return StaticAssets(files: files.sorted { $0.path < $1.path }, routing: routing)
    }

    private mutating func files(_ value: JSONValue, at pointer: JSONPointer) -> [StaticAssets.File] {
        guard let members = value.object, !members.isEmpty, members.count <= StaticAssets.mostFiles else {
            note(pointer, "must be an object of at most \(StaticAssets.mostFiles) files by path")
            return []
        }
        return members.compactMap { path, value in file(path, value, at: pointer.appending(path)) }
    }

    /// A text, or `{text}` or `{base64}` with a `contentType`.
    private mutating func file(_ path: String, _ value: JSONValue, at pointer: JSONPointer) -> StaticAssets.File? {
        let parts = path.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
        guard path.hasPrefix("/"), parts.allSatisfy({ !["", ".", ".."].contains($0) }) else {
            note(pointer, "must be a path such as /images/logo.svg")
            return nil
        }
        let content: [UInt8]?
        if let text = value.string ?? value["text"]?.string {
            content = Array(text.utf8)
        } else {
            content = value["base64"]?.string.flatMap { Data(base64Encoded: $0) }.map(Array.init)
        }
        guard let content else {
            note(pointer, "must be a string, {\"text\": \"…\"} or {\"base64\": \"…\"}")
            return nil
        }
        guard content.count <= StaticAssets.mostBytes else {
            note(pointer, "has \(content.count) bytes; expected at most \(StaticAssets.mostBytes)")
            return nil
        }
        let type = value["contentType"]?.string
        if type == nil ? value["contentType"]?.isNull == false : !Self.isMediaType(type) {
            note(pointer.appending("contentType"), "must be a media type such as image/png")
        }
        return StaticAssets.File(
            path: path, content: content, contentType: type ?? StaticAssets.contentType(of: path))
    }

    private static func isMediaType(_ text: String?) -> Bool {
        text?.wholeMatch(of: /[a-z0-9.+-]+\/[a-z0-9.+-]+(; ?[a-z]+=[A-Za-z0-9._-]+)?/) != nil
    }

    /// Members of `assets.config` of the API's reference
    /// (https://developers.cloudflare.com/api/resources/workers/subresources/scripts/methods/update/).
    private enum Routing: String, CaseIterable {
        case htmlHandling, notFoundHandling, runWorkerFirst, headers, redirects

        var key: String {
            switch self {
            case .htmlHandling: "html_handling"
            case .notFoundHandling: "not_found_handling"
            case .runWorkerFirst: "run_worker_first"
            case .headers: "_headers"
            case .redirects: "_redirects"
            }
        }

        func accepts(_ value: JSONValue) -> Bool {
            switch self {
            case .htmlHandling, .notFoundHandling: options.contains(value.string ?? "")
            case .runWorkerFirst: value.bool != nil || Self.areRules(value)
            case .headers, .redirects: value.string != nil
            }
        }

        /// At least one names paths, others may except some: `/api/*`, `!/api/docs/*`.
        private static func areRules(_ value: JSONValue) -> Bool {
            guard let rules = value.array?.map({ $0.string ?? "" }) else { return false }
            return rules.contains { $0.hasPrefix("/") } && rules.allSatisfy { $0.hasPrefix("/") || $0.hasPrefix("!/") }
        }

        private var options: [String] {
            switch self {
            case .htmlHandling: ["auto-trailing-slash", "force-trailing-slash", "drop-trailing-slash", "none"]
            case .notFoundHandling: ["none", "404-page", "single-page-application"]
            case .runWorkerFirst, .headers, .redirects: []
            }
        }

        /// For people.
        var form: String {
            switch self {
            case .htmlHandling, .notFoundHandling: "must be one of \(options.joined(separator: ", "))"
            case .runWorkerFirst: "must be true, false or an array of rules such as /api/* and !/api/docs/*"
            case .headers: "must be the text of a _headers file"
            case .redirects: "must be the text of a _redirects file"
            }
        }
    }
}

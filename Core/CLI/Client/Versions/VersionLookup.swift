import Foundation
import Values

/// Finds a version by its number.
struct VersionLookup {
    let api: RESTClient
    /// The workflow's path.
    let workflow: String

    func id(of text: String) async throws -> String {
        guard !TextFormat.isUUID(text) else { return text }
        let versions = try await api.items("\(workflow)/versions")
        if let number = Int(text), let found = versions.first(where: { $0["version"]?.int == number }) {
            return found.id
        }
        let numbers = versions.compactMap { $0["version"]?.int }
        // `v3` and `latest` are what people try.
        let meant = Int(text.filter(\.isNumber)).flatMap { number in numbers.min { abs($0 - number) < abs($1 - number) }
        }
        let nearest = (meant ?? numbers.max()).map { " Did you mean \($0)?" } ?? ""
        throw ClientError(
            .notFound, "The workflow has no version \(text).\(nearest) millrace versions list lists them.")
    }
}

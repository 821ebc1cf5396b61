/// Finds a version by its number.
struct VersionLookup {
    let api: RESTClient
    /// The workflow's path.
    let workflow: String

    func id(of text: String) async throws -> String {
        guard let number = Int(text) else { return text.asPathSegment }
        let versions = try await api.items("\(workflow)/versions")
        guard let found = versions.first(where: { $0["version"]?.int == number }) else {
            throw ClientError(.notFound, "The workflow has no version \(number). millrace versions list lists them.")
        }
        return found.id
    }
}

/// A file of the server's own pages.
struct StaticFile: Sendable {
    let name: String
    /// With its charset.
    let type: String
    /// The Content-Security-Policy.
    let policy: String
    let bytes: [UInt8]
}

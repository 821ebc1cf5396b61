/// "R2: Multipart upload" of Cloudflare's documentation.
enum UploadLimits {
    static let parts = 1...10_000
    static let partBytes = 5 << 20
    /// How long an upload may take: seven days.
    static let time = Duration.seconds(7 * 24 * 60 * 60)
}

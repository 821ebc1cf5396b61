import Errors

extension PlatformError {
    static func slugTaken(_ slug: String) -> PlatformError {
        PlatformError(.projectSlugTaken, "Another project has the slug \"\(slug)\". Choose another one.")
    }

    static func projectNotEmpty(workflows count: Int) -> PlatformError {
        PlatformError(
            .projectNotEmpty,
            "The project has \(count) workflow\(count == 1 ? "" : "s"). Delete or move \(count == 1 ? "it" : "them") "
                + "first."
        )
    }

    static var lastProject: PlatformError {
        PlatformError(.projectLast, "An organization must have at least one project. Create another one first.")
    }

    /// - Parameter size: Bytes of its documents.
    static func exportTooLarge(_ size: Int) -> PlatformError {
        PlatformError(
            .projectExportTooLarge,
            "The exported file would have at least \(size) bytes; the limit is \(ProjectFile.limit). Delete old "
                + "versions first."
        )
    }
}

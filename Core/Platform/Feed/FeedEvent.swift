import Storage

/// Something that happened in a project.
package struct FeedEvent: Sendable {
    package enum Content: Sendable {
        /// A run began, or its state changed.
        case run(Run)
        /// A request, or the server itself, changed what a path of the API names.
        case changed(FeedChange)
        /// Events are not known any more: what was loaded may be old.
        case missed
    }

    package let number: Int
    let project: ProjectID
    package let content: Content
}

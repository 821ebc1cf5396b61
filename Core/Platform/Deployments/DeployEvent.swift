import PluginMessages

/// Something that happened in a deploy.
package struct DeployEvent: Sendable {
    package enum Content: Sendable {
        case progress(DeployProgress)
        /// The last one.
        /// - Parameter last: The last progress, where it is known.
        case ended(Result<Deployment, any Error>, last: DeployProgress?)
    }

    /// From 1, counted within the deploy.
    package let number: Int
    package let content: Content
}

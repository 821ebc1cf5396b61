import PluginMessages
import Storage

/// What became of a project's file.
package struct ImportedProject: Sendable {
    package struct Workflow: Sendable {
        package let id: WorkflowID
        /// In the file.
        package let oldID: String
        package let name: String
    }

    /// A secret whose value the file has not: a variable that is to be set.
    package struct Secret: Sendable {
        package let name: String
        /// `nil` for one of the project's.
        package let workflow: WorkflowID?
    }

    package let project: Project
    package let workflows: [Workflow]
    package let secrets: [Secret]
    /// What points out of the file, and what the compiler warns of.
    package let warnings: [Diagnostic]
}

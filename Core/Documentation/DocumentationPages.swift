/// The pages of this folder, in Markdown, and what they show.
package enum DocumentationPages {
    package struct File: Sendable {
        package let name: String
        package let bytes: [UInt8]
    }

    package static let pages: [File] = [
        File(name: "index.md", bytes: PackageResources.index_md),
        File(name: "architecture.md", bytes: PackageResources.architecture_md),
        File(name: "changelog.md", bytes: PackageResources.changelog_md),
        File(name: "cloudflare.md", bytes: PackageResources.cloudflare_md),
        File(name: "command-line.md", bytes: PackageResources.command_line_md),
        File(name: "concepts.md", bytes: PackageResources.concepts_md),
        File(name: "configuration.md", bytes: PackageResources.configuration_md),
        File(name: "console.md", bytes: PackageResources.console_md),
        File(name: "credentials.md", bytes: PackageResources.credentials_md),
        File(name: "errors.md", bytes: PackageResources.errors_md),
        File(name: "local-and-cloudflare.md", bytes: PackageResources.local_and_cloudflare_md),
        File(name: "operating.md", bytes: PackageResources.operating_md),
        File(name: "plugins.md", bytes: PackageResources.plugins_md),
        File(name: "rest-api.md", bytes: PackageResources.rest_api_md),
        File(name: "rules-of-workflows.md", bytes: PackageResources.rules_of_workflows_md),
        File(name: "security.md", bytes: PackageResources.security_md),
        File(name: "servers.md", bytes: PackageResources.servers_md),
        File(name: "tutorial.md", bytes: PackageResources.tutorial_md),
        File(name: "webhooks.md", bytes: PackageResources.webhooks_md),
        File(name: "workflow-documents.md", bytes: PackageResources.workflow_documents_md),
    ]

    package static let picture = File(name: "architecture.svg", bytes: PackageResources.architecture_svg)
    package static let style = File(name: "pages.css", bytes: PackageResources.pages_css)
}

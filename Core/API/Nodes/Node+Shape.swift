import JSON
import Platform
import PluginMessages

extension NodeDefinition {
    static let shape = Shape<NodeDefinition>("Node") {
        Member("id", .text.example("http_request"), \.id, "The node's `type` in documents.")
        Member("name", .text.example("HTTP request"), \.name, "The display name.")
        Member(
            "version", .text.example("1.0.0"), \.version, "A semantic version; documents name the version of each node."
        )
        Member("description", .text, \.description, "What the node does, in a sentence or two.")
        Member("category", .text, \.category, "The heading under which catalogues list the node.")
        Member("tags", .list(of: .text), \.tags, "Words to search for.")
        Member("icon", .text, optional: \.icon, "Icon as SVG.")
        Member("docsUrl", .text, optional: \.docsUrl, "The documentation of the service that the node calls.")
        Member("author", .text, optional: \.author, "Who publishes the node.")
        Member("license", .text, optional: \.license, "The license of the node, as an SPDX identifier.")
        Member("configSchema", .fields(), \.configSchema, "The fields of the node's `data`, by name.")
        Member("outputSchema", .fields(), \.outputSchema, "The shape of the node's output.")
        Member("providers", .list(of: .text), \.providers, "The providers that the node has code for.")
        Member("dependencies", .texts, optional: \.dependencies, "npm packages and version ranges.")
        Member(
            "runtime", NodeRuntime.shape, optional: \.runtime,
            "Defaults for steps of the node, which a document can override.")
        Member("deprecated", .flag, optional: \.deprecated, "Whether the publisher has deprecated the node.")
        Member("deprecationMessage", .text, optional: \.deprecationMessage, "The reason, and what to use instead.")
        Member("replacedBy", .text, optional: \.replacedBy, "The node to use instead.")
    }
}

extension NodeRuntime {
    fileprivate static let shape = Shape<NodeRuntime> {
        Member(
            "defaultTimeout", .text.example("30 seconds"), optional: \.defaultTimeout, "How long an attempt may take.")
        Member(
            "defaultRetries", .whole(0...Int.max), optional: \.defaultRetries,
            "How many attempts follow a failed first one.")
        Member("idempotent", .flag, optional: \.idempotent, "Whether repeating a step has no further effect.")
        Member("streaming", .flag, optional: \.streaming, "Whether the node produces its value in pieces.")
    }
}

extension NodeTemplate {
    static let shape = Shape<NodeTemplate>("NodeTemplate") {
        Member("nodeId", .text.example("slack"), \.node, "The node that the code belongs to.")
        Member("version", .text.example("1.0.0"), \.version, "The version of the node.")
        Member(
            "provider", .text.example(.string(Schema.exampleProvider)), \.target, "The target of the template.")
        Member("source", .text.example("export default async () => {}"), \.source, "TypeScript source.")
    }
}

extension ConfigField.Option {
    static let shape = Shape<ConfigField.Option>("Option") {
        Member("value", .text, \.value, "The value that the document has.")
        Member("label", .text, \.label, "The display text.")
    }
}

extension NodeOptions.Listed {
    static let shape = Shape<NodeOptions.Listed>("OptionList") {
        Member("data", .list(of: ConfigField.Option.shape), \.options, "The options of this page.")
        Member(
            "nextCursor", .text.example("0:dXNlcjpVMDYx"), nullable: \.next,
            "The `cursor` of the next page; `null` on the last page.")
        Member(
            "needs", .list(of: .text), { $0.needs },
            "The fields that must have a fixed value first, or `credential`; `data` is then empty.")
    }
}

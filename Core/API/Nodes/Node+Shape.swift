import JSON
import PluginMessages

extension NodeDefinition {
    static let shape = Shape<NodeDefinition>("Node") {
        Member("id", .text.example("http_request"), \.id)
        Member("name", .text.example("HTTP request"), \.name)
        Member("version", .text.example("1.0.0"), \.version)
        Member("description", .text, \.description)
        Member("category", .text, \.category)
        Member("tags", .list(of: .text), \.tags)
        Member("icon", .text, optional: \.icon, "SVG.")
        Member("docsUrl", .text, optional: \.docsUrl)
        Member("author", .text, optional: \.author)
        Member("license", .text, optional: \.license)
        Member("configSchema", .fields(), \.configSchema, "The fields of the node's `data`, by name.")
        Member("outputSchema", .fields(), \.outputSchema, "The shape of the node's output.")
        Member("providers", .list(of: .text), \.providers)
        Member("dependencies", .texts, optional: \.dependencies, "npm packages and version ranges.")
        Member("runtime", NodeRuntime.shape, optional: \.runtime)
        Member("deprecated", .flag, optional: \.deprecated)
        Member("deprecationMessage", .text, optional: \.deprecationMessage)
        Member("replacedBy", .text, optional: \.replacedBy)
    }
}

extension NodeRuntime {
    fileprivate static let shape = Shape<NodeRuntime> {
        Member("defaultTimeout", .text.example("30 seconds"), optional: \.defaultTimeout)
        Member("defaultRetries", .whole(0...Int.max), optional: \.defaultRetries)
        Member("idempotent", .flag, optional: \.idempotent)
        Member("streaming", .flag, optional: \.streaming)
    }
}

extension NodeTemplate {
    static let shape = Shape<NodeTemplate>("NodeTemplate") {
        Member("nodeId", .text.example("slack"), \.node)
        Member("version", .text.example("1.0.0"), \.version)
        Member(
            "provider", .text.example(.string(Schema.exampleProvider)), \.target, "The target of the template.")
        Member("source", .text.example("export default async () => {}"), \.source, "TypeScript source.")
    }
}

extension ConfigField.Option {
    static let shape = Shape<ConfigField.Option>("Option") {
        Member("value", .text, \.value)
        Member("label", .text, \.label)
    }
}

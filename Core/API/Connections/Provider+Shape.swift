import JSON
import PluginMessages

extension ProviderDefinition {
    static let shape = Shape<ProviderDefinition>("Provider") {
        Member("id", .text.example("local"), \.id, "The name of the provider in nodes and connections.")
        Member("name", .text.example("This machine"), \.name, "The display name.")
        Member("description", .text, \.description, "The platform that the provider runs workflows on.")
        Member("accepts", .list(of: .text), \.accepts, "Targets that it accepts in addition to its own.")
        Member(
            "credentialSchema", .fields(), \.credentialSchema, "The fields of a connection's `credentials`, by name.")
        Member("configSchema", .fields(), \.configSchema, "The fields of a deploy configuration, by name.")
        Member(
            "capabilities", .list(of: .choice), \.capabilities,
            "What the provider supports; requests that need another capability are refused.")
        Member(
            "defaultConnection", .text, optional: \.defaultConnection,
            "The name of the connection that a new installation has.")
        Member("bindings", .list(of: .text), optional: \.bindings, "Supported types of bindings; all if omitted.")
        Member(
            "runsTests", .flag.example(true), { $0.runsTests == true },
            "Whether `POST …/test` can run documents on a connection of the provider.")
    }
}

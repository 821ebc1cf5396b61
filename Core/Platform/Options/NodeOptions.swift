import JSON
import PluginHost
import PluginMessages
import Storage
import Values

/// The options of a node's fields: of the definition, of the node's plugin, or of the vendor.
package struct NodeOptions: Sendable {
    let nodes: NodesCatalog
    let tokens: CredentialTokens
    let requests: TokenRequests
    let pages = ListedPages()
    let slots = OptionSlots()

    package struct Order: Sendable {
        let field: String
        let config: JSONObject
        let credential: CredentialID?
        let search: String
        let cursor: String?
        let isNew: Bool

        /// - Parameters:
        ///   - field: The name of the field.
        ///   - config: The node's `data` so far.
        ///   - credential: With which the vendor is asked.
        ///   - search: What labels or values have in them.
        ///   - cursor: Of a page that is not the first.
        ///   - isNew: Whether the vendor is asked even if it was a moment ago.
        package init(
            field: String, config: JSONObject, credential: CredentialID?, search: String, cursor: String?, isNew: Bool
        ) {
            self.field = field
            self.config = config
            self.credential = credential
            self.search = search
            self.cursor = cursor
            self.isNew = isNew
        }
    }

    package struct Listed: Sendable {
        package let options: [ConfigField.Option]
        /// Of the next page.
        package let next: String?
        /// What must have a fixed value first: fields, and `credential`.
        package let needs: [String]

        init(_ options: [ConfigField.Option], next: String? = nil, needs: [String] = []) {
            self.options = options
            self.next = next
            self.needs = needs
        }
    }

    /// - Parameter version: `nil` takes the one that new work uses.
    /// - Throws: What the plugin or the vendor says; `credential.notFound` for one that the caller does not reach.
    package func list(_ caller: Caller, _ id: String, version: String?, _ order: Order) async throws -> Listed {
        let node = try await nodes.get(caller, id, version: version)
        let record = try await credential(caller, order.credential)
        guard let field = node.configSchema.first(where: { $0.name == order.field }) else {
            throw PlatformError.unknownField(order.field, ofNode: id)
        }
        guard let source = field.optionsFrom, !source.lists.isEmpty else {
            return Listed(try await nodes.options(caller, node, of: field, config: order.config))
        }
        let filled = FilledFields(node.configSchema, order.config)
        let secrets = Set(node.configSchema.filter { $0.type == .secret }.map(\.name))
        let lists = source.lists.filter { $0.needs(secrets: secrets).allSatisfy { filled[$0] != nil } }
        let needs = lists.isEmpty ? source.lists[0].needs(secrets: secrets).filter { filled[$0] == nil } : []
        guard let record else { return Listed([], needs: ["credential"] + needs) }
        guard needs.isEmpty else { return Listed([], needs: needs) }
        try check(caller, record, node, lists, filled)
        let permissions = try await nodes.permissions(caller, of: node)
        return try await slots.run(for: caller.organization) {
            try await VendorListing(
                options: self, node: node, permissions: permissions, lists: lists, filled: filled, credential: record
            ).list(order)
        }
    }

    /// What an account has at its vendor is read with it: not by a key that may only read what is here.
    private func credential(_ caller: Caller, _ id: CredentialID?) async throws -> CredentialRecord? {
        guard let id else { return nil }
        try caller.require(.write)
        return try await tokens.credentials.storage.read { try $0.credential(id, of: caller) }
    }

    /// - Throws: ``PlatformError/credentialUnfit(_:type:node:fitting:)``, ``PlatformError/missingScope(_:)``.
    private func check(
        _ caller: Caller, _ credential: CredentialRecord, _ node: NodeDefinition, _ lists: [VendorList],
        _ filled: FilledFields
    ) throws {
        let fitting = tokens.credentials.types(for: node, in: caller.organization).map(\.id)
        guard fitting.contains(credential.type) else {
            throw PlatformError.credentialUnfit(
                credential.name, type: credential.type, node: node.name, fitting: fitting)
        }
        // The token goes where the caller says: that is for who could deploy a program that sends it there.
        let usual = FilledFields(node.configSchema, [:])
        let isUsual = lists.allSatisfy { list in
            VendorText(list.address).names.allSatisfy { filled[$0] == usual[$0] }
        }
        if !isUsual { try caller.require(.deploy) }
    }
}

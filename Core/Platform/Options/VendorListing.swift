import JSON
import PluginHost
import PluginMessages
import Storage
import Values

/// One call for options: pages of a vendor's lists until there are enough to choose from.
struct VendorListing {
    let options: NodeOptions
    let node: NodeDefinition
    /// Of the node's plugin.
    let permissions: PluginPermissions?
    /// Those whose requests can be made.
    let lists: [VendorList]
    let filled: FilledFields
    let credential: CredentialRecord

    /// Bytes of a response.
    private static let longest = 4 << 20
    /// Requests of one call; no other begins after ``patience``.
    private static let mostRequests = 5
    private static let patience = Duration.seconds(10)
    private static let enough = 50

    /// A page of one of the lists: `1:CURSOR`.
    struct Position {
        let list: Int
        let cursor: String?

        var text: String { "\(list):\(cursor ?? "")" }

        static let first = Position(list: 0, cursor: nil)

        init(list: Int, cursor: String?) {
            self.list = list
            self.cursor = cursor
        }

        /// - Returns: `nil` for a text that is none.
        init?(_ text: String, of lists: [VendorList]) {
            let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, let list = Int(parts[0]), lists.indices.contains(list) else { return nil }
            self.init(list: list, cursor: parts[1].isEmpty ? nil : String(parts[1]))
            // Pages that are counted have numbers.
            let isCounted = [.number, .offset].contains(lists[list].pages?.kind)
            guard !isCounted || cursor.map({ Int32($0).map { $0 >= 0 } ?? false }) ?? true else { return nil }
        }
    }

    func list(_ order: NodeOptions.Order) async throws -> NodeOptions.Listed {
        guard var position = order.cursor.map({ Position($0, of: lists) }) ?? .first else {
            throw PlatformError.invalid([
                Diagnostic(
                    code: "pattern", message: "must be a nextCursor of these options, or omitted", pointer: "/cursor")
            ])
        }
        let start = ContinuousClock.now
        var found: [ConfigField.Option] = []
        var account: NodeAccount?
        for count in 1... {
            let page: VendorListPage
            do {
                page = try await self.page(at: position, order, &account)
            } catch is PlatformError where !found.isEmpty {
                // Those that there are can be chosen; whoever wants more is told.
                return .init(found, next: position.text)
            }
            found += page.options.filter { matches($0, order.search) }
            if let next = page.next {
                position = Position(list: position.list, cursor: next)
            } else if position.list + 1 < lists.count {
                position = Position(list: position.list + 1, cursor: nil)
            } else {
                break
            }
            if found.count >= Self.enough || count >= Self.mostRequests || ContinuousClock.now - start > Self.patience {
                return .init(found, next: position.text)
            }
        }
        return .init(found)
    }

    /// A vendor that cannot search lists everything; one that can may search elsewhere than in the label.
    private func matches(_ option: ConfigField.Option, _ search: String) -> Bool {
        guard !search.isEmpty, lists.contains(where: { $0.search == nil }) else { return true }
        let words = search.lowercased()
        return option.label.lowercased().contains(words) || option.value.lowercased().contains(words)
    }

    /// - Parameter account: Opened with the first page that is not kept.
    private func page(
        at position: Position, _ order: NodeOptions.Order, _ account: inout NodeAccount?
    ) async throws -> VendorListPage {
        let list = lists[position.list]
        let known: NodeAccount
        if let account { known = account } else { known = try await self.account() }
        account = known
        let (request, key) = try self.request(list, known, order, position)
        if !order.isNew, let kept = options.pages.page(key) { return kept }
        let page: VendorListPage
        do {
            page = try await send(request, list, known, position)
        } catch let failure as VendorFailure where failure.isOfCredential && known.minted != nil {
            // As programs do: once more, with another token.
            let renewed = try await self.account(refused: known.minted.map { RandomText.hash($0.secret) })
            account = renewed
            let (again, renewedKey) = try self.request(list, renewed, order, position)
            page = try await told { try await send(again, list, renewed, position) }
            options.pages.keep(page, renewedKey)
            return page
        } catch let failure as VendorFailure {
            throw PlatformError.options(failure, of: node, credential: credential.name)
        }
        options.pages.keep(page, key)
        return page
    }

    private func told<Result>(_ body: () async throws -> Result) async throws -> Result {
        do { return try await body() } catch let failure as VendorFailure {
            throw PlatformError.options(failure, of: node, credential: credential.name)
        }
    }

    private func request(
        _ list: VendorList, _ account: NodeAccount, _ order: NodeOptions.Order, _ position: Position
    ) throws -> (VendorListRequest, ListedPages.Key) {
        do {
            let request = try VendorListRequest(
                list, of: node.configSchema, filled, account, search: order.search, cursor: position.cursor)
            try check(request, of: list)
            return (request, ListedPages.Key(credential, list, request))
        } catch let missing as VendorListRequest.MissingSecret {
            guard let field = node.configSchema.first(where: { $0.name == missing.name }) else { throw missing }
            throw PlatformError.options(missing: field, ofCredential: credential.name)
        } catch let wrong as VendorListRequest.UnsendableValue {
            guard let field = node.configSchema.first(where: { $0.name == wrong.name }) else { throw wrong }
            throw PlatformError.options(unsendable: field, wrong.character, ofCredential: credential.name)
        }
    }

    /// Where the plugin names the host, it is one of those that people were told of; an address that somebody enters is theirs.
    private func check(_ request: VendorListRequest, of list: VendorList) throws(PlatformError) {
        guard let permissions else { return }
        let usual = FilledFields(node.configSchema, [:])
        guard !list.origin.isEntered(among: node.configSchema, { (filled[$0], usual[$0]) }) else { return }
        guard let host = (try? WebURL(request.url))?.host, !permissions.allows(host: host) else { return }
        throw .options("The permissions of its plugin do not name the host \(host).", of: node)
    }

    /// - Throws: ``VendorFailure``
    private func send(
        _ request: VendorListRequest, _ list: VendorList, _ account: NodeAccount, _ position: Position
    ) async throws -> VendorListPage {
        let response: GuardedClient.Response
        do {
            response = try await options.requests.response(
                request.method, request.url, request.headers.map { ($0.name, $0.value) }, request.body,
                longest: Self.longest)
        } catch let refusal as TokenRequests.Refusal {
            throw PlatformError.options(
                refusal.code == "private" ? "\(refusal.message) \(refusal.advice)" : refusal.message, of: node)
        }
        let json = (try? JSONValue(parsing: response.body)) ?? .null
        guard (200..<300).contains(response.status),
            let page = VendorListPage(json, list, header: response.header, cursor: position.cursor)
        else {
            let mask = SecretMask(
                ofVendor: account.secrets.values, headers: request.headers.filter(\.isSecret).map(\.value))
            throw VendorFailure(response, json, list, mask)
        }
        return page
    }

    /// What the credential gives the node's secrets.
    /// - Parameter refused: SHA-256 of a token that the vendor has refused.
    private func account(refused: String? = nil) async throws -> NodeAccount {
        let credentials = options.tokens.credentials
        let type = try credentials.type(credential.type, in: credential.organization)
        let values = type.values(try credential.opened(by: credentials.secrets).fields)
        do {
            let minted = try await options.tokens.current(credential.id, refused: refused)
            return NodeAccount(node.configSchema, type.flow, values, minted: minted)
        } catch let refusal as TokenRequests.Refusal {
            guard refusal.isOfValues else { throw PlatformError.credentialVendor(refusal.message) }
            throw PlatformError.credentialRefused(credential.name, refusal)
        }
    }
}

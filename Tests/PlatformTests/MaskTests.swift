import JSON
import PlatformFixtures
import Storage
import Testing

@testable import Platform

/// What is shown in place of a secret, sent back in every combination with the other members of a change.
@Suite("Masks that are sent back", .timeLimit(.minutes(10)))
struct MaskTests {
    private enum Sent: CaseIterable { case absent, mask, new }

    /// What a value becomes.
    private struct Kept: Hashable, CustomStringConvertible {
        let isSecret: Bool
        let value: String

        var description: String { "\(isSecret ? "secret" : "plain") \"\(value)\"" }
    }

    private static let new = "new value"
    private static let secret = Kept(isSecret: true, value: "hush hush")
    private static let plain = Kept(isSecret: false, value: "open")

    /// By the rules of the REST specification: the mask keeps a secret, makes none, and never makes one readable.
    /// - Parameter before: `nil` for a variable that does not exist.
    /// - Returns: `nil` for a change that is refused.
    private static func expected(_ before: Kept?, isSecret: Bool, _ sent: Sent) -> Kept? {
        switch sent {
        case .new: Kept(isSecret: isSecret, value: new)
        // Of a plain variable asterisks are a value like others.
        case .mask where before?.isSecret != true: isSecret ? nil : Kept(isSecret: false, value: Variable.mask)
        case .mask, .absent:
            before?.isSecret == true && !isSecret ? nil : before.map { Kept(isSecret: isSecret, value: $0.value) }
        }
    }

    private static func text(_ sent: Sent) -> String? {
        switch sent {
        case .absent: nil
        case .mask: Variable.mask
        case .new: new
        }
    }

    @Test("A variable of the organization, by isSecret, by what is sent as its value, and by what it was")
    func variables() async throws {
        try await Installation.with { installation in
            let caller = try await installation.owner()
            let variables = installation.platform.variables
            var count = 0
            for before in [Self.secret, Self.plain] {
                for isSecret in [nil, true, false] as [Bool?] {
                    for sent in Sent.allCases {
                        let what = "\(before), isSecret \(isSecret.map(String.init) ?? "absent"), \(sent)"
                        count += 1
                        let made = try await variables.create(
                            caller, in: nil,
                            Variable(name: "V_\(count)", value: before.value, isSecret: before.isSecret))
                        let change = VariableChange(value: Self.text(sent), isSecret: isSecret)
                        let shown = await Self.refusable(what) {
                            try await variables.update(caller, made.id, change).variable
                        }
                        let kept = try await installation.storage.read { database in
                            let record = try database.variable(made.id, of: caller)
                            return Kept(isSecret: record.isSecret, value: try record.opened(by: variables.secrets))
                        }
                        let expected = Self.expected(before, isSecret: isSecret ?? before.isSecret, sent)
                        #expect((shown == nil) == (expected == nil), "\(what)")
                        #expect(kept == expected ?? before, "\(what)")
                        if let shown { Self.check(shown, shows: kept, what) }
                    }
                }
            }
            #expect(count == 18)
        }
    }

    @Test("A workflow's variable, by isSecret, by what is sent as its value, and by what it was, if it was")
    func workflowVariables() async throws {
        try await Installation.with { installation in
            let caller = try await installation.owner()
            let workflows = installation.platform.workflows
            let secrets = installation.platform.variables.secrets
            var count = 0
            for before in [Self.secret, Self.plain, nil] {
                for isSecret in [true, false] {
                    for sent in [Sent.mask, .new] {
                        let what = "\(before.map { "\($0)" } ?? "nothing"), isSecret \(isSecret), \(sent)"
                        count += 1
                        let workflow = try await workflows.create(caller, NewWorkflow(name: "W")).workflow.id
                        var first = WorkflowChange()
                        first.variables = before.map { [Variable(name: "V", value: $0.value, isSecret: $0.isSecret)] }
                        if before != nil { _ = try await workflows.update(caller, workflow, first) }
                        var change = WorkflowChange()
                        change.variables = [Variable(name: "V", value: Self.text(sent) ?? "", isSecret: isSecret)]
                        let second = change
                        let shown = await Self.refusable(what) {
                            try await workflows.update(caller, workflow, second).variables
                        }?.first
                        func kept() async throws -> Kept? {
                            try await installation.storage.read { database in
                                try Table(VariableRecord.self, in: database).all(of: workflow).first.map { record in
                                    Kept(isSecret: record.isSecret, value: try record.opened(by: secrets))
                                }
                            }
                        }
                        let expected = Self.expected(before, isSecret: isSecret, sent)
                        #expect((shown == nil) == (expected == nil), "\(what)")
                        let now = try await kept()
                        #expect(now == expected ?? before, "\(what)")
                        if let shown, let now { Self.check(shown, shows: now, what) }
                        // A change that does not name the variables leaves them.
                        var other = WorkflowChange()
                        other.description = "Other"
                        _ = try await workflows.update(caller, workflow, other)
                        #expect(try await kept() == now, "\(what)")
                    }
                }
            }
            #expect(count == 12)
        }
    }

    private static func check(_ shown: Variable, shows kept: Kept, _ what: String) {
        #expect(shown.isSecret == kept.isSecret, "\(what)")
        #expect(shown.value == (kept.isSecret ? Variable.mask : kept.value), "\(what)")
    }

    /// - Returns: `nil` for a change that is refused because of a mask.
    private static func refusable<Result>(_ what: String, _ change: () async throws -> Result) async -> Result? {
        do { return try await change() } catch {
            let error = error as? PlatformError
            #expect(error?.code == "request.invalid", "\(what): \(String(describing: error))")
            #expect(error?.details.contains { $0.pointer.hasSuffix("/value") } == true, "\(what)")
            return nil
        }
    }

    private static func value(_ sent: Sent) -> JSONValue? { text(sent).map(JSONValue.string) }

    @Test("A connection's credentials, secret ones and shown ones: the mask and what is absent keep each")
    func connections() async throws {
        try await Installation.with { installation in
            let caller = try await installation.owner()
            let connections = installation.platform.connections
            let first: JSONObject = ["apiToken": "hush hush", "plan": "free"]
            func kept(_ id: ConnectionID) async throws -> JSONObject {
                try await installation.storage.read { database in
                    try database.connection(id, of: caller).opened(by: connections.secrets).values
                }
            }
            for token in Sent.allCases {
                for account in Sent.allCases {
                    for plan in [nil, "free", "paid", Variable.mask] as [String?] {
                        let made = try await connections.create(
                            caller, provider: "elsewhere", name: nil, credentials: first)
                        let sent = JSONObject(
                            present: ("apiToken", Self.value(token)), ("accountId", Self.value(account)),
                            ("plan", plan.map(JSONValue.string)))
                        let shown = try await connections.update(caller, made.id, name: nil, credentials: sent)
                        let what = JSONValue.object(sent).text
                        var expected = first
                        if token == .new { expected["apiToken"] = .string(Self.new) }
                        // There is none that a mask could keep.
                        if account == .new { expected["accountId"] = .string(Self.new) }
                        if plan == "paid" { expected["plan"] = "paid" }
                        #expect(JSONValue.object(try await kept(made.id)) == .object(expected), "\(what)")
                        #expect(shown.credentials["apiToken"]?.string == Variable.mask, "\(what)")
                        #expect(shown.credentials["plan"] == expected["plan"], "\(what)")
                    }
                }
            }
            await #expect {
                try await connections.create(
                    caller, provider: "elsewhere", name: nil, credentials: ["apiToken": .string(Variable.mask)])
            } throws: { ($0 as? PlatformError)?.code == "request.invalid" }
        }
    }

    @Test("A credential's values: the mask and what is absent keep a secret, but not where its address changes")
    func credentials() async throws {
        try await Installation.with { installation in
            let caller = try await installation.owner()
            let credentials = installation.platform.credentials
            let first: JSONObject = [
                "tokenUrl": "https://vendor.example/token", "clientId": "app", "clientSecret": "hush hush",
            ]
            var count = 0
            for secret in Sent.allCases {
                for client in Sent.allCases {
                    for movesAddress in [false, true] {
                        count += 1
                        let made = try await credentials.create(
                            caller, in: nil, name: "c-\(count)", type: "oauth2-client", values: first)
                        let address: JSONValue = "https://other.example/token"
                        let sent = JSONObject(
                            present: ("tokenUrl", [address].first { _ in movesAddress }),
                            ("clientId", Self.value(client)),
                            ("clientSecret", Self.value(secret)))
                        let what = JSONValue.object(sent).text
                        var expected = first
                        let isRefused = movesAddress && secret != .new
                        do {
                            let shown = try await credentials.update(caller, made.id, name: nil, values: sent)
                            #expect(!isRefused, "\(what)")
                            #expect(shown.values["clientSecret"]?.string == Variable.mask, "\(what)")
                        } catch let error as PlatformError {
                            #expect(isRefused && error.code == "request.invalid", "\(what): \(error)")
                        }
                        if !isRefused {
                            if movesAddress { expected["tokenUrl"] = address }
                            if client == .new { expected["clientId"] = .string(Self.new) }
                            if secret == .new { expected["clientSecret"] = .string(Self.new) }
                        }
                        let kept = try await installation.storage.read { database in
                            try database.credential(made.id, of: caller).opened(by: credentials.secrets).fields
                        }
                        #expect(JSONValue.object(kept) == .object(expected), "\(what)")
                    }
                }
            }
            #expect(count == 18)
            var masked = first
            masked["clientSecret"] = .string(Variable.mask)
            let values = masked
            await #expect {
                try await credentials.create(caller, in: nil, name: "masked", type: "oauth2-client", values: values)
            } throws: { ($0 as? PlatformError)?.code == "request.invalid" }
        }
    }
}

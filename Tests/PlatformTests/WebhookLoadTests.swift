import PlatformFixtures
import Storage
import Testing

@testable import Platform

@Suite("Whose events are sent first", .timeLimit(.minutes(10)))
struct WebhookLoadTests {
    /// A webhook of each of five organizations.
    private static let organizations = (0..<5).map { candidate("\($0)", of: "project-\($0)", "organization-\($0)") }

    private static func candidate(
        _ webhook: String, of project: String = "p", _ organization: String = "o", isFailing: Bool = false
    ) -> WebhookLoad.Candidate {
        WebhookLoad.Candidate(
            webhook: WebhookID("webhook-\(webhook)"), project: ProjectID(project),
            organization: OrganizationID(organization), isFailing: isFailing)
    }

    /// What is served in some rounds, in each of which what was begun ends.
    private static func served(_ load: WebhookLoad, _ waiting: [WebhookLoad.Candidate], rounds: Int) -> [WebhookID: Int]
    {
        var served: [WebhookID: Int] = [:]
        for _ in 0..<rounds {
            for (webhook, count) in load.places(for: waiting) { served[webhook, default: 0] += count }
        }
        return served
    }

    @Test("Organizations take turns, however much one has to send, and none has more than its part")
    func fairness() {
        let load = WebhookLoad(.init(all: 4, ofOrganization: 2))
        var served: [WebhookID: Int] = [:]
        for _ in 0..<10 {
            let places = load.places(for: Self.organizations)
            #expect(places.values.reduce(0, +) == 4 && places.values.allSatisfy { $0 == 1 })
            for (webhook, count) in places { served[webhook, default: 0] += count }
        }
        #expect(served == Dictionary(uniqueKeysWithValues: Self.organizations.map { ($0.webhook, 8) }))
        #expect(load.places(for: [Self.organizations[0]]) == [Self.organizations[0].webhook: 2])
    }

    @Test("Projects of an organization take turns, and webhooks of a project")
    func levels() {
        let load = WebhookLoad(.init(all: 4, ofOrganization: 4, ofProject: 4, ofWebhook: 4))
        let many = (0..<6).map { Self.candidate("\($0)", of: "large") }
        let waiting = many + [Self.candidate("small", of: "small")]
        let served = Self.served(load, waiting, rounds: 12)
        #expect(served[WebhookID("webhook-small")] == 24)
        #expect(many.allSatisfy { served[$0.webhook] == 4 }, "\(served)")
        // Another organization has half of it all, whatever the first one's projects are.
        let other = Self.candidate("other", of: "of other", "other")
        #expect(Self.served(load, waiting + [other], rounds: 10)[other.webhook] == 20)
    }

    @Test("One silent receiver leaves places for the others, and less once its tries fail")
    func silent() {
        let load = WebhookLoad()
        let (silent, other) = (Self.candidate("silent"), Self.candidate("other"))
        #expect(load.places(for: [silent]) == [silent.webhook: 4])
        for _ in 0..<4 { load.begin(silent) }
        #expect(load.places(for: [silent, other])[silent.webhook] == nil)
        // The project has two more, another project of the organization has the rest.
        #expect(load.places(for: [silent, other]) == [other.webhook: 2])
        #expect(load.places(for: [silent, Self.candidate("far", of: "q")]) == [WebhookID("webhook-far"): 4])
        for _ in 0..<4 { load.end(silent) }
        let failing = Self.candidate("silent", isFailing: true)
        #expect(load.places(for: [failing]) == [silent.webhook: 1])
    }

    @Test("What is being sent has its place until it ends")
    func places() {
        let load = WebhookLoad(.init(all: 3, ofOrganization: 2))
        let (first, second) = (Self.organizations[0], Self.organizations[1])
        for _ in 0..<2 { load.begin(first) }
        #expect(load.places(for: [first]) == [:])
        #expect(load.places(for: [first, second]) == [second.webhook: 1])
        load.begin(second)
        #expect(load.places(for: [second]) == [:] && !load.isIdle)
        load.end(first)
        #expect(load.places(for: [first]) == [first.webhook: 1])
        for candidate in [first, second] { load.end(candidate) }
        #expect(load.isIdle)
    }

    @Test("Webhooks with something due are found, each once, and what is due to each, the oldest first")
    func waiting() async throws {
        try await Installation.with { installation in
            let caller = try await installation.owner()
            let platform = installation.platform
            var made: [WebhookID] = []
            for name in ["A", "B", "C", "D"] {
                let change = WebhookChange(name: name, url: "https://example.com", events: ["run.queued"])
                made.append(try await platform.webhooks.create(caller, change).webhook.id)
            }
            let ids = made
            for (id, count) in zip(ids, [3, 0, 2, 1]) {
                for _ in 0..<count { _ = try await platform.webhooks.ping(caller, id) }
            }
            let now = Timestamp.now + .seconds(1)
            try await installation.storage.transaction { database in
                let table = Table(WebhookDeliveryRecord.self, in: database)
                // Later.
                for var delivery in try table.due(at: now, of: ids[3], limit: 10) {
                    delivery.dueAt = now + .seconds(60)
                    try table.update(delivery)
                }
                let waiting = try table.waitingWebhooks(dueAt: now).map(\.id)
                #expect(waiting == [ids[0], ids[2]].sorted { $0.text < $1.text })
                let due = try table.due(at: now, of: ids[0], limit: 2)
                #expect(due.count == 2 && due.allSatisfy { $0.webhook == ids[0] })
                #expect(try table.due(at: now, of: ids[0], limit: 0).isEmpty)
                #expect(try table.pendingCount() == 6)
                #expect(try table.pendingCount(of: ids[0], upTo: 2) == 2)
                for id in ids { try table.end(of: id, as: "failed", because: "no", at: now) }
                #expect(try table.waitingWebhooks(dueAt: now + .seconds(90)).isEmpty)
            }
        }
    }

    @Test("Deliveries that are over are kept for thirty days, those that are due for as long as it takes")
    func retention() async throws {
        try await Installation.with { installation in
            let caller = try await installation.owner()
            let platform = installation.platform
            let webhook = try await platform.webhooks.create(
                caller, WebhookChange(name: "H", url: "https://example.com", events: ["run.queued"])
            ).webhook
            for _ in 0..<3 { _ = try await platform.webhooks.ping(caller, webhook.id) }
            try await installation.storage.transaction { database in
                let table = Table(WebhookDeliveryRecord.self, in: database)
                for var delivery in try table.all("1 = 1", []).dropFirst() {
                    (delivery.dueAt, delivery.status) = (nil, "delivered")
                    try table.update(delivery)
                }
            }
            func count() async throws -> Int {
                try await platform.webhooks.deliveries(caller, of: webhook.id, PageRequest(), status: nil).elements
                    .count
            }
            await platform.retention.apply(at: .now + .seconds(29 * 86_400))
            #expect(try await count() == 3)
            await platform.retention.apply(at: .now + .seconds(31 * 86_400))
            #expect(try await count() == 1)
        }
    }
}

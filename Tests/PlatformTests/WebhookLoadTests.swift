import PlatformFixtures
import Storage
import Testing

@testable import Platform

@Suite("Whose events are sent first")
struct WebhookLoadTests {
    private static let organizations = (0..<5).map { OrganizationID("organization-\($0)") }

    @Test("Organizations take turns, however much one has to send, and none has more than its part")
    func turns() {
        let load = WebhookLoad(most: 4, mostEach: 2)
        var served: [OrganizationID: Int] = [:]
        for _ in 0..<10 {
            let places = load.places(for: Self.organizations)
            #expect(places.values.reduce(0, +) == 4 && places.values.allSatisfy { $0 == 1 })
            for (organization, count) in places { served[organization, default: 0] += count }
        }
        #expect(served == Dictionary(uniqueKeysWithValues: Self.organizations.map { ($0, 8) }))
        #expect(load.places(for: [Self.organizations[0]]) == [Self.organizations[0]: 2])
    }

    @Test("What is being sent has its place until it ends")
    func places() {
        let load = WebhookLoad(most: 3, mostEach: 2)
        let (first, second) = (Self.organizations[0], Self.organizations[1])
        for _ in 0..<2 { load.begin(first) }
        #expect(load.places(for: [first]) == [:])
        #expect(load.places(for: [first, second]) == [second: 1])
        load.begin(second)
        #expect(load.places(for: [second]) == [:] && !load.isIdle)
        load.end(first)
        #expect(load.places(for: [first]) == [first: 1])
        for organization in [first, second] { load.end(organization) }
        #expect(load.isIdle)
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

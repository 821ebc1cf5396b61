import Testing

@testable import CloudflareRuntime

@Suite("Plans of deploys", .timeLimit(.minutes(10)))
struct DeployPlanTests {
    private static let off = ScriptSubdomain(isEnabled: false, hasPreviews: false)
    private static let workflow = WorkflowRegistration(className: "Orders", script: "orders", steps: nil)
    private static let route = WorkerRoute(id: "r1", zone: "z1", pattern: "a.example.com/*", script: "orders")
    private static let consumer = ServiceConsumer(id: "c1", queue: "q1", settings: ConsumerSettings())
    private static let upload = ScriptUpload(module: "", metadata: [:])

    private static func target(
        _ code: ServiceTarget.Code = .upload(upload), routes: [ServiceTarget.Route] = [],
        domains: [DeployConfiguration.Domain] = [], consumers: [ServiceTarget.Consumer] = [], schedules: [String] = []
    ) -> ServiceTarget {
        ServiceTarget(
            code: code, workflow: workflow, subdomain: off, schedules: schedules, routes: routes, domains: domains,
            consumers: consumers)
    }

    private static let deployed = ServiceState(
        version: "v1", settings: ScriptSettings(logpush: false, observability: .null, tags: []), workflow: workflow,
        subdomain: off, schedules: ["0 6 * * *"], routes: [route],
        domains: [WorkerDomain(id: "d1", hostname: "old.example.com", zoneName: nil)], consumers: [consumer])

    @Test("Code comes first, then the workflow, then what leads there, and last what leads there no more")
    func order() {
        let plan = DeployPlan(
            from: Self.deployed,
            to: Self.target(
                routes: [.init(pattern: "b.example.com/*", zone: "z1")],
                domains: [.init(hostname: "new.example.com", zoneName: nil)]))
        #expect(
            plan.parts == [
                .init(phase: .code, steps: [.putScript]),
                .init(phase: .registration, steps: [.putWorkflow(Self.workflow)]),
                .init(
                    phase: .exposure,
                    steps: [
                        .setSchedules([]), .createRoute(pattern: "b.example.com/*", zone: "z1"),
                        .putDomain(hostname: "new.example.com", zoneName: nil),
                    ]),
                .init(
                    phase: .removal,
                    steps: [
                        .deleteRoute(Self.route), .deleteDomain(Self.deployed.domains[0]),
                        .deleteConsumer(Self.consumer),
                    ]),
            ])
    }

    @Test("Going back to what is there takes no step")
    func nothing() throws {
        let target = try #require(ServiceTarget(Self.deployed))
        #expect(DeployPlan(from: Self.deployed, to: target).steps.isEmpty)
        #expect(ServiceTarget(ServiceState()) == nil)
        #expect(DeployPlan(from: ServiceState(), to: nil).steps.isEmpty)
    }

    @Test("Another version is served again with its registration and settings")
    func back() throws {
        var current = Self.deployed
        current.version = "v2"
        current.settings = ScriptSettings(logpush: true, observability: .null, tags: [])
        let target = try #require(ServiceTarget(Self.deployed))
        #expect(
            DeployPlan(from: current, to: target).steps == [
                .serve(ScriptTraffic("v1")), .putWorkflow(Self.workflow),
                .setSettings(ScriptSettings(logpush: false, observability: .null, tags: [])),
            ])
    }

    @Test(
        "A removal begins with what may be refused: the Worker, which a queue lets go of before; the rest leads nowhere"
    )
    func removal() {
        #expect(
            DeployPlan(from: Self.deployed, to: nil).parts == [
                .init(phase: .exposure, steps: [.deleteConsumer(Self.consumer)]),
                .init(phase: .code, steps: [.deleteScript]),
                .init(
                    phase: .removal,
                    steps: [.deleteRoute(Self.route), .deleteDomain(Self.deployed.domains[0]), .deleteWorkflow]),
            ])
    }

    @Test("A consumer is changed only where it is told otherwise")
    func consumers() {
        var settings = ConsumerSettings()
        let same = Self.target(consumers: [.init(queue: "q1", settings: settings)])
        #expect(!DeployPlan(from: Self.deployed, to: same).steps.contains { "\($0)".contains("Consumer") })
        settings.batchSize = 7
        let other = Self.target(consumers: [.init(queue: "q1", settings: settings)])
        #expect(
            DeployPlan(from: Self.deployed, to: other).steps.contains(.updateConsumer(id: "c1", queue: "q1", settings)))
    }
}

import PlatformFixtures
import PluginMessages
import Storage
import TestSupport
import Testing

@testable import Platform

@Suite("Pages of runs", .timeLimit(.minutes(10)))
struct RunListTests {
    private func run(
        _ number: Int, of runs: ListedRuns, _ generator: inout SeededGenerator
    ) throws -> RunRecord {
        let deployment = try #require(runs.deployments.randomElement(using: &generator))
        let status = try #require(RunStatus.allCases.randomElement(using: &generator))
        // Several of each moment.
        let time = Timestamp(milliseconds: Int64.random(in: 1...60, using: &generator))
        return RunRecord(
            id: RunID("r\(number)"), organization: runs.database.organization, project: runs.database.project,
            workflow: WorkflowID(deployment.workflow), version: VersionID(deployment.version),
            deployment: DeploymentID(deployment.id), connection: deployment.connection.map(ConnectionID.init(_:)),
            instance: "i\(number)", status: status.rawValue, params: "{}", output: nil, error: nil, createdAt: time,
            updatedAt: time, isTest: Bool.random(using: &generator))
    }

    @Test(
        "Pages of any filters have each run that matches once, in the list's order", arguments: TestStorage.available)
    func filters(_ storage: TestStorage) async throws {
        try await Database.with(on: storage) { database in
            let runs = try await ListedRuns(in: database)
            var generator = SeededGenerator(seed: Stress.seed)
            let all = try (0..<300).map { try run($0, of: runs, &generator) }
            try await runs.insert(all)
            for _ in 0..<200 {
                func choice<Value>(_ values: [Value]) -> Value? {
                    Bool.random(using: &generator) ? values.randomElement(using: &generator) : nil
                }
                let count = Int.random(in: 1...3, using: &generator)
                let statuses = choice([Array(RunStatus.allCases.shuffled(using: &generator).prefix(count))])
                let (workflow, version) = (choice(runs.workflows), choice(runs.versions))
                let (connection, owner) = (choice(runs.connections), choice(runs.workflows))
                let (isTest, order) = (
                    Bool.random(using: &generator),
                    try #require(PageRequest.Order.allCases.randomElement(using: &generator))
                )
                func matches(_ run: RunRecord) -> Bool {
                    if let statuses, !statuses.map(\.rawValue).contains(run.status) { return false }
                    for (wanted, value) in [
                        (workflow, run.workflow.text), (owner, run.workflow.text), (version, run.version?.text),
                        (connection, run.connection?.text),
                    ] as [(String?, String?)] where wanted != nil && wanted != value { return false }
                    return run.isTest == isTest
                }
                let expected = all.filter(matches).sorted {
                    let isEarlier = ($0.createdAt, $0.id.text) < ($1.createdAt, $1.id.text)
                    return order == .oldestFirst ? isEarlier : !isEarlier
                }.map(\.id)
                // The list of a workflow has no filter by workflow.
                guard owner == nil || workflow == nil else { continue }
                let filter = try StatusFilter<RunStatus>(
                    statuses: statuses?.map(\.rawValue), workflow: workflow, version: version, connection: connection)
                let list = RunList(
                    of: owner.map { .workflow(WorkflowID($0)) } ?? .project(database.project), filter, tests: isTest)
                var (found, request): ([RunID], PageRequest?) = ([], PageRequest(limit: 7, order: order))
                while let next = request {
                    let page = try await database.storage.read { try list.page(next, in: $0) }
                    found += page.elements.map(\.id)
                    request = page.next.map { PageRequest(limit: 7, after: $0, order: order) }
                }
                #expect(found == expected, "seed \(Stress.seed): \(list)")
            }
        }
    }
}

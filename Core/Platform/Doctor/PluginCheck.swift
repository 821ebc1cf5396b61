import FoundationEssentials
import JSON
import PluginHost
import PluginMessages
import Storage

/// What providers find in their data folders, and whether they and the list of runs agree.
struct PluginCheck {
    /// Runs in a call.
    private static let pageSize = 1_000

    let data: String
    let database: SQLiteFile
    let contributions: any Contributions

    func run(repairs: Bool) async throws -> [Finding] {
        var findings: [Finding] = []
        for plugin in contributions.host.plugins {
            let folder = "\(data)/plugins/\(plugin.manifest.id)"
            guard FileManager.default.fileExists(atPath: folder) else { continue }
            for definition in plugin.manifest.providers {
                guard let provider = contributions.registry.provider(definition.id), provider.canInspect else {
                    continue
                }
                findings += await inspect(provider, folder, repairs: repairs)
            }
        }
        return findings
    }

    private func inspect(_ provider: Provider, _ folder: String, repairs: Bool) async -> [Finding] {
        let id = provider.definition.id
        var findings: [Finding] = []
        var (ended, unknown, listed) = (0, 0, 0)
        do {
            let runs = try unended(of: id)
            let pages = stride(from: 0, to: max(runs.count, 1), by: Self.pageSize).map {
                runs.dropFirst($0).prefix(Self.pageSize)
            }
            for (number, page) in pages.enumerated() {
                let result = try await provider.inspect(
                    InspectionRequest(folder: folder, repairs: repairs, runs: try requests(Array(page))))
                (ended, unknown, listed) = (ended + result.ended, unknown + result.unknown, listed + page.count)
                guard number == 0 else { continue }
                findings += result.checks.map { Finding(id, .ok, $0) }
                findings += result.problems.map { problem in
                    let isRepaired = repairs && problem.repair != nil
                    return Finding(
                        problem.code, isRepaired ? .repaired : .problem, problem.message, repair: problem.repair)
                }
            }
        } catch { return [Finding(id, .problem, "The provider cannot check its folder: \(error)")] }
        if ended > 0 {
            findings.append(
                Finding("runs", .notice, "\(ended) listed runs have ended at \(id): the next start updates the list."))
        }
        if unknown > 0 {
            findings.append(
                Finding(
                    "runs", .notice, "\(unknown) listed runs do not exist at \(id): they end as lost at the next start."
                ))
        }
        if ended + unknown == 0 {
            let text =
                listed == 0
                ? "No listed run is in progress at \(id)." : "\(id) has all \(listed) runs that are in progress."
            findings.append(Finding("runs", .ok, text))
        }
        return findings
    }

    private struct Listed {
        let deployment: String
        let reference: String
        let instance: String
    }

    private func unended(of provider: String) throws -> [Listed] {
        let over = RunStatus.allCases.filter(\.isTerminal).map { "'\($0.rawValue)'" }.joined(separator: ", ")
        return try database.rows(
            """
            SELECT runs.deployment_id, deployments.reference, runs.instance_id, connections.provider FROM runs
            JOIN deployments ON deployments.id = runs.deployment_id JOIN connections ON connections.id = runs.connection_id
            WHERE runs.status NOT IN (\(over)) AND deployments.reference IS NOT NULL ORDER BY runs.deployment_id
            """
        ).compactMap { row in
            guard row[3] == provider, let deployment = row[0], let reference = row[1], let instance = row[2] else {
                return nil
            }
            return Listed(deployment: deployment, reference: reference, instance: instance)
        }
    }

    private func requests(_ runs: [Listed]) throws -> [StatesRequest.DeploymentRuns] {
        try Dictionary(grouping: runs, by: \.deployment).sorted { $0.key < $1.key }.map { id, runs in
            StatesRequest.DeploymentRuns(
                deploymentId: id, reference: try JSONValue(parsing: runs[0].reference),
                instanceIds: runs.map(\.instance))
        }
    }
}

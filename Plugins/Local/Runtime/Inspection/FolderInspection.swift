import Foundation
import GRDB
import JSON
import PluginMessages

/// Checks a data folder of the provider that is not in use, or that a server uses: the journal is only read.
package struct FolderInspection: Sendable {
    private static let mostNames = 5

    private let configuration: LocalConfiguration
    private let journal: URL

    package init(folder: String) {
        configuration = LocalConfiguration(dataFolder: URL(filePath: folder), settings: [:], searchPath: "")
        journal = Journal.file(in: configuration.dataFolder)
    }

    package func run(_ request: InspectionRequest) throws -> Inspection {
        guard FileManager.default.fileExists(atPath: journal.path) else {
            let problem = Inspection.Problem(
                code: "local.journal.missing",
                message: "The journal \(journal.lastPathComponent) of the provider local is missing. Restore a backup.")
            return Inspection(problems: [problem], unknown: request.runs.reduce(0) { $0 + $1.instanceIds.count })
        }
        var configuration = Configuration()
        configuration.readonly = true
        let database = try DatabaseQueue(path: journal.path, configuration: configuration)
        defer { try? database.close() }
        return try database.read { try inspect($0, request) }
    }

    private func inspect(_ database: Database, _ request: InspectionRequest) throws -> Inspection {
        let deployments = try Row.fetchAll(database, sql: "SELECT id, service, details FROM deployment").map {
            let details = ($0["details"] as String?).flatMap { try? JSONValue(parsing: $0) }
            return (id: $0["id"] as String, service: $0["service"] as String, digest: details?["digest"]?.string)
        }
        var problems: [Inspection.Problem] = []
        for problem in [DeploymentFolder.Problem.missing, .damaged] {
            let names = deployments.filter { configuration.folder(of: $0.id).problem(digest: $0.digest) == problem }
                .map(\.service)
            guard !names.isEmpty else { continue }
            problems.append(
                .init(
                    code: "local.files.\(problem.rawValue)",
                    message: "Files of the deployments \(Self.list(names)) are \(problem.rawValue). Restore them from "
                        + "a backup, or deploy the workflows again."))
        }
        let checks = problems.isEmpty ? ["The files of \(deployments.count) deployments are present."] : []
        let known = Set(deployments.map(\.id))
        let leftovers = try configuration.deploymentFolders().filter { !known.contains($0.url.lastPathComponent) }
        if !leftovers.isEmpty {
            if request.repairs { for folder in leftovers { try folder.remove() } }
            problems.append(
                .init(
                    code: "local.files.leftover",
                    message: "\(leftovers.count) folders of deployments that do not exist, such as "
                        + "deployments/\(leftovers[0].url.lastPathComponent).", repair: "remove them"))
        }
        let damaged = try Journal.damagedRuns(in: database)
        for run in damaged {
            problems.append(
                .init(
                    code: "local.journal.checksum",
                    message:
                        "The journal's record of the run \(run.run) does not match its checksum (\(run.what)): the disk "
                        + "changed it. Restore a backup, or start the run again."))
        }
        let states = try runs(request.runs, in: database)
        return Inspection(
            problems: problems, checks: checks, ended: states.ended, unknown: states.unknown)
    }

    private func runs(
        _ asked: [StatesRequest.DeploymentRuns], in database: Database
    ) throws -> (ended: Int, unknown: Int) {
        var (ended, unknown) = (0, 0)
        for group in asked {
            let service = try DeploymentReference(group.reference).service
            for name in group.instanceIds {
                let status = try String.fetchOne(
                    database, sql: "SELECT status FROM instance WHERE service = ? AND name = ?",
                    arguments: [service, name])
                guard let status else {
                    unknown += 1
                    continue
                }
                if RunStatus(rawValue: status)?.isTerminal == true { ended += 1 }
            }
        }
        return (ended, unknown)
    }

    private static func list(_ names: [String]) -> String {
        let rest = names.count - mostNames
        return names.sorted().prefix(mostNames).joined(separator: ", ") + (rest > 0 ? " and \(rest) more" : "")
    }
}

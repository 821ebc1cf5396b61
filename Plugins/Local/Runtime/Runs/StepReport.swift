import JSON
import PluginMessages
import Values
import WorkerBackend

/// Makes what is reported of steps: with their nodes, and values up to a size together, in which secrets are masked, as
/// they are in names and errors.
struct StepReport {
    private let lineMap: LineMap?
    private let nodes: StepNodes
    private let mask: SecretMask?
    /// Bytes of values that may still be reported.
    private var room: Int

    /// - Parameter deployment: Of the run; `nil` when it was removed since.
    init(_ deployment: LocalDeployment?, room: Int) {
        lineMap = deployment?.lineMap
        nodes = deployment?.nodes ?? StepNodes()
        mask = deployment?.mask
        self.room = room
    }

    mutating func step(_ step: StepRecord, size: Int?, attempts: [AttemptRecord]) throws -> RunStep {
        RunStep(
            step, lineMap, mask: mask, place: nodes.place(of: step.outerName),
            output: try output(of: step, size: size ?? 0),
            outputSize: size, attempts: attempts)
    }

    private mutating func output(of step: StepRecord, size: Int) throws -> JSONValue? {
        guard case .succeeded(let text?) = step.state, size <= room else { return nil }
        room -= size
        let masked = mask?.masked(text) ?? text
        if masked == text { return try StepValue(text: text).json() }
        // A secret that is a number leaves no JSON behind.
        return (try? StepValue(text: masked).json()) ?? .string(SecretMask.replacement)
    }
}

extension StepRecord {
    /// The name of the outermost step that it is in, which is its own unless an attempt of another asked for it.
    fileprivate var outerName: String {
        let outer = key.prefix { $0 != "\u{1e}" }
        return outer.count == key.count ? name : String(outer.prefix { $0 != "\u{1f}" })
    }
}

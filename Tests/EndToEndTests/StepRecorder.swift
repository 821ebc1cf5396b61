import JSON
import Synchronization

/// Keeps what programs tell of their steps: that an attempt begins, and that the program has its outcome.
final class StepRecorder: Sendable {
    private struct Step: Hashable {
        let run: String
        let name: String
    }

    private struct State {
        /// In the order in which they were first heard of.
        var replays: [String: Int] = [:]
        var begun: [Step: Int] = [:]
        /// By the latest replay that had the outcome.
        var ended: [Step: Int] = [:]
        var violations: [String] = []
    }

    private let state = Mutex(State())

    var violations: [String] { state.withLock { $0.violations } }
    var steps: Int { state.withLock { $0.ended.count } }
    var replays: Int { state.withLock { $0.replays.count } }
    /// Attempts besides the first of each step.
    var repeats: Int { state.withLock { $0.begun.values.reduce(0) { $0 + $1 - 1 } } }

    func note(_ path: String, _ body: JSONValue) async {
        state.withLock { state in
            let name = body["replay"]?.string ?? ""
            let replay = state.replays[name] ?? state.replays.count
            state.replays[name] = replay
            let step = Step(run: body["run"]?.string ?? "", name: body["name"]?.string ?? "")
            switch path {
            case "/begin":
                state.begun[step, default: 0] += 1
                // What a replay sent that was killed since may come late.
                if let end = state.ended[step], replay >= end { state.violations.append("\(step)") }
            case "/end": state.ended[step] = max(state.ended[step] ?? 0, replay)
            default: break
            }
        }
        // So that runs last long enough to be hit.
        try? await Task.sleep(for: .milliseconds(path == "/begin" ? 15 : 0))
    }

    /// Trigger code of a workflow that is named "Survivor": it tells of every step.
    static let code = """
        @fetch function handler() { return new Response("ok"); }

        // The class comes later in the module.
        queueMicrotask(() => {
          const prototype = (Survivor as any).prototype;
          const run = prototype.run;
          prototype.run = async function (event: any, step: any) {
            const replay = crypto.randomUUID();
            const tell = async (kind: string, name: string) => {
              const body = JSON.stringify({ run: event.instanceId, replay, name });
              const answer = await fetch(`${this.env.COUNTER}/${kind}`, { method: "POST", body });
              await answer.body?.cancel();
            };
            const watched = {
              sleep: step.sleep.bind(step),
              do: async (name: string, ...rest: any[]) => {
                const callback = rest.pop();
                // Failures that documents expect are not worth their delays.
                const config = { ...rest[0], retries: { limit: 1, delay: 5 } };
                const attempt = async (context: unknown) => {
                  await tell("begin", name);
                  return callback(context);
                };
                try {
                  return await step.do(name, config, attempt);
                } finally {
                  await tell("end", name);
                }
              },
            };
            await tell("replay", "");
            return run.call(this, event, watched);
          };
        });
        """
}

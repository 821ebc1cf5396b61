import JSON
import Values

/// Problems of a document.
///
/// Every problem has a severity, a code, a message, a JSON pointer and, where there is one, the id of a node. Codes are
/// stable; those of `ir.expression` and some of `ir.graph` come from the compiler, which knows the order of nodes:
///
/// - `ir.field.required`, `.type`, `.length`, `.range`, `.format`, `.options`, `.duration`, `.control`: A member of the
///   document itself
/// - `ir.member.unknown`, `ir.data.unknown`: Warnings: members that nothing reads, with what they may be meant for
/// - `ir.number.large`: Warning: an integer beyond 2^53, or a number that is infinite
/// - `ir.kind.unknown`, `ir.kind.mismatch`: `kind`, and whether it is that of the workflow
/// - `ir.trigger.required`, `.script`, `.unknown`, `.cron`: The trigger; a script is started by HTTP
/// - `ir.trigger.auth`: What a request has to show, or a provider that cannot check it
/// - `ir.trigger.path`: A path that no request can have; warning: one that looks like a pattern
/// - `ir.nodes.empty`: No node
/// - `ir.node.id`, `.duplicateId`, `.version`: A node's id and version
/// - `ir.node.reservedId`: Warning: expressions read something else by that name
/// - `ir.node.otherVersion`: Warning: a compatible version is used in place of one that is not installed.
/// - `ir.node.unknownType`, `.unknownVersion`, `.target`: No plugin has it, or not for this target
/// - `ir.node.provider`, `.unknownProvider`: Nodes for several providers, or for one that is not loaded
/// - `ir.node.secretInDocument`: A secret is written out; it belongs into the environment
/// - `ir.node.deprecated`: Warning
/// - `ir.data.required`, `.type`, `.options`, `.validation`: A field of `data`, by the node's definition
/// - `ir.credential.name`: A node's credential must have the name of one
/// - `ir.credential.field`: Warning: a field has a value of its own, which is used in place of the credential's
/// - `ir.data.literal`: An expression where the value is needed before anything runs
/// - `ir.data.depth`: A value nests deeper than 64
/// - `ir.data.distant`: Warning: a sleep ends later than the longest one that begins now
/// - `ir.timeout.zero`: Warning: a timeout of nothing
/// - `ir.branch.empty`, `.duplicateLabel`, `.severalElse`: The arms that a branch lists
/// - `ir.loop.variable`: Item or index cannot be named so
/// - `ir.loop.hidesNode`: Warning: item or index is named like a node, which cannot be read in the loop's body
/// - `ir.loop.endless`: Warning: a `while` without a condition and without a `break`
/// - `ir.script.node`, `ir.script.export`: What a script cannot have; names of exports
/// - `ir.script.noExport`: Warning: nothing is exported, so the response is empty
/// - `ir.edge.duplicateId`, `.unknownSource`, `.unknownTarget`, `.label`: Edges
/// - `ir.edge.fanOut`: Warning: several ways out of a plain node run one after another
/// - `ir.container.arm`: A container lacks an edge that it needs
/// - `ir.container.noArms`: Warning: a `parallel` or `race` of nothing
/// - `ir.entry.unknown`: `entryNodeId` does not name a node
/// - `ir.graph.cycle`, `.selfLoop`, `.unreachable`: The graph
/// - `ir.graph.crossing`, `.depth`: Arms that cannot be told apart; containers nested deeper than 48
/// - `ir.graph.neverRuns`: Warning: always behind a `break`
/// - `ir.expression.unknownNode`, `.self`, `.notBefore`, `.env`: What an expression cannot read
/// - `ir.expression.maybeUndefined`: Warning: the node runs before on some ways only, or in the round before
/// - `ir.expression.noMember`: Warning: the event, or the value of a node of that type, never has the member
/// - `ir.expression.noValue`: Warning: the node has no value, or its code returns none
/// - `ir.expression.variableName`: Warning: no variable or binding can have the name
/// - `ir.expression.unknownInText`: Warning: in a string of code, so it stays text
/// - `ir.expression.memberName`: Warning: the name of a member stays as it is
/// - `ir.expression.syntax`: Warning: braces with no path inside stay text
/// - `ir.expression.text`: Warning: in a regular expression, so it stays text; info: in a comment
/// - `ir.http.body`: Warning: a body on GET or HEAD, which is not sent
/// - `ir.http.header`: Warning: a name that no header has, so that the request fails
/// - `ir.code.evaluated`: Info: a text is evaluated as JavaScript
/// - `ir.code.text`: Warning: a text looks like JavaScript and stays text, since a name in it is unknown, or since it is
///   not one expression
/// - `ir.code.duration`: A step of the code's own has a duration that is not valid
/// - `ir.code.expression`: A field that expects one expression has something else, or `${…}` stands in code
/// - `ir.code.regularExpression`: A regular expression that fails when the code runs; warning: a text that `match`,
///   `matchAll` or `search` would read as one
/// - `ir.code.assignment`: Code assigns to the value of a node or to a loop's item; warning: in a condition, to a copy of
///   it, or to the index of a loop that counts
/// - `ir.code.constant`: Warning: a condition that is a text or a function is always true
/// - `ir.code.undefinedName`: Warning: a name in code that nothing declares, or a node that does not run before
/// - `ir.code.nondeterministic`: Warning: outside durable steps, a replay would see another value
/// - `ir.code.generated`: Warning: `eval` or `new Function`, which not every provider allows
/// - `ir.step.unawaited`, `.race`: Warnings: inline code does not await a step, or races steps
/// - `ir.dependencies.count`, `.name`, `.range`, `.conflict`: npm packages
/// - `ir.triggerCode.length`: Trigger code is too long
extension Problems {
    package mutating func error(
        _ code: String, _ message: String, at place: Place, node: String? = nil, line: Int? = nil
    ) {
        add(
            Diagnostic(.error, code: code, message: message, pointer: place.pointer.text, nodeId: node, line: line))
    }

    package mutating func warning(
        _ code: String, _ message: String, at place: Place, node: String? = nil, line: Int? = nil
    ) {
        add(
            Diagnostic(.warning, code: code, message: message, pointer: place.pointer.text, nodeId: node, line: line))
    }

    /// What was made of a part that can be read in two ways.
    package mutating func info(
        _ code: String, _ message: String, at place: Place, node: String? = nil, line: Int? = nil
    ) {
        add(
            Diagnostic(.info, code: code, message: message, pointer: place.pointer.text, nodeId: node, line: line))
    }
}

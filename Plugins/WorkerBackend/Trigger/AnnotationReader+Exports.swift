extension AnnotationReader {
    /// Code without annotations is the body of a function, where nothing can be exported.
    mutating func reportExports() {
        if let durableObject = top.durableObjects.first {
            return report(
                "worker.trigger.durableObject",
                "The class \(durableObject.name) extends DurableObject, so it belongs to the module, and triggerCode is the "
                    + "body of a function here. Put the statements into a function annotated with @fetch.", line: 1)
        }
        for index in top.indexes where top.spells(index, "export") && !(index > 0 && top.spells(index - 1, ".")) {
            report(
                "worker.trigger.export",
                "triggerCode is the body of fetch(request, env, ctx), so it cannot export anything. Write the statements of "
                    + "the handler and end with return Response.json(…), or annotate functions with @fetch and @queue.",
                line: top.source.line(at: top.tokens[index].range.lowerBound))
            return
        }
    }
}

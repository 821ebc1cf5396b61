import PluginMessages

/// What is new of a run that is followed.
package enum RunUpdate: Sendable {
    case run(Run)
    case step(RunStep)
}

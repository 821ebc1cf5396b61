// A plugin imports PluginKit and nothing else of Millrace.
@_exported import JSON
@_exported import NodeKit
@_exported import PluginMessages
@_exported import Values

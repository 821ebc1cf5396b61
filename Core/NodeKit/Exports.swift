// A plugin of nodes imports NodeKit and nothing else of Millrace.
@_exported import JSON
@_exported import NodeMessages

// A plugin's messages include those of its nodes.
@_exported import NodeMessages
// Messages have diagnostics in them.
@_exported import Values

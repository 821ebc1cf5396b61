// Columns hold moments.
@_exported import struct Values.Timestamp

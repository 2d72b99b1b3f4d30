// Events and answers contain these types, so that clients need to import only this module.
@_exported public import enum Telephony.CallDirection
@_exported public import enum Telephony.Caller
@_exported public import enum Telephony.DialTarget
@_exported public import struct Telephony.ExtensionNumber
@_exported public import struct Telephony.PhoneNumber

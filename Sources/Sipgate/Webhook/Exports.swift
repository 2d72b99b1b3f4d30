// Events and answers are made of these, so whoever imports this module needs no other.
@_exported public import enum Telephony.Caller
@_exported public import struct Telephony.PhoneNumber
